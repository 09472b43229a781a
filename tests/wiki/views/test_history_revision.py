"""The permanent page of a revision, and its Markdown."""

import pytest

from tests.factories import PRIVATE, concept, entries, essay, revise, submission
from tests.together import together
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.actions import publishing
from wiki.models import Edit, Link

pytestmark = pytest.mark.django_db

OLD = "It feeds the [[mill]], the [[kiln]] and the [[Nowhere]].[@smith1900]\n\n## Uses\n\nMany.[^1]\n\n[^1]: Said once."


@pytest.fixture
def weir(eda):
    entries(submission("Mill", "It grinds. [@smith1900]"), submission("Kiln", "It burns.", visibility=PRIVATE))
    entry = concept("Weir", OLD, aliases=["barrage"], tags=["water", "gone"], related=["Mill", "Kiln"], by=eda)
    revise(entry, title="Low dam", body="Other words.", aliases=[], tags=["water"], related=[], summary="rewritten")
    return entry


@pytest.mark.both
def test_a_revision_is_shown_as_it_was(weir, get, eda):
    words = text(get("/concepts/low-dam/history/1/", eda))
    for part in (
        "This is revision 1 of Low dam, from",
        "by eda",
        "Also known as barrage",
        "It feeds the mill, the private: kiln and the Nowhere (not written yet).",
        "Uses",
        "Said once.",
        "gone",
        "Current text",
        "Changes since",
    ):
        assert part in words, part
    assert '<h1 class="title">Weir</h1>' in html(get("/concepts/low-dam/history/1/", eda))
    assert "Other words" not in words


def test_its_links_lead_where_they_would_lead_today(weir, get, eda):
    readers, editors = get("/concepts/low-dam/history/1/"), get("/concepts/low-dam/history/1/", eda)
    assert "/concepts/mill/" in addresses(readers)
    assert "/concepts/kiln/" not in html(readers)
    assert "/concepts/kiln/" in addresses(editors)
    concept("Nowhere", "Now here.")
    assert "/concepts/nowhere/" in addresses(get("/concepts/low-dam/history/1/"))


@pytest.mark.both
def test_reading_writes_nothing(weir, get):
    before = list(Link.objects.values_list("source", "target").order_by("pk"))
    get("/concepts/low-dam/history/1/")
    assert list(Link.objects.values_list("source", "target").order_by("pk")) == before


def test_a_subject_that_nobody_uses_any_more_leads_nowhere(weir, get):
    found = addresses(get("/concepts/low-dam/history/1/"))
    assert "/tags/gone/" not in found
    concept("Other", "Text.", tags=["gone"])
    assert "/tags/gone/" in addresses(get("/concepts/low-dam/history/1/"))


def test_it_knows_its_neighbours(weir, get):
    first, second = (addresses(get(f"/concepts/low-dam/history/{n}/")) for n in (1, 2))
    assert "/concepts/low-dam/history/2/" in first
    assert "/concepts/low-dam/history/1/" in second
    assert "/concepts/low-dam/diff/?from=1" in first
    assert "/concepts/low-dam/diff/?to=2" in second
    assert "This is the current revision, 2, of" in text(get("/concepts/low-dam/history/2/"))


def test_the_markdown_of_a_revision(weir, get):
    response = get("/concepts/low-dam/history/1.md")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex"
    assert response.content.decode().startswith("---\ntitle: Weir\ntype: concept\naliases: [barrage]\n")
    assert response.content.decode().endswith(OLD)
    assert "visibility" not in response.content.decode()


def test_a_former_name_keeps_the_address(weir, get):
    assert get("/concepts/weir/history/1/")["Location"] == "/concepts/low-dam/history/1/"
    assert get("/concepts/weir/history/1/").status_code == 301
    concept("Shut", "Text.", visibility=PRIVATE, aliases=["alias of shut"])
    assert get("/concepts/alias-of-shut/history/1/").status_code == 404


@together("number", ["0", "3", "999999999", "9" * 20, "x", "-1", "1.5"])
def test_what_was_never_saved_is_not_there(weir, get, eda, number):
    assert get(f"/concepts/low-dam/history/{number}/", eda).status_code == 404
    assert get(f"/concepts/low-dam/history/{number}.md", eda).status_code == 404


def test_below_the_horizon_there_is_nothing_for_readers(get, ben, eda, nobody):
    entry = concept("Weir", "Secret draft.", visibility=PRIVATE)
    revise(entry, body="Clean.", by=eda, summary="cleaned")
    publishing.publish([entry], by=None)
    for person in (nobody, ben):
        assert get("/concepts/weir/history/1/", person).status_code == 404
        assert get("/concepts/weir/history/1.md", person).status_code == 404
        words = text(get("/concepts/weir/history/2/", person))
        assert "published" in words
        assert "cleaned" not in words
        assert "eda" not in words
        assert "Revision 1" not in words
    assert "Secret draft." in text(get("/concepts/weir/history/1/", eda))


def suppress(number, **parts):
    Edit.objects.filter(number=number).update(**{f"{name}_suppressed": value for name, value in parts.items()})


def test_a_suppressed_text_is_for_admins(get, nobody, eda, ada):
    entry = concept("Weir", "Open.")
    revise(entry, title="Harm", body="Harm was done.")
    revise(entry, title="Weir", body="Open again.")
    suppress(2, text=True)
    statuses = [get("/concepts/weir/history/2/", person).status_code for person in (nobody, eda, ada)]
    assert statuses == [404, 200, 200]
    for page in ("history/", "history/2/", "history/3/", "diff/?from=1&to=3"):
        assert "Harm" not in html(get(f"/concepts/weir/{page}", eda)), page
    assert "text suppressed" in text(get("/concepts/weir/history/2/", eda))
    assert "Harm was done." in text(get("/concepts/weir/history/2/", ada))
    assert [get("/concepts/weir/history/2.md", person).status_code for person in (nobody, eda, ada)] == [404, 302, 200]
    assert get("/concepts/weir/history/2.md", eda)["Location"] == "/concepts/weir/history/2/"
    readers = text(get("/concepts/weir/history/"))
    assert "suppressed" not in readers
    assert "+9" not in readers
    assert "+9" not in text(get("/concepts/weir/history/", eda))  # the size of what was taken away
    assert "+9" in text(get("/concepts/weir/history/", ada))


@pytest.mark.both
def test_a_suppressed_author_or_reason_is_for_admins(get, nobody, eda, ada):
    entry = concept("Weir", "Open.")
    revise(entry, body="More.", by=eda, summary="bad words")
    suppress(2, summary=True)
    for path in ("history/", "history/2/", "diff/"):
        assert "bad words" not in text(get(f"/concepts/weir/{path}"))
        assert "bad words" not in text(get(f"/concepts/weir/{path}", eda))
    assert "bad words" in text(get("/concepts/weir/history/", ada))
    suppress(2, summary=False, author=True)
    for path in ("history/", "history/2/", "diff/"):
        assert "eda" not in text(get(f"/concepts/weir/{path}"))
    assert "bad words" in text(get("/concepts/weir/history/"))
    assert "author suppressed" in text(get("/concepts/weir/history/", eda))


def test_essays_show_their_fields_as_they_were(get):
    entry = essay("On dams", "Text.", author="A. Rigger", publication="The Chronicle", published="1901")
    revise(entry, author="B. Smith", publication="", published="1902")
    words = text(get("/essays/on-dams/history/1/"))
    assert "A. Rigger, The Chronicle, 1901" in words
    assert "B. Smith" not in words


def test_other_fields_are_for_editors(get, eda):
    entry = concept("Weir", "Text.", extra="mood: calm\n")
    revise(entry, body="More.", extra="")
    assert "mood: calm" not in html(get("/concepts/weir/history/1/"))
    assert "mood: calm" in text(get("/concepts/weir/history/1/", eda))


def test_hostile_text_is_as_harmless_as_on_the_page(get):
    entry = concept("Weir", '<script>alert(1)</script><img src=x onerror="x()">', aliases=[QUOTED])
    revise(entry, body="Clean.", aliases=[])
    page = html(get("/concepts/weir/history/1/")).split("<main", 1)[1]
    assert "<script" not in page
    assert "onerror" not in page
    assert not_raw(get("/concepts/weir/history/1/"))


def test_a_text_with_many_links_costs_no_more_questions(queries):
    few = concept("Few", "[[Part 1]]")
    many = concept("Many", " ".join(f"[[Part {n}]]" for n in range(80)))
    entries(*[submission(f"Part {n}", "Text.") for n in range(80)])
    for entry in (few, many):
        revise(entry, body="Other.")
    one, other = queries("/concepts/few/history/1/"), queries("/concepts/many/history/1/")
    assert one == other <= 12


def test_only_an_editors_way_restores(weir, get, eda):
    assert not any("restore" in address for address in addresses(get("/concepts/low-dam/history/1/")))
    assert "/concepts/low-dam/restore/1/" in addresses(get("/concepts/low-dam/history/1/", eda))
    assert "/concepts/low-dam/restore/2/" not in addresses(get("/concepts/low-dam/history/2/", eda))


def test_a_text_that_could_not_be_set_stands_as_written(get, monkeypatch):
    from wiki.rendering import sandbox

    entry = concept("Weir", "*Old* words.")
    revise(entry, body="New.")

    def refuse(*arguments, **options):
        raise sandbox.RenderRefused("busy")

    monkeypatch.setattr(sandbox, "render", refuse)
    response = get("/concepts/weir/history/1/")
    assert response.status_code == 200
    assert "*Old* words." in text(response)
