"""The tokens by which an e-mail is unsubscribed and a calendar is read, without a login."""

from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare

from apps.accounts.models import User
from apps.reminders.models import Reminders

_unsubscribe = Signer(salt="reminders.unsubscribe")


def unsubscribe_token(user: User) -> str:
    """Return the token by which the person's e-mails are turned off."""
    return _unsubscribe.sign(str(user.pk))


def unsubscribing(token: str) -> Reminders | None:
    """Return the reminders that a token turns off; None if it is none of ours."""
    try:
        pk = int(_unsubscribe.unsign(token))
    except (BadSignature, ValueError):
        return None
    return Reminders.objects.filter(user=pk).select_related("user").first()


def of_calendar(person: int, key: str) -> Reminders | None:
    """Return the reminders whose calendar has this key; None if there is none, or not any more."""
    found = Reminders.objects.filter(user=person, user__is_active=True).select_related("user").first()
    is_theirs = found is not None and bool(found.calendar_key) and constant_time_compare(found.calendar_key, key)
    return found if is_theirs else None
