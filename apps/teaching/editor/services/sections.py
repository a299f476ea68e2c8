"""Saves the texts of a lesson and of its sections as the whole page is saved."""

from django.db import transaction

from apps.cards.models import Section
from apps.cards.services.sections import add_section
from apps.lessons.models import Lesson
from apps.lessons.services.save_page import PageChanges, save_page


@transaction.atomic
def save_lesson_texts(lesson: Lesson, old_title: str) -> None:
    """Save the texts of a lesson; its deck gets its title, too, if it had the old one."""
    save_page(PageChanges(lesson, has_new_texts=True, renames_deck=lesson.deck.title == old_title))


@transaction.atomic
def save_section_texts(lesson: Lesson, section: Section) -> None:
    """Save a section; a new one goes last."""
    if section.pk is None:
        add_section(section)
    else:
        save_page(PageChanges(lesson, sections=[section]))


@transaction.atomic
def remove_section(lesson: Lesson, section: Section) -> None:
    """Delete a section without notes."""
    save_page(PageChanges(lesson, removed_sections=[section]))
