"""Notices a proxy in front that nobody named."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

DAY_SECONDS = 24 * 3600
CACHE_KEY = "warned-of-proxy"

log = logging.getLogger("apps.web")


class UntrustedProxyMiddleware:
    """Warns, once a day, that X-Forwarded-For arrives while no proxy is trusted: all visitors share one rate limit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.has_warned = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response."""
        if not self.has_warned and "X-Forwarded-For" in request.headers:
            self.has_warned = True
            self._warn()
        return self.get_response(request)

    def _warn(self) -> None:
        if cache.add(CACHE_KEY, True, DAY_SECONDS):  # for all processes together
            log.warning(
                "A proxy sends X-Forwarded-For, but TRUSTED_PROXIES is 0: all visitors behind it share one rate limit. "
                "Set TRUSTED_PROXIES to the number of your proxies."
            )
