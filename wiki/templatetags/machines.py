"""What pages say to machines."""

from django import template

from wiki import addresses

register = template.Library()


@register.filter
def absolute(path):
    """The whole address of a path on this site."""
    return addresses.absolute(path)
