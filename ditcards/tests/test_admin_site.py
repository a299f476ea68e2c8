"""The admin deletes what many people learn: it exists for nobody from that moment on, and the worker removes it."""

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.cards.models import Card, Deck, Note
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Course
from apps.lessons.models import Lesson, Mark
from apps.library.services.removal import remove_deleted
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.reviews.services import grade_card
from apps.web.tests.support.clock import NOW

LISTS = ("courses/course", "lessons/lesson", "cards/deck", "cards/note")


@pytest.fixture
def marked(learner, card):
    """The learner marked a note's question on the practice page."""
    Mark.objects.create(user=learner, note=card.note, knew=True, marked_at=NOW)
    return card.note


def delete(client, admin_user, name, pk):
    client.force_login(admin_user)
    assert client.post(reverse(f"admin:{name}_delete", args=[pk]), {"post": "yes"}).status_code == 302


def test_a_note_is_deleted_with_everyones_marks(client, admin_user, marked):
    delete(client, admin_user, "cards_note", marked.pk)
    assert not Note.objects.filter(pk=marked.pk).exists()
    assert not Mark.objects.exists()


def removed():
    """Let the worker remove what is deleted."""
    return sum(1 for _step in remove_deleted(NOW))


def test_a_deleted_person_is_nobody_from_that_moment_on(client, admin_user, learner, schedule):
    delete(client, admin_user, "accounts_user", learner.pk)
    people = client.get(reverse("admin:accounts_user_changelist"))
    assert learner.email not in people.text
    client.force_login(learner)
    assert client.get(reverse("reviews:session")).status_code == 302
    assert User.objects.create_user(learner.email)


def test_the_worker_removes_a_deleted_person_with_all_that_they_learned(client, admin_user, learner, schedule, marked):
    grade_card(schedule, 4, seen_version=0, at=NOW)
    delete(client, admin_user, "accounts_user", learner.pk)
    assert removed()
    assert not User.objects.filter(pk=learner.pk).exists()
    for rows in (Mark.objects, ReviewLog.objects, Schedule.objects.filter(user=learner)):
        assert not rows.exists()
    assert Note.objects.filter(pk=marked.pk).exists()
    assert not removed()


def test_selected_people_are_deleted(client, admin_user, learner, classmate, schedule, marked):
    client.force_login(admin_user)
    selected = {"action": "delete_selected", "_selected_action": [learner.pk, classmate.pk], "post": "yes"}
    client.post(reverse("admin:accounts_user_changelist"), selected)
    assert removed()
    assert not User.objects.filter(pk__in=[learner.pk, classmate.pk]).exists()
    assert not Mark.objects.exists()


@pytest.fixture
def unused(db):
    """A course with a lesson that nobody learns."""
    course = Course.objects.create(slug="unused", title="Unused course")
    deck = make_deck(course, "unused-deck", title="Unused deck")
    make_note(deck, "Unused question?", "Answer.")
    Lesson.objects.create(course=course, deck=deck, slug="unused-lesson", title="Unused lesson")
    return course


def test_a_deleted_course_exists_for_nobody_from_that_moment_on(client, admin_user, unused):
    delete(client, admin_user, "courses_course", unused.pk)
    assert "Unused course" in client.get("/admin/courses/course/").text  # the message that it is deleted
    for url in ("/courses/", "/decks/", "/browse/", *(f"/admin/{name}/" for name in LISTS)):
        assert "Unused" not in client.get(url).text
    for url in ("/courses/unused/", "/courses/unused/unused-lesson/", "/decks/unused-deck/"):
        assert client.get(url).status_code == 404
    assert Course.objects.create(slug="unused", title="Another")


def test_the_worker_removes_a_deleted_course(client, admin_user, unused, card):
    delete(client, admin_user, "courses_course", unused.pk)
    assert removed()
    assert not Course.with_deleted.filter(pk=unused.pk).exists()
    assert not Lesson.objects.filter(title="Unused lesson").exists()
    assert Card.objects.filter(pk=card.pk).exists()
    assert not Card.objects.exclude(note__deck=card.note.deck_id).exists()
    assert not Note.history.filter(front="Unused question?").exists()


def test_a_deleted_deck_leaves_its_course_with_its_lesson(client, admin_user, unused):
    delete(client, admin_user, "cards_deck", unused.decks.get().pk)
    assert "Unused lesson" not in client.get("/courses/unused/").text
    assert removed()
    assert not Deck.with_deleted.exists()


@pytest.mark.parametrize("name", ["cards_deck", "courses_course"])
def test_what_anyone_learns_is_not_deleted(client, admin_user, schedule, name):
    client.force_login(admin_user)
    deck = schedule.deck
    pk = deck.pk if name == "cards_deck" else deck.course_id
    response = client.post(reverse(f"admin:{name}_delete", args=[pk]), {"post": "yes"})
    assert response.status_code == 200
    assert Deck.objects.filter(pk=deck.pk).exists()
    assert Subscription.objects.filter(deck=deck).exists()
