"""Images: what is written about their size, and the mark for one that is not here."""

import re

from .inline import new

_SIZE = re.compile(r"(?:(.*)\|)?\s*(\d{1,4})(?:x(\d{1,4}))?\s*$", re.DOTALL)


def split_size(alt):
    """Return (text, width, height) of an image's text as Obsidian writes it: `text|100x145`, `100`."""
    match = _SIZE.match(alt)
    return (match[1] or "", match[2], match[3] or "") if match else (alt, "", "")


def missing_image(alt, width="", height=""):
    """Return the mark for an image whose file is not here: visible, and nothing a browser would try to load."""
    image = new("img", alt=alt)
    image.set("class", "missing")
    if width:
        image.set("width", width)
    if height:
        image.set("height", height)
    return image
