"""What may be asked of a list in the admin by its address: no more than its filters offer.

Django lets any column of a listed model be asked, by parts of its value too: a column that no page shows could be
read that way, letter by letter.
"""

ENDINGS = {"", "exact", "id__exact", "isnull", "gte", "lt"}  # of the addresses that Django's filters make


def is_of_a_filter(lookup, list_filter):
    """Return whether a filter of `list_filter`, a name of a field or a SimpleListFilter, makes this lookup."""
    name, _, ending = lookup.partition("__")
    names = [item if isinstance(item, str) else item.parameter_name for item in list_filter]
    return name in names and ending in ENDINGS
