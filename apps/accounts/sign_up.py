"""Who may make an account, as SIGNUP decides: everybody, people with certain addresses, who was invited, nobody."""

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:  # the settings read this module; the server reads those before it can import Django's requests
    from django.http import HttpRequest

OPEN: str = "open"
DOMAINS: str = "domains"
INVITATION: str = "invitation"
CLOSED: str = "closed"
POLICIES: tuple[str, ...] = (OPEN, DOMAINS, INVITATION, CLOSED)
KEY = "invited_to_sign_up"  # in the session


def invite(request: "HttpRequest") -> None:
    """Remember that this visitor has a link or a code that lets people in, so that they may make an account."""
    request.session[KEY] = True


def is_open(request: "HttpRequest") -> bool:
    """Whether this visitor may make an account, with a suitable address."""
    return settings.SIGNUP in (OPEN, DOMAINS) or (settings.SIGNUP == INVITATION and _is_invited(request))


def takes(email: str, request: "HttpRequest") -> bool:
    """Whether this visitor may make an account with this address: in one of SIGNUP_DOMAINS, or below it."""
    if settings.SIGNUP != DOMAINS or _is_invited(request):
        return True
    domain = email.rpartition("@")[2].lower()
    return any(domain == each or domain.endswith(f".{each}") for each in settings.SIGNUP_DOMAINS)


def _is_invited(request: "HttpRequest") -> bool:
    return bool(request.session.get(KEY))
