"""Finds the person who is logged in, as every request does: by a statement that is compiled once."""

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.web.compiled_queries import CompiledQuery


def _person(key: int) -> QuerySet[User]:
    return User._default_manager.filter(pk=key)


_PERSON = CompiledQuery(_person)


class AuthenticationBackend(AllauthBackend):  # type: ignore[misc] # allauth has no types
    """The login of allauth."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person with this key, if they may log in."""
        person = _PERSON.first(user_id)
        return person if person and self.user_can_authenticate(person) else None
