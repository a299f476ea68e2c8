import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from apps.cards.models import Card
from apps.cards.services.archive_and_tags import set_archived
from apps.cards.tests.support.factory import make_deck, make_note
from apps.reviews import invariants, services
from apps.reviews.day import decks_today, queue
from apps.reviews.grading import explain
from apps.reviews.imported_schedules import ImportedSchedule, PastReview
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import day_builder
from apps.reviews.services.import_schedules import ImportCounts, import_schedules
from apps.reviews.tests.support.imported_schedules import (
    KNOWN,
    NOTHING,
    PAST,
    TODAY,
    days_ago,
    grade,
    imported,
    logs_of,
    review,
    run_import,
    schedule_of,
)
from apps.scheduler.sm2 import CardState
from apps.web.tests.support.clock import NOW


class TestASchedule:
    def test_it_comes_with_its_date_and_every_answer(self, learner, deck, card):
        assert run_import(learner, deck, imported(card)) == ImportCounts(1, 6)
        schedule, logs = schedule_of(learner, card), logs_of(learner, card)
        assert (schedule.state, schedule.due_on) == (KNOWN, TODAY + timedelta(days=8))
        assert (schedule.queue_on, schedule.reviewed_at) == (schedule.due_on, days_ago(12))
        assert [log.reviewed_at for log in logs] == [each.at for each in PAST]
        assert [log.grade for log in logs] == [4, 4, 2, 4, 4, 4]
        assert {(log.kind, log.algorithm, log.taken_ms) for log in logs} == {("import", "anki", 4000)}

    def test_each_answer_begins_where_the_one_before_ended(self, learner, deck, card):
        run_import(learner, deck, imported(card))
        logs = logs_of(learner, card)
        assert logs[0].state_before == CardState()
        assert all(one.state_after == next_.state_before for one, next_ in pairwise(logs))
        assert [log.repetitions_after for log in logs] == [1, 2, 0, 1, 2, 3]
        assert [log.lapses_after for log in logs] == [0, 0, 1, 1, 1, 1]
        assert [log.interval_days_after for log in logs] == [1, 6, 1, 1, 6, 20]
        assert logs[-1].state_after == KNOWN

    def test_the_schedule_wins_where_its_answers_end_elsewhere(self, learner, deck, card):
        run_import(learner, deck, imported(card, reviews=[review(30, 5, 9)]))
        (log,) = logs_of(learner, card)
        assert (log.state_after, log.due_on_after) == (KNOWN, TODAY + timedelta(days=8))

    def test_of_an_archived_card_it_is_in_no_queue(self, learner, deck, card):
        set_archived([card.note], archived=True)
        run_import(learner, deck, imported(card, due_on=TODAY))
        assert queue.counts(learner, TODAY).due == 0
        set_archived([card.note], archived=False)
        assert queue.counts(learner, TODAY).due == 1

    def test_without_answers_it_gets_one_row(self, learner, deck, card):
        assert run_import(learner, deck, imported(card, reviews=())) == ImportCounts(1, 1)
        (log,) = logs_of(learner, card)
        assert (log.grade, log.algorithm, log.state_after) == (4, "schedule-only", KNOWN)
        assert log.reviewed_at == days_ago(12).replace(hour=12)

    def test_it_is_queued_when_it_is_due(self, learner, deck, card):
        run_import(learner, deck, imported(card, due_on=TODAY - timedelta(days=300)))
        assert queue.counts(learner, TODAY).due == 1
        assert grade(learner, card, 4).interval_days_after == 48

    def test_other_cards_of_the_deck_are_new_up_to_the_limit(self, learner, deck, card):
        run_import(learner, deck, imported(card))
        assert queue.counts(learner, TODAY).new == 2

    def test_a_paused_deck_stays_paused(self, learner, deck, card, subscription):
        services.pause(subscription)
        run_import(learner, deck, imported(card, due_on=TODAY))
        assert queue.counts(learner, TODAY).left == 0
        services.subscribe(learner, deck, today=TODAY)
        assert queue.counts(learner, TODAY).due == 1

    def test_what_is_due_over_the_limit_waits(self, learner, deck, subscription):
        services.change_limits(subscription, new_limit=0, review_limit=1, today=TODAY)
        run_import(learner, deck, *(imported(each, due_on=TODAY - timedelta(days=9)) for each in Card.objects.all()))
        assert queue.counts(learner, TODAY).due == 1
        assert decks_today.subscriptions(learner, TODAY)[0].over_limit == 2

    def test_a_card_of_another_deck_is_rejected_and_nothing_is_saved(self, learner, course, deck, card):
        other = make_deck(course)
        with pytest.raises(ValueError, match="has no card"):
            import_schedules(learner, other, [imported(card)], now=NOW)
        assert not Schedule.objects.exists()
        assert not learner.subscriptions.exists()

    def test_anothers_schedule_is_left_alone(self, learner, classmate, deck, card):
        services.subscribe(classmate, deck, today=TODAY)
        grade(classmate, card, 4)
        run_import(learner, deck, imported(card))
        assert schedule_of(classmate, card).due_on == TODAY + timedelta(days=1)


class TestUnusualFiles:
    def test_answers_out_of_order_are_put_in_order(self, learner, deck, card):
        run_import(learner, deck, imported(card, reviews=PAST[::-1]))
        assert [log.reviewed_at for log in logs_of(learner, card)] == [each.at for each in PAST]

    def test_answers_of_the_future_are_of_now(self, learner, deck, card):
        run_import(learner, deck, imported(card, reviews=[review(-900), review(5)]))
        assert [log.reviewed_at for log in logs_of(learner, card)] == [days_ago(5), NOW]

    @pytest.mark.parametrize("due_on", [date.min, date.max, date(1969, 1, 1), TODAY + timedelta(days=200_000)])
    @pytest.mark.parametrize("reviews", [(), PAST])
    def test_no_date_overflows(self, learner, deck, card, due_on, reviews):
        run_import(learner, deck, imported(card, due_on=due_on, reviews=reviews))
        schedule = schedule_of(learner, card)
        assert date(1970, 1, 1) <= schedule.due_on <= TODAY + timedelta(days=36_500)

    def test_no_number_overflows(self, learner, deck, card, settings):
        settings.INTERVAL_CAP_DAYS = 100
        huge = 10**30
        far = datetime.min.replace(tzinfo=UTC)
        past = [PastReview(far, 99, huge, huge, huge), PastReview(far, -1, -5, 0, -5), review(3)]
        run_import(learner, deck, imported(card, state=CardState(huge, huge, huge, -huge), reviews=past, flag=99))
        schedule, first = schedule_of(learner, card), logs_of(learner, card)[0]
        assert (schedule.interval_days, schedule.easiness, schedule.lapses, schedule.flag) == (100, 10_000, 0, 0)
        assert (first.grade, first.interval_days_after, first.easiness_after) == (5, 100, 10_000)

    def test_a_card_in_the_file_twice_counts_once(self, learner, deck, card):
        assert run_import(learner, deck, imported(card), imported(card)) == ImportCounts(1, 6)

    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Kathmandu"])
    @pytest.mark.parametrize("starts_at", [0, 4, 23])
    def test_the_one_row_without_answers_is_on_the_schedules_day(self, learner, deck, card, zone, starts_at):
        learner.time_zone, learner.day_starts_at = zone, starts_at
        run_import(learner, deck, imported(card, reviews=()))
        assert learner.study_day(logs_of(learner, card)[0].reviewed_at) == TODAY - timedelta(days=12)

    def test_whatever_is_imported_replaying_gives_the_schedule(self, learner, deck):
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
            run_import(learner, deck, ImportedSchedule(dice.choice(cards).pk, state, due_on, reviews=past, **marks))


class TestReset:
    """A card that was reset elsewhere is new, and its answers come along."""

    def test_its_answers_are_in_the_log_and_it_is_new(self, learner, deck, card):
        assert run_import(learner, deck, imported(card, due_on=None)) == ImportCounts(1, 6)
        schedule, logs = schedule_of(learner, card), logs_of(learner, card)
        assert (schedule.state, schedule.due_on, schedule.queue_on) == (CardState(), None, TODAY)
        assert [log.grade for log in logs] == [4, 4, 2, 4, 4, 4]
        assert (logs[-1].state_after, logs[-1].due_on_after) == (CardState(), None)
        assert queue.counts(learner, TODAY).new == 3

    def test_importing_it_again_adds_nothing(self, learner, deck, card):
        run_import(learner, deck, imported(card, due_on=None))
        assert run_import(learner, deck, imported(card, due_on=None)) == NOTHING

    def test_it_is_learned_as_any_new_card(self, learner, deck, card):
        run_import(learner, deck, imported(card, due_on=None))
        grade(learner, card, 4)
        assert logs_of(learner, card)[-1].kind == ReviewLog.Kind.LEARN
        assert schedule_of(learner, card).due_on == TODAY + timedelta(days=1)
        assert list(invariants.problems()) == []
        assert run_import(learner, deck, imported(card, due_on=None)) == NOTHING

    def test_many_of_them_come_up_to_the_limit_a_day(self, learner, deck, subscription):
        services.change_limits(subscription, new_limit=2, review_limit=9, today=TODAY)
        Schedule.objects.all().delete()
        run_import(learner, deck, *(imported(each, due_on=None) for each in Card.objects.all()))
        days = sorted(Schedule.objects.values_list("queue_on", flat=True))
        assert days == [TODAY, TODAY, TODAY + timedelta(days=1)]

    def test_a_suspended_one_or_one_of_a_paused_deck_is_in_no_queue(self, learner, deck, card, subscription):
        run_import(learner, deck, imported(card, due_on=None, suspended=True))
        assert schedule_of(learner, card).queue_on is None
        assert len(logs_of(learner, card)) == 6

    def test_its_page_says_that_it_was_reset(self, learner, deck, card):
        run_import(learner, deck, imported(card, due_on=None))
        first = next(explain.answers(schedule_of(learner, card), learner))
        assert first.interval == "Imported; the card was reset after it"


class TestSuspendedAndFlagged:
    def test_a_suspended_card_comes_suspended(self, learner, deck, card):
        run_import(learner, deck, imported(card, due_on=TODAY, suspended=True, flag=3))
        schedule = schedule_of(learner, card)
        assert (schedule.suspended, schedule.flag, schedule.queue_on) == (True, 3, None)
        assert queue.counts(learner, TODAY).due == 0

    def test_a_suspended_card_that_is_new_is_never_queued(self, learner, deck, card):
        assert run_import(learner, deck, imported(card, due_on=None, reviews=(), suspended=True)) == ImportCounts(1, 0)
        assert (schedule_of(learner, card).state, schedule_of(learner, card).due_on) == (CardState(), None)
        assert queue.counts(learner, TODAY).new == 2

    def test_a_suspended_card_leaves_the_queue_of_a_deck_that_is_studied(self, learner, deck, card, subscription):
        run_import(learner, deck, imported(card, due_on=None, reviews=(), suspended=True))
        assert queue.counts(learner, TODAY).new == 2

    def test_flagged_cards_that_are_new_come_up_to_the_limit_like_all_others(self, learner, deck, subscription):
        Schedule.objects.all().delete()
        services.change_limits(subscription, new_limit=1, review_limit=9, today=TODAY)
        Schedule.objects.all().delete()
        run_import(learner, deck, *(imported(each, due_on=None, reviews=(), flag=2) for each in Card.objects.all()))
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

    def test_a_new_card_without_flag_creates_no_schedule(self, learner, deck, card):
        assert run_import(learner, deck, imported(card, due_on=None, reviews=())) == NOTHING


def test_why_this_date_shows_imported_answers(client, learner, deck, card):
    run_import(learner, deck, imported(card, reviews=PAST[:2]))
    client.force_login(learner)
    content = client.get(f"/review/{card.pk}/why/").content.decode()
    assert "Imported: 1 day" in content
    assert "Imported: 20 days" in content
    assert "Easiness 2.36" in content


def test_a_schedule_imported_without_answers_says_so(learner, deck, card):
    run_import(learner, deck, imported(card, reviews=()))
    (step,) = explain.answers(schedule_of(learner, card), learner)
    assert step.interval == "Imported without its answers: 20 days"


def test_a_changed_imported_row_is_found(learner, deck, card):
    run_import(learner, deck, imported(card))
    last = logs_of(learner, card)[-1]
    ReviewLog.objects.filter(pk=last.pk).update(easiness_after=300)
    assert any("its answers give" in problem for problem in invariants.problems())


@pytest.mark.slow
def test_many_cards_take_few_statements(learner, deck, django_assert_max_num_queries):
    note = make_note(deck, "many", "cards")
    cards = Card.objects.bulk_create(Card(note=note, ordinal=n, front="", back="") for n in range(1, 1001))
    with django_assert_max_num_queries(150):  # of them 60 that add a hundred answers each
        assert import_schedules(learner, deck, (imported(each) for each in cards), now=NOW) == ImportCounts(1000, 6000)
    assert list(invariants.problems()) == []
