"""The audit log, for admins: to read, and to take away as a table."""

import csv

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wiki import policies
from wiki.actions.exporting import note_export
from wiki.forms.audit import AuditForm
from wiki.readers.audit import audit_page, every_row
from wiki.views.lookup import require, text_in

COLUMNS = ("when", "what", "who", "whom", "details", "reason", "address")
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@require_safe
def audit(request):
    """What happened, newest first."""
    require(policies.can_audit(request.user))
    return _page(request, AuditForm(request.GET))


def _page(request, form):
    status = 200 if form.is_valid() else 422
    page = audit_page(form.asked(), text_in(request.GET, "after"))
    context = {"page": page, "form": form, "asked": form.asked().fields(), "nav": "audit"}
    return render(request, "wiki/audit.html", context, status=status)


@require_POST
def audit_csv(request):
    """The same as comma-separated values. By POST: that it was taken away is written down."""
    require(policies.can_audit(request.user))
    form = AuditForm(request.POST)
    if not form.is_valid():  # what cannot be understood is not everything
        return _page(request, form)
    asked = form.asked()
    note_export("Audit log", by=request.user, **asked.fields())
    response = StreamingHttpResponse(_lines(every_row(asked)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


class _Echo:
    """A file for csv.writer that hands each line on."""

    def write(self, line):
        return line


def _lines(rows):
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([row.when.isoformat(), *(as_text(getattr(row, name)) for name in COLUMNS[1:])])


def as_text(cell):
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
