"""Creates the demo: three people and one course with two lessons, to try everything out."""

from datetime import datetime
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.courses.models import Course, Enrolment
from apps.formats.practice_page.markdown import source
from apps.lessons.importing.plan import lesson_at
from apps.lessons.services.import_page import import_page
from apps.reviews import services

COURSE = "multimodal-ai"
TITLE, DESCRIPTION = "Multimodal AI", "How models read, draw and listen. A short demo course with two lessons."
LESSONS = ("learning-to-draw", "transformers-in-diffusion")  # the learners study the last one
PAGES = Path(settings.BASE_DIR) / "fixtures" / COURSE
PASSWORD = "ditcards"  # noqa: S105 - a demo's password is public
PEOPLE = {
    "learner": ("Lea", Enrolment.Role.LEARNER, "reviews the ten flashcards of a lesson"),
    "classmate": ("Clemens", Enrolment.Role.LEARNER, "studies beside her, on a schedule of his own"),
    "instructor": ("Inga", Enrolment.Role.INSTRUCTOR, "edits the lessons in the admin"),
}


def site_is_empty() -> bool:
    """Whether the site has no people and no courses yet."""
    return not (User.objects.exists() or Course.objects.exists())


def people() -> list[tuple[str, str]]:
    """Return the demo people who exist: the e-mail address of each, and what they do."""
    existing = set(User.objects.filter(email__in=map(_email, PEOPLE)).values_list("email", flat=True))
    return [(_email(key), purpose) for key, (_name, _role, purpose) in PEOPLE.items() if _email(key) in existing]


def people_with_known_password() -> list[str]:
    """Return the e-mail addresses of the demo people whose password is still the published one."""
    people = User.objects.filter(email__in=map(_email, PEOPLE), is_active=True)
    return [person.email for person in people if person.check_password(PASSWORD)]


@transaction.atomic
def fill(now: datetime) -> Deck:
    """Create the people, the course and its lessons, or what is missing of them; what exists stays as it is.

    Returns the deck that the learners study.
    """
    course, _created = Course.objects.get_or_create(slug=COURSE, defaults={"title": TITLE, "description": DESCRIPTION})
    deck = [_deck(course, slug) for slug in LESSONS][-1]
    for key, (name, role, _purpose) in PEOPLE.items():
        person = _person(_email(key), name)
        Enrolment.objects.get_or_create(user=person, course=course, defaults={"role": role})
        if role == Enrolment.Role.LEARNER and not person.subscriptions.filter(deck=deck).exists():
            services.subscribe(person, deck, today=person.study_day(now))
    return deck


def _deck(course: Course, slug: str) -> Deck:
    lesson = lesson_at(course, slug)
    if lesson is None:
        text = (PAGES / slug / "practice.mdx").read_text(encoding="utf-8")
        lesson = import_page(source.read(text), course, slug).lesson
    return lesson.deck


def _person(email: str, name: str) -> User:
    person = User.objects.filter(email=email).first()
    if person is None:
        person = User.objects.create_user(email, PASSWORD, name=name)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _email(key: str) -> str:
    return f"{key}@example.org"
