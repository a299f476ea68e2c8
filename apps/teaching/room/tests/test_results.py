"""What stays of a room that has ended: its questions with how many chose what, for those who run the course."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.courses.models import Enrolment
from apps.teaching.models import Room, RoomAnswer, RoomQuestion
from apps.teaching.room.services.ended import empty_rooms, questions_to_count, tidy_ended_rooms
from apps.teaching.room.services.presenting import start_room
from apps.teaching.room.tests.support import LESSON, Phone, text
from apps.web.tests.support.clock import NOW


@pytest.fixture
def ended(presenter, notes, room):
    """A room that has ended: of three people before it, two chose the wrong label of its only question."""
    presenter.press("ask", notes["One GPU."])
    for label in ("DiT", "DiT", "U-Net"):
        Phone(room).answer(label)
    presenter.press("end")
    return room


@pytest.fixture
def long_ago(ended, clock):
    """The same room, after a worker has tidied it."""
    clock.move_to(NOW + timedelta(days=40))
    tidy_ended_rooms(timezone.now())
    return ended


def results(client, room):
    return client.get(f"{LESSON}{room.code}/results/")


def assert_shows_the_question(page):
    assert "One GPU." in page
    assert "Cheaper steps." in page
    assert "2 <span" in page
    assert "67%" in page
    assert page.index("U-Net") < page.index("Correct") < page.index("2 <span")


def test_ending_a_room_leads_to_its_results(presenter, ended):
    response = presenter.client.get(presenter.url, follow=True)
    assert response.redirect_chain[-1][0] == f"{presenter.url}results/"
    assert_shows_the_question(text(response))


def test_another_screen_of_the_room_leads_there(presenter, ended):
    page = text(presenter.screen(seen="0"))
    assert "This room has ended." in page
    assert f"{presenter.url}results/" in page


def test_ending_a_room_that_asked_nothing_leads_to_where_rooms_are_opened(presenter, room):
    presenter.press("end")
    assert presenter.client.get(presenter.url, follow=True).redirect_chain[-1][0] == LESSON
    assert f"{presenter.url}results/" not in text(presenter.screen(seen="0"))


def test_a_room_that_asked_nothing_and_ended_by_itself_leads_there_too(presenter, room, clock):
    clock.move_to(NOW + timedelta(hours=7))
    assert presenter.client.get(presenter.url, follow=True).redirect_chain[-1] == (LESSON, 302)


def test_a_room_that_is_open_has_no_results_yet(presenter, room):
    assert results(presenter.client, room).url == presenter.url


@pytest.mark.parametrize(("more", "expected"), [(True, "1 question "), (False, "0 questions ")])
def test_past_rooms_count_the_questions_that_their_results_show(presenter, ended, notes, more, expected):
    card = notes["One GPU."].cards.get()
    card.pk, card.ordinal = None if more else card.pk, 1  # a second card, or none that is asked any more
    card.save()
    assert expected in text(presenter.client.get(LESSON))
    assert expected in text(results(presenter.client, ended))


def test_results_stay_when_the_answers_of_single_people_are_deleted(presenter, long_ago):
    assert not RoomAnswer.objects.exists()
    assert RoomQuestion.objects.get().counts == {"U-Net": 1, "DiT": 2}
    assert_shows_the_question(text(results(presenter.client, long_ago)))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table whole")
@pytest.mark.parametrize(
    ("rows", "index"),
    [(questions_to_count, "teaching_questions_to_count"), (empty_rooms, "teaching_room_current_id")],
)
def test_tidying_reads_no_room_that_was_tidied(db, rows, index):
    assert index in rows(NOW).explain()


def test_answers_of_an_open_room_and_of_one_that_ended_today_stay(presenter, ended, lesson, notes, clock):
    tidy_ended_rooms(NOW + timedelta(hours=23))
    assert RoomAnswer.objects.count() == 3


def test_a_label_that_was_renamed_since_keeps_its_answers(presenter, notes, long_ago):
    notes["One GPU."].section.labels = ["Convolutions", "DiT"]
    notes["One GPU."].section.save()
    page = text(results(presenter.client, long_ago))
    assert "U-Net" in page
    assert "33%" in page


def test_whether_people_knew_an_answer_stays(presenter, lesson, room):
    check = lesson.deck.sections.create(kind="self_check", title="Check", position=9)
    note = check.notes.create(deck=lesson.deck, front="What is a plan?", back="A list.")
    note.cards.create(ordinal=0, front="What is a plan?", back="A list.")
    presenter.press("ask", note)
    presenter.press("revealed")
    Phone(room).answer("yes")
    presenter.press("end")
    page = text(results(presenter.client, room))
    assert "A list." in page
    assert page.index("Knew it") < page.index("100%") < page.index("Not yet")


def test_a_question_that_was_skipped_has_no_bars_in_the_results(presenter, notes, room):
    presenter.press("ask", notes["One GPU."])
    presenter.press("end")
    page = text(results(presenter.client, room))
    assert "This room has ended." in page
    assert "Nobody answered it." in page
    assert "0%" not in page


def test_rooms_that_have_ended_are_listed_with_what_they_were_asked(presenter, ended):
    page = text(presenter.client.get(LESSON))
    assert "Past rooms" in page
    assert "1 question · 3 people joined" in page
    assert f"{presenter.url}results/" in page


def test_a_room_that_asked_nothing_is_not_listed_and_deleted(presenter, room, clock):
    presenter.press("end")
    assert "Past rooms" not in text(presenter.client.get(LESSON))
    tidy_ended_rooms(NOW + timedelta(days=1, seconds=1))
    assert not Room.objects.exists()


def test_results_are_deleted(presenter, ended):
    assert "Past rooms" not in text(presenter.client.post(f"{presenter.url}delete/", follow=True))
    assert results(presenter.client, ended).url == LESSON
    assert not RoomAnswer.objects.exists()


def test_a_phone_reads_that_a_room_has_ended_whose_results_were_deleted(presenter, room, notes):
    phone = Phone(room)
    presenter.press("ask", notes["One GPU."])
    poll = phone.poll()
    presenter.press("end")
    presenter.client.post(f"{presenter.url}delete/")
    assert "This room has ended." in text(poll())
    assert "Practice this lesson" in phone.page()


def test_a_phone_finds_the_practice_page_long_after_the_end(presenter, long_ago):
    page = Phone(long_ago).page()
    assert "This room has ended." in page
    assert "/courses/multimodal/backbones/" in page


def test_an_open_room_cannot_be_deleted(presenter, room, notes):
    presenter.press("ask", notes["One GPU."])
    assert presenter.client.post(f"{presenter.url}delete/").status_code == 404
    assert RoomQuestion.objects.exists()


def test_an_assistant_reads_results_and_deletes_none(presenter, ended, instructor):
    instructor.enrolments.update(role=Enrolment.Role.ASSISTANT)
    page = text(results(presenter.client, ended))
    assert "One GPU." in page
    assert "Delete" not in page
    assert presenter.client.post(f"{presenter.url}delete/").status_code == 404


def test_others_find_no_results(learner, ended):
    client = Client()
    client.force_login(learner)
    assert results(client, ended).status_code == 404


def test_many_questions_need_as_many_statements_as_one(presenter, lesson, notes, room, django_assert_num_queries):
    def asked(*fronts):
        found = start_room(lesson, at=NOW)
        for front in fronts:
            RoomQuestion.objects.create(room=found, note=notes[front])
        Room.objects.filter(pk=found.pk).update(ended_at=NOW)
        return found

    for found in (asked("One GPU."), asked("One GPU.", "A big cluster.")):
        with django_assert_num_queries(11):
            results(presenter.client, found)
