"""What a browser must know to make or use a passkey."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value):
    """Return JSON for an attribute; the template escapes it like any text."""
    return json.dumps(value, cls=DjangoJSONEncoder)
