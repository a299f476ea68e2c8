"""The order of a course's lessons, and the tracks that they are in."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, groupby
from operator import itemgetter

from django.db import transaction

from apps.cards.models import DeckState
from apps.courses.models import Course
from apps.courses.services.course_lock import lock_course
from apps.lessons.models import Lesson
from apps.teaching.lessons.services.row_changes import RowChange, change_row


@transaction.atomic
def place_after(course: Course, deck: int, previous: int, track: str) -> list[RowChange]:
    """Put the lesson of a deck after that of another one, first where that is 0, into a track; return what undoes it.

    Where someone else moved either of them away in the meantime, nothing changes.
    """
    lessons = _locked(course)
    moved = next((each for each in lessons if each.deck_id == deck), None)
    others = [each for each in lessons if each is not moved]
    at = next((index + 1 for index, each in enumerate(others) if each.deck_id == previous), 0)
    if moved is None or (previous and not at):
        return []
    return _save(lessons, [*others[:at], moved, *others[at:]], {moved: track})


@transaction.atomic
def step(course: Course, deck: int, *, down: bool, archived: bool) -> list[RowChange]:
    """Move a lesson past the next listed one up or down; at an end of its track, into that one's.

    The only lesson that is listed of a track takes it along, so that no step ends a track. `archived` tells whether the
    list has archived lessons, too; one that it does not have is passed. Return what undoes it.
    """
    lessons = _locked(course)
    listed = [each for each in lessons if _is_listed(each, archived=archived)]
    moved = next((each for each in lessons if each.deck_id == deck), None)
    other = _neighbor(listed, moved, down=down) if moved in listed else None
    if moved is None or other is None:
        return []
    if other.track == moved.track:
        others = [each for each in lessons if each is not moved]
        at = others.index(other) + down
        return _save(lessons, [*others[:at], moved, *others[at:]], {})
    behind = _neighbor(listed, moved, down=not down)
    if behind and behind.track == moved.track:
        return _save(lessons, lessons, {moved: other.track})
    return step_track(course, deck, down=down, archived=archived)


@transaction.atomic
def place_track_after(course: Course, deck: int, previous: int, *, archived: bool) -> list[RowChange]:
    """Put the track that the lesson of a deck is in after that of another one, first where that is 0.

    Return what undoes it: nothing, where both are in one track, or someone else moved either of them away.
    """
    lessons = _locked(course)
    tracks = tracks_in(lessons, archived=archived)
    moved, before = _track_of(tracks, deck), _track_of(tracks, previous)
    if moved is None or moved is before or (previous and before is None):
        return []
    others = [each for each in tracks if each is not moved]
    at = others.index(before) + 1 if before else 0
    return _save(lessons, [*chain(*others[:at]), *moved, *chain(*others[at:])], {})


@transaction.atomic
def step_track(course: Course, deck: int, *, down: bool, archived: bool) -> list[RowChange]:
    """Move the track that the lesson of a deck is in past the next one up or down; return what undoes it."""
    lessons = _locked(course)
    tracks = tracks_in(lessons, archived=archived)
    moved = _track_of(tracks, deck)
    other = _neighbor(tracks, moved, down=down) if moved else None
    if moved is None or other is None:
        return []
    at, to = tracks.index(moved), tracks.index(other)
    tracks[at], tracks[to] = other, moved
    return _save(lessons, list(chain(*tracks)), {})


def tracks_in(lessons: Sequence[Lesson], *, archived: bool) -> list[list[Lesson]]:
    """Return the lessons by track: those in a row that share one, as the list shows them.

    `archived` tells whether it has archived ones. One that it does not have goes with what is after it, if that is in
    its track, else with what is before it.
    """
    shown = [each.track if _is_listed(each, archived=archived) else None for each in lessons]
    before, after = _filled(shown), reversed([*_filled(reversed(shown))])
    headings = [
        last if next_one != each.track and last is not None else next_one
        for each, last, next_one in zip(lessons, before, after, strict=True)
    ]
    by_heading = groupby(zip(headings, lessons, strict=True), key=itemgetter(0))
    return [[lesson for _heading, lesson in group] for _heading, group in by_heading]


def _filled(tracks: Iterable[str | None]) -> Iterator[str | None]:
    """Give what has no track that of the one before it."""
    return accumulate(tracks, lambda last, each: last if each is None else each)


def _is_listed(lesson: Lesson, *, archived: bool) -> bool:
    """Whether the list has the lesson, which shows archived ones or not."""
    return archived or lesson.deck.state != DeckState.ARCHIVED


def _track_of(tracks: Sequence[list[Lesson]], deck: int) -> list[Lesson] | None:
    return next((track for track in tracks if any(each.deck_id == deck for each in track)), None)


def _neighbor[T](rows: Sequence[T], row: T, *, down: bool) -> T | None:
    """Return what is after the row, or before it; None at the end."""
    at = rows.index(row) + (1 if down else -1)
    return rows[at] if 0 <= at < len(rows) else None


def _locked(course: Course) -> list[Lesson]:
    """Return the lessons in their order, which nobody else changes before the transaction ends."""
    lock_course(course.pk)
    return list(course.lessons.select_related("deck").order_by("position", "pk"))


def _save(before: Sequence[Lesson], ordered: Sequence[Lesson], tracks: dict[Lesson, str]) -> list[RowChange]:
    """Save the new order and the new tracks, of those lessons alone that it changes."""
    places = sorted({each.position for each in before})
    positions = places if len(places) == len(before) else range(1, len(before) + 1)
    wanted = [
        (lesson, {"position": position, "track": tracks.get(lesson, lesson.track)})
        for lesson, position in zip(ordered, positions, strict=True)
    ]
    return [
        change_row(lesson, **values)
        for lesson, values in wanted
        if any(getattr(lesson, name) != value for name, value in values.items())
    ]
