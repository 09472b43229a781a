"""Essays as text, as they were copied from a newsletter or a blog. Pure."""

from wiki.document.names import title_key
from wiki.interchange import titles
from wiki.interchange.dates import iso_date
from wiki.interchange.decoding import repair_mojibake
from wiki.interchange.formats import page_furniture as page
from wiki.interchange.formats.guessing import guess_title
from wiki.interchange.formats.plaintext import paragraphs
from wiki.interchange.records import Record

MAX_TITLE = 120  # characters of a first line that may be a title
MAX_HEAD = 20  # lines, blank ones not counted, among which a byline is looked for
MAX_TAIL = 0.4  # share of the words that may follow the end of an essay, as comments
MAX_COMMENTS = 0.7  # the same under a heading that says so
MAX_BIO = 80  # words about the author after their name at the end


def read(text, path, options, markup=False):
    """Return the Record of an essay. `markup` says that the text is Markdown already, whose marks stay.

    What belongs to the page (byline, buttons, promotion, comments) is left out of the body and named in messages.
    """
    record = Record(path, kind="essay", format="essay")
    text, messages = repair_mojibake(text)
    record.messages += messages
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    essay = _Essay(record, lines, markup)
    essay.take_title(options.title)
    essay.take_head()
    essay.take_tail()
    essay.take_buttons()
    record.body = paragraphs(essay.lines, escape=not markup)
    if not record.title:
        guess_title(record, "\n".join(line for _, line in essay.lines))
    return record


def looks_like_page(text):
    """Whether a text begins or ends with what web pages put around an essay."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    head = [meta for line in lines[1:MAX_HEAD] if (meta := page.meta_of(line))]
    return bool(head) or any(map(page.is_promotion, lines[len(lines) // 2 :][-12:]))


class _Essay:
    """The lines of an essay, from which the parts of its page are taken one after the other."""

    def __init__(self, record, lines, markup):
        self.record = record
        self.lines = lines
        self.markup = markup

    def take_title(self, given):
        """Take a short first line without a full stop as the title; buttons before it go."""
        for _ in range(MAX_HEAD):
            if not self.lines or not page.is_button(self.lines[0][1]):
                break
            self._leave_out(0, 1, "a button of the page")
        self.record.title = titles.usable_name(given, self.record.messages) if given else ""
        if len(self.lines) < 2:
            return
        line = titles.plain(self.lines[0][1]) if self.markup else self.lines[0][1]
        if not _may_be_title(line):
            return
        name = titles.usable_name(line.rstrip(": "), [] if given else self.record.messages)
        if not given:
            self.record.title = name
        repeats = title_key(name) == title_key(self.record.title)
        if name and (repeats or self._meta_within(1, 4)):
            if not repeats:
                self.record.say("info", f"The first line “{line}” was left out: another title is given.", 1)
            del self.lines[0]

    def take_head(self):
        """Take byline, date, reading time and buttons before the first paragraph."""
        place = 0
        for _ in range(MAX_HEAD):
            if place >= len(self.lines):
                return
            line = self.lines[place][1]
            if (meta := page.meta_of(line)) is not None:
                self._note(author=page.byline_name(meta.rest) or meta.rest, published=meta.date)
                self._leave_out(place, place + 1, "date and reading time")
            elif name := page.byline_name(line):
                self._note(author=name)
                self._leave_out(place, place + 1, "the byline")
            elif publication := page.publication_of(line):
                self._note(publication=publication)
                self._leave_out(place, place + 1, "where it was published")
            elif page.is_button(line):
                self._leave_out(place, place + 1, "a button of the page")
            elif self.record.title and title_key(line.rstrip(": ")) == title_key(self.record.title):
                self._leave_out(place, place + 1, "the title once more")
            elif page.is_name(line) and self._meta_within(place + 1, 3) and not self._name_at(place + 1):
                self._note(author=line)
                self._leave_out(place, place + 1, "the author's name")
            elif len(line) <= 250 and self._meta_within(place + 1, 4):
                place += 1  # a subtitle: part of the essay
            else:
                return

    def take_tail(self):
        """Take what follows the end: promotion, the author's note about themselves, readers' comments."""
        end = self._end()
        if end is None or end == 0:
            return
        while end > 1 and not any(map(str.isalnum, self.lines[end - 1][1])):
            end -= 1  # a rule before it
        first = self.lines[end][1]
        self._note_origin(first)
        is_comment = page.is_comments_heading(first)
        self._leave_out(end, end + 1, "a heading of comments" if is_comment else "after the end of the essay")
        self._leave_out(end, len(self.lines), "a note or a reader's comment after the end")

    def take_buttons(self):
        """Take the buttons that stand between paragraphs."""
        buttons = [line for line in self.lines if page.is_button_anywhere(line[1])]
        if not buttons or len(buttons) == len(self.lines):
            return
        rest = [line for line in self.lines if not page.is_button_anywhere(line[1])]
        self.lines = buttons
        self._leave_out(0, len(buttons), "a button of the page")
        self.lines = rest

    def _end(self):
        """Return the place of the first line after the essay, or None when nothing follows it."""
        words = [len(line.split()) for _, line in self.lines]
        total, after = sum(words), 0
        found = None
        for place in range(len(self.lines) - 1, 0, -1):
            after += words[place]
            line = self.lines[place][1]
            if after > max(MAX_TAIL * total, MAX_BIO) and not page.is_comments_heading(line):
                break
            comments = page.is_comments_heading(line) and after < MAX_COMMENTS * total
            note = after - words[place] <= MAX_BIO and self._names_author(place)
            if comments or note or page.is_promotion(line):
                found = place
        return found

    def _names_author(self, place):
        """Whether a line is the author's name with a note about them, or such a note alone, close to the end."""
        line, author = self.lines[place][1], self.record.author
        rest = [text for _, text in self.lines[place + 1 :]]
        if author and title_key(line) == title_key(author):
            return True
        if len(rest) <= 3 and page.asks_to_follow(line):
            return True
        if page.is_name(line) and 1 <= len(rest) <= 2 and page.asks_to_follow(rest[0]):
            self._note(author=line)
            return True
        return False

    def _name_at(self, place):
        """Whether a name stands here, closer to the date: then the line above is a subtitle."""
        line = self.lines[place][1]
        return page.is_name(line) and not page.is_button(line) and not page.meta_of(line)

    def _meta_within(self, start, count):
        found = (page.meta_of(line) or page.byline_name(line) for _, line in self.lines[start : start + count])
        return any(found)

    def _note_origin(self, line):
        if "originally" in line.lower():
            self._note(published=page.date_in(line))

    def _note(self, **found):
        """Keep what the page says, unless it is known already."""
        for name, value in found.items():
            value = iso_date(value) if name == "published" else value
            if value and not getattr(self.record, name):
                setattr(self.record, name, value)
                self.record.say("info", f"{name.capitalize()} taken from the text: {value}.")

    def _leave_out(self, start, end, what):
        for number, line in self.lines[start:end]:
            shown = line if len(line) <= 100 else f"{line[:99]}…"
            self.record.say("info", f"Left out ({what}): “{shown}”", number)
        del self.lines[start:end]


def _may_be_title(line):
    if len(line) > MAX_TITLE or line.endswith((".", ",", ";")) or page.meta_of(line):
        return False
    return any(map(str.isalnum, line))
