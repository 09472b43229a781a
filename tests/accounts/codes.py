"""The codes that an app would show, reckoned as RFC 6238 says."""

import base64
import hashlib
import hmac
import struct
import time


def code_of(secret, steps=0):
    """Return the six digits for this secret now, or that many half minutes later."""
    moment = int(time.time()) // 30 + steps
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", moment), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
