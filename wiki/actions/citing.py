"""Sources that texts cite. Runs inside a writer's transaction.

Which source a use means, and the key of that source, are pure functions of the use: nothing that another entry
says can change them (visibility.md 4, 15).
"""

import hashlib
import re
from types import SimpleNamespace
from urllib.parse import urlsplit

from wiki.actions import stamping
from wiki.bulk import every_column, exchange, insert_keyed, row_of
from wiki.document.names import fold, slugify
from wiki.models import Citation, CitationUse
from wiki.prepared import Prepared, asked

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_LOCATOR = re.compile(r",?\s*\b(?:pp?|ch|chap|vol|no|§|sec|fol)\.?\s*[\divxlc][\d\w–\-]*\.?$", re.IGNORECASE)


def identity(citing):
    """Return the text that says which source is meant: DOI, else normalised address, else normalised text."""
    if citing.doi:
        return "doi:" + citing.doi.casefold().rstrip(".")
    if citing.url:
        return "url:" + normal_url(citing.url)
    return "text:" + normal_text(citing.text)


def normal_url(url):
    """Return an address without scheme, `www.`, fragment and closing slash."""
    parts = urlsplit(url.strip())
    host = parts.netloc.casefold().removeprefix("www.").removesuffix(":80").removesuffix(":443")
    query = f"?{parts.query}" if parts.query else ""
    return host + parts.path.rstrip("/") + query


def normal_text(text):
    """Return a reference without case, punctuation and a page at its end."""
    text = _LOCATOR.sub("", text.strip().rstrip("."))
    return " ".join(re.findall(r"\w+", fold(text)))


def key_of(citing):
    """Return the citation's key: a readable beginning and a digest, both made from its identity alone."""
    named = identity(citing)
    form, _, rest = named.partition(":")
    if form == "text":
        year = _YEAR.search(rest)
        words = rest.split()[:1] + ([year[0]] if year else [])
    elif form == "url":
        words = [rest.partition("/")[0].split(".")[0]]
    else:
        words = ["doi"]
    readable = [slug[:40] for word in words if (slug := slugify(word))]
    return "-".join([*readable, _digest(named)[:8]])


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def replace_citations(pairs):
    """Write the citation uses of (entry, Rendered) pairs, and the sources they name."""
    held = asked(_uses_from, [entry.pk for entry, _ in pairs])
    uses = list(_cited(pairs))
    wanted = {}  # key → identity digest
    for _, _, citing, key in uses:
        wanted.setdefault(key, _digest(f"key:{key}" if citing.key else identity(citing)))
    known = _known(wanted)
    fresh = [Citation(key=key, identity=digest) for key, digest in wanted.items() if key not in known]
    insert_keyed(Citation, fresh)
    known |= {citation.key: citation.pk for citation in fresh}
    stamping.uses(*exchange(CitationUse, held, _uses(uses, known)))


_uses_from = Prepared(
    lambda private, *ids: every_column(CitationUse.objects.filter(entry__in=ids)), row_of(CitationUse)
)


def uses_of(pairs):
    """Return the rows of CitationUse of (entry, Rendered) pairs; `citation_id` is None where the source is missing."""
    uses = list(_cited(pairs))
    return _uses(uses, _known({key for *_, key in uses}))


def _cited(pairs):
    for entry, rendered in pairs:
        for position, citing in enumerate(rendered.citations):
            yield entry, position, citing, citing.key[:120] or key_of(citing)


def _known(keys):
    """Return {key: id} of the sources that are there."""
    return dict(asked(_sources, keys))


_sources = Prepared(
    lambda private, *keys: Citation.objects.filter(key__in=keys).values_list("key", "pk"), lambda *columns: columns
)


def _uses(uses, known):
    return [
        SimpleNamespace(
            entry_id=entry.pk,
            citation_id=known.get(key),
            position=position,
            number=citing.n,
            label=citing.label[:255],
            text=citing.text,
            url=citing.url[:2000],
            doi=citing.doi[:255],
            locator=citing.locator[:255],
            sentence=citing.sentence,
            section=citing.section,
            section_id=citing.section_id,
        )
        for entry, position, citing, key in uses
    ]
