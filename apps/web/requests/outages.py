"""What a request gets while the database or the mail server is away, or a disk is full: never an error page.

Nothing of it is a mistake in the program, and it passes: whoever asks again in a moment is served, without a restart.
"""

import errno
import logging
import sys
from collections.abc import Iterator

from django.core.handlers.wsgi import WSGIRequest
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.log import log_response
from django.utils.translation import gettext as _
from django.views import defaults

from apps.web.error_text import one_line

log = logging.getLogger("apps.web.outages")

RETRY_SECONDS = 5
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
ENGINES = ("redis.", "botocore.")  # where they are in use, their errors come as they are
SQL_ERROR = 1  # of SQLite: the statement is wrong, and will be the next time
READ_ONLY = "25006"  # of PostgreSQL: another server has become the first one


class MailAway(Exception):
    """An e-mail that a request was to send was not taken. The message is for the log: it has nothing of the person."""


def server_error(request: WSGIRequest) -> HttpResponse:
    """Return the page for an exception: calm for an outage, else Django's, which tells of a mistake."""
    outage = next(filter(_is_outage, _chain(sys.exception())), None)
    return _unavailable(request, outage) if outage else defaults.server_error(request)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception, and those from which it was raised: a mistake while one is handled is a mistake."""
    while error:
        yield error
        error = error.__cause__


def _is_outage(error: BaseException) -> bool:
    if isinstance(error, OperationalError):
        return getattr(error.__cause__, "sqlite_errorcode", None) != SQL_ERROR
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", None) == READ_ONLY
    if isinstance(error, OSError):
        return error.errno in FULL
    return isinstance(error, InterfaceError | MailAway) or type(error).__module__.startswith(ENGINES)


def _unavailable(request: WSGIRequest, outage: BaseException) -> HttpResponse:
    """Return a sentence to htmx, which leaves the page and what was pressed alone, or else a page."""
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(_sentence(outage), content_type="text/plain; charset=utf-8")
        response.headers["X-Ditcards"] = "fragment"
    else:
        path = request.get_full_path() if request.method in ("GET", "HEAD") else ""
        context = {"path": path, "is_mail": isinstance(outage, MailAway), "sentence": _sentence(outage)}
        response = HttpResponse(render_to_string("503.html", context))
    response.status_code = 503
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    why = one_line(f"{type(outage).__name__}: {outage}")
    log_response("503, %s", why, response=response, request=request, logger=log, level="warning")
    return response


def _sentence(outage: BaseException) -> str:
    if isinstance(outage, MailAway):
        return _("The e-mail could not be sent. Try again in a few minutes.")
    return _("Not saved. Press again in a moment.")
