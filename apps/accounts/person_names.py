"""The names of people, as others send them."""

from apps.accounts.models import User

MAX_LENGTH: int = User._meta.get_field("name").max_length or 0


def cleaned(text: str) -> str:
    """Return a name that can be stored and shown on one line."""
    return "".join(filter(str.isprintable, text)).strip()[:MAX_LENGTH]
