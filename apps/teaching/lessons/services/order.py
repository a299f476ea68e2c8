"""The order of a course's lessons, and the tracks that they are in."""

from collections.abc import Sequence

from django.db import transaction

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
def step(course: Course, deck: int, *, down: bool) -> list[RowChange]:
    """Move a lesson up or down by one; at an end of its track, into the next one. Return what undoes it."""
    lessons = _locked(course)
    index = next((index for index, each in enumerate(lessons) if each.deck_id == deck), None)
    if index is None:
        return []
    moved, other = lessons[index], index + (1 if down else -1)
    if not 0 <= other < len(lessons):
        return []
    if lessons[other].track != moved.track:
        return _save(lessons, lessons, {moved: lessons[other].track})
    ordered = list(lessons)
    ordered[index], ordered[other] = ordered[other], moved
    return _save(lessons, ordered, {})


def _locked(course: Course) -> list[Lesson]:
    """Return the lessons in their order, which nobody else changes before the transaction ends."""
    lock_course(course.pk)
    return list(course.lessons.order_by("position", "pk"))


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
