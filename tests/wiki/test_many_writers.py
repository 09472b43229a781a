"""Many people write in one entry at once, with real transactions.

MANY_WRITERS and MANY_ROUNDS make it larger than it is in a run of all tests.
"""

import os
import random
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.factories import concept
from tests.wiki.views.forms import fields_of
from wiki import history
from wiki.models import Concept, Edit

WRITERS = int(os.environ.get("MANY_WRITERS", 6))
ROUNDS = int(os.environ.get("MANY_ROUNDS", 5))


class Writer:
    """Raises the number in a sentence of its own, and now and then writes into the sentence that all share."""

    def __init__(self, number, person):
        self.number, self.dice = number, random.Random(number)
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person)
        self.accepted = self.conflicts = self.kept = 0
        self.other = []

    def write(self):
        try:
            for round in range(1, ROUNDS + 1):
                self.save(round)
        finally:
            connection.close()

    def save(self, round):
        fields = fields_of(self.client.get("/concepts/log/edit/"))
        own = re.compile(rf"Writer {self.number} wrote \d+ times\.")
        body = own.sub(f"Writer {self.number} wrote {round} times.", fields["body"])
        if self.dice.random() < 0.3:
            body = re.sub(r"All wrote .*?\.", f"All wrote here, last {self.number} in {round}.", body)
        response = self.client.post("/concepts/log/edit/", {**fields, "body": body})
        if response.status_code == 303:
            self.accepted += 1
            self.kept = round
        elif response.status_code == 409 and f"Writer {self.number} wrote {round} times." in response.content.decode():
            self.conflicts += 1
        else:
            self.other.append(response.status_code)


@pytest.mark.django_db(transaction=True)
def test_no_text_is_lost_and_every_attempt_is_answered(ada):
    sentences = [f"Writer {number} wrote 0 times." for number in range(WRITERS)]
    concept("Log", "All wrote nothing.\n\n" + " ".join(sentences))
    writers = [Writer(number, ada) for number in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as threads:
        for done in [threads.submit(writer.write) for writer in writers]:
            done.result()
    assert [writer.other for writer in writers if writer.other] == []
    accepted = sum(writer.accepted for writer in writers)
    conflicts = sum(writer.conflicts for writer in writers)
    assert accepted + conflicts == WRITERS * ROUNDS
    numbers = list(Edit.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, accepted + 2))
    entry = Concept.objects.get()
    assert entry.number == accepted + 1
    for writer in writers:
        assert f"Writer {writer.number} wrote {writer.kept} times." in entry.body
    assert history.read(Edit.objects.get(number=entry.number)).body == entry.body
    print(f"{WRITERS} writers, {ROUNDS} rounds: {accepted} saved, {conflicts} conflicts")
