"""The demo: three people and one course with one lesson, for a first look."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from apps.accounts.models import User
from apps.cards.models import Deck, Note
from apps.cards.services import save_note
from apps.courses.models import Course, Enrolment
from apps.reviews import services

LESSON = Path(settings.BASE_DIR) / "fixtures" / "transformers-in-diffusion.toml"
PASSWORD = "ditcards"  # noqa: S105 - a demo's password is public
PEOPLE = {
    "learner": ("Lea", Enrolment.Role.LEARNER, "reviews the ten cards of a lesson"),
    "classmate": ("Clemens", Enrolment.Role.LEARNER, "studies beside her, on a schedule of his own"),
    "instructor": ("Inga", Enrolment.Role.INSTRUCTOR, "edits the cards in the admin"),
}


def site_is_empty() -> bool:
    """Whether nobody and nothing is here yet."""
    return not (User.objects.exists() or Course.objects.exists())


def people() -> list[tuple[str, str]]:
    """Return the demo people who are here: address and what each is for."""
    here = set(User.objects.filter(email__in=[_address(name) for name in PEOPLE]).values_list("email", flat=True))
    return [(_address(name), purpose) for name, (_, _, purpose) in PEOPLE.items() if _address(name) in here]


@transaction.atomic
def fill(now: datetime) -> Deck:
    """Make the people, the course and its lesson, or what is missing of them; what is there stays as it is."""
    lesson = tomllib.loads(LESSON.read_text(encoding="utf-8"))
    slug = lesson["course"].pop("slug")
    course, _ = Course.objects.get_or_create(slug=slug, defaults=lesson["course"])
    deck = _deck(course, lesson)
    for name, (called, role, _) in PEOPLE.items():
        person = _person(name, called)
        Enrolment.objects.get_or_create(user=person, course=course, defaults={"role": role})
        if role == Enrolment.Role.LEARNER and not person.subscriptions.filter(deck=deck).exists():
            services.subscribe(person, deck, today=person.study_day(now))
    return deck


def _deck(course: Course, lesson: dict[str, Any]) -> Deck:
    fields = lesson["deck"]
    section_title, slug = fields.pop("section"), fields.pop("slug")
    deck, made = Deck.objects.get_or_create(slug=slug, defaults={**fields, "course": course})
    if made:
        section = deck.sections.create(title=section_title)
        for note in lesson["notes"]:
            save_note(Note(deck=deck, section=section, **note))
    return deck


def _person(name: str, called: str) -> User:
    person = User.objects.filter(email=_address(name)).first()
    if person is None:
        person = User.objects.create_user(_address(name), PASSWORD, name=called)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _address(name: str) -> str:
    return f"{name}@example.org"
