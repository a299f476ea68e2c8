"""The learner's own language and time zone; no page of a login or an error is swapped into the middle of a page."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django_htmx.http import HttpResponseClientRedirect

from apps.web.http import VisitorRequest, error_fragment

FAILED = "Nothing was saved: this page is too old, or something is wrong here. Reload it, then press again."

GetResponse = Callable[[VisitorRequest], HttpResponse]


class NoNulMiddleware:
    """Refuses a NUL character in an address: no text holds one, and PostgreSQL will not look for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Answer the request, or raise BadRequest."""
        if any("\0" in text for values in request.GET.lists() for text in (values[0], *values[1])):
            raise BadRequest("There is a character in the address that no text holds.")
        return self.get_response(request)


class LearnersLanguageMiddleware:
    """Speaks the language that the person prefers; without a preference, the browser's (Django's LocaleMiddleware)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Answer the request in the person's language."""
        language = request.user.is_authenticated and request.user.preferred_language
        if not language:
            return self.get_response(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class LearnersTimeMiddleware:
    """Shows dates and times in the zone of the person who asks."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Answer the request in the person's zone."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(request.user.zone):
            return self.get_response(request)


class HtmxLoginMiddleware:
    """Sends the whole page to the login when a session has ended, not only the fragment that htmx asked for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Turn a redirect to the login into one that the browser follows as a whole."""
        response = self.get_response(request)
        login = resolve_url("account_login")
        if request.htmx and response.status_code == 302 and urlsplit(response["Location"]).path == login:
            return HttpResponseClientRedirect(f"{login}?{urlencode({'next': _page_of(request)})}")
        return response


class HtmxErrorMiddleware:
    """Says in the page's status line that a press failed: a page of that would take the place of what was pressed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Turn a whole page that reports an error into a sentence."""
        response = self.get_response(request)
        if request.htmx and response.status_code >= 400 and response.content.lstrip()[:9].lower() == b"<!doctype":
            return error_fragment(request, FAILED, status=response.status_code)
        return response


def _page_of(request: VisitorRequest) -> str:
    """Return the page from which htmx asked; the start where the header makes no sense."""
    try:
        return request.htmx.current_url_abs_path or "/"
    except ValueError:
        return "/"
