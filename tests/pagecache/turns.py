"""Hide, publish, rename and edit while servers are read: run by test_servers.py with their ports, in a process of its
own. After each act every server is asked at once; prints how often."""

import http.client
import sys
import threading
from itertools import count

import django

django.setup()

from tests.factories import concept, revise  # noqa: E402
from wiki.actions import publishing, renaming  # noqa: E402
from wiki.models import Concept  # noqa: E402

TURNS = 5
PAGE, NAMING = "/concepts/tide/", "/concepts/moon/"


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def main(ports):
    tide = concept("Tide", "It turns.")
    concept("Moon", "It pulls the [[tide]].")
    asked, over = count(), threading.Event()

    def read():
        while not over.wait(0.05):
            for port in ports:
                for path in (PAGE, NAMING, "/concepts/"):
                    ask(port, path)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for turn in range(TURNS):
            publishing.hide([tide], by=None)
            for port in ports * 3:
                assert ask(port, PAGE)[0] == 404, f"{turn}: hidden, and shown"
                for path in (NAMING, "/concepts/"):
                    assert PAGE not in ask(port, path)[1], f"{turn}: hidden, and linked from {path}"
                next(asked)
            publishing.publish([tide], by=None)
            revise(tide, body=f"It turns for the {turn}th time.")
            for port in ports * 3:
                assert f"for the {turn}th time" in ask(port, PAGE)[1], f"{turn}: saved, and an old text shown"
                assert PAGE in ask(port, NAMING)[1], f"{turn}: public, and no link from {NAMING}"
                next(asked)
        renaming.rename(Concept.objects.get(pk=tide.pk), "Ebb", by=None)
        assert all(ask(port, PAGE)[0] == 301 and "/concepts/ebb/" in ask(port, NAMING)[1] for port in ports * 3)
    finally:
        over.set()
        for reader in readers:
            reader.join()
    print(next(asked))


if __name__ == "__main__":
    main([int(port) for port in sys.argv[1:]])
