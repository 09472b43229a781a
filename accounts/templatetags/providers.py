"""The other sites that one may sign in by."""

from django import template

from accounts import oidc

register = template.Library()


@register.simple_tag
def providers():
    return oidc.providers()
