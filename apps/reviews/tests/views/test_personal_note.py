"""Editing a card in the middle of a review, and a learner's own note to a card of others."""

import pytest
from django.utils import timezone

from apps.cards.tests.support.factory import make_deck, make_note
from apps.reviews import services
from apps.reviews.models import PersonalNote


@pytest.fixture
def own(learner):
    """The learner's schedule of a card of their own."""
    deck = make_deck(owner=learner, slug="knots")
    make_note(deck, "Which knot?", "A bowline.")
    services.subscribe(learner, deck, today=learner.study_day(timezone.now()))
    return learner.schedules.get(deck=deck)


@pytest.fixture
def me(client, learner):
    client.force_login(learner)
    return client


def answer(client, schedule):
    return client.get(f"/review/{schedule.card_id}/answer/").text


def test_editing_leads_to_the_card_and_back_to_its_answer(me, own):
    form = me.get(f"/review/{own.card_id}/edit/?deck=knots")
    assert form["Location"].startswith(f"/cards/{own.card_id}/edit/?next=")
    back = me.post(form["Location"], {"kind": "basic", "front": "Which knot?", "back": "A sheet bend."})
    assert back["Location"] == f"/review/{own.card_id}/answer/?deck=knots"
    page = me.get(back["Location"]).text
    assert "A sheet bend." in page
    assert 'name="grade"' in page


def test_a_card_that_its_note_no_longer_makes_is_left_behind(me, own):
    note = own.card.note
    note.kind, note.front = "cloze", "{{c1::luff}} and {{c2::leech}}"
    me.post(f"/cards/{own.card_id}/edit/", {"kind": "cloze", "front": note.front})
    second = note.cards.get(ordinal=1)
    url = f"/cards/{second.pk}/edit/?next=/review/{second.pk}/answer/"
    assert me.post(url, {"kind": "cloze", "front": "{{c1::luff}} and leech"})["Location"] == "/review/"


def test_to_a_card_of_others_a_note_is_written(me, schedule):
    assert me.get(f"/review/{schedule.card_id}/edit/")["Location"] == f"/review/{schedule.card_id}/note/"
    response = me.post(f"/review/{schedule.card_id}/note/", {"text": "Think of a **sail**."})
    assert response["Location"] == f"/review/{schedule.card_id}/answer/"
    assert "Think of a <strong>sail</strong>." in answer(me, schedule)
    assert "Think of a **sail**." in me.get(f"/review/{schedule.card_id}/note/").text


def test_the_note_is_not_on_the_question(me, schedule):
    me.post(f"/review/{schedule.card_id}/note/", {"text": "Think of a sail."})
    assert "Think of a sail." not in me.get("/review/").text


def test_an_emptied_note_is_gone(me, schedule):
    for text in ("Think of a sail.", " "):
        me.post(f"/review/{schedule.card_id}/note/", {"text": text})
    assert not PersonalNote.objects.filter(user=schedule.user).exists()


def test_nobody_else_sees_the_note(me, client, schedule, classmate):
    me.post(f"/review/{schedule.card_id}/note/", {"text": "Think of a sail."})
    services.subscribe(classmate, schedule.deck, today=classmate.study_day(timezone.now()))
    client.force_login(classmate)
    assert "Think of a sail." not in answer(client, schedule)
    assert "Think of a sail." not in client.get(f"/review/{schedule.card_id}/note/").text


def test_hostile_markdown_is_harmless(me, schedule):
    me.post(f"/review/{schedule.card_id}/note/", {"text": "<script>alert(1)</script> [x](javascript:alert(1))"})
    page = answer(me, schedule)
    assert "<script>alert(1)" not in page
    assert 'href="javascript:' not in page


def test_an_instructor_edits_the_card_itself(client, schedule, instructor):
    services.subscribe(instructor, schedule.deck, today=instructor.study_day(timezone.now()))
    client.force_login(instructor)
    assert client.get(f"/review/{schedule.card_id}/edit/")["Location"].startswith(f"/cards/{schedule.card_id}/edit/")


class TestTwoPages:
    """The note to one card is written on two pages that were opened at the same time."""

    @pytest.fixture
    def write(self, me, schedule):
        url = f"/review/{schedule.card_id}/note/"
        seen = me.get(url).context["form"]["seen"].value()
        return lambda text, seen=seen: me.post(url, {"text": text, "seen": seen})

    def test_what_the_other_page_wrote_is_shown_before_it_is_overwritten(self, write, schedule):
        write("Think of a sail.")
        page = write("Think of a mast.")
        assert page.status_code == 422
        assert "This was changed elsewhere in the meantime to: Think of a sail." in " ".join(page.text.split())
        write("Think of a mast.", page.context["form"]["seen"].value())
        assert PersonalNote.objects.get(user=schedule.user).text == "Think of a mast."

    def test_a_page_on_which_nothing_was_written_keeps_what_the_other_wrote(self, write, schedule):
        write("Think of a sail.")
        write("")
        assert PersonalNote.objects.get(user=schedule.user).text == "Think of a sail."
