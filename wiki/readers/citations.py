"""The list of sources and the page of one."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F, Min, Q

from wiki.models import CitationUse, sees_private
from wiki.readers import sources
from wiki.readers.rows import Quote, Row, of_visible, row
from wiki.remembered import remembered

PAGE = 100


@dataclass
class CitationRow:
    """A source; `parts` are what it is called: (words, whether they are emphasised)."""

    key: str
    parts: list[tuple[str, bool]]
    cited_by: int


@dataclass
class CitationList:
    rows: list[CitationRow]
    count: int
    previous_url: str = ""
    next_url: str = ""


@dataclass
class CitationPage:
    citation: object
    uses: list[Row]
    count: int


def citation_list(user, number=1):
    """Return the CitationList page with this number (from 1) of sources this person may know of, in the order of what
    they are called; those that are cited by key alone come last. A number beyond the end gives the last page."""
    private = sees_private(user)
    count = _count(private)
    last = max(1, -(-count // PAGE))
    number = min(max(1, number), last)
    keys = _between(private, (number - 1) * PAGE, number * PAGE)
    texts = sources.texts_of(keys, private)
    parts = sources.parts_of(texts, private)
    counted = CitationUse.objects.scoped(private).filter(citation__in=keys)  # by the index of the sources
    counts = dict(counted.order_by().values_list("citation").annotate(Count("entry", distinct=True)))
    rows = [CitationRow(key, parts.get(pk, [(key, False)]), counts.get(pk, 0)) for pk, key in keys.items()]
    return CitationList(rows, count, _url(number - 1), _url(number + 1) if number < last else "")


@remembered
def _count(private):
    uses = of_visible(CitationUse.objects.order_by(), private)
    return uses.aggregate(count=Count("citation", distinct=True))["count"]


@remembered
def _between(private, start, end):
    """Return {id: key} of sources, in the order of what they are called."""
    uses = of_visible(CitationUse.objects.order_by(), private)
    called = uses.values("citation", "citation__key").annotate(called=Min(sources.IN_ORDER, filter=~Q(text="")))
    called = called.order_by(F("called").asc(nulls_last=True), "citation__key")
    return dict(called[start:end].values_list("citation", "citation__key"))


def _url(number):
    return f"?{urlencode({'page': number})}" if number else ""


@dataclass
class Source:
    key: str
    text: str
    parts: list[tuple[str, bool]]
    url: str
    doi: str


def citation_page(citation, user):
    """Return the CitationPage of a source this person may know of: who cites it, for which sentence."""
    private = sees_private(user)
    texts = sources.texts_of([citation.pk], private)
    said, parts = texts.get(citation.pk), sources.parts_of(texts, private).get(citation.pk)
    uses = CitationUse.objects.scoped(private).filter(citation=citation).select_related("entry__essay")
    rows = {}
    for use in uses.order_by("entry__fold", "entry__title_key", "position"):
        made = rows.setdefault(use.entry_id, row(use.entry, locator=use.locator))
        if use.sentence:
            made.quotes.append(Quote(use.sentence, "", "", use.section, use.section_id))
    if said:
        source = Source(citation.key, said.text, parts, said.url, said.doi)
    else:
        source = Source(citation.key, citation.key, [(citation.key, False)], "", "")
    return CitationPage(source, list(rows.values()), len(rows))
