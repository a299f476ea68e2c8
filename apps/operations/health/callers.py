"""Who may read what concerns the operator alone: a program on this machine, or one that has the token."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.crypto import constant_time_compare

FORWARDING = ("x-forwarded-", "forwarded", "x-real-ip", "via")  # a proxy on this machine sent it, for somebody else


def is_operator(request: HttpRequest) -> bool:
    """Whether the request came from this machine, through no proxy, or with METRICS_TOKEN."""
    return _is_direct_loopback(request) or _has_token(request)


def _is_direct_loopback(request: HttpRequest) -> bool:
    """Whether a program here asked for this machine: a proxy names itself, or passes on the host that it got."""
    if any(name.lower().startswith(FORWARDING) for name in request.headers):
        return False
    host, _port = split_domain_port(request.headers.get("Host", ""))
    # Behind a Unix socket, which has no address, there is a proxy.
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and (host == "localhost" or _is_loopback(host.strip("[]")))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _has_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    expected = settings.METRICS_TOKEN
    return bool(expected) and scheme.lower() == "bearer" and constant_time_compare(token, expected)
