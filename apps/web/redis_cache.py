"""The cache in Redis or Valkey, where CACHE_URL names one: rate limits, and what a provider of logins publishes."""

from collections.abc import Callable

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from apps.web.rest import Rest

TIMEOUTS = {"socket_connect_timeout": 1, "socket_timeout": 1}  # seconds: a page waits for it
OPERATIONS = ("add", "get", "set", "touch", "delete", "incr", "has_key", "get_many", "set_many", "delete_many", "clear")
MAX_OWN_ENTRIES = 10_000  # those used longest ago go first: so many clients are limited at a time

rest = Rest(5, "The server of CACHE_URL does not answer, each process counts alone: %s")


class RedisOrOwnCache(RedisCache):
    """Redis; while it does not answer, memory of this process, so that pages work and limits still hold in each."""

    def __init__(self, server: str, params: dict) -> None:
        super().__init__(server, {**params, "OPTIONS": {**TIMEOUTS, **params.get("OPTIONS", {})}})
        self._own = LocMemCache(server, {**params, "OPTIONS": {"MAX_ENTRIES": MAX_OWN_ENTRIES}})


def _or_own(name: str) -> Callable[..., object]:
    """Return the operation of Redis that falls back to that of the process's own memory."""
    shared = getattr(RedisCache, name)

    def operation(cache: RedisOrOwnCache, *arguments: object, **options: object) -> object:
        if not rest.lasts:
            try:
                return shared(cache, *arguments, **options)
            except RedisError as error:
                rest.begin(error)
        return getattr(cache._own, name)(*arguments, **options)

    return operation


for each in OPERATIONS:
    setattr(RedisOrOwnCache, each, _or_own(each))
