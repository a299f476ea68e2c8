"""What is compiled once gives the rows that the ORM gives, whatever the history."""

import random
from datetime import timedelta

import pytest

from apps.cards.models import Card
from apps.cards.tests.support.factory import archive_cards, make_deck, make_note
from apps.reviews import services
from apps.reviews.day import queue
from apps.reviews.models import Schedule
from apps.reviews.services import day_builder, suspend_and_flag
from apps.reviews.tests.support.answers import grade
from apps.web.tests.support.clock import NOW

ACTS = 25


def _grade(learner, chance, now):
    today = learner.study_day(now)
    waiting = [*queue.waiting(learner, today), *queue.drill(learner, today)]
    if waiting:
        grade(chance.choice(waiting), chance.randrange(6), now)


def _suspend(learner, chance, now):
    suspend_and_flag.suspend(chance.choice(learner.schedules.order_by("pk")))


def _archive(learner, chance, now):
    card = chance.choice(learner.schedules.order_by("pk")).card
    archive_cards(Card.objects.filter(pk=card.pk), archived=not card.archived)


def _undo(learner, chance, now):
    if last := queue.last_answer(learner, learner.study_day(now)):
        services.undo(learner, last.pk, at=now)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_after_any_history_the_queue_is_the_same_read_either_way(learner, classmate, course, deck, seed):
    chance, now = random.Random(seed), NOW  # noqa: S311 - no secret
    other = make_deck(course)
    for each in (deck, other):
        for number in range(6):
            make_note(each, f"{each} {number}?", "Answer")
        for person in (learner, classmate):
            services.subscribe(person, each, today=person.study_day(now))
    for _ in range(ACTS):
        now += timedelta(hours=chance.randrange(12))
        day_builder.build_day(learner, learner.study_day(now))
        chance.choice((_grade, _grade, _grade, _suspend, _archive, _undo))(learner, chance, now)
        _compare(learner, learner.study_day(now), (None, deck, other))


def _compare(learner, today, scopes):
    for scope in scopes:
        plain = queue.count_queue(learner, today, learner.study_day_start(today), scope).get()
        assert queue.counts(learner, today, scope) == queue.Counts(*plain)
        for part in queue.PARTS:
            found = queue.next_schedule(learner, today, part, scope)
            assert _columns(found) == _columns(queue.next_of(part, learner, today, scope).first())
    for schedule in Schedule.objects.filter(user=learner):
        assert _columns(queue.schedule_of(learner, schedule.card_id)) == _columns(schedule)


def _columns(schedule):
    if schedule is None:
        return None
    return {field.attname: getattr(schedule, field.attname) for field in schedule._meta.fields}
