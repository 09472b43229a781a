import io

import pytest
from django.core.management import call_command

from tests.factories import concept
from wiki.models import Concept, Entry, Essay, Link

pytestmark = pytest.mark.django_db


def test_the_sample_shows_every_feature(client_of, nobody):
    out = io.StringIO()
    call_command("load_sample", stdout=out)
    assert out.getvalue().strip() == "Imported: 28 new."
    assert 15 <= Concept.objects.count() <= 25
    assert 3 <= Essay.objects.count() <= 5
    assert Entry.objects.filter(visibility="private").count() == 2
    assert not Entry.objects.exclude(refused="").exists()
    assert Link.objects.wanted(private=False).exists()
    assert client_of(nobody).get("/concepts/hora/").status_code == 200  # two claim the name


def test_it_is_loaded_once_and_only_into_an_empty_wiki():
    call_command("load_sample", stdout=io.StringIO())
    call_command("load_sample", stdout=io.StringIO())
    assert Entry.objects.count() == 28
    Entry.objects.all().delete()
    concept("Mine")
    call_command("load_sample", if_empty=True, stdout=io.StringIO())
    assert Entry.objects.count() == 1
