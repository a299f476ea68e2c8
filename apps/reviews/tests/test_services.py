from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.cards.models import Card, Deck, Note
from apps.cards.services.notes import save_note, set_archived
from apps.reviews import queue, services
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import day_builder
from apps.reviews.services.answer import LOGGED
from apps.scheduler import sm2
from conftest import NOW

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


def grade(schedule, value, at=NOW):
    schedule.refresh_from_db()
    return services.grade_card(schedule, value, seen_version=schedule.version, at=at)


def fronts(schedules):
    return [schedule.card.front for schedule in queue.with_card(schedules)]


class TestGrading:
    def test_a_good_first_answer_is_due_tomorrow_and_logged(self, schedule):
        log = grade(schedule, 4)
        schedule.refresh_from_db()
        assert (schedule.repetitions, schedule.interval_days, schedule.easiness) == (1, 1, 250)
        assert schedule.due_on == schedule.queue_on == TOMORROW
        assert (log.kind, log.grade, log.algorithm, log.version) == ("learn", 4, "sm2-text", 1)

    def test_a_late_review_counts_the_scheduled_interval(self, schedule):
        grade(schedule, 4)
        grade(schedule, 4, NOW + timedelta(days=1))
        late = NOW + timedelta(days=40)
        grade(schedule, 4, late)
        schedule.refresh_from_db()
        assert schedule.interval_days == 15
        assert schedule.due_on == late.date() + timedelta(days=15)

    @pytest.mark.parametrize("value", [0, 1, 2, 3])
    def test_a_grade_below_4_sends_the_card_to_the_drill(self, schedule, learner, value):
        grade(schedule, value)
        assert queue.counts(learner, TODAY).drill == 1

    def test_the_drill_changes_no_date_and_ends_with_a_4(self, schedule, learner):
        grade(schedule, 2)
        schedule.refresh_from_db()
        state, due_on = schedule.state, schedule.due_on
        assert grade(schedule, 3).kind == "drill"
        assert queue.counts(learner, TODAY).drill == 1
        grade(schedule, 4)
        schedule.refresh_from_db()
        assert (schedule.state, schedule.due_on) == (state, due_on)
        assert queue.counts(learner, TODAY).drill == 0

    def test_the_drill_does_not_carry_over_to_the_next_day(self, schedule, learner):
        grade(schedule, 2)
        assert queue.counts(learner, TOMORROW).drill == 0

    def test_the_drill_shows_the_longest_unseen_card_first(self, subscription, learner):
        for minute, each in enumerate(queue.new(learner, TODAY)):
            grade(each, 1, NOW + timedelta(minutes=minute))
        first = queue.next_schedule(learner, TODAY, "drill")
        grade(first, 1, NOW + timedelta(minutes=9))
        assert queue.next_schedule(learner, TODAY, "drill") != first
        assert list(queue.drill(learner, TODAY))[-1] == first

    def test_a_page_of_yesterdays_drill_grades_no_review_of_today(self, schedule):
        grade(schedule, 1)
        schedule.refresh_from_db()
        with pytest.raises(services.StaleQueuePart):
            services.grade_card(schedule, 4, seen_version=1, seen_part="drill", at=NOW + timedelta(days=1))

    def test_a_grade_for_an_old_version_changes_nothing(self, schedule):
        grade(schedule, 4)
        with pytest.raises(services.StaleGrade):
            services.grade_card(Schedule.objects.get(pk=schedule.pk), 5, seen_version=0, at=NOW)
        assert ReviewLog.objects.count() == 1

    def test_a_card_that_today_does_not_ask_for_cannot_be_graded(self, schedule):
        grade(schedule, 4)
        with pytest.raises(services.StaleGrade):
            grade(schedule, 4)

    def test_the_learners_reading_decides(self, schedule, learner):
        learner.sm2_variant = "plugin"
        learner.save(update_fields=["sm2_variant"])
        schedule.user.refresh_from_db()
        assert grade(schedule, 0).easiness_after == 170

    def test_an_answer_at_3_at_night_belongs_to_the_day_before(self, schedule):
        grade(schedule, 4, NOW.replace(hour=3) + timedelta(days=1))
        schedule.refresh_from_db()
        assert schedule.due_on == TOMORROW


class TestUndo:
    def test_an_undo_gives_back_the_state_before(self, schedule, learner):
        before = Schedule.objects.filter(pk=schedule.pk).values(*LOGGED, "queue_on").get()
        log = grade(schedule, 5)
        restored = services.undo(learner, log.pk, at=NOW)
        assert Schedule.objects.filter(pk=schedule.pk).values(*LOGGED, "queue_on").get() == before
        assert restored.version == 2
        log.refresh_from_db()
        assert log.undone_at == NOW

    def test_a_hundred_steps_can_be_taken_back(self, schedule, learner):
        grade(schedule, 1)
        for _ in range(99):
            grade(schedule, 1)
        for _ in range(100):
            services.undo(learner, queue.last_answer(learner, TODAY).pk, at=NOW)
        schedule.refresh_from_db()
        assert schedule.due_on is None
        assert queue.last_answer(learner, TODAY) is None
        assert ReviewLog.objects.filter(undone_at__isnull=False).count() == 100

    def test_a_drill_answer_is_taken_back_into_the_drill(self, schedule, learner):
        grade(schedule, 1)
        log = grade(schedule, 5)
        services.undo(learner, log.pk, at=NOW)
        assert queue.counts(learner, TODAY).drill == 1

    def test_pressing_undo_twice_takes_back_one_answer(self, schedule, learner):
        log = grade(schedule, 4)
        services.undo(learner, log.pk, at=NOW)
        with pytest.raises(services.StaleUndo):
            services.undo(learner, log.pk, at=NOW)

    def test_only_the_last_answer_can_be_taken_back(self, subscription, learner):
        first, second = list(queue.new(learner, TODAY))[:2]
        earlier, _ = grade(first, 4), grade(second, 4)
        with pytest.raises(services.StaleUndo):
            services.undo(learner, earlier.pk, at=NOW)

    def test_another_learners_answer_cannot_be_taken_back(self, schedule, learner, classmate):
        log = grade(schedule, 4)
        with pytest.raises(services.StaleUndo):
            services.undo(classmate, log.pk, at=NOW)

    def test_yesterdays_answer_stays(self, schedule, learner):
        log = grade(schedule, 4)
        with pytest.raises(services.StaleUndo):
            services.undo(learner, log.pk, at=NOW + timedelta(days=1))

    def test_an_undo_in_a_paused_deck_leaves_the_deck_paused(self, subscription, schedule, learner):
        grade(schedule, 1)
        log = grade(schedule, 1)
        services.pause(subscription)
        services.undo(learner, log.pk, at=NOW)
        services.undo(learner, queue.last_answer(learner, TODAY).pk, at=NOW)
        assert queue.counts(learner, TODAY).left == 0
        services.subscribe(learner, subscription.deck, today=TODAY)
        assert queue.counts(learner, TODAY).new == 3

    def test_an_answer_given_while_an_undo_is_on_its_way_wins(self, schedule, learner, monkeypatch):
        log = grade(schedule, 1)
        last_answer = queue.last_answer

        def after_another_answer(*arguments):
            found = last_answer(*arguments)
            monkeypatch.undo()
            grade(schedule, 1)
            return found

        monkeypatch.setattr(queue, "last_answer", after_another_answer)
        with pytest.raises(services.StaleUndo):
            services.undo(learner, log.pk, at=NOW)

    def test_a_page_from_before_the_undo_is_stale(self, schedule, learner):
        log = grade(schedule, 4)
        services.undo(learner, log.pk, at=NOW)
        with pytest.raises(services.StaleGrade):
            services.grade_card(Schedule.objects.get(pk=schedule.pk), 4, seen_version=0, at=NOW)


def test_replaying_the_answers_that_stand_gives_the_schedule(schedule, learner):
    at = NOW
    for value in (5, 5, 2, 4, 3, 5, 1):
        log = grade(schedule, value, at)
        if value == 3:
            services.undo(learner, log.pk, at=at)
            grade(schedule, 4, at)
        schedule.refresh_from_db()
        at += timedelta(days=schedule.interval_days)
    standing = schedule.reviews.filter(undone_at=None, kind__in=["learn", "review"]).order_by("pk")
    assert schedule.state == sm2.replay(standing.values_list("grade", flat=True))[-1]


class TestDealing:
    def test_new_cards_come_up_to_the_limit_in_the_lessons_order(self, subscription, learner):
        services.change_limits(subscription, new_limit=2, review_limit=10, today=TODAY)
        Schedule.objects.all().delete()
        services.change_limits(subscription, new_limit=2, review_limit=10, today=TODAY)
        assert fronts(queue.new(learner, TODAY)) == ["<p>Question 1?</p>", "<p>Question 2?</p>"]

    def test_a_day_is_dealt_once(self, subscription, learner, django_assert_num_queries):
        with django_assert_num_queries(1):
            day_builder.build_day(learner, TODAY)

    def test_unmet_new_cards_count_for_tomorrows_limit(self, subscription, learner):
        subscription.new_limit = 3
        subscription.save(update_fields=["new_limit"])
        save_note(Note(deck=subscription.deck, front="Fourth?", back="4"))
        day_builder.build_day(learner, TOMORROW)
        assert queue.counts(learner, TOMORROW).new == 3

    def test_what_is_due_beyond_the_limit_waits_until_it_is_let_in(self, subscription, learner):
        for each in queue.new(learner, TODAY):
            grade(each, 4)
        services.change_limits(subscription, new_limit=0, review_limit=1, today=TODAY)
        day_builder.build_day(learner, TOMORROW)
        assert queue.counts(learner, TOMORROW).due == 1
        assert queue.subscriptions(learner, TOMORROW).get().over_limit == 2
        assert day_builder.release(learner, TOMORROW) == 2
        assert queue.counts(learner, TOMORROW).due == 3

    def test_what_was_answered_today_has_used_up_its_limit(self, subscription, learner):
        for each in list(queue.new(learner, TODAY))[:2]:
            grade(each, 4)
        services.change_limits(subscription, new_limit=2, review_limit=1, today=TODAY)
        assert queue.counts(learner, TODAY).new == 0
        day_builder.build_day(learner, TOMORROW)
        grade(queue.due(learner, TOMORROW).first(), 4, NOW + timedelta(days=1))
        services.pause(subscription)
        services.subscribe(learner, subscription.deck, today=TOMORROW)
        assert queue.counts(learner, TOMORROW).due == 0

    def test_a_lower_limit_counts_from_today_on(self, subscription, learner):
        services.change_limits(subscription, new_limit=1, review_limit=10, today=TODAY)
        assert fronts(queue.new(learner, TODAY)) == ["<p>Question 1?</p>"]
        services.change_limits(subscription, new_limit=3, review_limit=10, today=TODAY)
        assert queue.counts(learner, TODAY).new == 3

    def test_with_a_limit_of_nothing_no_next_day_is_promised(self, subscription, learner):
        services.change_limits(subscription, new_limit=0, review_limit=10, today=TODAY)
        assert queue.next_day(queue.subscriptions(learner, TODAY), TODAY) is None

    def test_a_course_that_became_private_brings_nothing_new(self, stranger, deck, course):
        services.subscribe(stranger, deck, today=TODAY)
        course.visibility = "private"
        course.save(update_fields=["visibility"])
        save_note(Note(deck=deck, front="secret", back="secret"))
        day_builder.build_day(stranger, TOMORROW)
        assert queue.counts(stranger, TOMORROW).new == 3

    def test_siblings_come_after_all_other_new_cards(self, learner, course):
        deck = Deck.objects.create(course=course, slug="pairs", title="Pairs")
        for word in ("one", "two"):
            save_note(Note(deck=deck, kind="reversed", front=word, back=word.upper()))
        services.subscribe(learner, deck, today=TODAY)
        assert [each.card.ordinal for each in queue.with_card(queue.new(learner, TODAY))] == [0, 0, 1, 1]


class TestStudying:
    def test_an_answer_on_its_way_when_its_deck_is_paused_is_refused(self, subscription, schedule):
        shown = Schedule.objects.select_related("user").get(pk=schedule.pk)
        services.pause(subscription)
        with pytest.raises(services.StaleGrade):
            services.grade_card(shown, 4, seen_version=0, at=NOW)

    def test_a_paused_deck_leaves_the_queue_and_comes_back_as_it_was(self, subscription, learner, schedule):
        grade(schedule, 4)
        services.pause(subscription)
        assert queue.counts(learner, TOMORROW).left == 0
        services.subscribe(learner, subscription.deck, today=TODAY)
        schedule.refresh_from_db()
        assert schedule.queue_on == schedule.due_on == TOMORROW
        assert queue.counts(learner, TODAY).new == 2

    def test_an_archived_note_is_asked_no_more_and_keeps_its_schedule(self, schedule, learner, card):
        set_archived([card.note], True)
        assert queue.counts(learner, TODAY).new == 2
        set_archived([card.note], False)
        assert queue.counts(learner, TODAY).new == 3
        assert Schedule.objects.filter(pk=schedule.pk).exists()

    def test_moved_notes_take_their_schedules_along(self, schedule, learner, card, course):
        grade(schedule, 4)
        schedule.refresh_from_db()
        before = schedule.state, schedule.due_on, schedule.version
        other = Deck.objects.create(course=course, slug="other", title="Other")
        services.move_notes([card.note], other, today=TODAY)
        schedule.refresh_from_db()
        assert schedule.deck == other
        assert (schedule.state, schedule.due_on, schedule.version) == before

    def test_whoever_studied_moved_notes_studies_them_on_and_nothing_new(self, schedule, learner, card, course):
        other = Deck.objects.create(course=course, slug="other", title="Other")
        save_note(Note(deck=other, front="new", back="to them"))
        services.move_notes([card.note], other, today=TODAY)
        day_builder.build_day(learner, TOMORROW)
        row = queue.subscriptions(learner, TOMORROW).get(deck=other)
        assert (row.new, row.paused) == (1, False)

    @pytest.mark.parametrize(
        ("pause_source", "pause_target", "left"),
        [(True, False, 1), (False, True, 0), (True, None, 0), (False, None, 1)],
    )
    def test_a_moved_note_waits_where_its_new_deck_is_paused(
        self, subscription, learner, card, course, pause_source, pause_target, left
    ):
        other = Deck.objects.create(course=course, slug="other", title="Other")
        target = services.subscribe(learner, other, today=TODAY) if pause_target is not None else None
        if pause_source:
            services.pause(subscription)
        if pause_target:
            services.pause(target)
        services.move_notes([card.note], other, today=TODAY)
        assert queue.counts(learner, TODAY, other).left == left

    def test_two_learners_have_schedules_of_their_own(self, schedule, classmate, deck):
        services.subscribe(classmate, deck, today=TODAY)
        grade(schedule, 4)
        assert queue.counts(classmate, TODAY).new == 3


class TestConstraints:
    @pytest.mark.parametrize(
        "impossible",
        [
            pytest.param({"easiness": 129}, id="easiness below its floor"),
            pytest.param({"due_on": TODAY}, id="due without an interval"),
            pytest.param({"repetitions": 2}, id="new with a history"),
        ],
    )
    def test_the_database_refuses_an_impossible_schedule(self, schedule, impossible):
        with pytest.raises(IntegrityError), transaction.atomic():
            Schedule.objects.filter(pk=schedule.pk).update(**impossible)

    def test_a_learner_has_one_schedule_for_a_card(self, schedule):
        schedule.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            schedule.save(force_insert=True)

    def test_a_card_that_someone_studies_cannot_be_deleted(self, schedule, card):
        with pytest.raises(IntegrityError, match="restricted"):
            Card.objects.get(pk=card.pk).delete()
