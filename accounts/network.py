"""The network address that a request came from."""

import ipaddress

from django.conf import settings


def address_of(request):
    """Return the address of whoever asks, as text, or None where the server told none.

    `X-Forwarded-For` is what anybody writes: it counts only as far as machines of TRUSTED_PROXIES wrote it, from the
    right to the left.
    """
    address = _address(request.META.get("REMOTE_ADDR", ""))
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while address is not None and told and _trusted(address):
        before = _address(told.pop())
        if before is None:
            break
        address = before
    return None if address is None else str(address)


def network_of(request):
    """Return what limits count by, as text: the address, or the /64 of one of IPv6, since a host has that whole."""
    told = address_of(request)
    address = _address(told or "")
    if address is None or address.version == 4:
        return told or "-"
    return str(ipaddress.ip_network((address, 64), strict=False))


def _trusted(address):
    return any(address in network for network in getattr(settings, "TRUSTED_PROXIES", ()))


def _address(text):
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
