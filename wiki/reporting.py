"""Faults are told to an error tracker (SENTRY_DSN): where in the code, in which request; nothing that people wrote."""

import logging

from django.core.exceptions import ImproperlyConfigured

from wiki import logs

KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk", "contexts", "modules")
FRAME = (
    "filename",
    "abs_path",
    "function",
    "module",
    "lineno",
    "in_app",
    "pre_context",
    "context_line",
    "post_context",
)


def begin(dsn):
    """Report from now on. Raises ImproperlyConfigured without the package, and for what is no address of a tracker."""
    if not dsn:
        return
    try:
        import sentry_sdk
        from sentry_sdk.integrations.logging import LoggingIntegration
        from sentry_sdk.utils import BadDsn
    except ImportError as error:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, and sentry-sdk is not installed: install the extra ops."
        ) from error
    try:
        sentry_sdk.init(
            dsn=dsn,
            # What the log calls an error, and nothing else: other integrations change Django's database and tell every
            # child process of the request.
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
            include_local_variables=False,  # texts that are private stand in them
            max_request_body_size="never",
            max_breadcrumbs=0,
            auto_session_tracking=False,
            server_name="",
            before_send=cleared,
        )
    except BadDsn as error:
        raise ImproperlyConfigured("SENTRY_DSN is no address of an error tracker.") from error


def cleared(event, hint=None):
    """Return what is sent of an event: types of exceptions and places in the code, and the name of the request.

    Messages stay here, as do addresses, headers and people: the log has them, under the same name.
    """
    sent = {name: event[name] for name in KEPT if name in event}
    sent["contexts"] = {name: event["contexts"][name] for name in ("runtime",) if name in event.get("contexts", {})}
    values = (event.get("exception") or {}).get("values") or []
    sent["exception"] = {"values": [_exception(value) for value in values]}
    if "message" in (event.get("logentry") or {}):
        sent["logentry"] = {"message": event["logentry"]["message"]}  # before anything was filled in
    if asked := logs.current.get():
        sent["tags"] = {"request_id": asked.id, "view": asked.view, "method": asked.method}
    return sent


def _exception(value):
    frames = (value.get("stacktrace") or {}).get("frames") or []
    kept = [{name: frame[name] for name in FRAME if name in frame} for frame in frames]
    return {"type": value.get("type"), "module": value.get("module"), "stacktrace": {"frames": kept}}
