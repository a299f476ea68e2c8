"""Each grade from paper counts once."""

from datetime import timedelta

from apps.cards.models import Deck
from apps.cards.services.notes import save_note
from apps.cards.tests.support.factory import make_deck, make_note
from apps.paper_sessions.models import PaperCard
from apps.paper_sessions.services.start import start_session
from apps.paper_sessions.tests.support.papers import LEFT, TOMORROW, answers, enter, refusal, schedule_of
from apps.reviews.day import queue
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import (
    bury,
    change_limits,
    day_builder,
    grade_card,
    pause,
    subscribe,
    suspend_and_flag,
    undo,
)
from apps.web.services.removal import remove
from apps.web.tests.support.clock import NOW


def test_ticked_and_typed_grades_count(client, url, session):
    page = client.post(url, {"grades": "4 - 3"}, follow=True).text
    assert "2 grades saved." in page
    assert "2 entered, 1 left" in page
    client.post(url, {"grade-2": "5"})
    assert answers() == [4, 5, 3]


def test_the_same_grades_sent_twice_count_once(client, url):
    pages = [client.post(url, {"grades": "4 4 4"}, follow=True).text for _ in range(2)]
    assert "3 grades saved." in pages[0]
    assert "Nothing changed. These grades were entered before." in pages[1]
    assert answers() == [4, 4, 4]
    assert set(Schedule.objects.values_list("repetitions", flat=True)) == {1}


def test_other_grades_for_what_is_entered_change_nothing(client, url):
    client.post(url, {"grades": "4 4"})
    page = client.post(url, {"grades": "1 4 5"}, follow=True).text
    assert answers() == [4, 4, 5]
    assert "1 grade saved." in page
    assert "Card 1: another grade was entered before, and stays." in page


def test_a_grade_from_paper_does_what_the_button_does(session, learner):
    enter(session, {1: 2})
    log = ReviewLog.objects.get()
    assert (log.kind, log.grade, log.reviewed_at, log.user) == ("learn", 2, NOW, learner)
    assert schedule_of(session, 1).due_on == learner.study_day(TOMORROW)
    assert queue.counts(learner, learner.study_day(NOW)).drill == 1


def test_a_card_answered_on_the_site_in_the_meantime_is_reported_and_skipped(client, url, session):
    grade_card(schedule_of(session, 2), 5, seen_version=0, at=NOW)
    page = client.post(url, {"grades": "4 4 4"}, follow=True).text
    assert "2 grades saved." in page
    assert "Card 2 was skipped." in page
    assert "You answered this card elsewhere (Nov. 23, 2026, 10 a.m.)." in page
    assert answers() == [4, 5, 4]


def test_an_answer_on_the_site_that_was_undone_leaves_the_card_to_the_paper(session, learner):
    log = grade_card(schedule_of(session, 1), 5, seen_version=0, at=NOW)
    undo(learner, log.pk, at=NOW)
    assert enter(session, {1: 3}).recorded == [1]
    assert answers() == [3]


def test_a_suspended_card_is_skipped_until_it_is_unsuspended(session, learner):
    suspend_and_flag.suspend(schedule_of(session, 1))
    assert enter(session, {1: 4}).skipped == [1]
    assert refusal(session, 1) == "You suspended this card. Unsuspend it, then enter its grade here."
    suspend_and_flag.unsuspend(schedule_of(session, 1), today=learner.study_day(NOW))
    assert enter(session, {1: 4}).recorded == [1]


def test_cards_of_a_paused_deck_are_skipped_until_it_is_resumed(session, learner, subscription, deck):
    pause(subscription)
    assert enter(session, {1: 4}).skipped == [1]
    assert refusal(session, 1) == "You paused this card’s deck. Resume the deck, then enter the grade here."
    subscribe(learner, deck, today=learner.study_day(NOW))
    assert enter(session, {1: 4}).recorded == [1]


def test_an_archived_card_is_skipped(session):
    note = schedule_of(session, 1).card.note
    note.archived = True
    save_note(note)
    assert enter(session, {1: 4, 2: 4}).skipped == [1]
    assert refusal(session, 1) == "The author archived this card."
    assert answers() == [4]


def test_a_card_that_left_the_review_is_skipped_and_still_printed(client, session, url, subscription, paper):
    today = subscription.user.study_day(NOW)
    change_limits(subscription, new_limit=1, review_limit=200, today=today)
    assert enter(session, {1: 4, 2: 4, 3: 4}).skipped == [2, 3]
    assert refusal(session, 3) == LEFT
    assert client.get(url).text.count(LEFT) == 2
    assert "Question 3?" in paper(client.get(f"{url}cards.pdf").content).text


def test_the_numbers_stay_when_a_deck_of_the_paper_is_deleted(client, session, url, learner):
    own = make_deck(owner=learner, slug="own")
    make_note(own, "Mine?", "Yes.")
    subscribe(learner, own, today=learner.study_day(NOW))
    paper = start_session(learner, None, now=NOW)
    PaperCard.objects.filter(session=paper, number=1).update(number=9)
    PaperCard.objects.filter(session=paper, schedule__deck=own).update(number=1)
    list(remove(Deck, [own.pk]))
    assert refusal(paper, 1) == "This card was deleted."
    assert enter(paper, {1: 4, 2: 5}).skipped == [1]
    assert client.get(f"/paper/{paper.code}/").status_code == 200
    assert client.get(f"/paper/{paper.code}/cards.pdf").status_code == 200


def test_a_bad_grade_records_nothing_and_keeps_what_was_typed_and_ticked(client, url):
    response = client.post(url, {"grades": "4 9", "grade-3": "2"})
    assert response.status_code == 422
    assert "Card 2: “9” is not a grade." in response.text
    assert 'value="4 9"' in response.text
    assert 'name="grade-3" value="2" checked' in " ".join(response.text.split())
    assert answers() == []


def test_sending_no_grade_is_reported(client, url):
    response = client.post(url, {"grades": "- -", "grade-1": ""})
    assert response.status_code == 422
    assert "Type or tick at least one grade." in response.text


def test_grades_entered_the_next_day_count_although_that_day_left_the_cards_to_wait(session, learner, subscription):
    subscription.user.subscriptions.update(review_limit=0)
    enter(session, {1: 4, 2: 4, 3: 4})
    later = NOW + timedelta(days=1)
    paper = start_session(learner, None, now=later)
    assert paper is None  # all of it is beyond the limit of that day
    learner.subscriptions.update(review_limit=200, queue_built_on=None)
    day_builder.release(learner, learner.study_day(later))
    paper = start_session(learner, None, now=later)
    learner.subscriptions.update(review_limit=0)
    after = later + timedelta(days=1)
    day_builder.build_day(learner, learner.study_day(after))
    assert queue.counts(learner, learner.study_day(after)).due == 0
    assert enter(paper, {1: 4, 2: 3}, at=after).recorded == [1, 2]
    assert set(ReviewLog.objects.filter(reviewed_at=after).values_list("kind", flat=True)) == {"review"}


def test_a_card_buried_since_then_still_counts(session, learner, deck):
    bury.postpone(learner, [schedule_of(session, 1).pk], learner.study_day(NOW))
    assert enter(session, {1: 5}).recorded == [1]


def test_the_day_of_the_paper_may_be_the_day_of_the_review(client, session, url, clock, learner):
    assert "When did you review?" not in client.get(url).text
    clock.move_to(TOMORROW)
    assert "When did you review?" in client.get(url).text
    client.post(url, {"grades": "4", "when": "printed"})
    client.post(url, {"grades": "2: 4", "when": "now"})
    assert [log.reviewed_at for log in ReviewLog.objects.order_by("pk")] == [NOW, TOMORROW]
    assert schedule_of(session, 1).due_on == learner.study_day(TOMORROW)
    assert schedule_of(session, 2).due_on == learner.study_day(TOMORROW + timedelta(days=1))
