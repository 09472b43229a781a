"""Exit status 0 while the server in this container answers `/healthz`, 1 otherwise."""

import http.client
import sys

HOST, PORT = "127.0.0.1", 8000  # as the image's command binds it
SECONDS = 4


def status():
    """Return the status of the answer. Raises OSError and HTTPException when there is none in time."""
    connection = http.client.HTTPConnection(HOST, PORT, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    finally:
        connection.close()


def main():
    try:
        answer = status()
    except (OSError, http.client.HTTPException) as error:
        return f"/healthz: {error}"
    return None if answer == 200 else f"/healthz answers {answer}"


if __name__ == "__main__":
    sys.exit(main())
