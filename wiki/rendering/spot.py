"""Addresses of a sentence on its page: the anchor of its section, and the words themselves for browsers that find them.

The words follow the text fragment of the URL specification, `#anchor:~:text=first words,last words`. A browser that
does not find them goes to the anchor, and one that does not know them never sees them. Pure.
"""

import re
from urllib.parse import quote

WORDS = 4  # at each end of a long sentence
WHOLE = 2 * WORDS  # words of a sentence that is given as it is
LONGEST = 60  # signs of a run without spaces that is given as it is
_EDGE = re.compile(r"^[^\w]+|[^\w]+$")
_CLAUSES = re.compile(r"[、，。；：！？，．,;:!?]+")


def spot(anchor, sentence):
    """Return the fragment (with its `#`) that leads to this sentence; '' for neither anchor nor words.

    Only the first and the last words stand in it: notes and formulas in between would not be found.
    """
    words = _words(sentence)
    return f"#{anchor}" + (f":~:text={words}" if words else "") if anchor or words else ""


def _words(sentence):
    words = sentence.split()
    if len(words) > WHOLE:
        ends = " ".join(words[:WORDS]), " ".join(words[-WORDS:])
    elif len(sentence) > LONGEST and len(clauses := [part for part in _CLAUSES.split(sentence) if part.strip()]) > 1:
        ends = clauses[0], clauses[-1]  # a script without spaces between words
    else:
        ends = (" ".join(words),)
    ends = [said for end in ends if (said := _EDGE.sub("", end.strip()))]
    return ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)
