"""Which slugs a lesson may have."""

from django import forms
from django.utils.translation import gettext as _

from apps.lessons.models import Lesson
from apps.web import reserved_slugs


def unused_slug(slug: str, lesson: Lesson) -> str:
    """Return the slug if no other lesson of the course has it and no page of ours, or raise ValidationError."""
    others = Lesson.objects.filter(course=lesson.course_id, slug=slug).exclude(pk=lesson.pk)
    if others.exists():
        raise forms.ValidationError(_("Another lesson of this course uses this slug. Choose a different one."))
    if slug in reserved_slugs.OF_LESSONS:
        raise forms.ValidationError(_("A page of every course uses this slug. Choose a different one."))
    return slug
