"""Finds the courses that a command names by their slugs, whether or not they exist yet."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.text import capfirst

from apps.courses.models import Course
from apps.web import reserved_slugs

DEFAULT_SLUG = "imported"  # of a file that names no course


def check_slug(slug: str) -> None:
    """Raise ValueError, with a sentence, for a text that cannot be used in a URL."""
    if slug in reserved_slugs.OF_COURSES:
        raise ValueError(f"“{slug}” is the name of a page. Choose another slug.")
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise ValueError(f"“{slug}” is not a slug. Use letters, digits and hyphens, as in multimodal-ai.") from error


def find_or_build_course(slug: str, title: str = "") -> Course:
    """Return the course with that slug, or a new, unsaved and unlisted one, whose title is made from its slug."""
    words = slug.replace("-", " ").replace("_", " ")
    found = Course.objects.filter(slug=slug).first()
    unlisted = Course.Visibility.UNLISTED
    return found or Course(slug=slug, title=title or capfirst(words.lower()), visibility=unlisted)
