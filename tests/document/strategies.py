"""Documents and texts that hypothesis makes up."""

from hypothesis import strategies as st

from wiki.document.document import Document
from wiki.document.names import BadName, clean_name

_ANY = st.characters(codec="utf-8")


def _clean(text):
    try:
        return clean_name(text)
    except BadName:
        return ""


names = st.one_of(
    st.text(_ANY, max_size=30),
    st.sampled_from(
        ["1984", "2024-01-05", "null", "~", "true", "No", "C++", "a, b", "Foo: Bar", "- x", "0x1F", "'", '"']
    ),
).map(_clean)
real_names = names.filter(bool)
fields = st.text(_ANY, max_size=30).map(str.strip)
EXTRAS = [
    'updated: "2026-02-04"\n',
    "Status:  draft # soon\n",
    "steps:\n- one\n\n- two\n",
    "note: |\n  a: b\n   c\n\n",
    "publish: yes\n",
    "published: true\n",
    "deep: {a: [1, {b: c}]}\n",
    "? [odd]\n: key\n",
    "1984: a number\n",
    "text: 'it''s\n  folded'\n",
]
bodies = st.one_of(
    st.text(_ANY, max_size=200),
    st.text(st.sampled_from("-\r\n# abc:.\ufeff"), max_size=40),
)
documents = st.builds(
    Document,
    kind=st.sampled_from(["concept", "essay"]),
    title=names,
    aliases=st.lists(real_names, max_size=4).map(tuple),
    tags=st.lists(real_names, max_size=4).map(tuple),
    related=st.lists(real_names, max_size=4).map(tuple),
    author=fields,
    publication=fields,
    published=fields,
    source_url=fields,
    extra=st.lists(st.sampled_from(EXTRAS), unique=True).map("".join),
    body=bodies,
)
