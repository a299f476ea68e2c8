"""The phones before a screen: joining, answering without an account, and what becomes of the answers."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.cards.media.verify_media import verify
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_note
from apps.cards.tests.support.pictures import one_dot
from apps.lessons.models import Attempt
from apps.teaching.models import Room, RoomAnswer, RoomQuestion
from apps.teaching.room.services.presenting import start_room
from apps.teaching.room.tests.support import Phone, asked, text
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX

ACCOUNT = {"email": "new@example.org", "password1": "a long sentence", "password2": "a long sentence"}


@pytest.fixture
def one_gpu(presenter, notes):
    """The room is asked its first question."""
    presenter.press("ask", notes["One GPU."])
    return notes["One GPU."]


@pytest.fixture
def phone(room, client):
    return Phone(room, client)


@pytest.fixture
def learners_phone(room, learner):
    client = Client()
    client.force_login(learner)
    return Phone(room, client)


def test_a_room_that_is_not_there_is_not_found(client, db):
    assert client.get("/room/AAAAAA/").status_code == 404


def test_codes_cannot_be_guessed_without_end(client, room, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"room_join": "2/m/ip"}
    phone = Phone(room)
    client.get("/room/AAAAAA/")
    assert client.get(f"/room/{room.code}/").status_code == 429
    assert "when the screen shows it" in phone.page()  # who is in the room stays


def test_nothing_says_which_is_right_before_it_is_revealed(phone, presenter, one_gpu):
    for act in ("", "answers"):
        if act:
            presenter.press(act)
        pages = phone.page(), text(phone.client.get(phone.url, headers=HTMX))
        for page in pages:
            assert "One GPU." in page
            assert "Decide for each." in page
            assert "Cheaper" not in page
            assert "orrect" not in page
    assert "A big cluster." not in phone.page()


def test_an_answer_can_be_changed_until_the_answers_are_shown(phone, presenter, one_gpu):
    phone.answer("DiT")
    assert "DiT</b>. You can change it until the votes are shown." in phone.page()
    phone.answer("U-Net")
    assert RoomAnswer.objects.get().label == "U-Net"
    presenter.press("answers")
    assert "Wait for the right answer" in phone.page()
    assert "didn’t count" in text(phone.answer("DiT", headers=HTMX))
    assert RoomAnswer.objects.get().label == "U-Net"
    presenter.press("revealed")
    page = phone.page()
    assert "Correct." in page
    assert "Cheaper steps." in page


def test_a_wrong_answer_is_shown_with_the_right_one(phone, presenter, one_gpu):
    phone.answer("DiT")
    presenter.press("revealed")
    page = phone.page()
    assert "Not this one." in page
    assert "U-Net" in page
    assert "Cheaper steps." in page


def test_an_answer_to_the_question_before_does_not_count(phone, presenter, room, notes, one_gpu):
    first = asked(room)
    presenter.press("ask", notes["A big cluster."])
    response = phone.answer("DiT", question=first.pk)
    assert "didn’t count" in text(phone.client.get(response.url))
    assert not RoomAnswer.objects.exists()


@pytest.mark.parametrize("label", ["", "Transformer"])
def test_only_labels_of_the_question_count(phone, one_gpu, label):
    phone.answer(label)
    assert not RoomAnswer.objects.exists()


def test_who_has_not_joined_is_led_to_the_page_first(client, room, one_gpu):
    response = client.post(f"/room/{room.code}/answer/", {"question": asked(room).pk, "label": "DiT"})
    assert response.url == f"/room/{room.code}/"
    assert not RoomAnswer.objects.exists()


def test_a_phone_is_sent_something_only_when_the_presenter_did_something(phone, presenter, room, one_gpu):
    poll = phone.poll()
    Phone(room).answer("DiT")
    assert poll().status_code == 204
    presenter.press("answers")
    assert poll().status_code == 200


def test_asking_whether_something_changed_takes_two_statements(phone, room, one_gpu, django_assert_num_queries):
    poll = phone.poll()
    with django_assert_num_queries(2):  # the session, the room
        poll()


def test_who_logs_in_before_they_change_their_answer_keeps_what_they_had_tried_before(phone, one_gpu, learner, notes):
    before = {"user": learner, "note": notes["One GPU."], "attempted_at": NOW}
    Attempt.objects.create(number=1, label="DiT", right=False, **before)
    phone.answer("DiT")
    phone.client.force_login(learner)
    phone.answer("U-Net")
    assert list(learner.attempts.order_by("number").values_list("label", flat=True)) == ["DiT", "U-Net"]


def test_a_visitors_answers_are_practice_and_come_along_at_sign_up(phone, one_gpu):
    phone.answer("DiT")
    phone.answer("U-Net")
    page = text(phone.client.get("/courses/multimodal/backbones/practice/"))
    assert "correct so far" in page
    assert not Attempt.objects.exists()
    phone.client.post("/accounts/signup/", ACCOUNT)
    phone.client.get("/")
    attempt = Attempt.objects.get()
    assert attempt.user == User.objects.get(email="new@example.org")
    assert (attempt.label, attempt.right, attempt.number) == ("U-Net", True, 1)


def test_a_learners_answers_are_attempts(learners_phone, learner, one_gpu):
    learners_phone.answer("U-Net")
    learners_phone.answer("DiT")
    attempt = learner.attempts.get()
    assert (attempt.note, attempt.label, attempt.right, attempt.number) == (one_gpu, "DiT", False, 1)


def test_what_a_learner_answered_before_stays_the_first_attempt(learners_phone, learner, one_gpu):
    learner.attempts.create(note=one_gpu, number=1, label="DiT", right=False, attempted_at=NOW)
    learners_phone.answer("DiT")
    learners_phone.answer("U-Net")
    assert list(learner.attempts.order_by("number").values_list("label", flat=True)) == ["DiT", "U-Net"]


def test_two_browsers_of_a_learner_are_one_person(learners_phone, room, learner, one_gpu):
    learners_phone.answer("DiT")
    other = Client()
    other.force_login(learner)
    Phone(room, other).answer("U-Net")
    assert RoomAnswer.objects.get().label == "U-Net"


def test_an_answer_names_nobody_and_one_person_has_another_key_in_another_room(learners_phone, room, lesson, learner):
    other = Phone(start_room(lesson, at=NOW), learners_phone.client)
    keys = other.client.session["rooms"]
    assert len({*keys.values()}) == len(keys) == 2
    related = {field.related_model for model in (Room, RoomQuestion, RoomAnswer) for field in model._meta.fields}
    assert User not in related


def test_a_room_that_has_ended_says_how_many_were_right(phone, presenter, room, one_gpu):
    phone.answer("U-Net")
    presenter.press("revealed")
    poll = phone.poll()
    presenter.press("end")
    assert poll().status_code == 200
    page = phone.page()
    assert "You answered 1 of 1 correctly." in page
    assert "Practice this lesson" in page
    assert "Sign up to keep your answers" in page


class TestWhoComesLate:
    """A phone that opens a room after its end."""

    @pytest.fixture
    def late(self, phone, presenter, room, one_gpu):
        phone.answer("U-Net")
        presenter.press("end")
        return Phone(room)

    def test_reads_that_it_has_ended_and_keeps_no_answers(self, late):
        page = late.page()
        assert "This room has ended." in page
        assert "Practice this lesson" in page
        assert "You answered" not in page
        assert "keep your answers" not in page

    def test_is_not_counted(self, late, room):
        room.refresh_from_db()
        assert room.joined == 1

    def test_who_comes_after_a_room_ended_by_itself_is_not_counted(self, room, clock):
        clock.move_to(NOW + timedelta(hours=7))
        assert "This room has ended." in Phone(room).page()
        room.refresh_from_db()
        assert room.joined == 0

    def test_a_learner_reads_in_another_browser_what_they_had_right(
        self, learners_phone, presenter, room, learner, one_gpu
    ):
        learners_phone.answer("U-Net")
        presenter.press("revealed")
        presenter.press("end")
        other = Client()
        other.force_login(learner)
        assert "You answered 1 of 1 correctly." in Phone(room, other).page()


def test_a_private_course_shows_its_question_and_nothing_else(phone, presenter, room, course, one_gpu):
    course.visibility = "private"
    course.save(update_fields=["visibility"])
    assert "One GPU." in phone.page()
    presenter.press("end")
    assert "Practice this lesson" not in phone.page()


def test_pictures_are_for_those_who_have_joined_until_the_end(phone, presenter, lesson, one_gpu):
    picture = store_media(verify(one_dot()))
    add_to_deck(lesson.deck, {"dot.png": picture})
    url = f"{phone.url}media/{picture.file_name}"
    response = phone.client.get(url)
    assert b"".join(response)
    assert response.status_code == 200
    assert Client().get(url).status_code == 404
    assert phone.client.get(f"{phone.url}media/{'0' * 64}.png").status_code == 404
    presenter.press("end")
    assert phone.client.get(url).status_code == 404


def test_a_picture_of_a_question_is_fetched_through_the_room(phone, lesson, notes, presenter):
    picture = store_media(verify(one_dot()))
    add_to_deck(lesson.deck, {"dot.png": picture})
    note = make_note(lesson.deck, "![](dot.png)", section=notes["One GPU."].section, kind="choice", label="DiT")
    presenter.press("ask", note)
    assert f'src="{phone.url}media/{picture.file_name}"' in phone.page()


def test_answers_are_limited(phone, one_gpu, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"room_answer_each": "1/m/key"}
    phone.answer("DiT")
    assert phone.answer("U-Net").status_code == 429


def test_who_logs_in_or_signs_up_finds_the_room(client, db):
    assert '/code/">Join with a code</a>' in text(client.get("/accounts/login/"))
    assert "what you answered in the room is kept" in text(client.get("/accounts/signup/?keep=answers"))
    assert "what you answered in the room" not in text(client.get("/accounts/signup/"))
