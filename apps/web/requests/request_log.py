"""The request in which a line was logged, by an id that its answer names; and one line for each request.

No line holds an address of a person, a query, or a path: some hold a token, so the route stands for it.
"""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
NO_REQUEST = "-"
NO_ROUTE = "(no page)"
DJANGOS_ADVICE = re.compile(r"You may need to add .* to ALLOWED_HOSTS\.")
OUR_ADVICE = "This site answers to the host of SITE_URL."

access = logging.getLogger("ditcards.access")
_current: ContextVar[str] = ContextVar("request_id", default=NO_REQUEST)


class RequestLogMiddleware:
    """Gives each request its id, and logs it if ACCESS_LOG is on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response, with the id."""
        began, request_id = time.perf_counter(), _id_of(request)
        token = _current.set(request_id)
        try:
            response = self.get_response(request)
            response.headers[HEADER] = request_id
            if settings.ACCESS_LOG:
                _log(request, response, round((time.perf_counter() - began) * 1000))
        finally:
            _current.reset(token)
        return response


class RequestFilter(logging.Filter):
    """Adds the id to each record, and takes out of it what is not for a log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let each record pass."""
        record.request_id = _current.get()
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            record.args = tuple(route_of(request) if each == request.path else each for each in record.args)
        if record.name.startswith("django.security"):  # somebody else's mistake: where it was found helps nobody
            record.exc_info = None
            record.msg = DJANGOS_ADVICE.sub(OUR_ADVICE, str(record.msg))
        return True


def route_of(request: HttpRequest) -> str:
    """Return the route of the request, as in /calendar/<str:token>.ics."""
    return f"/{request.resolver_match.route}" if request.resolver_match else NO_ROUTE


def _id_of(request: HttpRequest) -> str:
    """Return the id that a proxy of ours gave, or a new one: a stranger's would make lines hard to find."""
    given = request.headers.get(HEADER, "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
    return given if SANE_ID.fullmatch(given) else uuid4().hex


def _log(request: HttpRequest, response: HttpResponse, milliseconds: int) -> None:
    line = {
        "method": request.method,
        "route": route_of(request),
        "status": response.status_code,
        "milliseconds": milliseconds,
    }
    access.info("%(method)s %(route)s %(status)s %(milliseconds)s ms", line, extra=line)
