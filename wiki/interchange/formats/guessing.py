"""A title for a text that has none. Pure."""

from wiki.interchange import titles


def guess_title(record, body):
    """Set a title from the first words, flagged as guessed; a text without words fails."""
    record.guessed = True
    record.title = titles.usable_name(titles.from_first_words(body), [])
    if record.title:
        record.say("warning", f"No title is given; “{record.title}” was guessed from the first words.")
    else:
        record.kind = "failed"
        record.say("error", "There is no title and no word to make one from.")
