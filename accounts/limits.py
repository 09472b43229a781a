"""How often somebody may try to sign in or up, in allauth's words. Imported by the settings: no models here."""

ANYWHERE = "login_failed_anywhere"


def for_allauth(limits):
    """Return ACCOUNT_RATE_LIMITS for {action: (times, seconds)}; without limits False, which turns them off."""
    if not limits:
        return False
    times, seconds = limits["login"]
    signups, signup_seconds = limits["signup"]
    return {
        # Every POST counts here, and an office may share one address.
        "login": f"{times * 5}/{seconds}s/ip",
        # A name from one address; and from anywhere, far more often: else anybody locks out anybody.
        "login_failed": f"{times}/{seconds}s/ip,{max(times // 2, 1)}/{seconds * 5}s/key",
        ANYWHERE: f"{max(times // 2, 1) * 10}/{seconds * 5}s/key",
        "signup": f"{signups}/{signup_seconds}s/ip",
    }
