"""Where the text of a template tag is declared to be HTML: functions that escape whatever they put in."""

from django.utils.safestring import mark_safe


def made_by(register):
    """Return a decorator that makes a tag of a function whose text is HTML; it stays a function for other functions."""

    def part(function):
        def tag(*values, **named):
            return mark_safe(function(*values, **named))

        register.simple_tag(tag, name=function.__name__)
        return function

    return part
