"""Whoever deletes their account leaves no row and no file that names them."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.courses.models import Course, Enrolment, Invitation
from apps.exchange import uploads
from apps.jobs.services import housekeeping
from apps.lessons.models import Writing
from apps.reviews.models import PersonalNote
from apps.web import storage
from apps.web.statements import per_user_models
from apps.web.tests.support.clock import NOW
from ditcards.tests.access.rows import ROWS
from ditcards.tests.support.people import enrolled

ADDRESS, NAME, WORD, PASSWORD = "canary-4711@example.org", "Canary Xylophon", "zygomorph", "a password of a canary"
SKIPPED = {"library:delete_account", "library:archive", "library:delete", "paper_sessions:delete", "library:unshare"}


@pytest.fixture
def canary(learner):
    """The learner, with a name, an address and a word that nobody else has."""
    learner.email, learner.name = ADDRESS, NAME
    learner.set_password(PASSWORD)
    learner.save()
    return learner


@pytest.fixture
def logged_in(canary):
    """A browser in which the canary has just logged in."""
    client = Client()
    client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    return client


def confirm(client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def do_everything(client, urls):
    """Send every request of the access table once."""
    for name, rows in ROWS.items():
        for method, data, _results in rows:
            if name not in SKIPPED:
                response = getattr(client, method)(urls[name], data)
                if response.streaming:
                    b"".join(response)


def mention(canary, course, root):
    """Let others write the canary's address and name where the site has a place for them."""
    Invitation.objects.create(course=course, email=ADDRESS, created_at=NOW)
    root.post(reverse("admin:accounts_user_change", args=[canary.pk]), {})
    LogEntry.objects.create(user=User.objects.get(email="root@example.org"), action_flag=2, object_repr=ADDRESS)
    visitor = Client()
    visitor.post("/accounts/login/", {"login": ADDRESS, "password": "wrong"})
    visitor.post("/accounts/password/reset/", {"email": ADDRESS})
    visitor.post("/accounts/signup/", {"email": ADDRESS, "password1": "another password of a canary"})


def write_words(canary, schedule):
    """Let the canary write a word of its own everywhere."""
    note = schedule.card.note
    PersonalNote.objects.update_or_create(user=canary, card=schedule.card, defaults={"text": WORD, "html": WORD})
    Writing.objects.update_or_create(user=canary, note=note, defaults={"text": WORD, "written_at": NOW})
    deck = canary.decks.get(slug="own")
    deck.notes.create(section=deck.sections.create(title=WORD), front=WORD, back=ADDRESS)
    upload = uploads.Upload(f"{WORD}.csv", 3)
    uploads.store(canary, upload, ContentFile(ADDRESS.encode()))


def fill_other_tables(canary, schedule, course, goal):
    """Save rows where requests leave none: what is counted later, or was deleted by the last of them."""
    today, deck, note = NOW.date(), schedule.deck, schedule.card.note
    counts = {"day": today, "deck": deck, "answers": 1, "tests": 1}
    canary.attempts.create(note=note, number=1, label=WORD, right=True, attempted_at=NOW)
    canary.saved_searches.create(name=WORD, query=NAME)
    canary.paper_preferences.create(course=course)
    canary.changed_days.create(day=today)
    canary.day_tallies.create(kind="learn", age=0, grade=4, timed=1, time_ms=1, **counts)
    canary.hour_tallies.create(hour=1, passed=1, **counts)
    canary.goal_extensions.create(goal=goal, last_on=today)
    canary.goal_progress.create(goal=goal, done=1, total=1, counted_until=today)


def tables_naming(*words):
    """Return the tables and columns in which one of the words is."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of the site
            columns = [each[0] for each in cursor.description]
            for row in cursor:
                found |= {f"{table}.{name}" for name, value in zip(columns, row, strict=True) if names(value, words)}
    return found | {"sessions" for session in Session.objects.all() if names(session.get_decoded(), words)}


def names(value, words):
    text = bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
    return any(word.lower() in text.lower() for word in words)


def files_naming(*words):
    """Return the stored files in whose name or content one of the words is."""
    stored = [(storages[each], file.name) for each in ("media", "jobs", "scratch") for file in files_in(storages[each])]
    return {name for files, name in stored if names(name, words) or names(storage.read(files, name), words)}


def files_in(files):
    return list(storage.files_below(files, ""))


def long_after_the_last_file():
    """Return when whatever expires has expired; files have the time of the machine."""
    return max([NOW, *(file.written_at for file in files_in(storages["scratch"]))]) + timedelta(days=3)


@pytest.mark.slow
def test_after_a_deletion_no_row_and_no_file_names_the_person(
    urls, canary, schedule, course, goal, logged_in, root, clock
):
    do_everything(logged_in, urls)
    mention(canary, course, root)
    write_words(canary, schedule)
    fill_other_tables(canary, schedule, course, goal)
    assert [each for each in per_user_models() if not each._base_manager.filter(user=canary).exists()] == []
    assert files_naming(ADDRESS)
    confirm(logged_in)
    assert logged_in.post("/preferences/delete/").status_code == 302
    later = long_after_the_last_file()
    clock.move_to(later)
    housekeeping.do_housekeeping(later)
    while housekeeping.do_piecework(later, seconds=0):
        pass
    assert tables_naming(ADDRESS, NAME, WORD) == set()
    assert files_naming(ADDRESS, NAME, WORD) == set()
    assert not User.objects.filter(pk=canary.pk).exists()


def test_the_password_is_asked_for_before_an_account_is_deleted(canary, logged_in, clock):
    clock.shift(timedelta(hours=1))
    for method in (logged_in.get, logged_in.post):
        assert method("/preferences/delete/")["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.get(pk=canary.pk).deleted_at is None


def test_a_deleted_account_is_logged_out_everywhere_and_its_address_is_free(canary, logged_in):
    confirm(logged_in)
    other = Client()
    other.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    assert "Your account is deleted." in logged_in.post("/preferences/delete/", follow=True).text
    for client in (logged_in, other):
        assert client.get("/preferences/").status_code == 302
    assert not Session.objects.exists()
    assert User.objects.create_user(ADDRESS)


def test_who_owns_a_course_alone_hands_it_over_first(client, course, learner):
    Enrolment.objects.filter(user=learner).update(role=Enrolment.Role.OWNER)
    client.force_login(learner)
    response = client.get("/preferences/delete/")
    assert f"/teach/{course.slug}/people/" in response.text
    assert client.post("/preferences/delete/").status_code == 409
    assert User.objects.get(pk=learner.pk).deleted_at is None
    enrolled(course, "another", Enrolment.Role.OWNER)
    assert client.post("/preferences/delete/").status_code == 302
    assert User.objects.get(pk=learner.pk).deleted_at == timezone.now()


def test_a_course_that_is_deleted_holds_nobody(client, course, learner):
    Enrolment.objects.filter(user=learner).update(role=Enrolment.Role.OWNER)
    Course.objects.filter(pk=course.pk).update(deleted_at=NOW)
    client.force_login(learner)
    assert client.post("/preferences/delete/").status_code == 302
