"""Questions of the self-check in a room: people think, read the answer, and say whether they knew it."""

import pytest

from apps.cards.tests.support.factory import make_note
from apps.lessons.models import Mark
from apps.teaching.models import RoomAnswer
from apps.teaching.room.tests.support import Phone, text
from apps.web.tests.support.htmx import HTMX

ANSWER = "What is taken away."


@pytest.fixture
def noise(presenter, lesson):
    """The room is asked a question of the self-check."""
    section = lesson.deck.sections.create(kind="self_check", title="Self-check", position=1)
    note = make_note(lesson.deck, "What is noise?", ANSWER, section=section)
    presenter.press("ask", note)
    return note


@pytest.fixture
def phone(room, client):
    return Phone(room, client)


def test_the_answer_comes_with_the_reveal(presenter, phone, noise):
    for page in (phone.page(), text(presenter.screen())):
        assert "What is noise?" in page
        assert ANSWER not in page
        assert "Show the votes" not in page
    presenter.press("revealed")
    assert ANSWER in phone.page()
    assert ANSWER in text(presenter.screen())


def test_people_answer_whether_they_knew_it_after_the_reveal_and_the_screen_counts(presenter, room, phone, noise):
    assert "didn’t count" in text(phone.answer("yes", headers=HTMX))
    presenter.press("revealed")
    phone.answer("no")
    phone.answer("yes")
    Phone(room).answer("no")
    assert 'value="yes" aria-pressed="true"' in phone.page()
    page = text(presenter.screen())
    assert "Knew it" in page
    assert "50%" in page
    assert "2 answers" in page


def test_it_is_a_mark_on_the_practice_page(presenter, phone, learner, noise):
    presenter.press("revealed")
    phone.answer("yes")
    assert "1 of 1 answered" in text(phone.client.get("/courses/multimodal/backbones/practice/"))
    phone.client.force_login(learner)
    phone.answer("no")
    mark = Mark.objects.get()
    assert (mark.user, mark.note, mark.knew) == (learner, noise, False)
    assert RoomAnswer.objects.get().label == "no"


def test_only_choices_between_labels_are_right_or_wrong(presenter, phone, noise):
    presenter.press("revealed")
    phone.answer("yes")
    presenter.press("end")
    assert "correctly" not in phone.page()
