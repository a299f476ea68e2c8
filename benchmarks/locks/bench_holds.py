"""The longest hold of the write lock by each act on 100,000 cards and 300,000 answers, in milliseconds.

CARDS=2000 measures with fewer cards.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from io import BytesIO
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.cards.tests.support.factory import make_deck
from apps.courses.models import Course
from apps.exchange.models import UndoableImport
from apps.jobs.models import Job
from benchmarks import site
from benchmarks.locks import acts
from benchmarks.locks.acts import Act
from benchmarks.locks.lock_holds import watched

LEARNERS = 500  # of the deck of a course, which has as many schedules in all
PAGES, PAGE_NOTES = 40, 50
LIMIT_MS = 250
COPIED = min(acts.CARDS, 10_000)
DECK, OTHER = "large", "other"
BULK_ACTS = {"suspend": "", "flag": "1", "tag": "blue", "move": OTHER, "archive": ""}


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
    press = partial(acts.press, client)
    yield f"import {acts.CARDS:,} notes", partial(acts.import_notes, person, range(acts.CARDS))
    large = Deck.objects.get(title="Large")
    yield f"import {acts.ANSWERS * acts.CARDS:,} answers", partial(acts.import_answers, person, large)
    deck = large.slug
    site.analyze()
    yield "the first page of a day", partial(client.get, "/")
    yield (
        f"change {acts.CARDS // 10:,} notes by another import",
        partial(acts.import_notes, person, range(acts.CARDS // 10), "Changed"),
    )
    yield "change the limits", press("library:limits", deck, new_limit=5, review_limit=5, includes="all")
    yield "pause", press("library:pause", deck)
    yield "resume", press("library:subscribe", deck)
    for name, value in BULK_ACTS.items():
        yield f"{name} everything", _bulk(client, person, deck, name, value)
        yield f"undo {name}", partial(_undo, client, person)
    yield "archive", press("library:archive", deck)
    yield "unarchive", press("library:unarchive", deck)
    yield "export", partial(acts.export, deck)
    yield f"copy {COPIED:,} cards with their answers", _copy(press, person)
    yield "delete a deck", press("library:delete", deck)
    yield "restore it", press("library:restore", deck)
    yield from _course_acts(client)
    yield "delete an account", _admin_delete(client, "accounts_user", _someone_else(deck))
    yield "delete a deck again", press("library:delete", deck)
    yield "remove it a day later", partial(acts.do_housekeeping, timedelta(days=1, seconds=1))


def _course_acts(client: Client) -> Iterator[tuple[str, Act]]:
    """Yield the acts of an instructor, whose deck many people learn, and the deletion of a course that nobody does."""
    course, unused = (Course.objects.create(slug=slug, title=slug) for slug in ("course", "unused"))
    deck, target, whole = make_deck(course, "studied"), make_deck(course, "target"), make_deck(unused, "whole")
    site.add_notes(deck, acts.CARDS // LEARNERS)
    site.add_notes(whole, acts.CARDS)
    for number in range(LEARNERS):
        acts.import_answers(User.objects.create_user(f"learner{number}@example.org"), deck)
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
    acts.run_jobs()
    plan = Job.objects.latest("created_at").link
    shown = re.search(r'name="fingerprint" value="(\w+)"', client.get(plan).content.decode())
    client.post(plan, {"fingerprint": shown[1] if shown else ""})
    acts.run_jobs()
    assert UndoableImport.objects.latest("imported_at").changes


def _undo_pages(client: Client) -> None:
    latest = UndoableImport.objects.latest("imported_at")
    client.post(reverse("exchange:undo", args=[latest.pk]))
    latest.refresh_from_db()
    assert latest.undone_at


def _copy(press: Callable[..., Act], person: User) -> Act:
    deck = make_deck(owner=person, slug="copied", title="Copied")
    site.add_notes(deck, COPIED)
    acts.import_answers(person, deck)
    return press("exchange:copy", deck.slug, title="Copy", with_schedules="on")


def _bulk(client: Client, person: User, deck: str, name: str, value: str) -> Act:
    def change() -> None:
        act = f"flag:{value}" if name == "flag" else name
        data = {"act": act, "tag": value, "deck": value, "all": "1", "q": f"deck:{deck}"}
        response = client.post(reverse("library:change_cards"), data)
        assert response.status_code == 302, response.status_code
        acts.run_jobs()
        done = person.bulk_acts.latest("pk")
        assert (done.name, done.changed >= acts.CARDS) == (name, True)

    return change


def _undo(client: Client, person: User) -> None:
    client.post(reverse("library:undo_change", args=[person.bulk_acts.latest("pk").pk]))
    acts.run_jobs()
    assert person.bulk_acts.latest("pk").undone_at


def _admin_action(client: Client, notes: list[int], action: str, **data: object) -> None:
    data = {"action": action, "_selected_action": notes, "answered": "yes", "post": "yes", **data}
    response = client.post(reverse("admin:cards_note_changelist"), data)
    assert response.status_code == 302, response.status_code
    acts.run_jobs()


def _admin_delete(client: Client, model: str, row: Deck | Course | User) -> Act:
    def delete() -> None:
        response = client.post(reverse(f"admin:{model}_delete", args=[row.pk]), {"post": "yes"})
        assert response.status_code == 302, response.status_code
        acts.run_jobs()

    return delete


def _someone_else(deck: str) -> User:
    """Return another person with a deck as large and as many answers."""
    other = User.objects.create_user("other@example.org")
    acts.import_notes(other, range(acts.CARDS))
    acts.import_answers(other, other.decks.get())
    return other


if __name__ == "__main__":
    main()
