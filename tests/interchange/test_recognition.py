"""Which entry a file is taken for when it comes again."""

import pytest

from tests.factories import concept, revise
from wiki.models import Alias, Concept, Entry, Essay, Origin

pytestmark = pytest.mark.django_db


def note(title, text="", **keys):
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\ntitle: {title}\ntype: concept\n{lines}---\n\n{text or title} text.\n"


def statuses(report):
    return [(item["path"], item["status"]) for item in report["files"]]


def titles():
    return sorted(Entry.objects.values_list("title", flat=True))


def test_the_same_path_in_another_vault_is_another_file(vault, load, client_of, nobody):
    load(vault({"README.md": note("Alpha", visibility="public")}), publish_as_marked=True)
    report, status, _ = load(vault({"README.md": note("Diary", visibility="private")}, "b"))
    assert (status, statuses(report)) == (0, [("README.md", "new")])
    assert "Alpha" in str(report["files"][0]["messages"])
    assert client_of(nobody).get("/concepts/diary/").status_code == 404
    assert list(Entry.objects.order_by("title").values_list("title", "visibility", "number")) == [
        ("Alpha", "public", 1),
        ("Diary", "private", 1),
    ]


def test_the_same_path_is_the_same_file_while_its_title_is_the_one_here_or_of_the_last_import(vault, load):
    concept("Rope", visibility="private")
    files = {"b.md": note("Rope", "Other"), "c.md": note("Cord")}
    load(vault(files), qualifier="Book")
    revise(Concept.objects.get(title="Cord"), title="String")
    files = {"b.md": note("Rope", "Third"), "c.md": note("Cord", "New")}
    report, _, _ = load(vault(files), on_conflict="revise")
    assert statuses(report) == [("b.md", "changed"), ("c.md", "changed")]
    assert titles() == ["Cord", "Rope", "Rope (Book)"]


def test_two_folders_with_one_inner_path(vault, load):
    a, b = vault({"index.md": note("Alpha")}, "a"), vault({"index.md": note("Beta")}, "b")
    same = [("index.md", "same")] * 2
    assert statuses(load(a, b)[0]) == [("index.md", "new")] * 2
    for roots in ((a, b), (b, a)):
        assert statuses(load(*roots)[0]) == same
    (a / "index.md").write_text(note("Alpha", "A second"))
    (b / "index.md").write_text(note("Beta", "A second"))
    assert statuses(load(b, a)[0]) == [("index.md", "changed")] * 2
    assert list(Entry.objects.order_by("title").values_list("title", "number")) == [("Alpha", 2), ("Beta", 2)]
    assert statuses(load(a, b)[0]) == same


def test_two_folders_with_the_same_file(vault, load):
    a, b = vault({"index.md": note("Alpha")}, "a"), vault({"index.md": note("Alpha")}, "b")
    assert load(a, b)[1] == 2
    load(a, b, qualifier="B")
    assert titles() == ["Alpha", "Alpha (B)"]
    assert all(status == "same" for _, status in statuses(load(a, b, qualifier="B")[0]))


def test_the_same_bytes_under_a_second_name_are_a_second_file(vault, load):
    root = vault({"apple.md": "To do. [[Fruit]]\n"})
    load(root)
    (root / "pear.md").write_text("To do. [[Fruit]]\n")
    assert statuses(load(root)[0]) == [("apple.md", "same"), ("pear.md", "new")]
    assert titles() == ["apple", "pear"]
    titled = vault({"a.md": note("Titled")}, "titled")
    load(titled)
    (titled / "b.md").write_text(note("Titled"))
    report, status, _ = load(titled)
    assert (status, statuses(report)) == (2, [("a.md", "same"), ("b.md", "conflict")])


def test_a_copy_that_was_left_beside_the_edited_file_is_not_taken_for_it(vault, load):
    root = vault({"a.md": note("Alpha")})
    load(root)
    (root / "0 copy.md").write_text(note("Alpha"))
    (root / "a.md").write_text(note("Alpha", "A second"))
    assert statuses(load(root)[0]) == [("0 copy.md", "conflict"), ("a.md", "changed")]


def test_a_moved_file_whose_old_place_is_taken_by_a_new_one(vault, load):
    root = vault({"a.md": note("Alpha")})
    load(root)
    entry = Concept.objects.get()
    (root / "a.md").rename(root / "b.md")
    (root / "a.md").write_text(note("New thing"))
    assert statuses(load(root)[0]) == [("a.md", "new"), ("b.md", "same")]
    assert titles() == ["Alpha", "New thing"]
    assert (Concept.objects.get(title="Alpha").pk, entry.number) == (entry.pk, 1)


def test_moved_files_with_the_same_bytes_keep_their_names(vault, load):
    load(vault({"apple.md": "To do.\n", "pear.md": "To do.\n"}))
    report, _, _ = load(vault({"fruit/pear.md": "To do.\n", "other.md": "To do.\n"}, "moved"))
    assert [(item["path"], item["status"], item["title"]) for item in report["files"]] == [
        ("fruit/pear.md", "same", "pear"),
        ("other.md", "same", "apple"),
    ]


def test_a_revision_by_title_takes_no_entry_that_another_file_is(vault, load):
    root = vault({"a.md": note("Alpha")})
    load(root)
    (root / "b.md").write_text(note("alpha", "Another"))
    assert load(root, on_conflict="revise")[1] == 2


@pytest.mark.parametrize("decision", ["stop", "revise", "qualify", "skip"])
def test_a_file_that_is_of_another_kind_now_is_a_conflict(vault, load, decision):
    root = vault({"x.md": note("Foo")})
    load(root)
    (root / "x.md").write_text(note("Foo").replace("type: concept", "type: essay\nauthor: Ann"))
    report, status, out = load(root, on_conflict=decision)
    if decision == "skip":
        assert (status, report["counts"]["skipped"]) == (0, 1)
    else:
        assert (status, report["counts"]["conflict"]) == (2, 1)
        assert "type: concept" in out
    assert (Concept.objects.get().number, Essay.objects.count()) == (1, 0)


def test_a_kind_by_option_does_not_make_an_unchanged_file_new(vault, load):
    root = vault({"x.md": note("Foo")})
    load(root)
    report, status, out = load(root, type="essay")
    assert (status, statuses(report)) == (0, [("x.md", "same")])
    assert "stays so" in out


def test_a_new_redirect_gives_an_unchanged_page_another_name_and_an_edited_one_none(vault, load):
    root = vault({"Rope.md": "**Rope** is long.\n", "Knot.md": "**Knot** holds.\n"})
    load(root)
    revise(Concept.objects.get(title="Knot"), body="Edited.")
    (root / "Cord.md").write_text("#REDIRECT [[Rope]]\n")
    (root / "Tie.md").write_text("#REDIRECT [[Knot]]\n")
    report, _, out = load(root)
    found = {item["title"]: item["status"] for item in report["files"]}
    assert (found["Rope"], found["Knot"]) == ("changed", "same")
    assert "were not added" in out
    assert Alias.objects.get(text="Cord").entry.body == "**Rope** is long.\n"
    assert bytes(Origin.objects.get(path="Rope.md").raw) == b"**Rope** is long.\n"
    assert Concept.objects.get(title="Knot").body == "Edited."
    assert load(root)[0]["counts"]["changed"] == 0


def test_a_file_with_a_new_title_and_its_old_words_is_the_entry_renamed(vault, load, client):
    words = "A line that is made fast to a bollard, and cast off when the tide turns."
    load(vault({"line.md": note("Line", words, visibility="public")}), publish_as_marked=True)
    load(vault({"other.md": note("Quay", "See [[Line]].", visibility="public")}, "second"), publish_as_marked=True)
    retitled = vault({"line.md": note("Mooring line", words + " Mind it.", visibility="public")})
    assert load(retitled)[0]["counts"]["changed"] == 1
    assert titles() == ["Mooring line", "Quay"]
    assert client.get("/concepts/line/")["Location"] == "/concepts/mooring-line/"
    assert load(retitled)[0]["counts"]["same"] == 1
    unlike = vault({"line.md": note("Verse", "Fourteen of them and a rhyme", visibility="public")})
    assert load(unlike)[0]["counts"]["new"] == 1
