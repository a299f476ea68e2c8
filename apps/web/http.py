"""The request as our views see it, what it may ask for, and the refusal of what none of our pages sends."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django_htmx.http import reswap, retarget
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from apps.accounts.models import User


class VisitorRequest(HttpRequest):
    """A request that may come from anyone; `htmx` is true when htmx sent it."""

    htmx: HtmxDetails


class LearnerRequest(VisitorRequest):
    """A request whose user is known: the view behind `login_required`."""

    user: "User"


def is_row_id(text: str) -> bool:
    """Whether a database may be asked for the row of this number."""
    return text.isdecimal() and len(text) <= 18


def error_fragment(request: VisitorRequest, sentence: str, *, status: int = 400) -> HttpResponse:
    """Refuse a form with a sentence; htmx shows it in the page's status line and leaves the rest of the page alone."""
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    return retarget(reswap(response, "innerHTML"), "#status") if request.htmx else response
