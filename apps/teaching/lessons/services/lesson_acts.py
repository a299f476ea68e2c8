"""What those who run a course do with its lessons and decks. Each act returns what undoes it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from apps.cards.models import Deck, DeckState
from apps.courses.models import Course
from apps.lessons.models import Attempt, Lesson, Mark, Writing
from apps.lessons.services.lessons import free_lesson_slug
from apps.reviews.models import Schedule
from apps.teaching.lessons.services.row_changes import RowChange, change_row
from apps.web.statements import across_users


class WasAnswered(Exception):
    """Somebody answered cards or questions of the deck: deleting it would delete what they learned."""


def set_state(deck: Deck, state: DeckState, *, opens_at: datetime | None = None) -> list[RowChange]:
    """Let learners see the deck, or not; one that is published may open later."""
    return [change_row(deck, state=state, opens_at=opens_at)]


@transaction.atomic
def move_to_course(deck: Deck, course: Course) -> list[RowChange]:
    """Move a deck to another course, with its lesson, which becomes the last one there."""
    Course.objects.select_for_update(no_key=True).get(pk=course.pk)  # one at a time, or two get one slug
    changes = [change_row(deck, course_id=course.pk)]
    if lesson := lesson_of(deck):
        last = course.lessons.aggregate(last=Max("position"))["last"] or 0
        slug = free_lesson_slug(course, lesson.slug)
        changes.append(change_row(lesson, course_id=course.pk, slug=slug, position=last + 1))
    return changes


@transaction.atomic
def delete_unanswered(deck: Deck, *, at: datetime) -> list[RowChange]:
    """Mark a deck and its lesson as deleted: the worker removes them after a day. Raises WasAnswered."""
    if was_answered(deck):
        raise WasAnswered
    changes = [change_row(deck, deleted_at=at, deleted_as=Deck.Deletion.RESTORABLE)]
    if lesson := lesson_of(deck):
        changes.append(change_row(lesson, slug=f"deleted--{lesson.pk}"))  # so that another one can have its slug
    return changes


@across_users("nothing is deleted that anyone answered")
def was_answered(deck: Deck) -> bool:
    """Whether anyone answered a card, a question or a scenario of the deck."""
    if Schedule.objects.filter(Q(reviewed_at__isnull=False), deck=deck).exists():
        return True
    return any(model.objects.filter(note__deck=deck).exists() for model in (Mark, Attempt, Writing))


def lesson_of(deck: Deck) -> Lesson | None:
    """Return the deck's lesson, if it has one."""
    return Lesson.with_deleted.filter(deck=deck).first()
