"""The longest hold of the write lock by each act on 100,000 cards and 300,000 answers, in milliseconds.

CARDS=2000 measures with fewer cards.
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.cards.tests.support.factory import make_deck
from apps.courses.models import Course
from apps.exchange.models import UndoableImport
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.jobs.services import housekeeping
from apps.reviews.imported_schedules import ImportedSchedule, PastReview
from apps.reviews.services.import_schedules import import_schedules
from apps.scheduler.sm2 import CardState
from benchmarks import site
from benchmarks.locks.lock_holds import watched

CARDS = int(os.environ.get("CARDS", "100000"))
LEARNERS = 500  # of the deck of a course, which has as many schedules in all
ANSWERS = 3  # of each card
PAGES, PAGE_NOTES = 40, 50
LIMIT_MS = 250
COPIED = min(CARDS, 10_000)
DECK, OTHER = "large", "other"
BULK_ACTS = {"suspend": "", "flag": "1", "tag": "blue", "move": OTHER, "delete": ""}

type Act = Callable[[], object]


def main() -> None:
    """Do one act after the other, and compare the longest hold of each with the limit."""
    site.prepare()
    with site.limits(" ms") as check:
        for what, act in _acts():
            with watched() as holds:
                act()
            print(f"{len(holds.seconds):>7,} holds; the longest begins {holds.longest_statement[:70]!r}")
            check(what, holds.longest, LIMIT_MS)


def _acts() -> Iterator[tuple[str, Act]]:
    """Yield each act with its name, when what it needs is there."""
    person = User.objects.create_superuser("person@example.org", "a long password")
    make_deck(owner=person, slug=OTHER, title="Other")
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    press = partial(_press, client)
    yield f"import {CARDS:,} notes", partial(_import_notes, person, range(CARDS))
    yield f"import {ANSWERS * CARDS:,} answers", partial(_import_answers, person, Deck.objects.get(title="Large"))
    deck = Deck.objects.get(title="Large").slug
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    yield "the first page of a day", partial(client.get, "/")
    yield (
        f"change {CARDS // 10:,} notes by another import",
        partial(_import_notes, person, range(CARDS // 10), "Changed"),
    )
    yield "change the limits", press("library:limits", deck, new_limit=5, review_limit=5, includes="all")
    yield "pause", press("library:pause", deck)
    yield "resume", press("library:subscribe", deck)
    for name, value in BULK_ACTS.items():
        yield f"{name} everything", _bulk(client, person, deck, name, value)
        yield f"undo {name}", partial(_undo, client, person)
    yield "archive", press("library:archive", deck)
    yield "unarchive", press("library:unarchive", deck)
    yield "export", partial(_export, deck)
    yield f"copy {COPIED:,} cards with their answers", _copy(press, person)
    yield "delete a deck", press("library:delete", deck)
    yield "restore it", press("library:restore", deck)
    yield from _course_acts(client)
    yield "delete an account", _admin_delete(client, "accounts_user", _someone_else(deck))
    yield "delete a deck again", press("library:delete", deck)
    yield "remove it a day later", partial(_housekeeping, timedelta(days=1, seconds=1))


def _course_acts(client: Client) -> Iterator[tuple[str, Act]]:
    """Yield the acts of an instructor, whose deck many people learn, and the deletion of a course that nobody does."""
    course, unused = (Course.objects.create(slug=slug, title=slug) for slug in ("course", "unused"))
    deck, target, whole = make_deck(course, "studied"), make_deck(course, "target"), make_deck(unused, "whole")
    site.add_notes(deck, CARDS // LEARNERS)
    site.add_notes(whole, CARDS)
    for number in range(LEARNERS):
        _import_answers(User.objects.create_user(f"learner{number}@example.org"), deck)
    keys = list(deck.notes.values_list("pk", flat=True))
    change = partial(_admin_action, client, keys)
    yield f"move notes that {LEARNERS} learn", partial(change, "move", deck=target.pk)
    yield f"archive notes that {LEARNERS} learn", partial(change, "archive")
    yield f"restore notes that {LEARNERS} learn", partial(change, "restore_archived")
    yield "delete a course", _admin_delete(client, "courses_course", unused)
    yield f"import {PAGES} practice pages", partial(_import_pages, client, course, "Question")
    yield "import them with other answers", partial(_import_pages, client, course, "Question", "Changed")
    yield "undo that", partial(_undo_pages, client)


def _import_pages(client: Client, course: Course, front: str, back: str = "Answer") -> None:
    """Upload practice pages, confirm what they would change, and let them be imported."""
    packed = BytesIO()
    with ZipFile(packed, "w") as pages:
        for page in range(PAGES):
            cards = "".join(
                f'<Flashcard question="{front} {page}-{number}">\n\n{back} {number}\n\n</Flashcard>\n\n'
                for number in range(PAGE_NOTES)
            )
            pages.writestr(f"page{page}/practice.mdx", f'---\ntitle: "Page {page}"\n---\n\n## Flashcards\n\n{cards}')
    file = SimpleUploadedFile("pages.zip", packed.getvalue())
    client.post(reverse("exchange:import_pages", args=[course.slug]), {"file": file})
    _run_jobs()
    plan = Job.objects.latest("created_at").link
    shown = re.search(r'name="fingerprint" value="(\w+)"', client.get(plan).content.decode())
    client.post(plan, {"fingerprint": shown[1] if shown else ""})
    _run_jobs()
    assert UndoableImport.objects.latest("imported_at").changes


def _undo_pages(client: Client) -> None:
    latest = UndoableImport.objects.latest("imported_at")
    client.post(reverse("exchange:undo", args=[latest.pk]))
    latest.refresh_from_db()
    assert latest.undone_at


def _import_notes(person: User, numbers: Iterable[int], front: str = "Question") -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Large.csv"
        lines = (
            f"guid{number},{front} {number} of word{number % 997},Answer {number},tag{number % 7}" for number in numbers
        )
        file.write_text("\n".join(["guid,front,back,tags", *lines]))
        call_command("import_deck", str(file), owner=person.email, title="Large", stdout=StringIO())


def _export(deck: str) -> None:
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        call_command("export_deck", deck, output=file.name, format="csv", stdout=StringIO())


def _import_answers(person: User, deck: Deck) -> None:
    now = timezone.now()
    cards = Card.objects.filter(note__deck=deck).order_by("pk").values_list("pk", flat=True)
    import_schedules(person, deck, map(partial(_learned, now), list(cards)), now=now)


def _learned(now: object, card: int) -> ImportedSchedule:
    now = timezone.now()
    reviews = [PastReview(now - timedelta(days=days + card % 300), 4, 6, 250, 5000) for days in (30, 20, 10)]
    due_on = (now + timedelta(days=card % 300 - 5)).date()
    return ImportedSchedule(card, CardState(3, 15, 250, 0), due_on, reviews=reviews[:ANSWERS])


def _press(client: Client, page: str, deck: str, **data: object) -> Act:
    def press() -> None:
        response = client.post(reverse(page, args=[deck]), data)
        assert response.status_code == 302, response.status_code
        _run_jobs()

    return press


def _copy(press: Callable[..., Act], person: User) -> Act:
    deck = make_deck(owner=person, slug="copied", title="Copied")
    site.add_notes(deck, COPIED)
    _import_answers(person, deck)
    return press("exchange:copy", deck.slug, title="Copy", with_schedules="on")


def _bulk(client: Client, person: User, deck: str, name: str, value: str) -> Act:
    def change() -> None:
        act = f"flag:{value}" if name == "flag" else name
        data = {"act": act, "tag": value, "deck": value, "all": "1", "q": f"deck:{deck}"}
        response = client.post(reverse("library:change_cards"), data)
        assert response.status_code == 302, response.status_code
        _run_jobs()
        assert person.bulk_acts.latest("pk").changed >= CARDS

    return change


def _undo(client: Client, person: User) -> None:
    client.post(reverse("library:undo_change", args=[person.bulk_acts.latest("pk").pk]))
    _run_jobs()
    assert person.bulk_acts.latest("pk").undone_at


def _admin_action(client: Client, notes: list[int], action: str, **data: object) -> None:
    data = {"action": action, "_selected_action": notes, "answered": "yes", "post": "yes", **data}
    response = client.post(reverse("admin:cards_note_changelist"), data)
    assert response.status_code == 302, response.status_code
    _run_jobs()


def _admin_delete(client: Client, model: str, row: Deck | Course | User) -> Act:
    def delete() -> None:
        response = client.post(reverse(f"admin:{model}_delete", args=[row.pk]), {"post": "yes"})
        assert response.status_code == 302, response.status_code
        _run_jobs()

    return delete


def _someone_else(deck: str) -> User:
    """Return another person with a deck as large and as many answers."""
    other = User.objects.create_user("other@example.org")
    _import_notes(other, range(CARDS))
    _import_answers(other, other.decks.get())
    return other


def _run_jobs() -> None:
    """Do what a worker does, until nothing is left."""
    while waiting := list(Job.objects.waiting().values_list("pk", flat=True)):
        for pk in waiting:
            run(pk)
    _housekeeping(timedelta(0))


def _housekeeping(later: timedelta) -> None:
    now = timezone.now() + later
    housekeeping.do_housekeeping(now)
    while housekeeping.do_piecework(now, seconds=60):
        pass


if __name__ == "__main__":
    main()
