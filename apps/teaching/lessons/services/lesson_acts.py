"""What those who run a course do with its lessons and decks. Each act returns what undoes it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from apps.accounts.models import User
from apps.cards.models import Deck, DeckState
from apps.cards.services.deck_lock import lock_deck
from apps.courses.models import Course
from apps.courses.services.course_lock import lock_course
from apps.lessons.models import Attempt, Lesson, Mark, Writing
from apps.lessons.services.lessons import free_lesson_slug
from apps.reviews.models import Schedule
from apps.reviews.services.refuse_answers import refuse_answers
from apps.teaching.lessons.services.order import place_after
from apps.teaching.lessons.services.row_changes import ChangedSince, RowChange, change_row, undo_changes
from apps.web.statements import across_users


class WasAnswered(Exception):
    """Somebody answered cards or questions of the deck: deleting it would delete what they learned."""


def set_state(deck: Deck, state: DeckState, *, opens_at: datetime | None = None) -> list[RowChange]:
    """Let learners see the deck, or not; one that is published may open later."""
    return [change_row(deck, state=state, opens_at=opens_at)]


@transaction.atomic
def move_to_course(deck: Deck, course: Course) -> list[RowChange]:
    """Move a deck to another course, with its lesson, which becomes the last one there."""
    lock_course(course.pk)  # one at a time, or two get one slug
    changes = [change_row(deck, course_id=course.pk)]
    if lesson := lesson_of(deck):
        last = course.lessons.aggregate(last=Max("position"))["last"] or 0
        slug = free_lesson_slug(course, lesson.slug)
        changes.append(change_row(lesson, course_id=course.pk, slug=slug, position=last + 1))
    return changes


@transaction.atomic
def delete_unanswered(deck: Deck, *, at: datetime) -> list[RowChange]:
    """Mark a deck and its lesson as deleted: the worker removes them after a day. Raises WasAnswered."""
    lock_deck(deck.pk)
    changes = [change_row(deck, deleted_at=at, deleted_as=Deck.Deletion.RESTORABLE)]
    if lesson := lesson_of(deck):
        changes.append(change_row(lesson, slug=f"deleted--{lesson.pk}"))  # so that another one can have its slug
    refuse_if_answered(Deck.with_deleted.filter(pk=deck.pk))
    return changes


@transaction.atomic
def put_beside(copy: Deck, source: Deck) -> None:
    """Let the lesson of a new copy follow that of its source."""
    if (lesson := lesson_of(copy)) and source.course:
        place_after(source.course, copy.pk, source.pk, lesson.track)


@transaction.atomic
def undo_act(person: User, changes: Iterable[RowChange], copy: int | None, *, at: datetime) -> None:
    """Take changes back, and delete the copy that was made, in decks that the person may still edit.

    Raises ChangedSince, or WasAnswered.
    """
    changes = list(changes)
    decks = {each.pk for each in changes if each.table == "deck"} | ({copy} if copy else set())
    lessons = Lesson.with_deleted.filter(pk__in=[each.pk for each in changes if each.table == "lesson"])
    decks.update(lessons.values_list("deck", flat=True))
    if Deck.with_deleted.editable_by(person).filter(pk__in=decks).count() != len(decks):
        raise ChangedSince
    undo_changes(changes)
    if copy:
        made = Deck.objects.filter(pk=copy).first()
        if made is None:
            raise ChangedSince
        delete_unanswered(made, at=at)


def refuse_if_answered(decks: QuerySet[Deck]) -> None:
    """Raise WasAnswered if any of the decks was, which the same transaction has marked as deleted.

    The look that counts comes last: an answer that is being saved is found, and a later one is refused. The first one
    spares decks that were answered a change of all their schedules.
    """
    if any_was_answered(decks):
        raise WasAnswered
    refuse_answers(decks)
    if any_was_answered(decks):
        raise WasAnswered


@across_users("nothing is deleted that anyone answered")
def any_was_answered(decks: QuerySet[Deck]) -> bool:
    """Whether anyone answered a card, a question or a scenario of any of the decks."""
    if Schedule.objects.filter(deck__in=decks).with_reviews().exists():
        return True
    return any(model.objects.filter(note__deck__in=decks).exists() for model in (Mark, Attempt, Writing))


def lesson_of(deck: Deck) -> Lesson | None:
    """Return the deck's lesson, if it has one."""
    return Lesson.with_deleted.filter(deck=deck).first()
