"""Cookies of this site alone, at whichever path of a host it is: docs/decisions/0034."""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpResponse


def cookie_name(name: str) -> str:
    """Return the name of one of our cookies: one of the same name at the host's root would hide it."""
    return f"{settings.SITE.cookie_prefix}{name}"


class _MessageCookie(CookieStorage):
    """Django's, which knows a setting neither for the name nor for the path."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.cookie_name = cookie_name("messages")

    def _update_cookie(self, encoded_data: str, response: HttpResponse) -> None:
        super()._update_cookie(encoded_data, response)  # type: ignore[misc] # the stubs leave it out
        response.cookies[self.cookie_name]["path"] = settings.SESSION_COOKIE_PATH


class MessageStorage(FallbackStorage):
    """What a page is to say next: in a cookie, or in the session where it is too long for one."""

    storage_classes = (_MessageCookie, SessionStorage)
