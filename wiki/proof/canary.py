"""The canaries: private entries with every field filled, which touch as much as they can of what is public."""

from itertools import islice

from wiki.actions.saving import Submission, save_entries
from wiki.document.document import Document
from wiki.document.names import slugify
from wiki.models import Alias, Citation, Entry, Link, Origin, Tag, Visibility

NAME = "Canary of the leakcheck"


SOURCE = "canary-of-the-leakcheck-1901"  # a key that only canaries cite


def compose():
    """Return the Submissions of the canaries, made for what is public in this wiki. Writes nothing."""
    public = Entry.objects.scoped(private=False)
    concepts = list(public.filter(kind="concept").order_by("fold")[:3])
    others = list(Alias.objects.scoped(private=False).order_by("pk").values_list("text", flat=True)[:2])
    red = _free(Link.objects.scoped(private=False).filter(target_all=None).order_by("pk"))
    spoken = _words(public.filter(kind="essay").order_by("fold").first())
    tags = Tag.objects.scoped(private=False).order_by("pk").values_list("slug", flat=True)[:2]
    cited = list(Citation.objects.scoped(private=False).order_by("pk").values_list("key", flat=True)[:2])
    titles = [entry.title for entry in concepts]
    body = " ".join(f"[[{name}]]" for name in (*titles, *others)) + "".join(f" ![[{name}]]" for name in titles[:1])
    body += "".join(f" [@{key}, a private remark]" for key in (*cited, SOURCE))
    body += " [[A name that only the canary wants]][^1]\n\n"
    body += "## Further reading\n\n[^1]: Canary, C. *A song that only the canary cites*. 1901."
    common = {"tags": (*(tag.upper() for tag in tags), "canary cage"), "related": (*titles, "Nothing"), "body": body}
    wanted = list(islice(red, 3))
    namesakes = [f"{concepts[0].title.split(' (')[0]} (canary of the leakcheck)"] if concepts else []
    names = [*wanted[:1], NAME, *namesakes, "0 canary of the leakcheck", "žž canary of the leakcheck"]
    aliases = (*wanted[1:], *others, *titles[:1], *spoken, "canary of the leakcheck, otherwise")
    documents = [Document(title=names[0], aliases=aliases, extra="mood: yellow\n", **common)]
    documents += [Document(title=title, aliases=aliases[-1:], **common) for title in names[1:]]
    essay = {"kind": "essay", "author": "Canary", "publication": "The Cage", "published": "2026-01-01"}
    documents.append(Document(title=NAME, source_url="https://example.org/canary", **essay, **common))
    return [_private(document) for document in documents]


def sing(submissions):
    """Save the canaries into the (copied) wiki and return the entries."""
    entries = [saved.entry for saved in save_entries(submissions, by=None)]
    Origin.objects.create(
        entry_id=entries[0].pk, path="birds/canary file.md", sha256="0", raw=b"canary", number=1, document=""
    )
    return entries


def _private(document):
    paths = (f"birds/{document.title} file",)
    return Submission(document, visibility=Visibility.PRIVATE, summary="a canary's summary", paths=paths)


def _free(links):
    """Yield names that public texts link to and that nothing has."""
    known = set()
    for name, fold in links.values_list("target", "fold")[:200]:
        usable = fold and fold not in known and len(name) < 200 and not set(name) & set("/[]{}|#<>:.\\")
        if usable and not Entry._base_manager.filter(fold=fold).exists():
            known.add(fold)
            yield name.strip()


def _words(essay):
    """Return two words that an essay says, and that may be names."""
    words = (word for word in (essay.text if essay else "").split() if len(word) > 6 and word.isalpha())
    return list(islice(words, 2))


def last_parts(submissions):
    """Return what stands last in addresses to which only canaries would answer: slugs of names and tags, a key."""
    documents = [submission.document for submission in submissions]
    texts = [text for document in documents for text in (document.title, *document.aliases, *document.tags)]
    return sorted({slugify(text) for text in texts} - {""} | {SOURCE, "birds", "canary-file"})
