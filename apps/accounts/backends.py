"""Finds the person who is logged in, as every request does: by a statement that is compiled once.

A session names the backend that began it. So it ends when LOCAL_LOGIN no longer lets its person in that way.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.accounts.models import User
from apps.accounts.sso.local_login import may_log_in_locally
from apps.web.compiled_queries import CompiledQuery


def _person(key: int) -> QuerySet[User]:
    return User._default_manager.filter(pk=key)


_PERSON = CompiledQuery(_person)


class _Backend(AllauthBackend):  # type: ignore[misc] # allauth has no types
    def get_user(self, user_id: int) -> User | None:
        """Return the person with this key, if they may log in."""
        person = _PERSON.first(user_id)
        return person if person and self.user_can_authenticate(person) else None


class AuthenticationBackend(_Backend):
    """The login of allauth, without a provider."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person with this key, if they may log in so."""
        person = super().get_user(user_id)
        return person if person and may_log_in_locally(person) else None


class ProviderBackend(_Backend):
    """The login by a provider, which apps/accounts/sso/ decides."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Let nobody in by a password."""
