"""Who is in which room: a key for each room, in the browser session. Nobody can tell from it who a person is."""

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


def join(request: VisitorRequest, room: Room) -> str:
    """Return the person's key in the room, which their session gets where it has none."""
    keys: dict[str, str] = request.session.get(SESSION_KEY, {})
    if room.code not in keys:
        keys = dict([*keys.items()][1 - MAX_ROOMS :]) | {room.code: _new_key(request, room)}
        request.session[SESSION_KEY] = keys
        count_joined(room)
    return keys[room.code]


def _new_key(request: VisitorRequest, room: Room) -> str:
    """Return a visitor's key by chance; that of an account is the same in all its browsers."""
    if request.user.is_authenticated:
        key = salted_hmac(__name__, f"{room.code} {request.user.pk}", algorithm="sha256")
        return key.hexdigest()[:PARTICIPANT_LENGTH]
    return get_random_string(PARTICIPANT_LENGTH)
