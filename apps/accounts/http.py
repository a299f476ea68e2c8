"""The request as our views see it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from apps.accounts.models import User


class VisitorRequest(HttpRequest):
    """A request that may come from anyone; `htmx` is true when htmx sent it."""

    htmx: HtmxDetails


class LearnerRequest(VisitorRequest):
    """A request whose user is known: the view behind `login_required`."""

    user: User
