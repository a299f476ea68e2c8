import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from apps.cards.models import Card, Deck, Note
from apps.cards.services.notes import save_note
from apps.reviews import explain, invariants, queue, services
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.schedule_import import ImportedSchedule, PastReview
from apps.reviews.services import day_builder
from apps.reviews.services.import_schedules import ImportCounts, import_schedules
from apps.scheduler.sm2 import CardState
from conftest import NOW

TODAY = NOW.date()
KNOWN = CardState(repetitions=3, interval_days=20, easiness=236, lapses=1)
NOTHING = ImportCounts(0, 0)


def days_ago(number):
    return NOW - timedelta(days=number)


def review(ago, grade=4, interval=1, easiness=250, taken=4000):
    return PastReview(days_ago(ago), grade, interval, easiness, taken)


PAST = (review(60), review(59, 4, 6), review(53, 2, 1), review(52, 4, 1), review(51, 4, 6), review(12, 4, 20, 236))


def known(card, **other):
    return ImportedSchedule(
        **{"card_id": card.pk, "state": KNOWN, "due_on": TODAY + timedelta(days=8), "reviews": PAST} | other
    )


def brought(learner, deck, *all_, now=NOW):
    counts = import_schedules(learner, deck, all_, now=now)
    assert list(invariants.problems()) == []
    return counts


def schedule_of(learner, card):
    return Schedule.objects.select_related("user", "card").get(user=learner, card=card)


def logs_of(learner, card):
    return list(ReviewLog.objects.filter(user=learner, schedule__card=card).order_by("version"))


def grade(learner, card, value, at=NOW):
    schedule = schedule_of(learner, card)
    return services.grade_card(schedule, value, seen_version=schedule.version, at=at)


class TestASchedule:
    def test_it_comes_with_its_date_and_every_answer(self, learner, deck, card):
        assert brought(learner, deck, known(card)) == ImportCounts(1, 6)
        schedule, logs = schedule_of(learner, card), logs_of(learner, card)
        assert (schedule.state, schedule.due_on) == (KNOWN, TODAY + timedelta(days=8))
        assert (schedule.queue_on, schedule.reviewed_at) == (schedule.due_on, days_ago(12))
        assert [log.reviewed_at for log in logs] == [each.at for each in PAST]
        assert [log.grade for log in logs] == [4, 4, 2, 4, 4, 4]
        assert {(log.kind, log.algorithm, log.taken_ms) for log in logs} == {("import", "anki", 4000)}

    def test_each_answer_begins_where_the_one_before_ended(self, learner, deck, card):
        brought(learner, deck, known(card))
        logs = logs_of(learner, card)
        assert logs[0].state_before == CardState()
        assert all(one.state_after == next_.state_before for one, next_ in pairwise(logs))
        assert [log.repetitions_after for log in logs] == [1, 2, 0, 1, 2, 3]
        assert [log.lapses_after for log in logs] == [0, 0, 1, 1, 1, 1]
        assert [log.interval_days_after for log in logs] == [1, 6, 1, 1, 6, 20]
        assert logs[-1].state_after == KNOWN

    def test_the_schedule_is_the_truth_where_its_answers_end_elsewhere(self, learner, deck, card):
        brought(learner, deck, known(card, reviews=[review(30, 5, 9)]))
        (log,) = logs_of(learner, card)
        assert (log.state_after, log.due_on_after) == (KNOWN, TODAY + timedelta(days=8))

    def test_without_answers_one_row_carries_it(self, learner, deck, card):
        assert brought(learner, deck, known(card, reviews=())) == ImportCounts(1, 1)
        (log,) = logs_of(learner, card)
        assert (log.grade, log.algorithm, log.state_after) == (4, "carried", KNOWN)
        assert log.reviewed_at == days_ago(12).replace(hour=12)

    def test_it_is_asked_when_it_is_due(self, learner, deck, card):
        brought(learner, deck, known(card, due_on=TODAY - timedelta(days=300)))
        assert queue.counts(learner, TODAY).due == 1
        assert grade(learner, card, 4).interval_days_after == 48

    def test_other_cards_of_the_deck_are_new_up_to_the_limit(self, learner, deck, card):
        brought(learner, deck, known(card))
        assert queue.counts(learner, TODAY).new == 2

    def test_a_paused_deck_stays_paused(self, learner, deck, card, subscription):
        services.pause(subscription)
        brought(learner, deck, known(card, due_on=TODAY))
        assert queue.counts(learner, TODAY).left == 0
        services.subscribe(learner, deck, today=TODAY)
        assert queue.counts(learner, TODAY).due == 1

    def test_what_is_due_beyond_the_limit_waits(self, learner, deck, subscription):
        services.change_limits(subscription, new_limit=0, review_limit=1, today=TODAY)
        brought(learner, deck, *(known(each, due_on=TODAY - timedelta(days=9)) for each in Card.objects.all()))
        assert queue.counts(learner, TODAY).due == 1
        assert queue.subscriptions(learner, TODAY).get().over_limit == 2

    def test_a_card_of_another_deck_is_refused_and_nothing_is_saved(self, learner, course, deck, card):
        other = Deck.objects.create(course=course, slug="other", title="Other")
        with pytest.raises(ValueError, match="has no card"):
            import_schedules(learner, other, [known(card)], now=NOW)
        assert not Schedule.objects.exists()
        assert not learner.subscriptions.exists()

    def test_anothers_schedule_is_left_alone(self, learner, classmate, deck, card):
        services.subscribe(classmate, deck, today=TODAY)
        grade(classmate, card, 4)
        brought(learner, deck, known(card))
        assert schedule_of(classmate, card).due_on == TODAY + timedelta(days=1)


class TestWhatNobodyWouldExpect:
    def test_answers_out_of_order_are_put_in_order(self, learner, deck, card):
        brought(learner, deck, known(card, reviews=PAST[::-1]))
        assert [log.reviewed_at for log in logs_of(learner, card)] == [each.at for each in PAST]

    def test_answers_of_the_future_are_of_now(self, learner, deck, card):
        brought(learner, deck, known(card, reviews=[review(-900), review(5)]))
        assert [log.reviewed_at for log in logs_of(learner, card)] == [days_ago(5), NOW]

    @pytest.mark.parametrize("due_on", [date.min, date.max, date(1969, 1, 1), TODAY + timedelta(days=200_000)])
    @pytest.mark.parametrize("reviews", [(), PAST])
    def test_no_date_overflows(self, learner, deck, card, due_on, reviews):
        brought(learner, deck, known(card, due_on=due_on, reviews=reviews))
        schedule = schedule_of(learner, card)
        assert date(1970, 1, 1) <= schedule.due_on <= TODAY + timedelta(days=36_500)

    def test_no_number_overflows(self, learner, deck, card, settings):
        settings.INTERVAL_CAP_DAYS = 100
        huge = 10**30
        far = datetime.min.replace(tzinfo=UTC)
        past = [PastReview(far, 99, huge, huge, huge), PastReview(far, -1, -5, 0, -5), review(3)]
        brought(learner, deck, known(card, state=CardState(huge, huge, huge, -huge), reviews=past, flag=99))
        schedule, first = schedule_of(learner, card), logs_of(learner, card)[0]
        assert (schedule.interval_days, schedule.easiness, schedule.lapses, schedule.flag) == (100, 10_000, 0, 0)
        assert (first.grade, first.interval_days_after, first.easiness_after) == (5, 100, 10_000)

    def test_a_card_given_twice_counts_once(self, learner, deck, card):
        assert brought(learner, deck, known(card), known(card)) == ImportCounts(1, 6)

    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Kathmandu"])
    @pytest.mark.parametrize("starts_at", [0, 4, 23])
    def test_a_carried_answer_is_of_the_day_that_the_schedule_says(self, learner, deck, card, zone, starts_at):
        learner.time_zone, learner.day_starts_at = zone, starts_at
        brought(learner, deck, known(card, reviews=()))
        assert learner.study_day(logs_of(learner, card)[0].reviewed_at) == TODAY - timedelta(days=12)

    def test_whatever_comes_replaying_gives_the_schedule(self, learner, deck):
        dice = random.Random(4)  # noqa: S311 - the same each time
        cards = list(Card.objects.all())
        for _ in range(30):
            past = [
                review(dice.uniform(-2, 50), dice.randint(0, 5), dice.randint(-1, 99), dice.randint(0, 400))
                for _ in range(dice.randint(0, 5))
            ]
            state = CardState(dice.randint(0, 9), dice.randint(0, 99), dice.randint(0, 400), dice.randint(0, 3))
            due_on = dice.choice([None, TODAY + timedelta(days=dice.randint(-99, 99))])
            marks = {"suspended": dice.random() < 0.3, "flag": dice.randint(0, 9)}
            brought(learner, deck, ImportedSchedule(dice.choice(cards).pk, state, due_on, reviews=past, **marks))


class TestMarks:
    def test_a_suspended_card_comes_suspended(self, learner, deck, card):
        brought(learner, deck, known(card, due_on=TODAY, suspended=True, flag=3))
        schedule = schedule_of(learner, card)
        assert (schedule.suspended, schedule.flag, schedule.queue_on) == (True, 3, None)
        assert queue.counts(learner, TODAY).due == 0

    def test_a_suspended_card_that_is_new_is_never_dealt(self, learner, deck, card):
        assert brought(learner, deck, known(card, due_on=None, suspended=True)) == ImportCounts(1, 0)
        assert (schedule_of(learner, card).state, schedule_of(learner, card).due_on) == (CardState(), None)
        assert queue.counts(learner, TODAY).new == 2

    def test_a_suspended_card_leaves_the_queue_of_a_deck_that_is_studied(self, learner, deck, card, subscription):
        brought(learner, deck, known(card, due_on=None, suspended=True))
        assert queue.counts(learner, TODAY).new == 2

    def test_flagged_cards_that_are_new_come_up_to_the_limit_like_all_others(self, learner, deck, subscription):
        Schedule.objects.all().delete()
        services.change_limits(subscription, new_limit=1, review_limit=9, today=TODAY)
        Schedule.objects.all().delete()
        brought(learner, deck, *(known(each, due_on=None, flag=2) for each in Card.objects.all()))
        assert queue.counts(learner, TODAY).new == 1
        assert Schedule.objects.filter(flag=2).count() == 3
        day_builder.build_day(learner, TODAY + timedelta(days=1))
        assert queue.counts(learner, TODAY + timedelta(days=1)).new == 1
        services.change_limits(subscription, new_limit=3, review_limit=9, today=TODAY)
        assert queue.counts(learner, TODAY).new == 3
        services.change_limits(subscription, new_limit=2, review_limit=9, today=TODAY)
        assert queue.counts(learner, TODAY).new == 2
        assert Schedule.objects.filter(flag=2).count() == 3
        assert list(invariants.problems()) == []

    def test_a_new_card_without_a_mark_leaves_no_trace(self, learner, deck, card):
        assert brought(learner, deck, known(card, due_on=None)) == NOTHING


class TestAgain:
    @pytest.mark.parametrize(
        "other",
        [
            pytest.param({}, id="with its answers"),
            pytest.param({"reviews": ()}, id="without any answer"),
            pytest.param({"reviews": (), "due_on": TODAY + timedelta(days=900)}, id="later than its interval says"),
            pytest.param({"reviews": (), "due_on": date.max}, id="due at the end of time"),
            pytest.param({"reviews": [review(5), review(-0.01), review(-90)]}, id="with answers of the future"),
            pytest.param({"suspended": True, "flag": 1}, id="suspended and flagged"),
            pytest.param({"due_on": None, "suspended": True, "flag": 1}, id="new, suspended and flagged"),
            pytest.param({"due_on": None, "flag": 1}, id="new and flagged"),
        ],
    )
    def test_the_same_again_adds_nothing(self, learner, deck, card, other):
        assert brought(learner, deck, known(card, **other)).schedules == 1
        before = list(Schedule.objects.filter(card=card).values())
        for later in (timedelta(), timedelta(hours=1), timedelta(days=1), timedelta(days=3)):
            assert brought(learner, deck, known(card, **other), now=NOW + later) == NOTHING
        assert list(Schedule.objects.filter(card=card).values()) == before

    def test_an_answer_given_here_since_wins(self, learner, deck, card):
        brought(learner, deck, known(card, due_on=TODAY))
        grade(learner, card, 5)
        mine = schedule_of(learner, card).due_on
        for reviews in (PAST, ()):
            assert brought(learner, deck, known(card, due_on=TODAY, reviews=reviews)) == NOTHING
        assert schedule_of(learner, card).due_on == mine

    def test_later_answers_are_added_and_decide(self, learner, deck, card, subscription):
        grade(learner, card, 1, NOW - timedelta(hours=1))
        later = PastReview(NOW - timedelta(minutes=5), 4, 20, 236)
        assert brought(learner, deck, known(card, reviews=[*PAST, later])) == ImportCounts(1, 1)
        logs, schedule = logs_of(learner, card), schedule_of(learner, card)
        assert [log.kind for log in logs] == ["learn", "import"]
        assert (schedule.state, schedule.version, schedule.drill_on) == (KNOWN, 2, None)
        assert brought(learner, deck, known(card, reviews=[*PAST, later])) == NOTHING

    def test_a_schedule_without_answers_decides_if_it_is_of_a_later_day(self, learner, deck, card):
        brought(learner, deck, known(card))
        assert brought(learner, deck, known(card, reviews=())) == NOTHING
        later = known(card, reviews=(), due_on=TODAY + timedelta(days=15))
        assert brought(learner, deck, later) == ImportCounts(1, 1)
        assert brought(learner, deck, later) == NOTHING

    def test_a_card_in_the_queue_that_was_never_answered_becomes_what_is_brought(self, learner, card, subscription):
        assert brought(learner, subscription.deck, known(card)) == ImportCounts(1, 6)
        assert queue.counts(learner, TODAY).new == 2

    def test_an_answer_that_was_taken_back_does_not_count(self, learner, deck, card, subscription):
        services.undo(learner, grade(learner, card, 4).pk, at=NOW)
        assert brought(learner, deck, known(card)) == ImportCounts(1, 6)

    def test_a_page_from_before_is_refused(self, learner, deck, card, schedule):
        brought(learner, deck, known(card, due_on=TODAY))
        with pytest.raises(services.StaleGrade):
            services.grade_card(schedule_of(learner, card), 4, seen_version=schedule.version, at=NOW)


class TestUndo:
    def test_an_imported_answer_is_not_taken_back(self, learner, deck, card):
        brought(learner, deck, known(card, reviews=[PastReview(NOW, 4, 20, 236)]))
        assert queue.last_answer(learner, TODAY) is None
        assert queue.counts(learner, TODAY).done == 0
        with pytest.raises(services.StaleUndo):
            services.undo(learner, logs_of(learner, card)[0].pk, at=NOW)

    def test_an_answer_given_after_an_import_is_taken_back(self, learner, deck, card):
        brought(learner, deck, known(card, due_on=TODAY))
        log = grade(learner, card, 5)
        services.undo(learner, log.pk, at=NOW)
        assert schedule_of(learner, card).state == KNOWN
        assert list(invariants.problems()) == []

    def test_an_answer_stays_that_imported_ones_followed(self, client, learner, deck, card, subscription):
        log = grade(learner, card, 4, NOW - timedelta(hours=1))
        brought(learner, deck, known(card, reviews=[PastReview(NOW, 4, 20, 236)]))
        client.force_login(learner)
        page = client.post("/review/undo/", {"log": log.pk}, follow=True)
        assert "Later answers to that card were imported since" in page.content.decode()
        assert list(invariants.problems()) == []


def test_why_this_date_shows_imported_answers(client, learner, deck, card):
    brought(learner, deck, known(card, reviews=PAST[:2]))
    client.force_login(learner)
    content = client.get(f"/review/{card.pk}/why/").content.decode()
    assert "Imported: 1 day" in content
    assert "Imported: 20 days" in content
    assert "Easiness 2.36" in content


def test_a_schedule_that_came_without_answers_says_so(learner, deck, card):
    brought(learner, deck, known(card, reviews=()))
    (step,) = explain.answers(schedule_of(learner, card), learner)
    assert step.interval == "Imported without its answers: 20 days"


def test_a_changed_imported_row_is_found(learner, deck, card):
    brought(learner, deck, known(card))
    last = logs_of(learner, card)[-1]
    ReviewLog.objects.filter(pk=last.pk).update(easiness_after=300)
    assert any("its answers give" in problem for problem in invariants.problems())


@pytest.mark.slow
def test_many_cards_take_few_statements(learner, deck, django_assert_max_num_queries):
    note = save_note(Note(deck=deck, front="many", back="cards"))
    cards = Card.objects.bulk_create(Card(note=note, ordinal=n, front="", back="") for n in range(1, 1001))
    with django_assert_max_num_queries(60):
        assert import_schedules(learner, deck, (known(each) for each in cards), now=NOW) == ImportCounts(1000, 6000)
    assert list(invariants.problems()) == []
