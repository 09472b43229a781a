"""Several admins decide on one request at once, with real transactions: one wins, and the others are told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from tests.cast import person
from tests.factories import PRIVATE, concept
from wiki.actions import requesting
from wiki.models import Concept, Notice, PublicationRequest, VisibilityChange

DECIDERS = 4


class Decider:
    """An admin with a window of their own, who publishes or declines."""

    def __init__(self, number, barrier, path):
        self.action, self.path, self.barrier = "publish" if number % 2 else "decline", path, barrier
        self.name = f"admin-{number}"
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person(self.name, "admin"))
        self.status = None

    def decide(self):
        try:
            self.barrier.wait(timeout=20)
            form = {"action": self.action, "base": "1", "reason": self.name}
            self.status = self.client.post(self.path, form).status_code
        finally:
            connection.close()


@pytest.mark.django_db(transaction=True)
def test_one_decision_counts(eda):
    entry = concept("Fathom", "Two arms.", visibility=PRIVATE)
    asked = requesting.ask(entry, "public", by=eda)
    barrier = Barrier(DECIDERS)
    deciders = [Decider(number, barrier, f"/moderation/{asked.pk}/") for number in range(DECIDERS)]
    with ThreadPoolExecutor(DECIDERS) as threads:
        for done in [threads.submit(decider.decide) for decider in deciders]:
            done.result()
    assert sorted(decider.status for decider in deciders) == [303] + [409] * (DECIDERS - 1)
    (winner,) = (decider for decider in deciders if decider.status == 303)
    asked = PublicationRequest.objects.get()
    assert (asked.decision, asked.reason, asked.decided_by.username) == (winner.action, winner.name, winner.name)
    published = winner.action == "publish"
    assert Concept.objects.get().is_public == published
    assert VisibilityChange.objects.count() == published
    assert Notice.objects.count() == 1
