"""What a provider publishes of itself, its configuration and its keys: fetched once in ten minutes."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import cache

from apps.accounts.sso.provider_session import ProviderSession, is_away

TTL_SECONDS = 600


def published[T](url: str, read: Callable[[Any], T], *, again: bool = False) -> T:
    """Return what `read` makes of the JSON at the URL; what it raises an error for is not stored.

    `again` fetches it even if it is stored. So does a provider that was away: this finds out whether it is back.
    """
    key = f"oidc.{hashlib.sha256(url.encode()).hexdigest()}"
    stored = None if again or is_away() else cache.get(key)
    if stored is not None:
        return read(stored)
    with ProviderSession() as session:
        response = session.get(url)
    response.raise_for_status()
    fetched = response.json()
    result = read(fetched)
    cache.set(key, fetched, TTL_SECONDS)
    return result
