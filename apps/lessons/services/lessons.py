"""Writes to lessons themselves."""

from itertools import chain

from django.db import transaction
from django.utils.text import slugify

from apps.cards.models import Deck
from apps.lessons.models import Lesson

SLUG_LENGTH = 100


@transaction.atomic
def create_lesson(lesson: Lesson) -> Lesson:
    """Save a new lesson with a deck of its own, last in its course."""
    last = Lesson.objects.filter(course=lesson.course_id).order_by("position").last()
    lesson.position = last.position + 1 if last else 1
    lesson.deck = Deck.objects.create(course=lesson.course, slug=free_deck_slug(lesson), title=lesson.title)
    lesson.save()
    return lesson


def slug_of(name: str) -> str:
    """Return a name for addresses made of a title or a file's name; empty without a Latin letter or a digit."""
    return slugify(name)[:SLUG_LENGTH].strip("-")


def free_deck_slug(lesson: Lesson) -> str:
    """Return a name for the lesson's deck that no other deck has: the lesson's own, or with its course before it."""
    own, with_course = lesson.slug, slugify(f"{lesson.course.slug}-{lesson.slug}")[:SLUG_LENGTH]
    numbered = (f"{with_course[: SLUG_LENGTH - 4]}-{number}" for number in range(2, 1000))
    return next(name for name in chain((own, with_course), numbered) if not Deck.objects.filter(slug=name).exists())
