"""The reports of a course as those who run it see them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.cards.tests.support.factory import make_note
from apps.courses.models import Enrolment
from apps.teaching.models import CardReport
from apps.teaching.reports.tests.support.reports import browser, send, suggest
from apps.web.tests.support.clock import NOW

URL = "/teach/multimodal/reports/"


def fill(course, deck, number):
    """Add so many reports of one card each, by one learner."""
    person = User.objects.create_user(f"many{number}@example.org")
    Enrolment.objects.create(user=person, course=course)
    notes = [make_note(deck, f"Q{index}?", "A.") for index in range(number)]
    rows = (CardReport(user=person, deck=deck, note=note, kind="typo", reported_at=NOW) for note in notes)
    CardReport.objects.bulk_create(rows)


def test_nobody_is_named_who_did_not_agree_to_it(learner, classmate, teaching, card):
    learner.enrolments.update(pseudonym="Otter 12")
    classmate.enrolments.update(pseudonym="Owl 3")
    send(learner, card)
    send(classmate, card)
    page = teaching.get(URL).text
    assert "Otter 12 and 1 other" in page
    assert "Learner" not in page.replace("Learners", "")
    learner.enrolments.update(shows_name=True)
    assert "Learner and 1 other" in teaching.get(URL).text


def test_a_proposal_shows_what_it_changes(learner, teaching, card):
    suggest(learner, card, back="Answer 9.", credit="Amara")
    response = teaching.get(URL)
    [group] = response.context["groups"]
    assert [(field.label, field.steps[1:3]) for field in group.diff] == [("Back", [("removed", "1"), ("added", "9")])]
    assert "Amara</span>" in response.text


def test_open_and_settled_ones_are_two_lists(learner, teaching, card):
    send(learner, card, text="Really?")
    assert "Really?" in teaching.get(URL).text
    CardReport.objects.update(state="closed")
    assert "No open reports." in teaching.get(URL).text
    assert "Really?" in teaching.get(f"{URL}?part=settled").text


def test_the_tab_and_the_list_of_courses_count_open_ones(learner, classmate, teaching, card):
    send(learner, card)
    send(classmate, card)
    send(classmate, card.note.deck.cards_in_use().last())
    assert '<span class="count num">2' in teaching.get("/teach/multimodal/").text
    assert "2 open reports" in teaching.get("/teach/").text


@pytest.mark.parametrize("url", [URL, f"{URL}?part=settled", "/teach/"])
def test_many_reports_take_as_many_statements_as_one(course, deck, teaching, url):
    state = "closed" if "settled" in url else "open"

    def statements():
        CardReport.objects.update(state=state)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert teaching.get(url).status_code == 200
        return len(queries)

    fill(course, deck, 1)
    few = statements()
    fill(course, deck, 60)
    assert statements() == few


def test_a_long_list_has_pages(course, deck, teaching):
    fill(course, deck, 51)
    assert len(teaching.get(URL).context["groups"]) == 50
    assert len(teaching.get(f"{URL}?page=2").context["groups"]) == 1


def test_reports_of_a_deleted_deck_are_gone(learner, teaching, deck, card):
    send(learner, card, text="Really?")
    deck.deleted_at, deck.deleted_as = NOW, "final"
    deck.save()
    assert "Really?" not in teaching.get(URL).text
    assert browser(learner).get("/reports/").status_code == 200
