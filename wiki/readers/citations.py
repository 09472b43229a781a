"""The list of sources and the page of one."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count

from wiki.models import Citation, CitationUse, sees_private
from wiki.readers import sources
from wiki.readers.rows import Quote, Row, row

PAGE = 100


@dataclass
class CitationRow:
    key: str
    text: str
    cited_by: int


@dataclass
class CitationList:
    rows: list[CitationRow]
    count: int
    next_url: str = ""


@dataclass
class CitationPage:
    citation: object
    uses: list[Row]
    count: int


def citation_list(user, after=""):
    """Return the CitationList of sources this person may know of, by key, that come after a key."""
    private = sees_private(user)
    known = Citation.objects.scoped(private).order_by("key")
    uses = CitationUse.objects.scoped(private)
    count = uses.aggregate(count=Count("citation", distinct=True))["count"]
    page = list(known.filter(key__gt=after).values_list("pk", "key")[: PAGE + 1])
    more, page = len(page) > PAGE, page[:PAGE]
    keys = [pk for pk, _ in page]
    texts = sources.texts_of(keys, private)
    counted = uses.filter(citation__in=keys).order_by()
    counts = dict(counted.values_list("citation").annotate(Count("entry", distinct=True)))
    rows = [CitationRow(key, texts[pk].text if pk in texts else key, counts[pk]) for pk, key in page]
    return CitationList(rows, count, f"?{urlencode({'after': page[-1][1]})}" if more else "")


@dataclass
class Source:
    key: str
    text: str
    url: str
    doi: str


def citation_page(citation, user):
    """Return the CitationPage of a source this person may know of: who cites it, for which sentence."""
    private = sees_private(user)
    said = sources.texts_of([citation.pk], private).get(citation.pk)
    uses = CitationUse.objects.scoped(private).filter(citation=citation).select_related("entry__essay")
    rows = {}
    for use in uses.order_by("entry__fold", "entry__title_key", "position"):
        made = rows.setdefault(use.entry_id, row(use.entry, locator=use.locator))
        if use.sentence:
            made.quotes.append(Quote(use.sentence, "", "", use.section, use.section_id))
    source = Source(
        citation.key, said.text if said else citation.key, said.url if said else "", said.doi if said else ""
    )
    return CitationPage(source, list(rows.values()), len(rows))
