"""Import notes, articles and essays from files, folders and zips."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from wiki import policies
from wiki.actions import protecting
from wiki.interchange import applying, checking, reading
from wiki.interchange.records import Options

DONE, FAILED, CONFLICTS = 0, 1, 2


class Command(BaseCommand):
    help = "Import notes, articles and essays. Nothing becomes public unless you say so."

    def create_parser(self, *args, **options):
        parser = super().create_parser(*args, **options)
        if parser.called_from_command_line:
            # argparse leaves with 2, which means conflicts here
            parser.error = lambda text: parser.exit(FAILED, f"{parser.format_usage()}{parser.prog}: error: {text}\n")
        return parser

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder or a .zip")
        parser.add_argument(
            "--type", choices=["concept", "essay"], default="", help="of all files, against what they say"
        )
        parser.add_argument("--title", default="", help="of a single file")
        parser.add_argument("--author", default="", help="of a single essay")
        parser.add_argument("--source-url", default="", help="where a single essay was published")
        parser.add_argument("--published", default="", help="when a single essay was published")
        parser.add_argument("--qualifier", default="", help="for clashing titles: “Title (QUALIFIER)”")
        parser.add_argument("--on-conflict", choices=checking.CHOICES, default="stop")
        parser.add_argument("--publish-as-marked", action="store_true", help="publish what says `visibility: public`")
        parser.add_argument(
            "--map-publish", default="", metavar="KEY", help="read this key as the mark, e.g. dg-publish"
        )
        parser.add_argument("--as", dest="user", default="", help="name of the person who imports")
        parser.add_argument("--dry-run", action="store_true", help="report, and write nothing")
        parser.add_argument("--report", type=Path, metavar="FILE.json")

    def handle(self, *, paths, **options):
        by = self._person(options["user"])
        if options["report"]:
            _refuse_unwritable(options["report"])
        rules = checking.qualified(
            checking.Rules(
                on_conflict=options["on_conflict"],
                qualifier=options["qualifier"],
                publish_as_marked=options["publish_as_marked"],
                may_publish=by is None or policies.can_publish(by),
                closed=frozenset(protecting.closed_to(by)),
            )
        )
        names = ("type", "title", "author", "source_url", "published", "map_publish")
        records = reading.read([Path(path) for path in paths], Options(**{n: options[n] for n in names}))
        try:
            items = checking.check(records, rules)
        except reading.CannotRead as error:
            raise CommandError(str(error), returncode=FAILED) from error
        stopped = any(item.status == "conflict" for item in items)
        if not stopped and not options["dry_run"]:
            applying.apply(items, by=by, progress=self._progress())
        self._print(items, options, stopped)
        if options["report"]:
            text = json.dumps(report(items), ensure_ascii=False, indent=1)
            options["report"].write_text(f"{text}\n", encoding="utf-8")
        if stopped:
            sys.exit(CONFLICTS)
        if any(item.status == "failed" or item.record.stored_as_text for item in items):
            sys.exit(FAILED)

    def _person(self, name):
        if not name:
            return None
        try:
            person = User.objects.get(username=name)
        except User.DoesNotExist:
            raise CommandError(f"There is nobody with the name {name}.", returncode=FAILED) from None
        if person.is_blocked:
            raise CommandError(f"{name} is blocked and may not write entries.", returncode=FAILED)
        if not policies.can_edit(person):
            raise CommandError(f"{name} may not write entries. Give a role: set_role {name} editor", returncode=FAILED)
        return person

    def _progress(self):
        if not sys.stderr.isatty():
            return None

        def show(done, total):
            width = 30 * done // max(total, 1)
            self.stderr.write(f"\r[{'#' * width}{'.' * (30 - width)}] {done} of {total}", ending="")
            if done == total:
                self.stderr.write("")

        return show

    def _print(self, items, options, stopped):
        for item in items:
            told = item.status != "same" and (
                options["dry_run"] or item.messages or item.status not in ("new", "changed")
            )
            if not options["verbosity"]:
                break
            if told or options["verbosity"] > 1:
                self.stdout.write(f"{item.status:9} {item.record.path}  {item.title}")
            for message in item.messages:
                place = f" (line {message.line}, column {message.column})" if message.line else ""
                self.stdout.write(f"          {message.level}: {message.text}{place}")
        counts = report(items)["counts"]
        said = ", ".join(f"{number} {status}" for status, number in counts.items() if number)
        if stopped:
            self.stdout.write(f"Nothing was written, because of conflicts: {said}.")
        elif options["dry_run"]:
            self.stdout.write(f"Nothing was written; an import would give: {said or 'nothing'}.")
        else:
            self.stdout.write(f"Imported: {said or 'nothing'}.")


def _refuse_unwritable(file):
    """Raise CommandError now, not when the import is done, if the report cannot be written. Leaves nothing behind."""
    existed = file.exists()
    try:
        file.open("a").close()
    except OSError as error:
        raise CommandError(f"The report cannot be written to {file}: {error.strerror}.", returncode=FAILED) from error
    if not existed:
        file.unlink()


def report(items):
    """Return the report as interface.md describes it."""
    counts = dict.fromkeys(("new", "changed", "same", "conflict", "skipped", "failed"), 0)
    for item in items:
        counts[item.status] += 1
    files = [
        {
            "path": item.record.path,
            "kind": item.record.kind,
            "title": item.title,
            "slug": item.slug,
            "visibility": str(item.visibility) if item.record.kind in ("concept", "essay") else "",
            "status": item.status,
            "messages": [asdict(message) for message in item.messages],
        }
        for item in items
    ]
    return {"files": files, "counts": counts}
