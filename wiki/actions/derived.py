"""What is derived from a text: rendering, and the columns and rows that keep the result."""

from functools import partial

from wiki.actions import citing, linking, mentioning, spoken, stamping
from wiki.actions.writing import writing
from wiki.models import Concept, Entry, Essay
from wiki.rendering import sandbox
from wiki.rendering.rendered import VERSION
from wiki.search import index, spelling
from wiki.search.words import stems

BATCH = 100  # entries of one transaction
LEARNT = 50_000  # characters of a text whose words are looked at while it is rendered
PARTS = ("links", "search", "html", "all")


def render_text(body):
    """Return Rendered for the body of a save; where rendering was refused, the plain form that says why."""
    # The words' stems are remembered: search asks for them in the transaction, where others wait.
    learn = partial(stems, body) if len(body) <= LEARNT else None
    try:
        return sandbox.render(body, meanwhile=learn)
    except sandbox.RenderRefused as refused:
        return sandbox.plain(body, refused.reason)


def preview_text(body):
    """`render_text` for a body that is not saved; it waits behind saves."""
    try:
        return sandbox.render(body, limits=sandbox.limits_for("preview"))
    except sandbox.RenderRefused as refused:
        return sandbox.plain(body, refused.reason)


def render_texts(bodies):
    """Yield `render_text` for each body, in order, with all cores busy: for imports and rebuilds."""
    waiting = []

    def noted():
        for body in bodies:
            waiting.append(body)
            yield body

    for result in sandbox.render_many(noted(), limits=sandbox.limits_for("import")):
        body = waiting.pop(0)
        yield sandbox.plain(body, result.reason) if isinstance(result, sandbox.RenderRefused) else result


def set_rendered(entry, rendered):
    """Put what was derived from the body into the entry's columns. Saves nothing."""
    entry.html = rendered.html
    entry.headings = [[heading.level, heading.id, heading.text] for heading in rendered.headings]
    entry.text = rendered.text
    entry.lead = rendered.lead
    entry.refused = rendered.refused
    entry.renderer = VERSION
    if isinstance(entry, Essay):
        entry.words = spoken.words_of(rendered.text)


def rebuild(part="all", progress=None):
    """Derive html, links, mentions, citations and the index of search anew from the texts, `part` of PARTS. Returns how
    many entries.

    No revision is made and nothing that a person wrote is touched. `progress(done)` is called after each batch.
    """
    if part not in PARTS:
        raise ValueError(f"{part!r} is none of {', '.join(PARTS)}.")
    if part == "search":
        return _rebuild_search(progress)
    done = 0
    for model in (Concept, Essay):
        keys = list(model.objects.scoped(private=True).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            done += _rebuild_batch(model, keys[start : start + BATCH], part)
            if progress:
                progress(done)
    if part == "all":
        with writing():
            index.clean()
    return done


def _rebuild_search(progress=None):
    with writing():
        spelling.empty()
    keys, done = list(Entry.objects.scoped(private=True).order_by("pk").values_list("pk", flat=True)), 0
    for start in range(0, len(keys), BATCH):
        with writing():
            part = list(Entry.objects.scoped(private=True).filter(pk__in=keys[start : start + BATCH]))
            index.index(part)
        done += len(part)
        if progress:
            progress(done)
    with writing():
        index.clean()
    return done


def _rebuild_batch(model, keys, part):
    bodies = dict(model.objects.filter(pk__in=keys).values_list("pk", "body"))
    rendered = dict(zip(bodies, render_texts(bodies.values()), strict=True))
    with writing():
        entries = list(
            model.objects.scoped(private=True).filter(pk__in=keys).select_for_update(of=("self", "entry_ptr"))
        )
        entries = [entry for entry in entries if entry.body == bodies[entry.pk]]  # others were saved, so rendered
        for entry in entries:
            entry.rename(entry.title)
            set_rendered(entry, rendered[entry.pk])
            if part in ("html", "all"):
                entry.save()
        if part in ("links", "all"):
            pairs = [(entry, rendered[entry.pk]) for entry in entries]
            linking.replace_links(pairs)
            citing.replace_citations(pairs)
            if model is Essay:
                mentioning.replace_mentions(entries)
        index.index(entries)
        stamping.everything()
    return len(entries)
