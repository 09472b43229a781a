"""Plain text as Markdown that shows the same text. Pure."""

import re

WRAP = 110  # characters: a longer line was not broken by hand
_RULE = re.compile(r"([-*_=~⁂])(?:\s*\1){2,}|⁂")
_BULLET = re.compile(r"[-*+•‣]\s+(?=\S)")
_MISREAD = re.compile(r"#|>|[-+*](?=\s|$)|=+$|`{3}|~{3}|:(?=\s)|\[[^\]\n]{1,200}\]:|\|(?=.*\|$)")
_SENTENCE_END = re.compile(r"[.!?…:。！？][\"'”’»)\]]*$")


def paragraphs(lines, escape=True):
    """Return Markdown for (number, text) lines without blank ones; a gap in the numbers is a blank line.

    A line that is too long to have been broken by hand is a paragraph of its own. `escape=False` leaves
    marks at the beginning of lines as they are, for text that is Markdown already.
    """
    runs = _runs(lines)
    broken_by_hand = len(runs) > 1 or not _each_line_ends_a_sentence(lines)
    blocks = []
    for run in runs:
        split = any(len(text) > WRAP for text in run) or (len(run) > 1 and not broken_by_hand)
        blocks += _blocks(run, split, escape)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _runs(lines):
    runs, last = [], None
    for number, text in lines:
        if last is not None and number == last + 1:
            runs[-1].append(text)
        else:
            runs.append([text])
        last = number
    return runs


def _each_line_ends_a_sentence(lines):
    ends = sum(bool(_SENTENCE_END.search(text)) for _, text in lines)
    return ends * 10 >= len(lines) * 7


def _blocks(run, split, escape):
    blocks, open_lines, items = [], [], _list_lines(run)

    def close():
        if open_lines:
            blocks.append("\n".join(open_lines))
            open_lines.clear()

    for number, text in enumerate(run):
        if _RULE.fullmatch(text):
            close()
            blocks.append("---")
        elif number in items:
            if number - 1 not in items:
                close()
            open_lines.append(_BULLET.sub("- ", text, count=1))
        else:
            if split or number - 1 in items:
                close()
            open_lines.append(escaped(text) if escape else text)
    close()
    return blocks


def _list_lines(run):
    """Return the places of lines that are items of a list: bullets, at least two in a row."""
    bullets = [bool(_BULLET.match(text)) for text in run]
    neighbours = zip([False, *bullets], bullets, [*bullets[1:], False], strict=False)
    return {number for number, (before, here, after) in enumerate(neighbours) if here and (before or after)}


def escaped(line):
    """Return a line with a backslash before what Markdown would misread at its beginning."""
    return f"\\{line}" if _MISREAD.match(line) else line
