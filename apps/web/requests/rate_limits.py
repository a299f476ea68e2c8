"""Expensive requests are limited, by ACCOUNT_RATE_LIMITS, and counted for all processes together."""

from allauth.core import ratelimit
from django.http import HttpResponse

from apps.web.http import VisitorRequest

EACH = "_each"  # ends the name of the limit of one account or session


def count_or_refuse(request: VisitorRequest, action: str) -> HttpResponse | None:
    """Count one more `action`; return the page that refuses it where that is too many.

    The limit of one account or session is strict and counts first, so that nobody uses up what all who share an
    address have. A visitor without a session, who could drop any that they got, is counted by address alone.
    """
    actions = [f"{action}{EACH}", action] if (person := _person(request)) else [action]
    refusals = (ratelimit.consume_or_429(request, action=each, key=person, limit_get=True) for each in actions)
    return next(filter(None, refusals), None)


def _person(request: VisitorRequest) -> str:
    """Return what names the account, or else the session."""
    return f"account:{request.user.pk}" if request.user.is_authenticated else request.session.session_key or ""
