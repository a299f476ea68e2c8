"""Review on paper: what is printed, and that each grade counts once."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.cards.models import Note
from apps.cards.services import save_note
from apps.printing.models import PaperSession
from apps.printing.paper_sessions import codes, entry, services
from apps.printing.paper_sessions.entry import BadGrades
from apps.reviews import queue
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import grade_card, subscribe
from conftest import NOW

LIST = "/paper/"


@pytest.fixture
def studying(learner, deck, client):
    """The learner studies the deck's three cards, all new, and is logged in."""
    subscribe(learner, deck, today=learner.study_day(NOW))
    client.force_login(learner)
    return learner


@pytest.fixture
def session(studying):
    return services.begin(studying, None, now=NOW)


@pytest.fixture
def address(session):
    return f"/paper/{session.code}/"


def answers():
    return list(ReviewLog.objects.order_by("pk").values_list("grade", flat=True))


@given(st.integers(0, codes.LENGTH - 1), st.sampled_from(codes.SIGNS))
def test_a_wrong_sign_makes_a_code_no_code(place, sign):
    code = codes.new()
    other = code[:place] + sign + code[place + 1 :]
    assert codes.is_right(code)
    assert codes.is_right(other) == (code == other)


@given(st.integers(0, codes.LENGTH - 3))
def test_two_signs_that_changed_places_make_it_none(place):
    code = codes.new()
    other = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert codes.is_right(other) == (code == other)


@pytest.mark.parametrize("typed", ["abcd-efgh", " ABCD EFGH ", "AbCdEfGh"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert codes.read(typed) == "ABCDEFGH"


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("4 5 - 3", {1: 4, 2: 5, 4: 3}),
        ("45-3", {1: 4, 2: 5, 4: 3}),
        ("0,1; 2", {1: 0, 2: 1, 3: 2}),
        ("--", {}),
    ],
)
def test_grades_are_typed_in_a_row(text, grades):
    assert entry.typed(text, 4) == grades


@pytest.mark.parametrize(
    ("text", "said"),
    [("4 7", "Card 2: “7”"), ("4 x", "Card 2: “x”"), ("44444", "5 grades"), ("²", "Card 1")],
)
def test_what_is_no_grade_is_said_with_its_card(text, said):
    with pytest.raises(BadGrades, match=said):
        entry.typed(text, 4)


def test_a_session_holds_what_the_queue_asks_today(session, studying):
    asked = queue.new(studying, studying.study_day(NOW))
    assert [each.schedule for each in session.cards.all()] == list(asked)
    assert [each.number for each in session.cards.all()] == [1, 2, 3]


def test_the_paper_has_questions_boxes_answers_and_the_code(client, session, address, paper):
    made = paper(client.get(f"{address}cards.pdf").content)
    assert "Question 1? 0 1 2 3 4 5" in made.text
    assert "Answer 3." in made.text
    assert made.text.count(str(session)) >= 2
    assert "http://testserver/paper/" in made.text
    assert "4 Good" in made.text


def test_the_same_paper_has_the_same_bytes(client, address):
    first = client.get(f"{address}cards.pdf").content
    assert client.get(f"{address}cards.pdf").content == first


def test_ticked_and_typed_grades_count(client, address, session):
    assert client.post(address, {"grades": "4 - 3"}, follow=True).status_code == 200
    client.post(address, {"grade-2": "5"})
    assert answers() == [4, 3, 5]
    assert session.cards.filter(answer=None).count() == 0


def test_the_same_grades_sent_twice_count_once(client, address):
    for _ in range(2):
        client.post(address, {"grades": "4 4 4"})
    assert answers() == [4, 4, 4]
    assert set(Schedule.objects.values_list("repetitions", flat=True)) == {1}


def test_other_grades_for_what_is_entered_change_nothing(client, address):
    client.post(address, {"grades": "4 4 4"})
    text = client.post(address, {"grades": "1 1 1"}, follow=True).text
    assert "0 grades recorded." in text
    assert answers() == [4, 4, 4]


def test_a_card_reviewed_on_the_site_meanwhile_is_left_alone(client, address, session):
    schedule = session.cards.get(number=2).schedule
    grade_card(schedule, 5, seen_version=schedule.version, at=NOW)
    text = client.post(address, {"grades": "4 4 4"}, follow=True).text
    assert "2 grades recorded. Card 2 was left alone: it was reviewed on the site since it was printed." in text
    assert answers() == [5, 4, 4]


def test_a_suspended_card_is_left_alone(client, address, session):
    Schedule.objects.filter(pk=session.cards.get(number=1).schedule_id).update(suspended=True, queue_on=None)
    text = client.post(address, {"grades": "4 4 4"}, follow=True).text
    assert "Card 1 was left alone: it is suspended." in text
    assert answers() == [4, 4]


def test_a_bad_grade_records_nothing_and_keeps_what_was_typed(client, address):
    response = client.post(address, {"grades": "4 9"})
    assert response.status_code == 422
    assert "Card 2: “9” is no grade." in response.text
    assert 'value="4 9"' in response.text
    assert answers() == []


def test_nothing_sent_is_said(client, address):
    assert "Tick or type at least one grade." in client.post(address, {}).text


@pytest.mark.parametrize(("typed", "said"), [("AAAA-AAAB", "This is no code"), ("nothing", "This is no code")])
def test_a_typo_in_the_code_is_said(client, session, typed, said):
    response = client.get(LIST, {"code": typed})
    assert response.status_code == 422
    assert said in response.text


def test_a_code_leads_to_its_session(client, session, address):
    assert client.get(LIST, {"code": str(session).lower()})["Location"] == address


def test_someone_elses_code_is_as_unknown_as_no_ones(client, session, address, classmate):
    client.force_login(classmate)
    theirs, none = (client.get(LIST, {"code": code}) for code in (session.code, codes.new()))
    assert "You have no paper session with this code." in theirs.text
    assert theirs.status_code == none.status_code == 422
    assert client.get(address).status_code == 404


def test_a_deck_alone_may_be_printed(client, studying, deck, learner):
    assert client.post(LIST, {"deck": deck.slug})["Location"].startswith(LIST)
    assert PaperSession.objects.get().deck == deck
    assert client.post(LIST, {"deck": "nothing"}).status_code == 404


def test_with_nothing_due_there_is_no_session(client, classmate):
    client.force_login(classmate)
    assert "Nothing is due for you" in client.post(LIST, follow=True).text
    assert not PaperSession.objects.exists()


def test_a_deleted_session_keeps_what_was_entered(client, address):
    client.post(address, {"grades": "4"})
    assert "2 of its grades are not entered yet" in client.get(f"{address}delete/").text
    client.post(f"{address}delete/")
    assert answers() == [4]
    assert not PaperSession.objects.exists()


def test_many_cards_cost_few_statements(client, studying, deck, django_assert_max_num_queries):
    for number in range(30):
        save_note(Note(deck=deck, front=f"More {number}?", back="Yes."))
    Schedule.objects.all().delete()
    studying.subscriptions.update(new_limit=100, dealt_on=None)
    session = services.begin(studying, None, now=NOW)
    assert session.cards.count() == 33
    with django_assert_max_num_queries(12):
        client.get(reverse("printing:paper_session", args=[session.code]))
