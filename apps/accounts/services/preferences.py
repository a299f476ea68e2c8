"""Saves how a person likes to review."""

from collections.abc import Iterable

from apps.accounts.models import User


def save_preferences(user: User, fields: Iterable[str]) -> None:
    """Save these fields and nothing else: a password that was changed in the meantime stays changed."""
    user.save(update_fields=[*fields])


def set_time_zone(user: User, name: str) -> None:
    """Save the time zone of a person who has just signed up."""
    user.time_zone = name
    user.save(update_fields=["time_zone"])


def introduce(user: User, name: str) -> None:
    """Save what a person calls themselves, unless they have a name already."""
    if name and not user.name:
        user.name = name
        user.save(update_fields=["name"])
