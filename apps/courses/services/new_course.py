"""Makes courses: each has an owner and a slug of its own, and is listed nowhere at first."""

from itertools import chain, count

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from apps.accounts.models import User
from apps.courses.models import Course, Enrolment
from apps.web import reserved_slugs

FALLBACK_SLUG = "course"
MAX_SLUG_LENGTH = 50
UNFINISHED_SLUG = "unfinished--"  # no title makes two hyphens in a row
TOKEN_LENGTH = 12


@transaction.atomic
def create_course(owner: User, course: Course) -> Course:
    """Save a new course of the person: once where the button is pressed twice, as its title and emptiness tell."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=owner.pk)
    the_same = Course.objects.filter(title=course.title, decks=None, archived_at=None)
    mine = Enrolment.objects.filter(user=owner, role=Enrolment.Role.OWNER).values("course")
    if made := the_same.filter(pk__in=mine).first():
        return made
    if course.is_unfinished:  # a copy that may never be whole holds no slug that others want
        course.slug = f"{UNFINISHED_SLUG}{get_random_string(TOKEN_LENGTH)}"
        course.save(force_insert=True)
    else:
        save_with_free_slug(course)
    give_owner(course, owner)
    return course


def save_with_free_slug(course: Course) -> None:
    """Save a course, with a slug made of its title that no course has."""
    while not _is_saved(course):
        pass


def give_owner(course: Course, owner: User) -> None:
    """Let a new course be the person's."""
    Enrolment.objects.create(user=owner, course=course, role=Enrolment.Role.OWNER)


def free_course_slug(title: str) -> str:
    """Return a slug made of the title that no course has."""
    slug = slugify(title)[:MAX_SLUG_LENGTH].strip("-") or FALLBACK_SLUG
    numbered = (f"{slug[: MAX_SLUG_LENGTH - 5]}-{number}" for number in count(2))
    names = (name for name in chain((slug,), numbered) if name not in reserved_slugs.OF_COURSES)
    return next(name for name in names if not Course.with_deleted.filter(slug=name).exists())


def _is_saved(course: Course) -> bool:
    """Save a course; False where another one has just got the slug that was free."""
    course.slug = free_course_slug(course.title)
    try:
        with transaction.atomic():
            course.save()
    except IntegrityError:
        if not Course.with_deleted.filter(slug=course.slug).exists():
            raise
        return False
    return True
