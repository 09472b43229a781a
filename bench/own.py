"""A wiki of its own for a measurement: an empty database, a small corpus, people, and the production server on it."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import closing, contextmanager

import django

from bench import processes
from tests import postgres

SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu", "wa", "ye", "zi"]


@contextmanager
def database(name, folder):
    """Yield the environment of a production server on a database of its own, and set Django up for it in this process.

    `name` is "sqlite", "postgresql" for a server that is started here, or the address of an empty database. `folder`
    is deleted before and after.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the servers that are started here end too
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with postgres.server() if name == "postgresql" else _given("" if name == "sqlite" else name) as url:
        env = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": url, "HTTPS": "off", "DEBUG": "off"}
        # So many that nobody is refused, and counted as ever.
        env["RATE_LIMITS"] = ",".join(f"{what}=1000000/60" for what in ("login", "signup", "edit", "search", "import"))
        env.pop("REDIS_URL", None)
        for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=processes.ROOT, env=env, check=True)
        os.environ.update(env)
        os.environ["DJANGO_SETTINGS_MODULE"] = "wiki.settings"
        django.setup()
        from django.db import connections

        try:
            yield env
        finally:
            connections.close_all()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _given(url):
    yield url


def free_port():
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def sessions(role, count):
    """Make so many people of a role; return the keys of their sessions."""
    from django.test import Client

    from accounts.models import User
    from accounts.roles import set_role

    keys = []
    for number in range(count):
        person = User.objects.create_user(f"{role}-{number}")
        set_role(person, role)
        client = Client()
        client.force_login(person)
        keys.append(client.session.session_key)
    return keys


def grow(pages, seed=1):
    """Write a corpus of made-up words, every ninth an essay, all public; return the addresses, concepts first.

    The concepts that come first are linked, and to be read, more often than the last (Zipf).
    """
    from tests.factories import entries, submission

    dice = random.Random(seed)
    vocabulary = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(2000)]
    titles = [f"{' '.join(dice.sample(vocabulary, 2))} {number}".capitalize() for number in range(pages)]
    weights = [1 / rank for rank in range(1, pages + 1)]
    tags = vocabulary[:40]

    def sentence():
        words = dice.choices(vocabulary, k=dice.randint(5, 18))
        if dice.random() < 0.3:
            words[dice.randrange(len(words))] = f"[[{dice.choices(titles, weights)[0]}]]"
        return f"{' '.join(words).capitalize()}."

    def text():
        parts = [" ".join(sentence() for _ in range(dice.randint(2, 8))) for _ in range(dice.randint(2, 12))]
        return "\n\n".join([parts[0], "## More of it", *parts[1:]])

    written = [
        submission(title, text(), kind="essay" if number % 9 == 8 else "concept", tags=dice.sample(tags, 3))
        for number, title in enumerate(titles)
    ]
    made = [entry for start in range(0, pages, 50) for entry in entries(*written[start : start + 50])]
    return [entry.get_absolute_url() for entry in sorted(made, key=lambda entry: (entry.kind, entry.pk))]
