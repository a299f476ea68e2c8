"""Who is invited to teach."""

from apps.accounts.models import User


def invite_to_teach(person: User, *, invited: bool = True) -> None:
    """Let the person make courses where the site lets invited people teach, or take that back."""
    person.is_invited_to_teach = invited
    person.save(update_fields=["is_invited_to_teach"])
