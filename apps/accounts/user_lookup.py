"""People whom a command names."""

from django.core.management.base import CommandError

from apps.accounts.models import User


def person_named(email: str) -> User:
    """Return the person of that address, or raise CommandError."""
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"Nobody here has the address {email}. Make an account first.")
    return person
