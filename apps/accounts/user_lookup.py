"""Finds the people that a command names."""

from django.core.management.base import CommandError

from apps.accounts.models import User


def user_by_email(email: str) -> User:
    """Return the person with that e-mail address, or raise CommandError."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError(f"There is no account with the e-mail address {email}. Create one first.")
    return user
