import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from apps.cards.models import Card, Note
from apps.cards.services.notes import save_note
from apps.cards.tests.support.factory import make_deck, make_note
from apps.reviews import invariants, services
from apps.reviews.day import decks_today, near_duplicates, queue
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.reviews.services import day_builder
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.examples import examples

TODAY = date(2026, 11, 23)
A_DAY = timedelta(days=1)
TOMORROW = TODAY + A_DAY


@pytest.fixture
def twins(course):
    """A and a ask the same, as do B and b; C has no duplicate."""
    deck = make_deck(course, "twins")
    for letter, duplicate_group in (("A", 1), ("a", 1), ("B", 2), ("b", 2), ("C", None)):
        note = make_note(deck, letter, "answer")
        Note.objects.filter(pk=note.pk).update(duplicate_group=duplicate_group)
    return deck


@pytest.fixture
def studied(learner, twins):
    return services.subscribe(learner, twins, today=TODAY)


def asked(user, today=TODAY):
    """Return the letters of today's queue, in its order."""
    found = [*queue.with_card(queue.due(user, today)), *queue.with_card(queue.new(user, today))]
    return "".join(each.card.front.removeprefix("<p>").removesuffix("</p>") for each in found)


def cards(letters):
    return list(Card.objects.filter(front__in=[f"<p>{letter}</p>" for letter in letters]))


def answer(user, letter, grade=4, at=NOW):
    schedule = Schedule.objects.select_related("user").get(user=user, card__in=cards(letter))
    return services.grade_card(schedule, grade, seen_version=schedule.version, at=at)


def all_due(subscription, *letters, on=TODAY):
    """Let the deck's cards be due, the longest waiting first as named; the day is not built yet."""
    for each in queue.unseen_cards(subscription):
        Schedule.objects.create(user=subscription.user, deck=subscription.deck, card=each)
    for days, letter in enumerate(reversed(letters)):
        due = {"repetitions": 2, "interval_days": 6, "due_on": on - days * A_DAY, "queue_on": on - days * A_DAY}
        Schedule.objects.filter(card__in=cards([letter])).update(**due)
    Schedule.objects.filter(due_on=None).delete()
    Subscription.objects.filter(pk=subscription.pk).update(queue_built_on=None)


class TestADay:
    def test_new_cards_come_one_of_each_duplicate_group(self, learner, studied):
        assert asked(learner) == "ABC"
        assert studied.has_new_tomorrow

    def test_the_other_comes_when_the_first_is_not_due(self, learner, studied):
        for letter in "ABC":
            answer(learner, letter)
        day_builder.build_day(learner, TOMORROW)
        assert asked(learner, TOMORROW) == "ABC"
        for letter in "ABC":
            answer(learner, letter, at=NOW + A_DAY)
        day_builder.build_day(learner, TOMORROW + A_DAY)
        assert asked(learner, TOMORROW + A_DAY) == "ab"

    def test_a_buried_new_card_leaves_its_room_to_another(self, learner, twins):
        subscription = services.subscribe(learner, twins, today=TODAY)
        services.change_limits(subscription, new_limit=3, review_limit=200, today=TODAY)
        assert asked(learner) == "ABC"

    def test_of_two_due_cards_the_longest_waiting_comes(self, learner, studied):
        all_due(studied, "a", "A", "B", "b")
        day_builder.build_day(learner, TODAY)
        assert asked(learner) == "aBC"

    def test_a_due_card_comes_before_a_new_one(self, learner, studied):
        all_due(studied, "a")
        Schedule.objects.create(user=learner, deck=studied.deck, card=cards("A")[0], queue_on=TODAY - A_DAY)
        day_builder.build_day(learner, TODAY)
        assert asked(learner) == "aBC"
        day_builder.build_day(learner, TOMORROW)
        assert asked(learner, TOMORROW).startswith("a")

    def test_all_cards_of_one_note_come_on_one_day(self, learner, studied):
        note = Note.objects.get(front="a")
        note.kind = "reversed"
        save_note(note)
        all_due(studied, "a", "A", "answer")
        day_builder.build_day(learner, TODAY)
        assert sorted(asked(learner)[:7]) == sorted("aanswer")
        assert "A" not in asked(learner)

    def test_another_learners_day_is_their_own(self, learner, classmate, studied):
        answer(learner, "A")
        services.subscribe(classmate, studied.deck, today=TODAY)
        assert asked(classmate) == "ABC"

    def test_the_same_number_in_another_deck_is_another_duplicate_group(self, learner, studied, course):
        other = make_deck(course)
        note = make_note(other, "X", "answer")
        Note.objects.filter(pk=note.pk).update(duplicate_group=1)
        services.subscribe(learner, other, today=TODAY)
        assert asked(learner) == "ABCX"

    def test_a_moved_note_leaves_its_duplicate_group(self, learner, studied, deck):
        services.move_notes([Note.objects.get(front="a")], deck, today=TODAY)
        assert Note.objects.get(front="a").duplicate_group is None

    def test_a_deck_that_became_private_still_asks_one_of_a_duplicate_group(self, stranger, twins, course):
        subscription = services.subscribe(stranger, twins, today=TODAY)
        course.visibility = "private"
        course.save(update_fields=["visibility"])
        all_due(subscription, "a", "A")
        day_builder.build_day(stranger, TODAY)
        assert asked(stranger) == "a"


class TestAfterAnAnswer:
    @pytest.mark.parametrize("again", ["subscribe", "resume", "limits"])
    def test_no_other_of_the_duplicate_group_comes_that_day(self, learner, studied, again):
        answer(learner, "A")
        if again == "resume":
            services.pause(studied)
        if again == "limits":
            services.change_limits(studied, new_limit=50, review_limit=200, today=TODAY)
        else:
            services.subscribe(learner, studied.deck, today=TODAY)
        assert asked(learner) == "BC"

    def test_it_stays_buried_when_the_answer_is_undone(self, learner, studied):
        all_due(studied, "A", "a")
        day_builder.build_day(learner, TODAY)
        log = answer(learner, "A")
        services.undo(learner, log.pk, at=NOW)
        assert asked(learner) == "ABC"
        services.subscribe(learner, studied.deck, today=TODAY)
        assert asked(learner) == "ABC"
        day_builder.build_day(learner, TOMORROW)
        assert "a" not in asked(learner, TOMORROW)

    def test_an_undo_gives_back_a_card_that_had_been_buried_the_day_before(self, learner, studied):
        all_due(studied, "A", "a")
        day_builder.build_day(learner, TODAY)
        answer(learner, "A", 5)
        day_builder.build_day(learner, TOMORROW)
        log = answer(learner, "a", 5, at=NOW + A_DAY)
        services.undo(learner, log.pk, at=NOW + A_DAY)
        day_builder.build_day(learner, TOMORROW)
        assert asked(learner, TOMORROW)[0] == "a"

    def test_a_resumed_deck_asks_one_of_each_duplicate_group_again(self, learner, studied):
        all_due(studied, "A", "a")
        day_builder.build_day(learner, TODAY)
        services.pause(studied)
        services.subscribe(learner, studied.deck, today=TODAY)
        assert asked(learner) == "ABC"


class TestOverTheLimit:
    def over_limit(self, learner):
        return decks_today.subscriptions(learner, TODAY)[0].over_limit

    def test_a_buried_card_is_not_over_the_limit_and_not_released(self, learner, studied):
        all_due(studied, "A", "a")
        day_builder.build_day(learner, TODAY)
        assert self.over_limit(learner) == 0
        assert day_builder.release(learner, TODAY) == 0
        assert asked(learner) == "ABC"

    def test_a_buried_card_takes_no_room_of_the_limit(self, learner, studied):
        all_due(studied, "A", "a", "B", "b")
        services.change_limits(studied, new_limit=0, review_limit=2, today=TODAY)
        assert asked(learner) == "AB"
        assert self.over_limit(learner) == 0

    def test_of_a_duplicate_group_over_the_limit_one_is_released(self, learner, studied):
        all_due(studied, "A", "B", "b", "a")
        services.change_limits(studied, new_limit=0, review_limit=1, today=TODAY)
        assert (asked(learner), self.over_limit(learner)) == ("A", 1)
        assert day_builder.release(learner, TODAY) == 1
        assert asked(learner) == "AB"

    def test_a_new_card_postpones_its_duplicate_over_the_limit(self, learner, studied):
        all_due(studied, "A")
        services.change_limits(studied, new_limit=20, review_limit=0, today=TODAY)
        assert asked(learner) == "aBC"
        assert self.over_limit(learner) == 0
        assert day_builder.release(learner, TODAY) == 0


class TestPicks:
    def test_a_pick_waits_until_tomorrow_when_its_duplicate_is_queued(self, learner, studied):
        picked = services.pick(learner, cards("ab"), today=TODAY)
        assert (picked.today, picked.tomorrow) == (0, 2)
        assert asked(learner) == "ABC"
        assert decks_today.subscriptions(learner, TODAY)[0].next_on == TOMORROW

    def test_it_comes_once_its_duplicate_is_not_due(self, learner, studied):
        services.pick(learner, cards("a"), today=TODAY)
        answer(learner, "A", 5)
        day_builder.build_day(learner, TOMORROW)
        assert asked(learner, TOMORROW) == "ABC"
        answer(learner, "A", 5, at=NOW + A_DAY)
        day_builder.build_day(learner, TOMORROW + A_DAY)
        assert asked(learner, TOMORROW + A_DAY) == "aBC"

    def test_it_also_waits_when_its_duplicate_was_answered(self, learner, studied):
        answer(learner, "A")
        assert services.pick(learner, cards("a"), today=TODAY).tomorrow == 1

    def test_of_two_duplicates_picked_together_the_first_comes(self, learner, twins):
        picked = services.pick(learner, cards("Aa"), today=TODAY)
        assert (picked.today, picked.tomorrow, asked(learner)) == (1, 1, "A")

    def test_a_pick_postpones_its_duplicate_over_the_limit(self, learner, studied):
        all_due(studied, "A")
        services.change_limits(studied, new_limit=0, review_limit=0, today=TODAY)
        assert services.pick(learner, cards("a"), today=TODAY).today == 1
        assert day_builder.release(learner, TODAY) == 0


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 4)), max_size=30))
def test_of_each_duplicate_group_one_note_stays(rows):
    candidates = [(key, note, duplicate_group) for key, (note, duplicate_group) in enumerate(rows)]
    later = near_duplicates.to_postpone(candidates, {})
    notes_by_duplicate_group = {}
    for key, note, duplicate_group in candidates:
        if key not in later:
            notes_by_duplicate_group.setdefault(duplicate_group, set()).add(note)
    assert all(len(notes) == 1 for notes in notes_by_duplicate_group.values())
    assert set(notes_by_duplicate_group) == {duplicate_group for _, _, duplicate_group in candidates}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(examples(12)))
def test_whatever_a_learner_does_no_day_asks_two_of_a_duplicate_group(learner, twins, seed):
    chance = random.Random(seed)  # noqa: S311 - a test's choice
    subscription = services.subscribe(learner, twins, today=TODAY, includes="all")
    for day in range(20):
        at, today = NOW + day * A_DAY, TODAY + day * A_DAY
        day_builder.build_day(learner, today)
        for _ in range(6):
            do_something(chance, subscription, at, today)
            assert groups_asked_twice(learner, today) == []
    assert ReviewLog.objects.count() > 10
    assert list(invariants.problems()) == []


def do_something(chance, subscription, at, today):
    """Answer, undo, pick, unpick, pause and resume, set other limits, or release."""
    learner, waiting = subscription.user, list(queue.waiting(subscription.user, today).select_related("user"))
    last, some = queue.last_answer(learner, today), chance.sample(cards("AaBbC"), 2)
    limits = {"new_limit": chance.choice([0, 2, 9]), "review_limit": chance.choice([0, 1, 9])}
    match chance.choice(["answer"] * 5 + ["undo", "pick", "unpick", "pause", "limits", "release"]):
        case "answer" if waiting:
            each = chance.choice(waiting)
            services.grade_card(each, chance.choice([1, 4, 5]), seen_version=each.version, at=at)
        case "undo" if last:
            services.undo(learner, last.pk, at=at)
        case "pick":
            services.pick(learner, some, today=today)
        case "unpick":
            services.unpick(learner, some, today=today)
        case "pause":
            services.pause(subscription)
            services.subscribe(learner, subscription.deck, today=today)
        case "limits":
            services.change_limits(subscription, **limits, today=today, includes=chance.choice(["all", "picked"]))
        case "release":
            promised = decks_today.subscriptions(learner, today)[0].over_limit
            assert day_builder.release(learner, today) == promised


def groups_asked_twice(learner, today):
    """Return the groups of which two notes are queued today or were answered today."""
    answered = queue.answers_of(learner, today).values_list("schedule", flat=True)
    there = Schedule.objects.filter(Q(queue_on__lte=today) | Q(pk__in=list(answered)), user=learner)
    found = there.values_list("card__note__duplicate_group", "card__note").distinct()
    numbers = Counter(duplicate_group for duplicate_group, _ in found if duplicate_group)
    return [duplicate_group for duplicate_group, number in numbers.items() if number > 1]
