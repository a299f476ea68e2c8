"""Who may read what concerns the operator alone: a program on this machine, or one that has the token."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")  # a proxy on this machine sent it, for somebody else


def is_operator(request: HttpRequest) -> bool:
    """Whether the request came from this machine, through no proxy, or with METRICS_TOKEN."""
    return _is_direct_loopback(request) or _has_token(request)


def _is_direct_loopback(request: HttpRequest) -> bool:
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:  # a Unix socket, behind which there is a proxy
        return False


def _has_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    expected = settings.METRICS_TOKEN
    return bool(expected) and scheme.lower() == "bearer" and constant_time_compare(token, expected)
