"""Somebody who reads through web processes, for crawls."""

import http.client

from django.http import HttpResponse
from django.utils.encoding import iri_to_uri

from wiki.proof.crawl import essence
from wiki.proof.leaks import first_difference

OF_THE_SERVER = {"date", "server", "connection", "keep-alive", "transfer-encoding", "x-request-id"}
TIMES = 2  # what was made for the first question may be what is sent to the second


class Served:
    """Has `get` of a test client: each process is asked, each of them twice, and all must answer the same."""

    def __init__(self, ports, cookies=""):
        self.connections = [http.client.HTTPConnection("127.0.0.1", port, timeout=60) for port in ports]
        self.headers = {"Host": "localhost", **({"Cookie": cookies} if cookies else {})}

    def get(self, path):
        """Return the HttpResponse. Raises AssertionError where one differs from another."""
        answers = [self._ask(connection, path) for connection in self.connections for _ in range(TIMES)]
        first = essence(answers[0])
        for number, answer in enumerate(answers[1:], 1):
            if essence(answer) != first:
                other = f"process {number // TIMES}, asked for the {number % TIMES + 1}. time"
                raise AssertionError(f"{path}, {other}: {first_difference(first, essence(answer))}")
        return answers[0]

    def _ask(self, connection, path):
        try:
            connection.request("GET", iri_to_uri(path), headers=self.headers)
            answer = connection.getresponse()
        except ConnectionError:  # it stood idle, and the server had closed it
            connection.close()
            connection.request("GET", iri_to_uri(path), headers=self.headers)
            answer = connection.getresponse()
        body = answer.read()
        headers = {name: value for name, value in answer.getheaders() if name.lower() not in OF_THE_SERVER}
        return HttpResponse(body, status=answer.status, headers=headers)

    def numbers(self, name):
        """Return the sum, over the processes, of what they counted under this name."""
        texts = [self._ask(connection, "/metrics").content.decode() for connection in self.connections]
        lines = [line for text in texts for line in text.splitlines() if line.startswith(name)]
        return sum(float(line.rpartition(" ")[2]) for line in lines)
