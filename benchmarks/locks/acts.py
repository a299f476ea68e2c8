"""Large things that people do, as the site does them: commands, pages, and the jobs that a worker then runs."""

import os
import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.jobs.services import housekeeping
from apps.reviews.imported_schedules import ImportedSchedule, PastReview
from apps.reviews.services.import_schedules import import_schedules
from apps.scheduler.sm2 import CardState

CARDS = int(os.environ.get("CARDS", "100000"))
ANSWERS = 3  # of each card

type Act = Callable[[], object]


def import_notes(person: User, numbers: Iterable[int], front: str = "Question") -> None:
    """Import a table of notes into a deck named “Large”, which may have some of them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Large.csv"
        lines = (
            f"guid{number},{front} {number} of word{number % 997},Answer {number},tag{number % 7}" for number in numbers
        )
        file.write_text("\n".join(["guid,front,back,tags", *lines]))
        call_command("import_deck", str(file), owner=person.email, title="Large", stdout=StringIO())


def export(deck: str) -> None:
    """Export the deck as a table."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        call_command("export_deck", deck, output=file.name, format="csv", stdout=StringIO())


def import_answers(person: User, deck: Deck) -> None:
    """Import schedules with their answers for all cards of the deck."""
    now = timezone.now()
    cards = Card.objects.filter(note__deck=deck).order_by("pk").values_list("pk", flat=True)
    import_schedules(person, deck, map(partial(_learned, now), list(cards)), now=now)


def press(client: Client, page: str, deck: str, **data: object) -> Act:
    """Return what presses the button of a deck's page, and does what a worker then does."""

    def press() -> None:
        response = client.post(reverse(page, args=[deck]), data)
        assert response.status_code == 302, response.status_code
        run_jobs()

    return press


def run_jobs() -> None:
    """Do what a worker does, until nothing is left."""
    while waiting := list(Job.objects.waiting().values_list("pk", flat=True)):
        for pk in waiting:
            run(pk)
    do_housekeeping(timedelta(0))


def do_housekeeping(later: timedelta) -> None:
    """Do what the housekeeping does so much later, all of it."""
    now = timezone.now() + later
    housekeeping.do_housekeeping(now)
    while housekeeping.do_piecework(now, seconds=60):
        pass


def _learned(now: datetime, card: int) -> ImportedSchedule:
    reviews = [PastReview(now - timedelta(days=days + card % 300), 4, 6, 250, 5000) for days in (30, 20, 10)]
    due_on = (now + timedelta(days=card % 300 - 5)).date()
    return ImportedSchedule(card, CardState(3, 15, 250, 0), due_on, reviews=reviews[:ANSWERS])
