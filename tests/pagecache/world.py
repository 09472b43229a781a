"""A small wiki in which everything can happen, and what can happen in it."""

import random
from contextlib import suppress

from django.contrib.auth import get_user_model

from tests.factories import PRIVATE, entries, submission
from wiki.actions import (
    deleting,
    joining,
    leading,
    protecting,
    publishing,
    renaming,
    requesting,
    retagging,
    saving,
    settling,
    suppressing,
    unlinked,
)
from wiki.actions.citing import key_of
from wiki.actions.errors import SaveRefused
from wiki.models import Act, Concept, Entry, Essay, Tag, VisibilityChange
from wiki.rendering.rendered import Citing

NAMES = ["Tide", "Ebb", "Flood", "Moon", "Moon (month)", "Harbour", "Pilot", "Slack water"]
TIDES = key_of(Citing(1, "1", "", "Darwin, G. H. The Tides. 1898.", "", "", "", "", "", "", ""))
PIECES = [
    "The [[tide]] turns at [[slack water]].",
    "See [[Moon]] and [[moon (month)|the month]].",
    "![[Ebb]]",
    "A [[pilot]] knows the [[harbour]] and the [[sandbank]].",
    "It rises.[^1]\n\n[^1]: Darwin, G. H. *The Tides*. 1898.",
    f"It falls.[@{TIDES}]",
    "It rises.[^1]\n\n[^1]: Darwin, G. H. The Tides. *1898*.",
    "Seen by all.[^2]\n\n[^2]: Cartwright, D. *A History*. https://example.org/tides 1999.",
    "## Flood\n\nHigher and higher.",
    "Nothing to say.",
    "## Further reading\n\n- [[Harbour]]\n- [[essays/on-water|On water]]",
]
ALIASES = ["High water", "Moon", "Ebb tide", "The month"]
TAGS = ["Sea", "Sky", "sea/coast", "Work"]


def build():
    """Write the wiki as every play begins."""
    entries(
        submission("Tide", PIECES[1] + "\n\n" + PIECES[4], tags=["Sea"], aliases=["High water"], related=["Moon"]),
        submission("Ebb", PIECES[0] + " " + PIECES[4], tags=["Sea"]),
        submission("Moon", PIECES[2] + "\n\n" + PIECES[3] + " " + PIECES[5], tags=["Sky"]),
        submission("Moon (month)", PIECES[8] + " [[Tide]]", tags=["sea/coast"]),
        submission("Harbour", PIECES[0] + " " + PIECES[6], visibility=PRIVATE, aliases=["Haven"]),
        submission("Pilot", PIECES[2] + "\n\n" + PIECES[9], tags=["Work"]),
        submission("On water", "The tide and the ebb; a harbour. [[Pilot]]", kind="essay", author="M. Sorley"),
        submission("On air", "Nothing of the tide. ![[Pilot]]", kind="essay", visibility=PRIVATE),
    )


class Play:
    """Things that people do, chosen by numbers. `by` may do everything."""

    ACTS = (
        "edit", "edit", "edit", "write", "rename", "rename", "hide", "publish", "delete", "restore", "purge", "merge",
        "divide", "retag", "describe", "close", "horizon", "undo_visibility", "name", "relate", "settle", "marry",
        "retitle_essay", "protect", "lift", "ask_for", "pass_over",
    )  # fmt: skip

    def __init__(self, by, **which):
        """`which` says of the entries that are looked for what they are."""
        self.by, self.which = by, which

    def act(self, name, seed):
        """Do it; what is refused changes nothing."""
        choose = random.Random(seed)
        with suppress(SaveRefused, saving.EditConflict):
            getattr(self, name)(choose)

    def _one(self, choose, rows=None):
        rows = Entry.objects.filter(deleted_at=None) if rows is None else rows
        keys = sorted(rows.filter(**self.which).values_list("pk", flat=True))
        if not keys:
            raise SaveRefused("there is none")
        key = choose.choice(keys)
        entry = Entry.objects.get(pk=key)
        return (Essay if entry.kind == "essay" else Concept).objects.get(pk=key)

    def _body(self, choose):
        return "\n\n".join(choose.sample(PIECES, choose.randint(1, 3)))

    def _save(self, entry, **changes):
        document = saving.replace(entry.document(), **changes)
        saving.save_entry(saving.Submission(document, entry, base=entry.number, summary="a word"), by=self.by)

    def edit(self, choose):
        entry = self._one(choose)
        changes = {"body": self._body(choose)}
        if choose.random() < 0.4:
            changes["aliases"] = tuple(choose.sample(ALIASES, choose.randint(0, 2)))
            changes["tags"] = tuple(choose.sample(TAGS, choose.randint(0, 2)))
            changes["related"] = tuple(choose.sample(NAMES, choose.randint(0, 2)))
        self._save(entry, **changes)

    def write(self, choose):
        title = choose.choice(["Sandbank", "Haven", "Ebb (clock)", "Neap tide"])
        saving.save_entry(
            submission(title, self._body(choose), visibility=choose.choice(["public", PRIVATE])), by=self.by
        )

    def rename(self, choose):
        renaming.rename(
            self._one(choose),
            choose.choice([*NAMES, "Sandbank", "Tide (sea)"]),
            by=self.by,
            rewrite=not self.which and choose.random() < 0.5,  # which writes other texts
        )

    def retitle_essay(self, choose):
        essay = self._one(choose, Essay.objects.filter(deleted_at=None))
        if essay:
            self._save(
                essay, author=choose.choice(["M. Sorley", "N. Nobody"]), published=choose.choice(["1911", "2001-02-03"])
            )

    def hide(self, choose):
        publishing.hide([self._one(choose)], by=self.by)

    def publish(self, choose):
        publishing.publish([self._one(choose)], by=self.by)

    def delete(self, choose):
        deleting.delete(self._one(choose), by=self.by)

    def restore(self, choose):
        deleting.restore(self._one(choose, Entry.objects.exclude(deleted_at=None)), by=self.by)

    def purge(self, choose):
        deleting.purge(self._one(choose, Entry.objects.exclude(deleted_at=None)), by=self.by)

    def merge(self, choose):
        concepts = Concept.objects.filter(deleted_at=None)
        joining.merge(self._one(choose, concepts), self._one(choose, concepts), by=self.by)

    def divide(self, choose):
        if act := Act.objects.filter(kind=Act.Kind.MERGE).last():
            joining.undo_merge(act, by=self.by)

    def retag(self, choose):
        slugs = sorted(Tag.objects.values_list("slug", flat=True))
        retagging.rename_tag(choose.choice(slugs), choose.choice(TAGS), narrower=True, by=self.by)

    def describe(self, choose):
        slugs = sorted(Tag.objects.values_list("slug", flat=True))
        retagging.describe_tag(choose.choice(slugs), choose.choice(["Of water.", "Of the air.", ""]), by=self.by)

    def close(self, choose):
        edit = choose.choice(list(self._one(choose).edits.order_by("pk")))
        part = choose.choice(["text", "summary", "author"])
        suppressing.suppress(edit, by=self.by, **{part: choose.random() < 0.7}, reason="for a reason")

    def horizon(self, choose):
        entry = self._one(choose)
        publishing.move_horizon(entry, choose.randint(1, entry.number), by=self.by, reason="for a reason")

    def undo_visibility(self, choose):
        if change := VisibilityChange.objects.order_by("pk").last():
            publishing.undo(change, by=self.by, reason="for a reason")

    def name(self, choose):
        leading.lead(choose.choice(["Sandbank", "moon", "Haven"]), self._one(choose), by=self.by)

    def relate(self, choose):
        one, other = self._one(choose), self._one(choose)
        leading.relate(one, other, base=one.number, by=self.by)

    def settle(self, choose):
        said = {"tagline": choose.choice(["Of tides", "Of winds"]), "name": choose.choice(["Tidebook", "Pilot book"])}
        settling.settle(said, by=self.by)

    def protect(self, choose):
        protecting.protect(self._one(choose), by=self.by, reason="for a reason")

    def lift(self, choose):
        protecting.unprotect(self._one(choose), by=self.by)

    def ask_for(self, choose):
        entry = self._one(choose)
        wanted = PRIVATE if entry.is_public else "public"
        requesting.ask(entry, wanted, by=self.by, note="please", base=entry.number)

    def pass_over(self, choose):
        essay = self._one(choose, Essay.objects.filter(deleted_at=None))
        unlinked.ignore_mention(essay, self._one(choose, Concept.objects.filter(deleted_at=None)), by=self.by)

    def marry(self, choose):
        person = get_user_model().objects.get(pk=self.by.pk)
        person.last_name = choose.choice(["Byron", "Lovelace"])
        person.save()


def pages(private=False):
    """Addresses of what stands on pages of entries that somebody sees who knows of `private` ones, or who does not."""
    own = Entry.objects.scoped(private).order_by("pk").values_list("kind", "slug")
    return [f"/{kind}s/{slug}{end}" for kind, slug in own for end in ("/", ".md", "/card/")]


def lists():
    """Addresses of what gathers entries for readers."""
    found = ["/", "/concepts/", "/tags/", "/citations/", "/changes/", "/wanted/", "/sitemap.xml", "/llms.txt"]
    found += [f"{page}{end}" for page in pages()[:6:3] for end in ("links/", "history/", "graph/")]
    return found + [f"/tags/{slug}/" for slug in Tag.objects.scoped(private=False).values_list("slug", flat=True)]
