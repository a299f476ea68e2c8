"""Creates lessons and saves their texts."""

from collections.abc import Sequence
from itertools import chain, count

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from apps.cards.deck_defaults import first_values
from apps.cards.deck_slugs import is_taken, slug_of
from apps.cards.models import Deck
from apps.courses.models import Course
from apps.formats.limits import MAX_SLUG_LENGTH
from apps.lessons.models import Lesson
from apps.web import reserved_slugs

FALLBACK_SLUG = "lesson"
LESSON_TEXTS = ["title", "slug", "track", "description", "introduction"]


@transaction.atomic
def create_lesson(lesson: Lesson) -> Lesson:
    """Save a new lesson with a deck of its own, last in its track, or in its course if it is the first of its track."""
    lesson.position = _free_position(lesson)
    lesson.deck = Deck.objects.create(slug=free_deck_slug(lesson), title=lesson.title, **first_values(lesson.course))
    lesson.save()
    return lesson


@transaction.atomic
def move_to_track(lesson: Lesson, track: str) -> None:
    """Save the lesson as the last one of a track."""
    lesson.track = track
    lesson.position = _free_position(lesson)
    lesson.save(update_fields=["track", "position"])


def _free_position(lesson: Lesson) -> int:
    """Return the position after the last lesson of its track, else of its course; those that follow move on."""
    others = Lesson.objects.filter(course=lesson.course_id).exclude(pk=lesson.pk).order_by("position", "pk")
    last = others.filter(track=lesson.track).last() or others.last()
    if last is None:
        return 1
    others.filter(position__gt=last.position).update(position=F("position") + 1)
    return last.position + 1


def save_texts(lesson: Lesson, fields: Sequence[str] = LESSON_TEXTS) -> None:
    """Save the texts of a lesson, or some of them; its position is left to whoever changes that."""
    lesson.save(update_fields=fields)


def free_lesson_slug(course: Course, name: str) -> str:
    """Return a slug made of a title or a slug that no lesson of the course has."""
    slug = slug_of(name) or FALLBACK_SLUG
    taken = {*reserved_slugs.OF_LESSONS, *Lesson.with_deleted.filter(course=course).values_list("slug", flat=True)}
    numbered = (f"{slug[: MAX_SLUG_LENGTH - 5]}-{number}" for number in count(2))
    return next(each for each in chain((slug,), numbered) if each not in taken)


def free_deck_slug(lesson: Lesson) -> str:
    """Return a slug for the lesson's deck that no other deck has: the lesson's own, or with its course before it."""
    own, with_course = lesson.slug, slugify(f"{lesson.course.slug}-{lesson.slug}")[:MAX_SLUG_LENGTH]
    numbered = (f"{with_course[: MAX_SLUG_LENGTH - 4]}-{number}" for number in range(2, 1000))
    return next(slug for slug in chain((own, with_course), numbered) if not is_taken(slug))
