"""The rules of Mozilla's HTTP Observatory, as far as they concern a site like this one, as a small scorer.

Points are taken from 100; bonuses count where at least 90 were left. 100 and above is A+.
"""

import re

HALF_A_YEAR = 15_768_000  # seconds
UNSAFE = ("'unsafe-inline'", "'unsafe-eval'", "data:", "http:", "https:", "*")
PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
FRAMES = ({"'none'"}, {"'self'"})


def policy_of(response):
    """Return {directive: [values]} of the content security policy."""
    parts = (part.split() for part in response.headers.get("Content-Security-Policy", "").split(";"))
    return {part[0]: part[1:] for part in parts if part}


def score(response):
    """Return (points, what was found wanting) for an answer that came over https."""
    losses = {**_policy(response), **_transport(response), **_sniffing(response), **_cookies(response)}
    if response.headers.get("Access-Control-Allow-Origin"):
        losses["opened to other origins"] = 50
    points = 100 - sum(losses.values())
    return points + (_bonus(response) if points >= 90 else 0), sorted(losses)


def grade(points):
    steps = ((100, "A+"), (90, "A"), (70, "B"), (50, "C"), (30, "D"))
    return next((name for least, name in steps if points >= least), "F")


def _policy(response):
    policy = policy_of(response)
    if not policy:
        return {"no content security policy": 25}
    scripts, styles = (policy.get(name, policy.get("default-src", ["*"])) for name in ("script-src", "style-src"))
    losses = {}
    if any(value in UNSAFE for value in scripts):
        losses["scripts of any origin or inline"] = 20
    if any(value in UNSAFE for value in styles):
        losses["styles of any origin or inline"] = 20
    if policy.get("object-src", policy.get("default-src")) != ["'none'"]:
        losses["plugins"] = 20
    for name in ("base-uri", "form-action", "frame-ancestors"):  # no default stands in for these
        if policy.get(name) not in (["'none'"], ["'self'"]):
            losses[f"{name} is open"] = 5
    return losses


def _transport(response):
    found = re.search(r"max-age=(\d+)", response.headers.get("Strict-Transport-Security", ""))
    if not found:
        return {"no HSTS": 20}
    return {} if int(found[1]) >= HALF_A_YEAR else {"HSTS for less than half a year": 10}


def _sniffing(response):
    losses = {}
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        losses["no nosniff"] = 5
    framed = set(policy_of(response).get("frame-ancestors", ["*"])) not in FRAMES
    if framed and response.headers.get("X-Frame-Options") not in ("DENY", "SAMEORIGIN"):
        losses["can be framed"] = 20
    if set(response.headers.get("Referrer-Policy", "").split(", ")) - PRIVATE_REFERRERS - {""}:
        losses["tells other sites where somebody came from"] = 5
    return losses


def _cookies(response):
    losses = {}
    for name, cookie in response.cookies.items():
        if cookie["max-age"] == 0:  # taken away
            continue
        if not cookie["secure"]:
            losses[f"cookie {name} without Secure"] = 40
        if not cookie["httponly"]:
            losses[f"cookie {name} without HttpOnly"] = 30
        if cookie["samesite"] not in ("Lax", "Strict"):
            losses[f"cookie {name} without SameSite"] = 20
        if not name.startswith("__Host-") or cookie["path"] != "/" or cookie["domain"]:
            losses[f"cookie {name} not bound to this host"] = 5
    return losses


def _bonus(response):
    policy = policy_of(response)
    return sum(
        [
            10 * (policy.get("default-src") == ["'none'"]),
            5 * ("frame-ancestors" in policy),
            5 * bool(response.cookies),
            5 * (response.headers.get("Referrer-Policy") in PRIVATE_REFERRERS),
            10 * (response.headers.get("Cross-Origin-Resource-Policy") in ("same-origin", "same-site")),
        ]
    )
