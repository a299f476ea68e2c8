"""The screen before a room: what it shows, and what the presenter's presses do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.cards.tests.support.factory import make_note
from apps.teaching.models import Room, RoomAnswer
from apps.teaching.models.room import ROOM_TTL
from apps.teaching.room.services.ended import tidy_ended_rooms
from apps.teaching.room.services.presenting import start_room
from apps.teaching.room.tests.support import LESSON, Phone, text
from apps.web.tests.support.clock import NOW

REASON = "Cheaper steps."


@pytest.fixture
def one_gpu(presenter, notes):
    """The room is asked its first question."""
    presenter.press("ask", notes["One GPU."])
    return notes["One GPU."]


def test_starting_a_room_leads_to_its_screen_with_a_code(teaching, lesson):
    response = teaching.post(LESSON)
    room = Room.objects.get()
    assert response.url == f"{LESSON}{room.code}/"
    page = text(teaching.get(response.url))
    assert str(room) in page
    assert "testserver/code" in page
    assert "data:image/svg" in page


def test_open_rooms_are_listed_until_they_end(presenter, room):
    assert str(room) in text(presenter.client.get(LESSON))
    presenter.press("end")
    assert str(room) not in text(presenter.client.get(LESSON))


def test_a_lesson_without_labels_has_nothing_to_ask(teaching, lesson):
    lesson.deck.notes.filter(kind="choice").update(archived=True)
    assert "no questions to ask" in text(teaching.get(LESSON))
    teaching.post(LESSON)
    assert not Room.objects.exists()


def test_the_questions_come_in_the_order_of_the_page(presenter, notes, one_gpu):
    page = text(presenter.screen())
    assert "Question 1 of 2" in page
    assert "One GPU." in page
    assert f'name="note" value="{notes["A big cluster."].pk}"' in page
    presenter.press("ask", notes["A big cluster."])
    assert "Question 2 of 2" in text(presenter.screen())


def test_counts_come_before_the_answers_and_the_answers_before_the_right_one(presenter, room, one_gpu):
    for label in ("U-Net", "U-Net", "DiT"):
        Phone(room).answer(label)
    page = text(presenter.screen())
    assert "3 answers" in page
    assert "67" not in page.partition("3 answers")[0].rpartition("One GPU.")[2]
    presenter.press("answers")
    page = text(presenter.screen())
    assert "67%" in page
    assert "33%" in page
    assert REASON not in page
    assert "Correct" not in page
    presenter.press("revealed")
    page = text(presenter.screen())
    assert REASON in page
    assert "Correct" in page


def test_a_second_press_on_the_same_page_does_nothing(presenter, notes, room, one_gpu):
    version = Room.objects.get().version
    presenter.press("ask", notes["A big cluster."], version=version)
    presenter.press("revealed", version=version)
    assert Room.objects.get().version == version + 1
    assert REASON not in text(presenter.screen())


def test_the_screen_says_how_many_have_joined(presenter, room):
    assert "0 people have joined." in text(presenter.screen())
    first = Phone(room)
    assert "1 person has joined." in text(presenter.screen())
    Phone(room)
    first.page()
    assert "2 people have joined." in text(presenter.screen())


def test_a_lesson_with_several_exercises_has_a_menu_of_them(presenter, lesson, one_gpu):
    assert "Sections" not in text(presenter.screen())
    exercise = lesson.deck.sections.create(kind="exercise", title="Which loss?", labels=["L1", "L2"], position=1)
    note = make_note(lesson.deck, "Outliers.", section=exercise, kind="choice", label="L1")
    assert f'name="note" value="{note.pk}"' in text(presenter.screen())
    presenter.press("ask", note)
    assert "Question 3 of 3" in text(presenter.screen())


def test_going_back_finds_a_question_as_it_was_left(presenter, room, notes, one_gpu):
    presenter.press("revealed")
    presenter.press("ask", notes["A big cluster."])
    presenter.press("ask", one_gpu)
    assert REASON in text(presenter.screen())
    Phone(room).answer("U-Net")
    assert not RoomAnswer.objects.exists()


def test_the_screen_is_sent_again_only_when_something_changed(presenter, room, one_gpu):
    phone = Phone(room)
    seen = "1-1-0-1"
    assert presenter.screen(seen=seen).status_code == 204
    phone.answer("DiT")
    assert presenter.screen(seen=seen).status_code == 200
    assert presenter.screen(seen="1-1-1-1").status_code == 204


def test_a_question_that_is_archived_while_it_is_asked_leads_back_to_joining(presenter, room, one_gpu):
    lesson = room.lesson
    lesson.deck.notes.filter(pk=one_gpu.pk).update(archived=True)
    assert "Join with your phone" in text(presenter.screen())
    one_gpu.delete()
    assert "Join with your phone" in text(presenter.screen())
    assert "when the screen shows it" in Phone(room).page()


def test_a_room_that_nobody_ends_ends_after_some_hours(presenter, room, clock, one_gpu):
    clock.move_to(NOW + ROOM_TTL)
    assert "This room has ended." in text(presenter.screen(seen="0"))
    presenter.press("revealed")
    assert Room.objects.get().version == 1


def test_housekeeping_deletes_answers_a_day_after_the_end(presenter, lesson, room, learner, clock, one_gpu):
    client = Client()
    client.force_login(learner)
    Phone(room, client).answer("DiT")
    presenter.press("end")
    clock.move_to(NOW + timedelta(days=1, seconds=1))
    start_room(lesson, at=timezone.now())
    tidy_ended_rooms(timezone.now())
    assert Room.objects.count() == 2
    assert not RoomAnswer.objects.exists()
    assert learner.attempts.count() == 1


@pytest.mark.parametrize("data", [{}, {"act": "ask", "version": 1}, {"act": "asked", "version": 1}])
def test_a_press_that_no_button_sends_is_refused(presenter, data):
    assert presenter.client.post(f"{presenter.url}act/", data).status_code == 400


def test_the_room_of_another_lesson_does_not_exist(teaching, room):
    assert teaching.get(f"/teach/multimodal/other/room/{room.code}/").status_code == 404


def test_a_screen_needs_as_many_statements_with_many_answers_as_with_few(
    presenter, room, one_gpu, django_assert_num_queries
):
    for _ in range(12):
        Phone(room).answer("DiT")
    presenter.press("answers")
    with django_assert_num_queries(9):
        presenter.screen()
