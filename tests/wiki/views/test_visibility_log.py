"""The log of an entry says when there is more than it shows."""

import pytest

from tests.factories import concept
from wiki.models import VisibilityChange
from wiki.readers.moderation import LOG

pytestmark = pytest.mark.django_db
ADDRESS = "/concepts/knot-splice/visibility/"


@pytest.mark.both
def test_a_long_log_says_where_the_rest_is(client_of, ada, eda):
    entry = concept("Knot & splice")
    rows = [VisibilityChange(entry=entry, visibility="public", number=1) for _ in range(LOG)]
    rows = rows[entry.visibility_changes.count() :]
    VisibilityChange.objects.bulk_create(rows)

    def page(person):
        return client_of(person).get(ADDRESS).content.decode()

    assert entry.visibility_changes.count() == LOG and "Older decisions" not in page(ada)
    VisibilityChange.objects.create(entry=entry, visibility="private", number=1)
    assert 'Older decisions are not shown here. <a href="/audit/?q=Knot%20%26%20splice">' in page(ada)
    assert "Admins find them in the audit log." in page(eda) and "/audit/?q" not in page(eda)
