"""Expensive requests are limited, by ACCOUNT_RATE_LIMITS, and counted for all processes together.

allauth limits logins itself, by the same setting.
"""

from allauth.core import ratelimit
from django.http import HttpResponse

from apps.web.http import VisitorRequest

EACH = "_each"  # ends the name of the limit of one account or session
WITHOUT_SESSION = "_without_session"  # ends that of an address's clients that have neither


def count_or_refuse(request: VisitorRequest, action: str) -> HttpResponse | None:
    """Count one more `action`; return the page that refuses it where that is too many.

    The limit of one account or session is strict and counts first, so that nobody uses up what all who share an
    address have. Clients without a session, who could drop any that they got, have one limit per address together.
    """
    person = _person(request)
    actions = (f"{action}{EACH if person else WITHOUT_SESSION}", action)
    refusals = (ratelimit.consume_or_429(request, action=each, key=person, limit_get=True) for each in actions)
    return next(filter(None, refusals), None)


def _person(request: VisitorRequest) -> str:
    """Return what names the account, or else the session; nothing for a session that is not stored here."""
    return f"account:{request.user.pk}" if request.user.is_authenticated else request.session.session_key or ""
