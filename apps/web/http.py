"""The types of requests, ids in requests, and error responses for forms."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import reswap, retarget
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from apps.accounts.models import User


class VisitorRequest(HttpRequest):
    """A request with or without a login; `htmx` is true when htmx sent it."""

    htmx: HtmxDetails


class LearnerRequest(VisitorRequest):
    """A request with a login, for views behind `login_required`."""

    user: "User"


def absolute_url(path: str) -> str:
    """Return the URL of a path of ours, as `reverse` gives it: for e-mails, prints and QR codes."""
    return f"{settings.SITE.origin}{path}"


def site_url() -> str:
    """Return the URL of the site without a slash at its end, as in https://www.example.org/cards."""
    return f"{settings.SITE.origin}{settings.SITE.prefix}"


def is_row_id(text: str) -> bool:
    """Whether a text can be the id of a row: no more digits than a database can hold."""
    return text.isdecimal() and len(text) <= 18


def sent_text(request: HttpRequest, name: str) -> str:
    """Return a text that no form checks: a null character, which PostgreSQL does not accept, becomes a replacement."""
    return request.POST.get(name, "").replace("\0", "\N{REPLACEMENT CHARACTER}")


def next_url(request: HttpRequest, default: str) -> str:
    """Return the page of ours to which the URL leads back (?next=), or else the default."""
    url = request.GET.get("next", "")
    is_ours = url.startswith("/") and url_has_allowed_host_and_scheme(url, {request.get_host()})
    return url if is_ours else default


def error_fragment(request: VisitorRequest, sentence: str, *, status: int = 400) -> HttpResponse:
    """Return a sentence as error; htmx shows it in the page's status line and leaves the rest of the page alone."""
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    return retarget(reswap(response, "innerHTML"), "#status") if request.htmx else response
