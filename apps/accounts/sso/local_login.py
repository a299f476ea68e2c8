"""Who may log in without a provider, with a password or a passkey, as LOCAL_LOGIN decides."""

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:  # the settings read this module
    from apps.accounts.models import User

EVERYBODY: str = "everybody"
SUPERUSERS: str = "superusers"
POLICIES: tuple[str, ...] = (EVERYBODY, SUPERUSERS)


def everybody_may_log_in_locally() -> bool:
    """Whether people without a superuser's rights may."""
    return bool(settings.LOCAL_LOGIN == EVERYBODY)


def may_log_in_locally(user: "User") -> bool:
    """Whether the person may."""
    return everybody_may_log_in_locally() or user.is_superuser
