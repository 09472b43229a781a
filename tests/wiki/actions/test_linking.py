"""Where links lead, and that they follow when names and visibility change."""

import pytest

from tests.factories import PRIVATE, concept, entries, essay, revise, submission
from wiki.actions import publishing
from wiki.models import Entry, Link

pytestmark = pytest.mark.django_db


def leads(source):
    """{target as written: (title in the whole set, title in the public set)} of an entry's links."""
    return {
        link.target: (link.target_all and link.target_all.title, link.target_public and link.target_public.title)
        for link in Link.objects.filter(source=source.pk)
    }


@pytest.mark.parametrize(
    "target",
    ["Clove hitch", "clove hitch", "clove-hitch", "Clove_hitch", "builder's hitch", "concepts/clove-hitch",
     "Clôve hitch", "Clove hitch.md", "notes/clove-hitch"],
)  # fmt: skip
def test_a_link_finds_its_entry_by_any_name(target):
    concept("Clove hitch", aliases=["builder's hitch"])
    source = concept("Mooring", f"Use a [[{target}]].")
    assert list(leads(source).values()) == [("Clove hitch", "Clove hitch")]


def test_a_title_wins_over_an_alias_and_an_exact_name_over_a_folded_one():
    entries(
        submission("Bight"),
        submission("Loop", aliases=["bight"]),
        submission("Cheran"),
        submission("Cherán lake", aliases=["Cherán"]),
    )
    source = concept("Rope", "[[bight]] [[Cherán]]")
    assert leads(source) == {"bight": ("Bight", "Bight"), "Cherán": ("Cheran", "Cheran")}


def test_a_folder_of_essays_prefers_an_essay():
    concept("Splicing")
    essay("Splicing")
    source = concept("Rope", "[[Splicing]] [[writing/splicing|s]]")
    kinds = Link.objects.filter(source=source.pk).values_list("target", "target_all__kind")
    assert dict(kinds) == {"Splicing": "concept", "writing/splicing": "essay"}


def test_a_name_that_two_claim_is_a_choice():
    entries(submission("Tower", aliases=["keep"]), submission("Storage", aliases=["keep"]))
    source = concept("Castle", "[[keep]]")
    link = Link.objects.get(source=source.pk)
    assert (link.target_all, link.choice_all, link.choice_public) == (None, True, True)


def test_a_choice_in_the_whole_set_may_be_clear_in_the_public_one():
    entries(submission("Tower", aliases=["keep"]), submission("Storage", aliases=["keep"], visibility=PRIVATE))
    source = concept("Castle", "[[keep]]")
    link = Link.objects.get(source=source.pk)
    assert (link.choice_all, link.choice_public, link.target_public.title) == (True, False, "Tower")


def test_a_red_link_turns_live_when_its_entry_is_written():
    source = concept("Mooring", "A [[Bollard]].")
    assert leads(source) == {"Bollard": (None, None)}
    concept("Bollard", visibility=PRIVATE)
    assert leads(source) == {"Bollard": ("Bollard", None)}


def test_links_follow_publishing_hiding_and_deletion(ada):
    target = concept("Bollard", visibility=PRIVATE)
    source = concept("Mooring", "A [[Bollard]].")
    publishing.publish([target], by=ada)
    assert leads(source) == {"Bollard": ("Bollard", "Bollard")}
    publishing.hide([target], by=ada)
    assert leads(source) == {"Bollard": ("Bollard", None)}


def test_links_follow_a_new_alias_and_its_removal():
    source = concept("Mooring", "A [[post]].")
    target = concept("Bollard")
    revise(target, aliases=("post",))
    assert leads(source) == {"post": ("Bollard", "Bollard")}
    revise(target, aliases=())
    assert leads(source) == {"post": (None, None)}


def test_a_new_title_wins_over_an_alias_that_links_followed():
    source = concept("Mooring", "A [[post]].")
    concept("Bollard", aliases=["post"])
    concept("Post")
    assert leads(source) == {"post": ("Post", "Post")}


def test_entries_saved_together_find_each_other():
    first, second = entries(submission("One", "[[Two]]"), submission("Two", "[[One]]"))
    assert leads(first) == {"Two": ("Two", "Two")}
    assert leads(second) == {"One": ("One", "One")}


def test_a_link_keeps_its_sentence_and_section():
    source = concept("Mooring", "First. Use a [[Bollard|post]] here.\n\n## Afterwards\n\nLeave the [[Bollard]].")
    rows = list(Link.objects.filter(source=source.pk))
    assert [(row.sentence, row.section, row.section_id) for row in rows] == [
        ("Use a post here.", "", ""),
        ("Leave the Bollard.", "Afterwards", "afterwards"),
    ]
    assert [row.sentence[row.start : row.start + row.length] for row in rows] == ["post", "Bollard"]


def test_further_reading_and_related_have_kinds_of_their_own():
    source = concept("Mooring", "## Further reading\n\n- [[writing/rope|Rope]]", related=["Bollard"])
    assert set(Link.objects.filter(source=source.pk).values_list("kind", "target")) == {
        ("further", "writing/rope"),
        ("related", "Bollard"),
    }


def test_removed_links_leave_no_row():
    source = concept("Mooring", "A [[Bollard]].")
    revise(source, body="Nothing.")
    assert not Link.objects.filter(source=source.pk).exists()


def test_deleted_entries_are_no_targets():
    target = concept("Bollard")
    Entry.objects.filter(pk=target.pk).update(deleted_at=target.changed_at)
    assert leads(concept("Mooring", "A [[Bollard]].")) == {"Bollard": (None, None)}


def test_a_file_at_the_root_takes_no_links_from_a_title():
    concept("Equal hours")
    source = concept("Sundial", "[[Equal hours]] [[imported/Equal hours]]")
    entries(
        submission("Equal hours (Mine)", paths=["Equal hours"]), submission("Hours", paths=["imported/Equal hours"])
    )
    assert leads(source) == {"Equal hours": ("Equal hours", "Equal hours"), "imported/Equal hours": ("Hours", "Hours")}
