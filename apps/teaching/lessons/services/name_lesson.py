"""New lessons, and new names of lessons and decks."""

from django.db import transaction

from apps.cards.models import Deck
from apps.courses.models import Course
from apps.courses.services.course_lock import lock_course
from apps.lessons.models import Lesson
from apps.lessons.services.lessons import create_lesson, free_lesson_slug, save_texts

NAME_FIELDS = ("title", "track", "slug")


@transaction.atomic
def start_lesson(course: Course, lesson: Lesson) -> Lesson:
    """Save a new lesson as a draft, the last one of its track; its slug is made from its title."""
    lock_course(course.pk)  # one at a time, or two get one slug
    lesson.course, lesson.slug = course, free_lesson_slug(course, lesson.title)
    create_lesson(lesson)
    Deck.objects.filter(pk=lesson.deck_id).update(state=Deck.State.DRAFT)
    return lesson


@transaction.atomic
def rename_lesson(lesson: Lesson) -> None:
    """Save the name of a lesson; its deck, which was called the same, is called the same again."""
    before = Lesson.objects.only("title").get(pk=lesson.pk).title
    save_texts(lesson, NAME_FIELDS)
    Deck.objects.filter(pk=lesson.deck_id, title=before).update(title=lesson.title)


def rename_deck(deck: Deck) -> None:
    """Save the name of a deck."""
    deck.save(update_fields=["title", "description"])
