"""Redirect pages become other names of the entry they lead to."""

from wiki.document import names

LONGEST = 20  # steps of a chain


def follow(items, texts, known):
    """Give each redirect's title to the text it leads to, as another name; returns the redirects.

    Chains are followed; loops and redirects that lead nowhere are reported. A redirect to an entry that is not
    part of this import is reported too: the entry's own page is where its names are edited.
    """
    pages = {}
    for item in texts:
        for name in (item.record.title, item.record.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]):
            pages.setdefault(names.fold(name), item)
    hops = {names.fold(item.record.title): item for item in items}
    for item in items:
        target, seen = item.record.redirect_to, {names.fold(item.record.title)}
        while names.fold(target) in hops and names.fold(target) not in pages and len(seen) < LONGEST:
            if names.fold(target) in seen:
                break
            seen.add(names.fold(target))
            target = hops[names.fold(target)].record.redirect_to
        key = names.fold(target)
        if key in pages:
            _give(item, pages[key])
        elif key in seen:
            item.refuse("skipped", "warning", f"This redirect leads in a circle, by way of “{target}”.")
        elif key in known.folds:
            item.refuse(
                "skipped", "warning", f"Redirect to “{target}”, which is not part of this import: add the name there."
            )
        else:
            item.refuse("skipped", "warning", f"Redirect to “{target}”, which does not exist.")
    return items


def _give(item, page):
    record = page.record
    if names.title_key(item.record.title) != names.title_key(record.title):
        record.aliases = (*record.aliases, item.record.title)
    item.status = "same"
    item.page = page


def report(items, known):
    """Say of each redirect what became of it; to be called when the status of its page is known."""
    for item in items:
        page = getattr(item, "page", None)
        if page is None:
            continue
        item.slug, item.visibility = page.slug, page.visibility
        if page.status in ("new", "changed"):
            item.status = page.status
            item.say("info", f"Another name of “{page.title}”.")
        elif page.status != "same":
            item.refuse("skipped", "warning", f"Its page “{page.title}” was not imported.")
