"""Who may come in."""

from django import template

from accounts import signup

register = template.Library()


@register.simple_tag
def signup_mode():
    """One of signup.MODES."""
    return signup.mode()
