"""Converts any value that SQLite or JSON can hold to the type that is asked for: a column's type is a wish there."""

import json
import math
from datetime import UTC, datetime, timedelta

from apps.formats.limits import PackageLimits
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem, Place

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_SECOND = 253_370_764_800  # the year 9999
LARGEST = 2**63 - 1


def text(value: object) -> str:
    """Return a text of any value; of nothing an empty one."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return "" if value is None else str(value).replace("\0", "")


def whole(value: object) -> int:
    """Return a whole number of 64 bits; 0 where there is none."""
    if type(value) is int and -LARGEST <= value <= LARGEST:
        return value
    if isinstance(value, float):
        value = int(value) if math.isfinite(value) else 0
    elif isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and len(value) < 20 else 0
    return max(-LARGEST, min(LARGEST, value)) if isinstance(value, int) else 0


def moment(milliseconds: int) -> datetime:
    """Return the moment so long after 1970; one that no calendar has becomes the nearest that ours has."""
    return EPOCH + timedelta(milliseconds=max(0, min(milliseconds, LAST_SECOND * 1000)))


def parsed(source: str, place: Place, limits: PackageLimits) -> object:
    """Return what a text of JSON holds, or raise ImportProblem. How many values there may be is counted before."""
    if sum(source.count(sign) for sign in ",[{") > limits.json_values:
        raise ImportProblem(
            Code.TOO_LARGE, _("There is more here than can be read. Export smaller decks, one by one."), place
        )
    try:
        return json.loads(source)
    except (ValueError, RecursionError) as error:
        raise damaged(place) from error


def objects(value: object, place: Place) -> list[dict[str, object]]:
    """Return a list of objects, or raise ImportProblem."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise damaged(place)
    return value


def mapping(value: object, place: Place) -> dict[str, object]:
    """Return an object of JSON, or raise ImportProblem."""
    if not isinstance(value, dict):
        raise damaged(place)
    return value


def damaged(place: Place) -> ImportProblem:
    """Return the problem of a part that does not hold what it should."""
    return ImportProblem(
        Code.DAMAGED, _("This part of the package can’t be read. Export it again, from Anki itself."), place
    )
