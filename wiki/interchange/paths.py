"""Which files of a folder are no entries, told by their names. Pure."""

import re

_TEMPLATES = re.compile(r"_?templates?", re.IGNORECASE)
_HALF_SAVED = re.compile(r"\.!\d+!")
_OTHER_DATA = re.compile(
    r".*\.(?:jsonl?|canvas|s?css|m?js|jsx|tsx?|svg|xml|csv|tsv|ya?ml|toml|ini|cfg|lock|log|py|rb|go|rs|java|c|h|cpp|sh|bat|"
    r"sql|bib|ics|vcf|map|base|excalidraw)",
    re.IGNORECASE,
)


def reason_to_skip(path):
    """Return why a path inside an import root is no entry, or None. A folder's path ends in `/`."""
    name = path.rstrip("/").rsplit("/", 1)[-1]
    if path.endswith("/"):
        if name == "__MACOSX" or name.startswith("."):
            return "A hidden folder."
        return "A folder of templates." if _TEMPLATES.fullmatch(name) else None
    if name == ".DS_Store" or name.startswith("._"):
        return "A file of the operating system."
    if _HALF_SAVED.match(name):
        return "A half-saved copy that an application left."
    if name.startswith("."):
        return "A hidden file."
    if _OTHER_DATA.fullmatch(name):
        return "Data or code, not a text."
    return None
