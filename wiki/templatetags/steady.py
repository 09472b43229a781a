"""Parts of a page that are the same for everybody who is signed out: rendered once a process."""

from django import template

register = template.Library()

MOST = 100  # variants that one part keeps


@register.tag
def steady(parser, token):
    """`{% steady nav wiki.name %} … {% endsteady %}`: what stands between depends on the named values alone.

    For somebody who is signed in it is rendered each time.
    """
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodes = parser.parse(["endsteady"])
    parser.delete_first_token()
    return SteadyNode(nodes, values)


class SteadyNode(template.Node):
    child_nodelists = ()  # no block stands in it: nobody looks there for one at each request

    def __init__(self, nodelist, values):
        self.nodelist, self.values = nodelist, values
        self.kept = {}

    def render(self, context):
        user = context.get("user")
        if user is not None and user.is_authenticated:
            return self.nodelist.render(context)
        key = tuple(str(value.resolve(context, ignore_failures=True)) for value in self.values)
        if key not in self.kept:
            if len(self.kept) >= MOST:
                self.kept.clear()
            self.kept[key] = self.nodelist.render(context)
        return self.kept[key]
