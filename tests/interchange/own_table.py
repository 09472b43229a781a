"""A table of our own, of the same kind as the shared one: a harbour's vault and what becomes of texts about it.

A row is (id, area, input, what is expected), and a file name where the input needs one.
"""

SETUP = [
    {
        "title": "Tide Gauge",
        "path": "concepts/tide-gauge.md",
        "aliases": ["sea-level station", "TG"],
        "headings": ["Float", "Float > In a well", "Wells & Pipes"],
        "blocks": ["datum7"],
    },
    {"title": "Quay", "path": "Quay.md"},
    {"title": "North/Pier", "path": "North/Pier.md"},
    {"title": "South/Pier", "path": "South/Pier.md"},
    {"title": "Łódź harbour", "path": "Łódź harbour.md"},
    {"title": "港口", "path": "港口.md"},
    {"title": "ميناء", "path": "ar/ميناء.md"},
    {"title": "A+ berth", "path": "A+ berth.md"},
    {
        "title": "Smuggler",
        "path": "kept/Smuggler.md",
        "visibility": "private",
        "aliases": ["Night pilot"],
        "body": "cellar",
    },
    {"title": "Mareograph", "redirect": "Tide Gauge"},
    {"title": "Marigraph", "redirect": "Mareograph"},
    {"title": "Ebb", "redirect": "Flow"},
    {"title": "Flow", "redirect": "Ebb"},
]


def to(target, text=None, exists=True, **more):
    """What is expected of one link."""
    return {"target": target, "text": target if text is None else text, "exists": exists, **more}


GAUGE = "Tide Gauge"
PANDOC = '<a href="{}" class="wikilink" title="{}">{}</a>'

ROWS = [
    # names
    ("a-1", "link", "[[Tide Gauge]] and [[ Tide Gauge ]]", {"links": [to(GAUGE), to(GAUGE)]}),
    ("a-2", "link", "[[tide gauge]], [[TIDE GAUGE.md]]", {"links": [to(GAUGE, "tide gauge"), to(GAUGE, "TIDE GAUGE")]}),
    ("a-3", "link", "[[tide-gauge]]", {"links": [to(GAUGE)]}),
    ("a-4", "link", "[[Tide_Gauge]]", {"links": [to(GAUGE, "Tide_Gauge")]}),
    ("a-5", "link", "[[tide-gauge|a float]]", {"links": [to(GAUGE, "a float")]}),
    ("a-6", "link", "[[concepts/tide-gauge|it]], [[/concepts/tide-gauge]]", {"links": [to(GAUGE, "it"), to(GAUGE)]}),
    ("a-7", "link", "[[Sea-level station]] or [[tg]]", {"links": [to(GAUGE, "Sea-level station"), to(GAUGE, "tg")]}),
    ("a-8", "link", "[[South/Pier]] not [[North/Pier]]", {"links": [to("South/Pier"), to("North/Pier")]}),
    ("a-9", "link", "[[lodz harbour]]", {"links": [to("lodz harbour", exists=False)]}),
    ("a-10", "link", "[[Łodz harbour]]", {"links": [to("Łódź harbour", "Łodz harbour")]}),
    ("a-11", "link", "[[港口]] [[ميناء]] [[A+ berth]]", {"links": [to("港口"), to("ميناء"), to("A+ berth")]}),
    ("a-12", "link", "[[Breakwater]]", {"links": [to("Breakwater", exists=False)], "html_contains": ['class="red"']}),
    ("a-13", "link", "[[Mareograph]]", {"links": [to(GAUGE, "Mareograph")], "lands_on": GAUGE}),
    ("a-14", "link", "[[Marigraph]]", {"links": [to(GAUGE, "Marigraph")], "lands_on": GAUGE}),
    ("a-15", "link", "[[Ebb]]", {"status_not": [500, 508], "links": [to("Ebb", exists=False)]}),
    ("a-16", "link", "[[Night pilot]]", {"as_anonymous": {"exists": False}}),
    ("a-17", "link", "[[kept/Smuggler|S]]", {"as_anonymous": {"exists": False}, "html_not_contains": ["kept"]}),
    ("a-18", "link", f"[[{'b' * 300}]]", {"status": "new", "links": [to("b" * 300, exists=False)]}),
    # what is no link
    ("b-1", "link", "[[]] [[ ]] [[Quay", {"links": [], "text": "[[]] [[ ]] [[Quay"}),
    ("b-2", "link", "`[[Quay]]`\n\n```\n[[Quay]]\n```", {"links": [], "text": "[[Quay]] [[Quay]]"}),
    ("b-3", "link", "a %% [[Quay]] %% b", {"links": [], "text": "a b"}),
    ("b-4", "link", "\\[[Quay]]", {"links": [], "html_contains": ["[[Quay]]"]}),
    ("b-5", "link", "[[vbscript:x|y]]", {"html_not_contains": ["vbscript"], "text": "y"}),
    # where links stand
    ("c-1", "link", "| a |\n|---|\n| [[Quay\\|Q]] |", {"links": [to("Quay", "Q")], "html_contains": ["<table>"]}),
    ("c-2", "link", "## The [[Quay]]", {"links": [to("Quay")], "heading_id": "the-quay"}),
    (
        "c-3",
        "link",
        "> [!tip] At the [[Quay]]\n> Wait.",
        {"links": [to("Quay")], "callout": {"type": "tip", "title": "At the Quay"}},
    ),
    ("c-4", "link", "Text.[^1]\n\n[^1]: See [[Quay]].", {"links": [to("Quay")], "footnotes": 1}),
    # places on a page
    ("d-1", "frag", "[[Tide Gauge#Float]]", {"links": [{"target": GAUGE, "fragment": "float"}]}),
    ("d-2", "frag", "[[Tide Gauge#Float#In a well|w]]", {"links": [to(GAUGE, "w", fragment="in-a-well")]}),
    ("d-3", "frag", "[[tide-gauge#Wells & Pipes|w]]", {"links": [to(GAUGE, "w", fragment="wells-pipes")]}),
    ("d-4", "frag", "[[Tide Gauge#^datum7|w]]", {"links": [to(GAUGE, "w", fragment="^datum7")]}),
    ("d-5", "frag", "[[#Here]]\n\n## Here", {"links": [{"target": None, "text": "Here", "fragment": "here"}]}),
    ("d-6", "frag", "## Ebb\n\n## Ebb\n\n## Ebb", {"heading_ids": ["ebb", "ebb_1", "ebb_2"]}),
    # embeds
    ("e-1", "embed", "![[Quay]]", {"text": "The text of this page, number 1."}),
    ("e-2", "embed", "![[Smuggler]]", {"as_anonymous": {"text_not_contains": ["cellar"]}}),
    ("e-3", "embed", "![[chart.png|80x60]]", {"html_contains": ['alt="chart.png"', 'width="80"', 'height="60"']}),
    # Markdown links and pages of an exported wiki
    ("f-1", "mdlink", "[t](concepts/tide-gauge.md#float)", {"links": [to(GAUGE, "t", fragment="float")]}),
    (
        "f-2",
        "mdlink",
        "[t](../Quay.md) [u](Low%20tide.md)",
        {"links": [to("Quay", "t"), to("Low tide", "u", exists=False)]},
    ),
    ("f-3", "mdlink", "[e](https://example.org/a)", {"links": [], "html_contains": ['href="https://example.org/a"']}),
    ("f-4", "mdlink", PANDOC.format("Tide_Gauge.md", GAUGE, "gauges"), {"links": [to(GAUGE, "gauges")]}),
    (
        "f-5",
        "mdlink",
        '"' + PANDOC.format("quay.md", "quay", '"quay') + " side",
        {"links": [to("Quay", "quay")], "text": "quay side"},
    ),
    (
        "f-6",
        "mdlink",
        "Stone. " + PANDOC.format("Category:Walls", "Category:Walls", "Category:Walls"),
        {"tags": ["Walls"], "text": "Stone."},
    ),
    (
        "f-7",
        "mdlink",
        "1.  REDIRECT " + PANDOC.format("Harbour", "Harbour", "Harbour"),
        {"redirect": "Harbour"},
        "Port.md",
    ),
    # titles
    ("g-1", "title", ":Mole", {"normalises_to": "Mole"}),
    ("g-2", "title", " Dry \u3000 dock ", {"normalises_to": "Dry dock"}),
    ("g-3", "title", "a{b}", {"rejected": True}),
    ("g-4", "title", "Basin/../Lock", {"rejected": True}),
    ("g-5", "title", "", {"rejected": True}),
    ("g-6", "title", "Straße", {"normalises_to": "Straße"}),
    ("g-7", "title", "Écluse / ecluse", {"same_page": True}),
    # front matter
    ("h-1", "fm", "---\ntitle: 1953\ntags: [Flood, flood, a/b]\n---\nt", {"title": "1953", "tags": ["Flood", "a/b"]}),
    ("h-2", "fm", "---\ntitle: Lock\nalias: sluice\naliases: [gate, null]\n---\nt", {"aliases": ["sluice", "gate"]}),
    ("h-3", "fm", "---\nvisibility: PUBLIC\n---\nt", {"visibility": "public"}),
    ("h-4", "fm", "---\nvisibility: publik\n---\nt", {"visibility": "private"}),
    ("h-5", "fm", "---\ndraft: false\npublish: true\n---\nt", {"visibility": "private"}),
    (
        "h-6",
        "fm",
        "---\ntitle: Crane\nrelated: [quay, '[[Tide Gauge]]', Nowhere]\n---\nt",
        {"related": ["Quay", GAUGE]},
    ),
    ("h-7", "fm", "---\r\ntitle: Buoy\r\n---\r\none\r\n\r\ntwo\r\n", {"title": "Buoy", "text": "one two"}),
    ("h-8", "fm", "---\ntitle: Bad: yaml\n---\nt", {"title": "Bad: yaml", "visibility": "private"}),
    ("h-9", "fm", "# On [[Quay|quays]]\n\nt", {"title": "On quays", "links": [to("Quay", "quays")]}, "note.md"),
    # features
    ("i-1", "feat", "a^[b] c[^2] d[^9]\n\n[^2]: e", {"footnotes": 2, "html_contains": ["[^9]"]}),
    ("i-2", "feat", "> [!oddity]- Q\n> A", {"callout": {"type": "note", "title": "Q", "folded": True}}),
    ("i-3", "feat", "words\n- a\n- b\n  - c", {"list_items": 3}),
    ("i-4", "feat", "==m== ~~s~~ a_b_c", {"html_contains": ["<mark>m</mark>", "<del>s</del>"], "text": "m s a_b_c"}),
    ("i-5", "feat", "1953. The flood", {"list_items": 0, "text": "1953. The flood"}),
    ("i-6", "feat", "a<script>x</script>b", {"html_not_contains": ["<script"]}),
    # bytes
    ("j-1", "enc", b"caf\xe9 at the quay", {"status": "new", "text": "café at the quay"}),
    ("j-2", "enc", "t\0wo", {"status": "new", "text": "two"}),
]


def cases():
    """Return the rows as cases of the shared form."""
    for name, area, text, expect, *file in ROWS:
        case = {"id": name, "area": area, "input": text, "expect": expect}
        if isinstance(text, bytes):
            case["input_hex"] = text.hex()
        if file:
            case["file"] = file[0]
        yield case
