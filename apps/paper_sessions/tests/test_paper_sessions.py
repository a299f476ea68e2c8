"""Review on paper: what is printed, and that each grade counts once."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.cards.models import Card, Deck, Note
from apps.cards.services.notes import save_note
from apps.paper_sessions import card_status, codes, grade_parser
from apps.paper_sessions.grade_parser import BadGrades
from apps.paper_sessions.models import PaperCard, PaperSession
from apps.paper_sessions.services import paper_session
from apps.reviews import invariants, queue
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import (
    bury,
    change_limits,
    day_builder,
    delete_deck,
    grade_card,
    pause,
    subscribe,
    suspend_and_flag,
    undo,
)
from conftest import NOW

LIST = "/paper/"
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def studying(learner, subscription, client):
    """The learner studies the deck's three cards, all new, and is logged in."""
    client.force_login(learner)
    return learner


@pytest.fixture
def session(studying):
    """Today's cards on paper; whatever becomes of them, the data is as it must be."""
    yield paper_session.begin(studying, None, now=NOW)
    assert list(invariants.problems()) == []


@pytest.fixture
def address(session):
    return f"/paper/{session.code}/"


def enter(session, grades, *, at=NOW, reviewed_at=None):
    return paper_session.enter(session, grades, reviewed_at=reviewed_at or at, now=at)


def answers():
    return list(ReviewLog.objects.filter(undone_at=None).order_by("schedule").values_list("grade", flat=True))


def schedule_of(session, number):
    return session.cards.select_related("schedule__user").get(number=number).schedule


def refusal(session, number):
    return card_status.refusal(session.cards.with_status().get(number=number))


# The code


@given(st.integers(0, codes.LENGTH - 1), st.sampled_from(codes.SIGNS))
def test_a_wrong_sign_makes_a_code_no_code(place, sign):
    code = codes.new()
    other = code[:place] + sign + code[place + 1 :]
    assert codes.is_right(code)
    assert codes.is_right(other) == (code == other)


@given(st.integers(0, codes.LENGTH - 2))
def test_two_signs_that_changed_places_make_it_none(place):
    code = codes.new()
    other = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert codes.is_right(other) == (code == other)


@pytest.mark.parametrize("typed", ["abcd-efgh", " ABCD EFGH ", "AbCdEfGh"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert codes.read(typed) == "ABCDEFGH"


@pytest.mark.parametrize("typed", ["AAAA-AAAB", "nothing", "K7QM-2XP"])
def test_a_typo_in_the_code_is_told_apart_from_an_unknown_code(client, session, typed):
    response = client.get(LIST, {"code": typed})
    assert response.status_code == 422
    assert "That is no code of a paper session." in response.text
    assert f'value="{typed}"' in response.text


def test_a_code_leads_to_its_session(client, session, address):
    assert client.get(LIST, {"code": str(session).lower()})["Location"] == address


def test_someone_elses_code_is_as_unknown_as_no_ones(client, session, address, classmate):
    client.force_login(classmate)
    theirs, none = (client.get(LIST, {"code": code}) for code in (session.code, codes.new()))
    assert theirs.status_code == none.status_code == 422
    assert "You have no paper session with this code." in theirs.text
    assert "You have no paper session with this code." in none.text
    for page in ("", "cards.pdf", "delete/"):
        assert client.get(f"{address}{page}").status_code == 404
    assert client.post(address, {"grades": "4"}).status_code == 404
    assert answers() == []


# What is typed and ticked


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        pytest.param("4 5 - 3", {1: 4, 2: 5, 4: 3}, id="with gaps"),
        pytest.param("45-3", {1: 4, 2: 5, 4: 3}, id="without gaps"),
        pytest.param("0,1; 2\n–", {1: 0, 2: 1, 3: 2}, id="with commas and a dash"),
        pytest.param("4 3: 2 1", {1: 4, 3: 2, 4: 1}, id="going on with card 3"),
        pytest.param("4:0", {4: 0}, id="one card alone"),
        pytest.param("--", {}, id="nothing"),
    ],
)
def test_grades_are_typed_in_order(text, grades):
    assert grade_parser.typed(text, 4) == grades


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4 7", "Card 2: “7” is no grade. Enter 0 to 5, or - for"),
        ("4 x", "Card 2: “x”"),
        ("²", "Card 1: “²”"),
        ("٣", "Card 1: “٣”"),
        ("44444", "more than 4 grades for 4 cards"),
        ("5: 4", "“5:” names no card of this paper: they are numbered 1 to 4."),
        ("0: 4", "“0:” names no card"),
        ("4 4 1: 3", "Card 1 is typed twice"),
    ],
)
def test_what_is_no_grade_is_said_with_its_card(text, said):
    with pytest.raises(BadGrades, match=said):
        grade_parser.typed(text, 4)


def test_what_is_typed_and_ticked_must_agree():
    assert grade_parser.entered("4", {"grade-1": "4", "grade-2": "3", "grade-3": ""}, 3) == {1: 4, 2: 3}
    with pytest.raises(BadGrades, match="Card 1: 4 is typed, but 2 is ticked"):
        grade_parser.entered("4", {"grade-1": "2"}, 3)


def test_a_tick_that_is_no_grade_is_refused():
    with pytest.raises(BadGrades, match="Card 2: “9” is no grade"):
        grade_parser.entered("", {"grade-2": "9"}, 3)


# The paper


def test_a_session_holds_what_the_queue_asks_today_due_cards_first(studying, deck):
    first = Schedule.objects.select_related("user").order_by("pk").last()
    grade_card(first, 1, seen_version=0, at=NOW)
    session = paper_session.begin(studying, None, now=TOMORROW)
    today = studying.study_day(TOMORROW)
    asked = [*queue.due(studying, today), *queue.new(studying, today)]
    assert [card.schedule for card in session.cards.all()] == asked
    assert asked[0] == first
    assert [card.number for card in session.cards.all()] == [1, 2, 3]


def test_the_paper_has_all_cards_their_boxes_and_the_code(client, session, address, paper):
    made = paper(client.get(f"{address}cards.pdf").content)
    for number in (1, 2, 3):
        assert f"{number}. Question {number}? 0 1 2 3 4 5" in made.text
        assert f"Answer {number}." in made.text
    assert "Diffusion · Monday, 23 November 2026 · 3 cards" in made.text
    assert "0 Blank 1 Wrong 2 Nearly 3 Hard 4 Good 5 Easy" in made.text
    assert "Enter your grades at http://testserver/paper/" in made.text
    assert all(str(session) in page for page in made.pages)
    assert [title for title, _ in made.bookmarks] == ["Question 1?", "Question 2?", "Question 3?"]


@pytest.mark.slow
def test_every_page_of_a_long_paper_has_the_code_and_the_legend(client, studying, deck, paper):
    many_cards(studying, deck, 97, back="A somewhat longer answer than usual. " * 6)
    session = paper_session.begin(studying, None, now=NOW)
    made = paper(client.get(f"/paper/{session.code}/cards.pdf").content)
    assert len(made.pages) > 5
    assert all(str(session) in page and "4 Good" in page for page in made.pages)
    assert "100. Question" in made.text


def test_an_answer_longer_than_a_page_is_printed_whole(client, studying, deck, paper):
    words = " ".join(f"word{number}" for number in range(1500))
    save_note(Note(deck=deck, front="Long?", back=words))
    session = paper_session.begin(studying, deck, now=TOMORROW)
    made = paper(client.get(f"/paper/{session.code}/cards.pdf").content)
    assert set(words.split()) <= set(made.text.split())


def test_a_paper_of_several_decks_names_the_deck_of_each_card(client, studying, paper):
    own = Deck.objects.create(owner=studying, slug="own", title="My own")
    save_note(Note(deck=own, front="Mine?", back="Yes."))
    subscribe(studying, own, today=studying.study_day(NOW))
    session = paper_session.begin(studying, None, now=NOW)
    made = paper(client.get(f"/paper/{session.code}/cards.pdf").content)
    assert "My own Mine?" in made.text
    assert "Diffusion Question 1?" in made.text


def test_a_card_that_breaks_the_engine_costs_its_texts_not_its_boxes(client, studying, deck, paper):
    Card.objects.filter(note__deck=deck, front__contains="2").update(front="<div>" * 3000 + "Deep?")
    session = paper_session.begin(studying, None, now=NOW)
    made = paper(client.get(f"/paper/{session.code}/cards.pdf").content)
    assert "2. This card could not be printed: Deep? 0 1 2 3 4 5" in made.text
    assert "3. Question 3?" in made.text


def test_a_missing_pango_is_said_on_the_sessions_page(client, address, pango_missing):
    response = client.get(f"{address}cards.pdf")
    assert response.status_code == 503
    assert "libpango-1.0-0" in response.text
    assert "Question 1?" in response.text


def test_printing_very_often_is_refused_but_what_is_kept_is_given(client, address, settings):
    settings.ACCOUNT_RATE_LIMITS = {"print_deck": "1/m/ip"}
    first = client.get(f"{address}cards.pdf")
    assert client.get(f"{address}cards.pdf").content == first.content
    assert client.get(f"{address}cards.pdf", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(f"{address}cards.pdf?paper=letter").status_code == 429


@pytest.mark.parametrize("size", ["", "?paper=letter", "?paper=napkin"])
def test_the_same_paper_has_the_same_bytes(client, address, size):
    first = client.get(f"{address}cards.pdf{size}")
    assert first.status_code == 200
    assert client.get(f"{address}cards.pdf{size}").content == first.content


def test_asking_twice_for_the_same_paper_gives_one_session(client, studying):
    first, second = (client.post(LIST)["Location"] for _ in range(2))
    assert first == second
    assert PaperSession.objects.count() == 1


def test_after_something_was_entered_the_next_paper_is_another(client, session, studying):
    enter(session, {1: 4})
    other = paper_session.begin(studying, None, now=NOW)
    assert other != session
    assert other.cards.count() == 2


def test_a_deck_alone_may_be_printed(client, studying, deck):
    assert client.post(LIST, {"deck": deck.slug})["Location"].startswith(LIST)
    assert PaperSession.objects.get().deck == deck


def test_a_deck_that_is_not_studied_is_not_printed(client, studying, course):
    Deck.objects.create(course=course, slug="other", title="Other")
    assert client.post(LIST, {"deck": "other"}).status_code == 404
    assert client.post(LIST, {"deck": "nothing"}).status_code == 404


def test_with_nothing_due_there_is_no_session(client, classmate):
    client.force_login(classmate)
    assert "You have no cards due today." in client.post(LIST, follow=True).text
    assert not PaperSession.objects.exists()


def test_a_session_has_at_most_a_hundred_cards(studying, deck):
    many_cards(studying, deck, 120)
    assert paper_session.begin(studying, None, now=NOW).cards.count() == paper_session.MAX_CARDS == 100


# Grades are entered


def test_ticked_and_typed_grades_count(client, address, session):
    page = client.post(address, {"grades": "4 - 3"}, follow=True).text
    assert "2 grades recorded." in page
    assert "2 entered, 1 left" in page
    client.post(address, {"grade-2": "5"})
    assert answers() == [4, 5, 3]


def test_the_same_grades_sent_twice_count_once(client, address):
    pages = [client.post(address, {"grades": "4 4 4"}, follow=True).text for _ in range(2)]
    assert "3 grades recorded." in pages[0]
    assert "Nothing changed: these grades were entered before." in pages[1]
    assert answers() == [4, 4, 4]
    assert set(Schedule.objects.values_list("repetitions", flat=True)) == {1}


def test_other_grades_for_what_is_entered_change_nothing(client, address):
    client.post(address, {"grades": "4 4"})
    page = client.post(address, {"grades": "1 4 5"}, follow=True).text
    assert answers() == [4, 4, 5]
    assert "1 grade recorded." in page
    assert "Card 1: another grade was entered before, and stays." in page


def test_a_grade_from_paper_does_what_the_button_does(session, learner):
    enter(session, {1: 2})
    log = ReviewLog.objects.get()
    assert (log.kind, log.grade, log.reviewed_at, log.user) == ("learn", 2, NOW, learner)
    assert schedule_of(session, 1).due_on == learner.study_day(TOMORROW)
    assert queue.counts(learner, learner.study_day(NOW)).drill == 1


def test_a_card_answered_on_the_site_meanwhile_is_told_and_left_alone(client, address, session):
    grade_card(schedule_of(session, 2), 5, seen_version=0, at=NOW)
    page = client.post(address, {"grades": "4 4 4"}, follow=True).text
    assert "2 grades recorded." in page
    assert "Left alone: card 2." in page
    assert "You answered it without this paper (23 November 2026, 10:00)." in page
    assert answers() == [4, 5, 4]


def test_an_answer_on_the_site_that_was_taken_back_leaves_the_card_to_the_paper(session, learner):
    log = grade_card(schedule_of(session, 1), 5, seen_version=0, at=NOW)
    undo(learner, log.pk, at=NOW)
    assert enter(session, {1: 3}).recorded == [1]
    assert answers() == [3]


def test_a_suspended_card_is_left_alone_until_it_is_unsuspended(session, learner):
    suspend_and_flag.suspend(schedule_of(session, 1))
    assert enter(session, {1: 4}).skipped == [1]
    assert refusal(session, 1) == card_status.SUSPENDED
    suspend_and_flag.unsuspend(schedule_of(session, 1), today=learner.study_day(NOW))
    assert enter(session, {1: 4}).recorded == [1]


def test_cards_of_a_paused_deck_are_left_alone_until_it_is_resumed(session, learner, subscription, deck):
    pause(subscription)
    assert enter(session, {1: 4}).skipped == [1]
    assert refusal(session, 1) == card_status.PAUSED
    subscribe(learner, deck, today=learner.study_day(NOW))
    assert enter(session, {1: 4}).recorded == [1]


def test_an_archived_card_is_left_alone(session):
    note = schedule_of(session, 1).card.note
    note.archived = True
    save_note(note)
    assert enter(session, {1: 4, 2: 4}).skipped == [1]
    assert refusal(session, 1) == card_status.ARCHIVED
    assert answers() == [4]


def test_a_card_that_left_the_review_is_left_alone_and_still_printed(client, session, address, subscription, paper):
    today = subscription.user.study_day(NOW)
    change_limits(subscription, new_limit=1, review_limit=200, today=today)
    assert enter(session, {1: 4, 2: 4, 3: 4}).skipped == [2, 3]
    assert refusal(session, 3) == card_status.LEFT
    assert client.get(address).text.count(card_status.LEFT) == 2
    assert "Question 3?" in paper(client.get(f"{address}cards.pdf").content).text


def test_the_numbers_stay_when_a_deck_of_the_paper_is_deleted(client, session, address, learner):
    own = Deck.objects.create(owner=learner, slug="own", title="Own")
    save_note(Note(deck=own, front="Mine?", back="Yes."))
    subscribe(learner, own, today=learner.study_day(NOW))
    paper = paper_session.begin(learner, None, now=NOW)
    PaperCard.objects.filter(session=paper, number=1).update(number=9)
    PaperCard.objects.filter(session=paper, schedule__deck=own).update(number=1)
    delete_deck(own)
    assert refusal(paper, 1) == card_status.DELETED
    assert enter(paper, {1: 4, 2: 5}).skipped == [1]
    assert client.get(f"/paper/{paper.code}/").status_code == 200
    assert client.get(f"/paper/{paper.code}/cards.pdf").status_code == 200


def test_a_bad_grade_records_nothing_and_keeps_what_was_typed_and_ticked(client, address):
    response = client.post(address, {"grades": "4 9", "grade-3": "2"})
    assert response.status_code == 422
    assert "Card 2: “9” is no grade." in response.text
    assert 'value="4 9"' in response.text
    assert 'name="grade-3" value="2" checked' in " ".join(response.text.split())
    assert answers() == []


def test_nothing_sent_is_said(client, address):
    response = client.post(address, {"grades": "- -", "grade-1": ""})
    assert response.status_code == 422
    assert "No grade is typed or ticked yet." in response.text


# Later than today


def test_grades_entered_the_next_day_count_although_that_day_left_the_cards_to_wait(session, learner, subscription):
    subscription.user.subscriptions.update(review_limit=0)
    enter(session, {1: 4, 2: 4, 3: 4})
    later = NOW + timedelta(days=1)
    paper = paper_session.begin(learner, None, now=later)
    assert paper is None  # all of it is beyond the limit of that day
    learner.subscriptions.update(review_limit=200, queue_built_on=None)
    day_builder.release(learner, learner.study_day(later))
    paper = paper_session.begin(learner, None, now=later)
    learner.subscriptions.update(review_limit=0)
    after = later + timedelta(days=1)
    day_builder.build_day(learner, learner.study_day(after))
    assert queue.counts(learner, learner.study_day(after)).due == 0
    assert enter(paper, {1: 4, 2: 3}, at=after).recorded == [1, 2]
    assert set(ReviewLog.objects.filter(reviewed_at=after).values_list("kind", flat=True)) == {"review"}


def test_a_card_buried_since_then_still_counts(session, learner, deck):
    bury.postpone(learner.subscriptions.get(), [schedule_of(session, 1).pk], learner.study_day(NOW))
    assert enter(session, {1: 5}).recorded == [1]


def test_the_day_of_the_paper_may_be_the_day_of_the_review(client, session, address, clock, learner):
    assert "When did you review?" not in client.get(address).text
    clock.move_to(TOMORROW)
    assert "When did you review?" in client.get(address).text
    client.post(address, {"grades": "4", "when": "printed"})
    client.post(address, {"grades": "2: 4", "when": "now"})
    assert [log.reviewed_at for log in ReviewLog.objects.order_by("pk")] == [NOW, TOMORROW]
    assert schedule_of(session, 1).due_on == learner.study_day(TOMORROW)
    assert schedule_of(session, 2).due_on == learner.study_day(TOMORROW + timedelta(days=1))


# Undo


def test_the_last_grade_can_be_taken_back_and_entered_again(client, session, address):
    client.post(address, {"grades": "4 1 5"})
    for _ in range(2):  # pressed twice
        client.post(f"{address}undo/", {"log": session.cards.get(number=3).answer_id})
    assert answers() == [4, 1]
    page = client.get(address).text
    assert "2 entered, 1 left" in page
    client.post(f"{address}undo/", {"log": session.cards.get(number=2).answer_id})
    client.post(address, {"grades": "- 4 5"})
    assert answers() == [4, 4, 5]


def test_the_undo_of_the_review_takes_back_a_grade_from_paper(client, session, address):
    client.post(address, {"grades": "4"})
    client.post("/review/undo/", {"log": ReviewLog.objects.get().pk})
    assert answers() == []
    assert "0 entered, 3 left" in client.get(address).text


@pytest.mark.parametrize("log", ["0", "x", "999999", ""])
def test_an_undo_of_nothing_changes_nothing(client, address, log):
    client.post(address, {"grades": "4"})
    assert "already taken back" in client.post(f"{address}undo/", {"log": log}, follow=True).text
    assert answers() == [4]


def test_an_answer_of_the_site_is_not_undone_from_a_paper(client, session, address):
    log = grade_card(schedule_of(session, 1), 4, seen_version=0, at=NOW)
    assert "Undo the last grade" not in client.get(address).text
    client.post(f"{address}undo/", {"log": log.pk})
    assert answers() == [4]


# The list, and the end of a session


def test_the_list_has_open_sessions_first(client, session, studying, deck):
    enter(session, {1: 4, 2: 4})
    newer = paper_session.begin(studying, None, now=NOW + timedelta(minutes=1))
    enter(newer, {1: 4})
    page = client.get(LIST).text
    assert page.index(f"/paper/{newer.code}/") < page.index(f"/paper/{session.code}/")
    assert "2 of 3 entered" in page
    third = PaperSession.objects.create(user=studying, study_day=NOW.date(), created_at=NOW - timedelta(days=9))
    many_cards(studying, deck, 1)
    added = Schedule.objects.order_by("pk").last()
    PaperCard.objects.create(session=third, number=1, card=added.card, schedule=added, version=0)
    page = client.get(LIST).text
    assert page.index(third.code) < page.index(newer.code)


def test_an_empty_list_says_what_to_do(client, studying):
    page = client.get(LIST).text
    assert "You haven’t printed any cards to review yet." in page
    assert "Print today’s cards" in page


def test_todays_page_and_the_decks_page_offer_it(client, studying, deck):
    assert "Print today's cards on paper" in client.get("/").text
    assert "Review on paper" in client.get(f"/decks/{deck.slug}/").text


def test_a_deleted_session_keeps_what_was_recorded(client, address):
    client.post(address, {"grades": "4"})
    page = client.get(f"{address}delete/").text
    assert "2 grades are not entered yet." in page
    client.post(f"{address}delete/")
    assert answers() == [4]
    assert not PaperSession.objects.exists()


# What it costs


def test_a_page_of_a_hundred_cards_takes_few_statements(client, studying, deck, django_assert_max_num_queries):
    many_cards(studying, deck, 97)
    session = paper_session.begin(studying, None, now=NOW)
    with django_assert_max_num_queries(10):
        assert client.get(f"/paper/{session.code}/").status_code == 200
    with django_assert_max_num_queries(8):
        assert client.get(LIST).status_code == 200


def test_a_hundred_grades_take_four_statements_each(client, studying, deck, django_assert_max_num_queries):
    many_cards(studying, deck, 97)
    session = paper_session.begin(studying, None, now=NOW)
    address = f"/paper/{session.code}/"
    with django_assert_max_num_queries(420):
        client.post(address, {"grades": "4" * 100})
    assert ReviewLog.objects.count() == 100
    with django_assert_max_num_queries(20):
        client.post(address, {"grades": "4" * 100})


def many_cards(learner, deck, number, back="Yes."):
    """Add notes to the deck, all of which come today."""
    for each in range(number):
        save_note(Note(deck=deck, front=f"Question {each + 4}?", back=back))
    subscription = learner.subscriptions.get(deck=deck)
    change_limits(subscription, new_limit=500, review_limit=500, today=learner.study_day(NOW))
