"""Edit one section of a text: the form then holds that section alone, and a save puts it back in its place."""

from dataclasses import replace
from urllib.parse import quote

from wiki.actions.derived import preview_text, render_text
from wiki.actions.errors import SaveRefused
from wiki.rendering import sections


def taken_out(document, section):
    """Return (the document with the section of this heading id as its body, the id); (document, '') without one."""
    span = sections.find(document.body, preview_text(document.body).headings, section) if section else None
    if span is None:
        return document, ""
    return replace(document, body=sections.part(document.body, span)), section


def put_back(submission, form):
    """Give the submission of a form that holds a section the whole text of the revision it began with, with this
    section in it. Raises SaveRefused when that revision has no such section."""
    section = form.cleaned_data["section"]
    if not section:
        return
    source = form.start.body
    span = sections.find(source, render_text(source).headings, section)
    if span is None:
        raise SaveRefused(
            "The section that was edited is not in the revision this form names. Your text is below: copy it,"
            " open the whole page and put it there.",
            field="base",
        )
    body = sections.splice(source, span, submission.document.body)
    submission.document = replace(submission.document, body=body)


def fragment(form):
    """Return where on the page somebody was who edited a section: '#id', or ''."""
    section = form.cleaned_data["section"]
    return f"#{quote(section)}" if section else ""
