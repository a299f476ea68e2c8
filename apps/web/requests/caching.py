"""What browsers and caches may keep: nothing that is somebody's, and for a minute what every visitor gets alike."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from apps.web.http import VisitorRequest

type View = Callable[..., HttpResponse]

PRIVATE = "private, no-store"
PUBLIC = "public, max-age=60"
WITHOUT_TOKEN = {"csrf_token": ""}  # so that {% csrf_token %} leaves it out: a token belongs to one visitor


class PrivatePagesMiddleware:
    """Forbids all caches to keep what was sent within a session, unless the view says for how long its browser may."""

    def __init__(self, get_response: Callable[[VisitorRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponse:
        """Return the response, with the header if it is of a session, or begins one."""
        response = self.get_response(request)
        is_personal = settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies
        if is_personal and "private" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = PRIVATE
        return response


def is_anybody(request: VisitorRequest) -> bool:
    """Whether nothing tells the visitor from others, so that all get the same page."""
    return not request.COOKIES and not request.headers.get("Authorization")


def cached_for_visitors(view: View) -> View:
    """Let caches keep a page for a minute if it is for anybody; the page must then have no CSRF token in it."""

    @wraps(view)
    def cached(request: VisitorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        is_public = is_anybody(request) and response.status_code == 200
        response.headers["Cache-Control"] = PUBLIC if is_public else PRIVATE
        patch_vary_headers(response, ("Cookie", "Authorization"))
        return response

    return cached


def from_own_page(view: View) -> View:
    """Accept what a page of ours sends, as its browser says, without a CSRF token; all else needs one."""
    with_token = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def checked(request: VisitorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = {f"{request.scheme}://{request.get_host()}", settings.SITE.origin}
        accepted = view if request.headers.get("Origin") in own else with_token
        return accepted(request, *args, **kwargs)

    return checked
