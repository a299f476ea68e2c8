"""Who may make an account, as SIGNUP decides: everybody, people with certain addresses, who was invited, nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from apps.accounts.sso.local_login import everybody_may_log_in_locally

if TYPE_CHECKING:  # the settings read this module; the server reads those before it can import Django's requests
    from django.http import HttpRequest

OPEN: str = "open"
DOMAINS: str = "domains"
INVITATION: str = "invitation"
CLOSED: str = "closed"
POLICIES: tuple[str, ...] = (OPEN, DOMAINS, INVITATION, CLOSED)


@dataclass(frozen=True)
class Guest:
    """A visitor who came by a link, a code or an invitation; `is_let_in`: it lets people in now, not only then."""

    is_let_in: bool
    email: str = ""  # in lower case: the only address that is invited; empty: any is


type FindGuest = Callable[[HttpRequest], Guest | None]

_find_guest: list[FindGuest] = []


def finds_guests(function: FindGuest) -> FindGuest:
    """Let the function of an app above find what its links and codes promised a visitor."""
    _find_guest.append(function)
    return function


def find_guest(request: "HttpRequest") -> Guest | None:
    """Return the visitor as a guest, None for who came by no link: looked up each time, as what was open may end."""
    return next(filter(None, (find(request) for find in _find_guest)), None)


def is_open(request: "HttpRequest") -> bool:
    """Whether this visitor may make an account with a password, and a suitable address."""
    if not everybody_may_log_in_locally():
        return False
    if settings.SIGNUP != INVITATION:
        return bool(settings.SIGNUP in (OPEN, DOMAINS))
    guest = find_guest(request)
    return guest is not None and guest.is_let_in


def is_open_by_provider() -> bool:
    """Whether who comes from a provider may get an account: the operator chose it, so this needs no invitation."""
    return bool(settings.SIGNUP != CLOSED)


def takes(email: str, guest: Guest | None) -> bool:
    """Whether somebody for whom the sign-up is open may make an account with this address."""
    if settings.SIGNUP == OPEN or (settings.SIGNUP == DOMAINS and is_in_domains(email, settings.SIGNUP_DOMAINS)):
        return True
    return guest is not None and guest.is_let_in and guest.email in ("", email.lower())


def is_in_domains(email: str, domains: list[str]) -> bool:
    """Whether an address is in one of these domains, or below it."""
    domain = email.rpartition("@")[2].lower()
    return any(domain == each or domain.endswith(f".{each}") for each in domains)
