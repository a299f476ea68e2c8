"""Many presses at the same moment."""

import pytest
from django.test import Client

from apps.teaching.models import RoomAnswer
from apps.teaching.room.tests.support import Phone, asked
from apps.web.tests.support.at_once import at_once

THREADS = 4
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def question(presenter, notes, room):
    presenter.press("ask", notes["One GPU."])
    return asked(room)


def test_presses_of_one_person_at_once_are_one_answer_and_one_attempt(room, question, learner):
    def press(label):
        client = Client()
        client.cookies = cookies
        return Phone.answer(Phone(room, client), label, question.pk).status_code

    client = Client()
    client.force_login(learner)
    cookies = Phone(room, client).client.cookies
    statuses = at_once(*(lambda label=label: press(label) for label in ("U-Net", "DiT") * (THREADS // 2)))
    assert set(statuses) == {302}
    answer = RoomAnswer.objects.get()
    assert answer.label == learner.attempts.get().label


def test_an_answer_is_counted_or_was_too_late(room, question, presenter):
    phones = [Phone(room) for _ in range(THREADS)]
    results = at_once(
        *(lambda phone=phone: b"count" not in _shown(phone, question) for phone in phones),
        lambda: presenter.press("answers").status_code,
    )
    assert sum(results[:-1]) == RoomAnswer.objects.count()


def _shown(phone, question):
    """Return what a phone shows after its press."""
    return phone.answer("DiT", question.pk, headers={"HX-Request": "true"}).content
