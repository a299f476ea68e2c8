"""The names of people, as others send them."""

from apps.accounts.models import User
from apps.formats.text.printable import printable

MAX_LENGTH: int = User._meta.get_field("name").max_length or 0


def cleaned(text: str) -> str:
    """Return a name that can be stored and shown on one line."""
    return printable(text).strip()[:MAX_LENGTH]
