"""HTTP to a provider, for which nobody waits long: a process of the server answers one request at a time.

After no answer, it counts as away for all processes and machines. Then one request in a quarter of a minute finds out
whether it is back, and all others get a sentence at once.
"""

import time
from typing import Any

import requests
import urllib3
from django.core.cache import cache

from apps.accounts.sso.problems import ProviderAway, ProviderProblem

TIMEOUTS = (2, 3)  # seconds: to connect, and for each piece of an answer
ANSWER_SECONDS = 5  # for a whole answer: else one that comes in drops would never end
MAX_ANSWER_BYTES = 262_144  # what a provider publishes has a few thousand
PIECE_BYTES = 16_384
AWAY, TRIED = "sso.away", "sso.tried"
TRIED_SECONDS = 15
AWAY_SECONDS = 3600  # after which a provider that nobody asked counts as there


def is_away() -> bool:
    """Whether the provider did not answer when it was last asked."""
    return bool(cache.get(AWAY))


class ProviderSession(requests.Session):
    """Sends requests; raises ProviderAway without sending one where it would hardly be answered."""

    def request(self, *args: Any, **options: Any) -> requests.Response:
        """Send a request and return the whole answer, of whatever status; one that leads elsewhere is not followed."""
        was_away = is_away()
        if was_away and not cache.add(TRIED, True, TRIED_SECONDS):
            raise ProviderAway("no answer a moment ago")
        ends_at = time.monotonic() + ANSWER_SECONDS
        try:
            response = super().request(
                *args, **options | {"timeout": TIMEOUTS, "stream": True, "allow_redirects": False}
            )
            _read(response, ends_at)
        except (requests.ConnectionError, requests.Timeout):
            cache.set(TRIED, True, TRIED_SECONDS)
            cache.set(AWAY, True, AWAY_SECONDS)
            raise
        if was_away:
            cache.delete(AWAY)
        return response


def _read(response: requests.Response, ends_at: float) -> None:
    """Read the content of an answer; raise Timeout where it takes too long, ProviderProblem where it is too long."""
    content = bytearray()
    try:
        while piece := response.raw.read1(PIECE_BYTES, decode_content=True):
            content += piece
            if time.monotonic() > ends_at:
                raise requests.Timeout
            if len(content) > MAX_ANSWER_BYTES:  # it may be about one person: the provider is not away
                raise ProviderProblem("an answer that is too long")
    except urllib3.exceptions.HTTPError as error:
        raise requests.ConnectionError from error
    finally:
        response.close()
    response._content, response._content_consumed = bytes(content), True
