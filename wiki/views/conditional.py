"""Answers that need not be sent again."""

from hashlib import blake2b

from django.utils.cache import get_conditional_response


def conditional(request, response):
    """Return the response, or 304 to whoever has these very bytes. What is made for somebody signed in is kept by
    nobody and has no ETag."""
    if request.user.is_authenticated:
        return response
    etag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
