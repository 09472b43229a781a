"""Read the environment; a wrong value stops the start with one clear line."""

import ipaddress
import json
import os
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ON = {"1", "on", "true", "yes"}
OFF = {"0", "off", "false", "no", ""}


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def flag(name, default=False):
    """Return a boolean. Raises ImproperlyConfigured for anything but on/off, true/false, yes/no, 1/0."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in ON:
        return True
    if value.strip().lower() in OFF:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither on nor off.")


def number(name, default, minimum=1, maximum=65535):
    """Return an integer between minimum and maximum. Raises ImproperlyConfigured for anything else."""
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not minimum <= int(value) <= maximum:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number from {minimum} to {maximum}.")
    return int(value)


def choice(name, choices, default):
    """Return one of `choices`, or `default`. Raises ImproperlyConfigured for anything else."""
    value = text(name, default)
    if value not in (*choices, default):
        raise ImproperlyConfigured(f"{name}={value!r} is not one of: {', '.join(choices)}.")
    return value


def site(name, default):
    """Return the address of a site, without a slash at its end. Raises ImproperlyConfigured for what is none."""
    value = text(name, default).rstrip("/")
    try:
        url = urlsplit(value)
        is_one = url.scheme in ("http", "https") and url.hostname and url.port != 0 and not url.query + url.fragment
    except ValueError:
        is_one = False
    if not is_one:
        raise ImproperlyConfigured(f"{name}={value!r} is not like https://wiki.example.org.")
    return value


def names(name, default=""):
    """Return a comma-separated list without empty items."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def data_folder(name, default):
    """Return the folder of the database and the key, as a Path; made for its owner alone where it is missing.

    Raises ImproperlyConfigured where it cannot be written to, unless nothing is kept in it.
    """
    path = Path(text(name, str(default)))
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)  # private entries and the key are in it
        why = "" if os.access(path, os.W_OK | os.X_OK) else "Permission denied"
    except OSError as error:
        why = error.strerror
    if why and not (text("SECRET_KEY") and text("DATABASE_URL").startswith("postgres")):
        raise ImproperlyConfigured(f"{name}={str(path)!r} is not a folder that can be written to: {why}.")
    return path


def token(name):
    """Return a secret, or "". Raises ImproperlyConfigured, which does not repeat it, for one that is short."""
    value = text(name)
    if value and not re.fullmatch(r"[!-~]{16,}", value):
        raise ImproperlyConfigured(f"{name} must be at least 16 letters, digits and signs, without spaces.")
    return value


def networks(name):
    """Return a list of ip_network: single addresses and networks like 10.0.0.0/8, separated by commas.

    Raises ImproperlyConfigured for anything else.
    """
    try:
        return [ipaddress.ip_network(item) for item in names(name)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={text(name)!r} holds what is no network: {error}.") from error


def oidc_providers(name):
    """Return allauth's list of OpenID Connect servers: a JSON list of {id, name, client_id, secret, server_url}.

    Raises ImproperlyConfigured for anything else, without the secret in the message.
    """
    try:
        rows = json.loads(text(name, "[]"))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no JSON: {error}.") from error
    if not isinstance(rows, list):
        raise ImproperlyConfigured(f"{name} is no JSON list of providers.")
    found = [_oidc_provider(name, number, row) for number, row in enumerate(rows, 1)]
    if len({row["provider_id"] for row in found}) < len(found):
        raise ImproperlyConfigured(f"{name}: two providers have the same id.")
    return found


def _oidc_provider(name, number, row):
    keys = ("id", "name", "client_id", "secret", "server_url")
    wrong = f"{name}: provider {number}"
    if not isinstance(row, dict) or set(row) != set(keys) or not all(isinstance(row[key], str) for key in keys):
        raise ImproperlyConfigured(f"{wrong} is not an object with the texts {', '.join(keys)}.")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,49}", row["id"]):
        raise ImproperlyConfigured(f"{wrong}: the id {row['id']!r} is not of small letters, digits and hyphens.")
    if not row["name"].strip() or not row["client_id"].strip():
        raise ImproperlyConfigured(f"{wrong}: name and client_id may not be empty.")
    if not re.match(r"https://[^/\s]+|http://(localhost|127\.0\.0\.1)(:|/|$)", row["server_url"]):
        raise ImproperlyConfigured(f"{wrong}: the server_url {row['server_url']!r} does not begin with https://.")
    return {
        "provider_id": row["id"],
        "name": row["name"].strip(),
        "client_id": row["client_id"],
        "secret": row["secret"],
        "settings": {"server_url": row["server_url"], "oauth_pkce_enabled": True},
    }


def rate_limits(name, defaults):
    """Return {action: (times, seconds)}: `defaults` with what the variable says (`edit=30/60,…`); {} for `off`.

    Raises ImproperlyConfigured for an action without a default and for anything but whole numbers above 0.
    """
    value = text(name, "on")
    if value.lower() in ON:
        return dict(defaults)
    if value.lower() in OFF:
        return {}
    limits = dict(defaults)
    for item in names(name):
        match = re.fullmatch(r"([a-z]+)=([1-9][0-9]{0,8})/([1-9][0-9]{0,8})", item)
        if not match or match[1] not in defaults:
            raise ImproperlyConfigured(
                f"{name}={value!r}: {item!r} is not like login=10/60 (times/seconds; {', '.join(defaults)})."
            )
        limits[match[1]] = int(match[2]), int(match[3])
    return limits


def cache():
    """Return Django's CACHES["default"]: Redis where REDIS_URL names one, else a table of the database."""
    if url := text("REDIS_URL"):
        if not url.startswith(("redis://", "rediss://", "unix://")):
            raise ImproperlyConfigured("REDIS_URL must begin with redis://, rediss:// or unix://.")
        try:
            _ = urlsplit(url).port
        except ValueError as error:
            raise ImproperlyConfigured("REDIS_URL names a port that is no number.") from error
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": "commonplace",
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},  # seconds that somebody waits for nothing
        }
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",  # the table of accounts.models.CacheRow
        "OPTIONS": {"MAX_ENTRIES": 10000, "CULL_FREQUENCY": 4},
    }


TLS = {"": "starttls", "on": "starttls", "starttls": "starttls", "implicit": "implicit", "off": "off"}
MAIL_PORTS = {"starttls": 587, "implicit": 465, "off": 25}


def mail(name):
    """Return Django's settings of e-mail for `smtp://user:password@host:port?tls=starttls|implicit|off&from=…`.

    {} without a value. Raises ImproperlyConfigured for what is no such address; its password is not repeated.
    """
    value = text(name)
    if not value:
        return {}
    like = f"{name} is not like smtp://user:password@host:587?tls=starttls (or implicit, or off)"
    try:
        url = urlsplit(value)
        host, port = url.hostname, url.port
        options = dict(parse_qsl(url.query, keep_blank_values=True, strict_parsing=bool(url.query)))
    except ValueError as error:
        raise ImproperlyConfigured(f"{like}.") from error
    tls, sender = TLS.get(options.pop("tls", "")), options.pop("from", "")
    if url.scheme != "smtp" or not host or tls is None or options or url.path not in ("", "/") or url.fragment:
        raise ImproperlyConfigured(f"{like}.")
    if sender and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", sender):
        raise ImproperlyConfigured(f"{name}: from={sender!r} is no e-mail address.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port or MAIL_PORTS[tls],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": tls == "starttls",
        "EMAIL_USE_SSL": tls == "implicit",
        "EMAIL_TIMEOUT": 10,  # seconds that somebody waits for a mail server that does not answer
        **({"DEFAULT_FROM_EMAIL": sender} if sender else {}),
    }


POSTGRESQL = ("postgres://", "postgresql://")


def replicas(name):
    """Return Django's DATABASES of a comma-separated list of addresses of replicas, {alias: config}."""
    urls = names(name)
    if any(not url.startswith(POSTGRESQL) for url in [*urls, *([text("DATABASE_URL")] if urls else [])]):
        raise ImproperlyConfigured(f"{name}: DATABASE_URL and each replica's address must begin with postgres://.")
    return {f"replica{number}": _postgresql(_parsed(name, url), wait=2) for number, url in enumerate(urls, 1)}


def _parsed(name, url):
    import dj_database_url

    try:
        return dj_database_url.parse(url)
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"{name} cannot be read: {error}") from error


# How soon a server that fell silent is given up: it has no time to say that it ends. Milliseconds, then seconds.
SILENT = {"tcp_user_timeout": 10_000, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2}


def _postgresql(config, wait=5):
    """`wait`: seconds until a page says that it is away, or asks another."""
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    config["OPTIONS"] = {"connect_timeout": wait, **SILENT, **config.setdefault("OPTIONS", {})}
    return config


def database(data_dir):
    """Return Django's DATABASES["default"]: SQLite in `data_dir`, or what DATABASE_URL says."""
    config = _parsed("DATABASE_URL", text("DATABASE_URL") or f"sqlite:///{data_dir / 'commonplace.sqlite3'}")
    vendor = config["ENGINE"].rsplit(".", 1)[-1]
    if vendor == "sqlite3":
        config["CONN_MAX_AGE"] = None  # a connection reads the schema and fills its cache once, not at each request
        config["OPTIONS"] = {
            # A deferred transaction that turns from reading to writing fails at once, whatever the time-out.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;"
            # Of each connection, so of each thread of each worker: most is read from the file's pages in memory.
            " PRAGMA cache_size=-4000; PRAGMA mmap_size=134217728",
        }
    elif vendor == "postgresql":
        _postgresql(config)
    else:
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")
    return config


def secret_key(data_dir):
    """Return SECRET_KEY, or the one kept in `data_dir`; made once, atomically, readable by its owner alone."""
    if value := text("SECRET_KEY"):
        if len(value) < 32 or len(set(value)) < 8:
            raise ImproperlyConfigured("SECRET_KEY is too easily guessed: give 32 or more random letters and digits.")
        return value
    path = Path(data_dir) / "secret_key"
    try:
        return path.read_text().strip() or _broken(path)
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"secret_key.{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(50))
    try:
        os.link(fresh, path)  # fails when another process was first: then its key counts
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text().strip()


def _broken(path):
    raise ImproperlyConfigured(f"{path.name} in the data folder is empty. Restore it, or delete it to make a new one.")
