"""Decks of a course without a lesson: who sees them is changed on their own page, too."""

import pytest

from apps.cards.models import Deck, DeckState
from apps.cards.tests.support.factory import make_deck
from apps.teaching.lessons.last_act import KEY
from apps.teaching.lessons.tests.support import URL


def test_a_deck_without_a_lesson_is_published_and_hidden_from_its_own_page_and_that_can_be_undone(teaching, course):
    deck = make_deck(course, "loose", state=DeckState.DRAFT)
    for act, state in (("publish", DeckState.PUBLISHED), ("hide", DeckState.HIDDEN), ("archive", DeckState.ARCHIVED)):
        assert f'name="act" value="{act} {deck.pk}"' in teaching.get("/decks/loose/").text
        page = teaching.post(f"{URL}lessons/change/", {"act": f"{act} {deck.pk}"}, follow=True)
        assert "Undo" in page.text
        assert Deck.objects.get(pk=deck.pk).state == state
    teaching.post(f"{URL}lessons/undo/", {"act": teaching.session[KEY]["id"]})
    assert Deck.objects.get(pk=deck.pk).state == DeckState.HIDDEN


@pytest.mark.parametrize("role", ["learner", "assistant"])
def test_who_does_not_edit_a_course_finds_no_such_acts_on_the_page_of_its_deck(client, course, stranger, role):
    make_deck(course, "loose")
    course.enrolments.create(user=stranger, role=role)
    client.force_login(stranger)
    assert 'name="act"' not in client.get("/decks/loose/").text
