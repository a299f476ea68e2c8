"""The person's language and time zone, what they had as a visitor, and responses to htmx.

No login or error page is swapped into a page.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import cast
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from apps.web.http import LearnerRequest, VisitorRequest, error_fragment
from apps.web.server.usage import ACCOUNT

GetResponse = Callable[[VisitorRequest], HttpResponse]


class NullCharacterMiddleware:
    """Refuses a null character in a URL's query: no text contains one, and PostgreSQL does not accept it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Return the response, or raise BadRequest."""
        if any("\0" in text for name, values in request.GET.lists() for text in (name, *values)):
            raise BadRequest("null character in the query")
        return self.get_response(request)


class AccountMiddleware:
    """Tells the server whose request it was: who keeps it busy waits for others (apps/web/server/turns.py)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Return the response."""
        request.META[ACCOUNT] = request.user.pk or 0
        return self.get_response(request)


class UserLanguageMiddleware:
    """Activates the person's preferred language; without one, the browser's is active (Django's LocaleMiddleware)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Return the response in the person's language."""
        language = request.user.is_authenticated and request.user.preferred_language
        if not language:
            return self.get_response(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class UserTimeZoneMiddleware:
    """Activates the person's time zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Return the response with dates and times in the person's time zone."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(request.user.zone):
            return self.get_response(request)


class FragmentMarkMiddleware:
    """Marks what is sent to htmx as ours: no page of a proxy or a Wi-Fi is swapped in, whatever it holds."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Return the response with the header that status.js looks for."""
        response = self.get_response(request)
        if request.htmx:
            response.headers["X-Ditcards"] = "fragment"
        return response


class HtmxLoginMiddleware:
    """Lets the login lead back to the page on which a button was pressed after the session had ended.

    With htmx it replaces the whole page, not only the fragment that was requested.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Turn a redirect to the login into one that leads back to a page."""
        response = self.get_response(request)
        login = resolve_url("account_login")
        logins = (login, resolve_url("admin:login"))
        if response.status_code != 302 or urlsplit(response["Location"]).path not in logins:
            return response
        if request.htmx:
            return HttpResponseClientRedirect(f"{login}?{urlencode({'next': _page_of(request)})}")
        if request.method == "POST" and _next_of(response["Location"]) == request.get_full_path():
            # The admin's own login tells those who are logged in that they may not open its pages.
            path = urlsplit(response["Location"]).path if request.user.is_authenticated else login
            return HttpResponseRedirect(f"{path}?{urlencode(_query_after_post(request))}")
        return response


class HtmxErrorMiddleware:
    """Reports an error to htmx in the page's status line, where an error page would be swapped into the page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Turn an error page into a sentence."""
        response = self.get_response(request)
        if request.htmx and response.status_code >= 400 and response.content.lstrip()[:9].lower() == b"<!doctype":
            sentence = _("Nothing was saved: this page is out of date, or an error occurred. Reload it and try again.")
            return error_fragment(request, sentence, status=response.status_code)
        return response


class ClaimMiddleware(ABC):
    """Gives people what their session held while they were visitors, with the first request after their login."""

    session_keys: tuple[str, ...]

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Return the response, for a person who has logged in after the claim."""
        if request.COOKIES and request.user.is_authenticated and any(map(request.session.has_key, self.session_keys)):
            self.claim(cast(LearnerRequest, request))
        return self.get_response(request)

    @abstractmethod
    def claim(self, request: LearnerRequest) -> None:
        """Take what the session holds under the keys out of it, and store it for the person."""


def _query_after_post(request: VisitorRequest) -> dict[str, object]:
    """Return a login's query that leads back to the page whose form was sent: what a form sends to may be no page."""
    page = _split(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return {"next": resolve_url("reviews:today")}
    query = {"next": page._replace(scheme="", netloc="", fragment="").geturl()}
    return query | ({"ended": 1} if page.path.startswith(resolve_url("reviews:session")) else {})


def _next_of(login: str) -> str:
    """Return where a login leads to; empty where its URL does not name it."""
    return parse_qs(urlsplit(login).query).get("next", [""])[0]


def _split(url: str) -> SplitResult:
    """Return the parts of a URL; empty ones where it is invalid."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _page_of(request: VisitorRequest) -> str:
    """Return the path of the page that sent the request; the home page if the header is invalid."""
    try:
        return request.htmx.current_url_abs_path or resolve_url("reviews:today")
    except ValueError:
        return resolve_url("reviews:today")
