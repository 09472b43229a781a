"""Tables of GitHub's kind: the delimiter row, and cells that may hold `[[a|b]]`."""

import re

MAX_COLUMNS = 64  # a wider one stays text: nobody can read it, and rows × columns would grow without measure

_DELIMITER_ROW = re.compile(r"[|:\- \t]+$")
_DELIMITER_CELL = re.compile(r":?-+:?$")
_STOPS = re.compile(r"\\.|!?\[\[[^\[\]\n]{1,600}\]\]|\|")
_ALIGNMENTS = {(True, True): "center", (True, False): "left", (False, True): "right", (False, False): ""}


def is_delimiter_row(text):
    """Return whether a line can be the row of dashes under a header."""
    return "-" in text and "|" in text and _DELIMITER_ROW.match(text) is not None


def columns_of(header, delimiters):
    """Return the alignments ('left', 'right', 'center' or '') of a table's columns, or () when it is no table."""
    if header.count("|") > 4 * MAX_COLUMNS or delimiters.count("|") > MAX_COLUMNS + 1:
        return ()
    cells = split_cells(delimiters)
    if len(cells) > MAX_COLUMNS or not all(map(_DELIMITER_CELL.match, cells)) or len(split_cells(header)) != len(cells):
        return ()
    return tuple(_ALIGNMENTS[cell.startswith(":"), cell.endswith(":")] for cell in cells)


def split_cells(row, limit=MAX_COLUMNS + 1):
    """Return the trimmed cells of a row, at most `limit`; `\\|` is a pipe in the text, and so is one in `[[ ]]`."""
    row = row.strip()
    if row.startswith("|"):
        row = row[1:]
    cells, begin = [], 0
    for stop in _STOPS.finditer(row):
        if stop[0] == "|":
            cells.append(row[begin : stop.start()])
            begin = stop.end()
            if len(cells) >= limit:
                return [cell.strip().replace("\\|", "|") for cell in cells]
    if row[begin:].strip() or not cells:
        cells.append(row[begin:])
    return [cell.strip().replace("\\|", "|") for cell in cells]
