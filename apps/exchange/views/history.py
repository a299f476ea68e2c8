"""A learner downloads their own history."""

from collections.abc import Iterable, Iterator
from itertools import batched, chain

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.exchange import history
from apps.web.http import LearnerRequest

BATCH_SIZE = 500  # lines


@require_safe
@never_cache
@login_required
def everything(request: LearnerRequest) -> HttpResponseBase:
    """Download the person's whole history, one line of JSON for each thing."""
    lines = map(history.as_json, history.lines_of(request.user))
    return _download(request, lines, "ditcards-history.jsonl", "application/jsonl")


@require_safe
@never_cache
@login_required
def fsrs(request: LearnerRequest) -> HttpResponseBase:
    """Download the person's answers as the table that FSRS optimizers read."""
    rows = chain([history.FSRS_HEADER], history.fsrs_rows(request.user))
    return _download(request, map(_as_csv, rows), "fsrs-reviews.csv", "text/csv; charset=utf-8")


def _download(request: LearnerRequest, lines: Iterable[str], name: str, content_type: str) -> HttpResponseBase:
    refused: HttpResponseBase | None = ratelimit.consume_or_429(
        request, action="export", user=request.user, limit_get=True
    )
    if refused:
        return refused
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(_chunks(lines), content_type=content_type, headers=headers)


def _chunks(lines: Iterable[str]) -> Iterator[bytes]:
    return ("".join(some).encode() for some in batched(lines, BATCH_SIZE))


def _as_csv(row: Iterable[object]) -> str:
    return ",".join(map(str, row)) + "\n"  # numbers and names of columns: nothing to quote
