"""HTTP to a provider, for which nobody waits long: a process of the server answers one request at a time.

After no answer, it counts as away for all processes and machines. Then one request in a quarter of a minute finds out
whether it is back, and all others get a sentence at once.
"""

from typing import Any

import requests
from django.core.cache import cache

from apps.accounts.sso.problems import ProviderAway

TIMEOUTS = (2, 3)  # seconds: to connect, and to read
AWAY, TRIED = "sso.away", "sso.tried"
TRIED_SECONDS = 15
AWAY_SECONDS = 3600  # after which a provider that nobody asked counts as there


def is_away() -> bool:
    """Whether the provider did not answer when it was last asked."""
    return bool(cache.get(AWAY))


class ProviderSession(requests.Session):
    """Sends requests; raises ProviderAway without sending one where it would hardly be answered."""

    def request(self, *args: Any, **options: Any) -> requests.Response:
        """Send a request and return the answer, of whatever status."""
        was_away = is_away()
        if was_away and not cache.add(TRIED, True, TRIED_SECONDS):
            raise ProviderAway("no answer a moment ago")
        try:
            response = super().request(*args, **{"timeout": TIMEOUTS, **options})
        except (requests.ConnectionError, requests.Timeout):
            cache.set(TRIED, True, TRIED_SECONDS)
            cache.set(AWAY, True, AWAY_SECONDS)
            raise
        if was_away:
            cache.delete(AWAY)
        return response
