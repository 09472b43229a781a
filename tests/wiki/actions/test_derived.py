"""What is derived can be thrown away and comes back the same."""

import pytest

from tests.factories import PRIVATE, concept, essay
from wiki.actions.derived import rebuild
from wiki.models import CitationUse, Edit, Entry, Essay, Link

pytestmark = pytest.mark.django_db

DERIVED = ("html", "headings", "text", "lead", "renderer", "refused", "title_key", "fold", "base")


def state():
    ignored = {"id", "pk"}
    rows = [
        sorted(
            tuple(sorted((key, str(value)) for key, value in row.items() if key not in ignored))
            for row in model.objects.values()
        )
        for model in (Link, CitationUse)
    ]
    return [*rows, list(Entry.objects.order_by("pk").values_list(*DERIVED)), list(Essay.objects.values_list("words"))]


@pytest.mark.usefixtures("own_children")
def test_deleted_derived_data_comes_back():
    concept("Bowline", "A [[hitch]].[^1]\n\n## Use\n\nTie it.\n\n[^1]: Ashley, *Knots*, 1944.", related=["Secret"])
    concept("Secret", "Private.", visibility=PRIVATE, aliases=["hitch"])
    essay("On knots", "The bowline holds, says [[bowline]] of old. A bowline!")
    before = state()
    edits = Edit.objects.count()
    Link.objects.all().delete()
    CitationUse.objects.all().delete()
    Entry.objects.update(html="", headings=[], text="", lead="", renderer=0, fold="", base="")
    Essay.objects.update(words="")
    assert rebuild() == 3
    assert state() == before
    assert Edit.objects.count() == edits


def test_an_unknown_part_is_refused():
    with pytest.raises(ValueError, match="none of"):
        rebuild("everything")
