"""Whoever asks gets everything that is theirs, and nothing of anybody else."""

import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps

from apps.accounts.models import User
from apps.cards.tests.support.factory import make_deck, make_note
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.library.models import SavedSearch
from apps.operations.my_data.archive import DECK_FORMATS, write_archive
from apps.operations.my_data.contents import IN_DECKS, IN_HISTORY, LEFT_OUT, TABLES
from apps.reviews.models import PersonalNote
from apps.teaching.models import Goal, GoalExtension
from apps.web.tests.support.clock import NOW


def archive_of(user):
    file = io.BytesIO()
    write_archive(user, file, lambda _done, _total: None)
    return ZipFile(file)


def lines(archive, name):
    return [json.loads(line) for line in archive.read(name).splitlines()]


@pytest.fixture
def own(learner):
    deck = make_deck(owner=learner, slug="own", title="My own")
    return make_note(deck, "Mine?", "Yes.")


def references_to_people():
    """Yield each column that names a person: by its table, and by its own name where that is another than `user`."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if field.remote_field and field.remote_field.model is User:
                yield model._meta.label if field.name == "user" else f"{model._meta.label}.{field.name}"


def test_every_column_that_names_a_person_is_in_the_file_or_left_out_for_a_reason():
    written = {table.model._meta.label for table in TABLES} | IN_HISTORY | IN_DECKS
    assert set(references_to_people()) == written | set(LEFT_OUT)
    assert not written & set(LEFT_OUT)


def test_each_row_names_what_it_belongs_to():
    for table in TABLES:
        columns = {each.name for each in table.model._meta.concrete_fields if each.is_relation}
        belongs_to = columns - {"user", "handled_by", "schedule"}  # of oneself, of somebody else; known by its card
        starts = {at.partition("__")[0] if isinstance(at, str) else at.key for at in table.names.values()}
        assert belongs_to <= starts, table.file


def test_a_goal_for_which_somebody_has_more_time_names_its_course(learner, course):
    goal = Goal.objects.create(course=course, kind="days", days=5, starts_on=NOW, last_on=NOW)
    GoalExtension.objects.create(user=learner, goal=goal, last_on=NOW + timedelta(days=7))
    [row] = lines(archive_of(learner), "later-goals.jsonl")
    assert row == {
        "last_on": "2026-11-30",
        "course": "multimodal",
        "lesson": None,
        "kind": "days",
        "days": 5,
        "percent": 70,
        "starts_on": "2026-11-23",
    }


def test_what_somebody_wrote_and_owns_is_in_their_file(learner, classmate, own):
    card = own.cards.get()
    for user in (learner, classmate):
        SavedSearch.objects.create(user=user, name=f"of {user}", query="tag:hard")
        PersonalNote.objects.create(user=user, card=card, text=f"by {user}", html="")
    archive = archive_of(learner)
    assert [row["name"] for row in lines(archive, "saved-searches.jsonl")] == [f"of {learner}"]
    [note] = lines(archive, "personal-notes.jsonl")
    assert (note["text"], note["deck"], note["note"]) == (f"by {learner}", "own", own.guid)
    assert [row["course"] for row in lines(archive, "memberships.jsonl")] == ["multimodal"]
    assert "Mine?" in archive.read("decks/own.md").decode()
    assert {"decks/own.apkg", "decks/own.json", "ditcards-history.jsonl"} <= set(archive.namelist())
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert classmate.email.encode() not in everything


def test_where_somebody_logged_in_and_by_whom_is_in_their_file_but_no_key(learner, classmate):
    for user in (learner, classmate):
        SocialAccount.objects.create(user=user, provider="uni", uid=f"uid of {user}", extra_data={"sub": "1"})
        UserSession.objects.create(user=user, session_key=f"key of {user}"[:40], ip="192.0.2.1", user_agent="Firefox")
    archive = archive_of(learner)
    [account] = lines(archive, "provider-accounts.jsonl")
    assert (account["uid"], account["extra_data"]) == (f"uid of {learner}", {"sub": "1"})
    [session] = lines(archive, "logins.jsonl")
    assert (session["ip"], session["user_agent"]) == ("192.0.2.1", "Firefox")
    assert "session_key" not in session


def test_every_part_of_it_reports_how_far_it_is(learner, own):
    """Each report is a sign of life: a worker that gives none for long loses the job to another one."""
    for number in range(2):
        SavedSearch.objects.create(user=learner, name=f"search {number}", query="tag:hard")
    reported = []
    write_archive(learner, io.BytesIO(), lambda done, total: reported.append((done, total)))
    assert {(0, 2), (1, 2)} <= set(reported)
    ends = [done / total for done, total in reported if total and total % len(DECK_FORMATS) == 0]
    assert {int(end * len(DECK_FORMATS)) for end in ends} >= set(range(len(DECK_FORMATS)))
    assert max(ends) <= 1


def test_a_course_that_one_left_is_in_their_file(learner, course):
    course.enrolments.filter(user=learner).update(left_at=NOW)
    [membership] = lines(archive_of(learner), "memberships.jsonl")
    assert (membership["course"], membership["left_at"]) == ("multimodal", NOW.strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_the_readme_says_what_each_file_is(learner, own):
    archive = archive_of(learner)
    readme = archive.read("README.txt").decode()
    assert all(f"{name}: " in readme for name in archive.namelist() if name != "README.txt")


@pytest.mark.slow  # a package of Anki
def test_a_button_in_the_preferences_makes_it_in_a_job(client, learner, own):
    client.force_login(learner)
    assert "/preferences/my-data/" in client.get("/preferences/").content.decode()
    response = client.post("/preferences/my-data/")
    job = Job.objects.get(owner=learner)
    assert response.url == f"/jobs/{job.pk}/"
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.DONE, "ditcards-my-data.zip")


def test_it_is_made_a_few_times_an_hour(client, learner, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "my_data_each": "1/h/key"}
    client.force_login(learner)
    assert client.post("/preferences/my-data/").status_code == 302
    assert client.post("/preferences/my-data/").status_code == 429
