"""Boxes with names in them, and the paths of lines."""

from dataclasses import dataclass

from wiki.drawing.names import broken, width

LEADING = 1.15  # of a line, in sizes
PAD = 4  # around a name, in pixels
LOCK = 0.85  # room for the sign of what is private, in sizes


def number(value):
    """Return a coordinate as it is written: a tenth of a pixel, no more digits than it needs."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


@dataclass(slots=True)
class Line:
    """A line of a name: where its middle stands, on the base line."""

    text: str
    x: str
    y: str


@dataclass(slots=True)
class Box:
    """A name, drawn: its middle, its size, its lines relative to the middle. Coordinates grow right and down."""

    width: float
    height: float
    size: float
    texts: tuple[str, ...]
    locked: bool
    x: float = 0.0
    y: float = 0.0

    @property
    def left(self):
        return self.x - self.width / 2

    @property
    def right(self):
        return self.x + self.width / 2

    @property
    def top(self):
        return self.y - self.height / 2

    @property
    def bottom(self):
        return self.y + self.height / 2

    @property
    def text_x(self):
        return self.x + (LOCK * self.size / 2 if self.locked else 0)

    @property
    def lines(self):
        """The Lines of the name, in drawing coordinates."""
        step, middle = LEADING * self.size, (len(self.texts) - 1) / 2
        return [
            Line(text, number(self.text_x), number(self.y + (place - middle) * step + 0.33 * self.size))
            for place, text in enumerate(self.texts)
        ]

    @property
    def lock(self):
        """Where the sign of what is private stands: its `transform`, or '' for none."""
        if not self.locked:
            return ""
        text = max(width(line, self.size) for line in self.texts)
        start = self.text_x - text / 2 - LOCK * self.size
        return f"translate({number(start)} {number(self.y - 0.42 * self.size)})"

    @property
    def under(self):
        """The path of a line under the words, for names that are not written yet."""
        texts = zip(self.lines, self.texts, strict=True)
        return " ".join(_rule(line, width(text, self.size) * 0.96) for line, text in texts)

    @property
    def frame(self):
        """Attributes of the rectangle around the name: x, y, width, height, as written."""
        return [number(value) for value in (self.left, self.top, self.width, self.height)]

    def meets(self, other, gap=0.0):
        """True when less than `gap` lies between the two boxes."""
        return (
            abs(self.x - other.x) * 2 < self.width + other.width + 2 * gap
            and abs(self.y - other.y) * 2 < self.height + other.height + 2 * gap
        )


def _rule(line, length):
    return f"M{number(float(line.x) - length / 2)} {number(float(line.y) + 4)}h{number(length)}"


def box(name, size, limit, locked=False, pad=(PAD, PAD)):
    """Return the Box of a name that is no wider than `limit`, with room around it; it stands nowhere yet."""
    texts = broken(name, size, limit - (LOCK * size if locked else 0))
    wide = max(width(text, size) for text in texts) + (LOCK * size if locked else 0)
    return Box(wide + 2 * pad[0], len(texts) * LEADING * size + 2 * pad[1], size, texts, locked)


def crosses(start, end, box, gap=0.0):
    """True when a straight line from one point to another runs through the box."""
    low, high = 0.0, 1.0
    sides = ((start[0], end[0], box.left - gap, box.right + gap), (start[1], end[1], box.top - gap, box.bottom + gap))
    for begin, finish, least, most in sides:
        step = finish - begin
        if abs(step) < 1e-9:
            if not least < begin < most:
                return False
            continue
        one, other = sorted(((least - begin) / step, (most - begin) / step))
        low, high = max(low, one), min(high, other)
    return low < high


def path(*points):
    """Return the path of a straight line (2 points), or of a curve bent by points between its ends (3 or 4)."""
    words = [f"{number(x)} {number(y)}" for x, y in points]
    return f"M{words[0]}{' LQC'[len(points) - 1]}{' '.join(words[1:])}"
