"""Courses that a command names by their slugs, whether or not they are there yet."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.text import capfirst

from apps.courses.models import Course

A_COURSE = "imported"  # of what names no course


def check_slug(slug: str) -> None:
    """Raise ValueError, with a sentence, for what cannot be a course's name in addresses."""
    try:
        validate_slug(slug)
    except ValidationError as error:
        message = f"“{slug}” is no slug. Write letters, digits and hyphens, as in multimodal-ai."
        raise ValueError(message) from error


def course_of(slug: str, title: str = "") -> Course:
    """Return the course of that slug; one that is not there yet is not saved, and without a title has its slug's."""
    words = slug.replace("-", " ").replace("_", " ")
    return Course.objects.filter(slug=slug).first() or Course(slug=slug, title=title or capfirst(words.lower()))
