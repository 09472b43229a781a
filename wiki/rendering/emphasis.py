"""Emphasis, `~~struck~~` and `==marked==`: CommonMark's delimiter runs, paired in linear time."""

import re
import unicodedata
import xml.etree.ElementTree as etree

from markdown.inlinepatterns import InlineProcessor

DEPTH = 12  # elements inside each other; delimiters of deeper ones stay text

# Written so that the search can skip to the next of the four characters; `[*]+|_+` would be ten times slower.
_RUN = re.compile(r"([*_~=])\1*")
_TAGS = {("*", 1): "em", ("*", 2): "strong", ("_", 1): "em", ("_", 2): "strong", ("~", 2): "del", ("=", 2): "mark"}


class Emphasis(InlineProcessor):
    """Pairs all delimiter runs of a text at once and hands them out one outer element at a time."""

    def __init__(self, md):
        super().__init__(_RUN.pattern, md)
        self.data = None
        self.outer = {}

    def handleMatch(self, m, data):
        if data is not self.data:
            self.data = data
            self.outer = {element[1]: element for element in build(data, pairs(data))}
        # The run may begin before its paired part: `**a*` has a star that stays text.
        for at in range(m.start(), m.end()):
            if at in self.outer:
                return self.outer[at]
        return None, None, None


def pairs(data):
    """Return [(begin of the opener, begin of the closer, length)] of everything that is emphasised in a text."""
    found, openers, bottoms = [], [], {}
    for run in _RUN.finditer(data):
        start, end = run.span()
        char, length = data[start], end - start
        if char in "~=" and length != 2:
            continue
        opens, closes = flanking(data, char, start, end)
        total = length
        while closes and length:
            key = (char, opens, total % 3)
            index = _opener(openers, bottoms.get(key, 0), char, opens, total)
            if index < 0:
                # Below this point no opener can fit a closer of this kind: never look there again.
                bottoms[key] = len(openers)
                break
            opener = openers[index]
            del openers[index + 1 :]
            used = 2 if min(length, opener[2]) >= 2 else 1
            opener[2] -= used
            found.append((opener[1] + opener[2], start, used))
            start += used
            length -= used
            if not opener[2]:
                openers.pop()
            for other, bottom in bottoms.items():
                if bottom > len(openers):
                    bottoms[other] = len(openers)
        if opens and length:
            openers.append([char, start, length, closes, total])
    return found


def _opener(openers, bottom, char, opens, total):
    for index in range(len(openers) - 1, bottom - 1, -1):
        opener = openers[index]
        if opener[0] != char:
            continue
        odd = (opens or opener[3]) and (opener[4] + total) % 3 == 0 and (opener[4] % 3 or total % 3)
        if not odd:
            return index
    return -1


def flanking(data, char, start, end):
    """Return whether the run at start:end may open and may close, by what stands on its two sides."""
    before = data[start - 1] if start else " "
    after = data[end] if end < len(data) else " "
    space_before, space_after = before.isspace(), after.isspace()
    mark_before, mark_after = _is_mark(before), _is_mark(after)
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not space_before and (not mark_before or space_after or mark_after)
    if char == "_":
        return left and (not right or mark_before), right and (not left or mark_after)
    return left, right


def _is_mark(char):
    # Placeholders begin and end with control characters; what they stand for begins and ends with a mark.
    if char.isascii():
        return not char.isalnum() and not char.isspace()
    return unicodedata.category(char)[0] in "PS"


def build(data, found):
    """Return [(element, start, end)] of the outermost pairs, with the inner ones inside them."""
    events = {}
    for opener, closer, used in found:
        events.setdefault(opener, []).append((True, used))
        events.setdefault(closer, []).append((False, used))
    outer, stack, skipped, at = [], [], 0, 0
    for place in sorted(events):
        ((opening, used),) = events[place]
        if opening:
            if skipped or len(stack) >= DEPTH:
                skipped += 1
                continue
            element = etree.Element(_TAGS[data[place], used])
            if stack:
                _append_text(stack[-1][0], data[at:place])
                stack[-1][0].append(element)
            stack.append((element, place))
        else:
            if skipped:
                skipped -= 1
                continue
            element, start = stack.pop()
            _append_text(element, data[at:place])
            if not stack:
                outer.append((element, start, place + used))
        at = place + used
    return outer


def _append_text(element, text):
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
