"""Indentation: tabs count up to the next multiple of four, and are kept wherever nothing is cut from them."""


def indentation(rest, column):
    """Return (columns of white space before the text, the text) of a line whose first character is at `column`."""
    if rest[:1] not in (" ", "\t"):
        return 0, rest
    text = rest.lstrip(" \t")
    if "\t" not in rest[: len(rest) - len(text)]:
        return len(rest) - len(text), text
    at = column
    for char in rest[: len(rest) - len(text)]:
        at += 4 - at % 4 if char == "\t" else 1
    return at - column, text


def strip_columns(rest, column, count):
    """Return (`rest` without up to `count` columns of white space, its new column); a cut tab becomes spaces."""
    if count <= 0:
        return rest, column
    if "\t" not in rest[:count]:
        taken = min(count, len(rest) - len(rest.lstrip(" ")))
        return rest[taken:], column + taken
    end = column + count
    at = 0
    while at < len(rest) and column < end and rest[at] in " \t":
        column += 4 - column % 4 if rest[at] == "\t" else 1
        at += 1
    if column > end:
        return " " * (column - end) + rest[at:], end
    return rest[at:], column
