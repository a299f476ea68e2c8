"""Fills the demo course with a class that has studied for a term, with an edit that helped, and with what it says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from apps.accounts.models import User
from apps.cards.models import Note
from apps.cards.services.notes import save_note
from apps.courses.models import Course, Enrolment
from apps.teaching.class_demo.habits import habit
from apps.teaching.class_demo.services.class_goals import set_goals
from apps.teaching.class_demo.services.class_reports import report_cards
from apps.teaching.class_demo.services.class_room import answer_in_room
from apps.teaching.class_demo.services.term import ClassTerm, Player
from apps.teaching.insight.services.compute import begin, count_all
from apps.web.pieces import piece

WEEK = timedelta(weeks=1)
HINT = "Hint: say it in your own words first, then compare."


@dataclass(frozen=True)
class ClassSize:
    """How many learners there are to be, for how many weeks, and from which seed."""

    learners: int = 30
    weeks: int = 12
    seed: int = 1


def fill_class(course: Course, size: ClassSize, now: datetime, progress: Callable[[int], None]) -> bool:
    """Add the class to the course, and count its answers. False: it has the class already, and stays as it is."""
    if User.objects.filter(email=_email(0)).exists():
        return False
    term = ClassTerm(
        lessons=list(course.lessons.select_related("deck")),
        start=(now - size.weeks * WEEK).replace(hour=0, minute=0, second=0, microsecond=0),
        days=7 * size.weeks,
        seed=size.seed,
    )
    with piece():
        course.shows_names = True
        course.save(update_fields=["shows_names"])
        _backdate(course, term.start)
        _edit(Note.objects.get(cards=term.hardest), term.edited_at)
    people = []
    for number in range(size.learners):
        chance = Random(f"{size.seed} {number}")  # noqa: S311 - the same each time
        with piece():
            learner = habit(number, term.days, chance)
            people.append(_enrolled(course, number, learner.name, term.start))
            Player(term, people[-1], learner, chance).play()
        progress(number + 1)
    report_cards(term.lessons[0], people, course.enrolments.staff().earliest("pk").user, now)
    set_goals(course, term.start, now)
    answer_in_room(term.lessons[-1], people, Random(size.seed), now)  # noqa: S311 - the same each time
    count_all(begin(course, now))
    return True


@transaction.atomic
def _backdate(course: Course, start: datetime) -> None:
    """Let the notes be as old as the term, and one be edited in the middle of it."""
    notes = Note.objects.filter(deck__in=course.lessons.values("deck"))
    Note.history.filter(id__in=notes.values("pk")).update(history_date=start)
    notes.update(created_at=start, edited_at=start)


def _edit(note: Note, at: datetime) -> None:
    """Let the note be edited then: with a hint, which helps."""
    note.extra = f"{note.extra}\n\n{HINT}".strip()
    save_note(note)
    Note.objects.filter(pk=note.pk).update(edited_at=at)
    Note.history.filter(history_id=note.history.latest().history_id).update(history_date=at)


def _enrolled(course: Course, number: int, name: str, at: datetime) -> User:
    """Make one of the class: nobody logs in as them, as they have no password."""
    person = User.objects.create_user(_email(number), name=name)
    enrolment = Enrolment.objects.create(user=person, course=course, shows_name=True)
    Enrolment.objects.filter(pk=enrolment.pk).update(joined_at=at)
    return person


def _email(number: int) -> str:
    return f"class-{number + 1}@example.org"
