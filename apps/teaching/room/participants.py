"""Who is in which room: a key for each room, in the browser session. Nobody can tell from it who a person is."""

from datetime import datetime

from django.utils.crypto import get_random_string, salted_hmac

from apps.teaching.models import Room
from apps.teaching.models.room import PARTICIPANT_LENGTH
from apps.teaching.room.services.answering import count_joined
from apps.web.http import VisitorRequest

SESSION_KEY = "rooms"
MAX_ROOMS = 10  # in one session: the latest


def has_joined(request: VisitorRequest, code: str) -> bool:
    """Whether the session has a key for the room with the code."""
    return code in request.session.get(SESSION_KEY, {})


def join(request: VisitorRequest, room: Room, now: datetime) -> str:
    """Return the person's key in the room; whoever comes before its end is counted, and has it in their session."""
    keys: dict[str, str] = request.session.get(SESSION_KEY, {})
    if room.code in keys:
        return keys[room.code]
    key = _new_key(request, room)
    if count_joined(room, at=now):
        request.session[SESSION_KEY] = dict([*keys.items()][1 - MAX_ROOMS :]) | {room.code: key}
    return key


def _new_key(request: VisitorRequest, room: Room) -> str:
    """Return a visitor's key by chance; that of an account is the same in all its browsers."""
    if request.user.is_authenticated:
        key = salted_hmac(__name__, f"{room.code} {request.user.pk}", algorithm="sha256")
        return key.hexdigest()[:PARTICIPANT_LENGTH]
    return get_random_string(PARTICIPANT_LENGTH)
