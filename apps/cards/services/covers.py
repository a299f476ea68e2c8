"""The pictures of courses."""

from django.db import transaction

from apps.cards.media.verify_media import verify
from apps.cards.models import CourseCover
from apps.cards.services.media import lock_media, store_media
from apps.courses.models import Course


class NoPicture(Exception):
    """A sound is no cover."""


def set_cover(course: Course, data: bytes) -> None:
    """Verify and store a picture, and let it be the course's. Raises MediaProblem or NoPicture."""
    verified = verify(data)
    if not verified.width:
        raise NoPicture
    with transaction.atomic():
        media = store_media(verified)
        lock_media([media.pk])
        CourseCover.objects.update_or_create(course=course, defaults={"media": media})


def remove_cover(course: Course) -> None:
    """Let the course have no picture; a cleanup deletes the file."""
    CourseCover.objects.filter(course=course).delete()


@transaction.atomic
def copy_cover(source: Course, course: Course) -> None:
    """Let another course have the same picture, if there is one."""
    cover = CourseCover.objects.filter(course=source).first()
    if cover and lock_media([cover.media_id]):
        CourseCover.objects.update_or_create(course=course, defaults={"media_id": cover.media_id})
