"""The difference between two counts is never what one learner answered."""

from datetime import timedelta

import pytest

from apps.cards.models import Card, Note
from apps.courses.models import Enrolment
from apps.lessons.models import Attempt, Mark
from apps.reviews import services
from apps.reviews.models import Schedule
from apps.reviews.tests.support.answers import grade
from apps.teaching.insight.counting.basis import is_replaced
from apps.teaching.insight.tests.support.seeded_class import counted, enrol, make_lesson
from apps.web.tests.support.clock import NOW

BEFORE, BETWEEN, AFTER = (NOW - timedelta(hours=hours) for hours in (5, 4, 3))


@pytest.fixture
def lesson(course):
    return make_lesson(course, "enzymes")


@pytest.fixture
def cards(lesson):
    return list(Card.objects.filter(note__deck=lesson.deck, note__section__kind="flashcards").order_by("pk"))


@pytest.fixture
def learners(course, lesson):
    people = enrol(course, 11)
    for person in people:
        services.subscribe(person, lesson.deck, today=person.study_day(BEFORE))
    return people


def _grade(card, people, number, at=BEFORE):
    for person in people:
        grade(Schedule.objects.select_related("user").get(user=person, card=card), number, at)


def _choose(lesson, people, label, at=BEFORE):
    note, question = lesson.deck.notes.get(label="neither"), lesson.deck.notes.get(front="Question 0?")
    for person in people:
        right = label == note.label
        Attempt.objects.create(user=person, note=note, number=1, label=label, right=right, attempted_at=at)
        Mark.objects.create(user=person, note=question, knew=right, marked_at=at)


def _shown(course, now):
    """Return all rows of a count but their keys."""
    insight = counted(course, now)
    rows = [insight.cards, insight.notes, insight.labels, insight.edits]
    values = [
        {name: value for name, value in row.items() if name not in {"id", "insight_id"}}
        for each in rows
        for row in each.order_by("pk").values()
    ]
    return sorted(map(repr, values))


def _dropped(course, person):
    course.enrolments.filter(user=person).update(left_at=AFTER)


def test_a_card_stays_as_it_was_when_one_more_answers_it(course, cards, learners):
    _grade(cards[0], learners[:5], 5)
    before = _shown(course, BETWEEN)
    _grade(cards[1], learners[:4], 5, AFTER)
    _grade(cards[0], learners[5:6], 1, AFTER)
    assert before
    assert _shown(course, NOW) == before


def test_a_card_stays_as_it_was_when_one_is_removed_and_restored(course, cards, learners):
    _grade(cards[0], learners[:5], 5)
    _grade(cards[0], learners[5:6], 1)
    before = set(_shown(course, BETWEEN))
    _dropped(course, learners[5])
    _grade(cards[1], learners[:5], 5, AFTER)
    removed = set(_shown(course, AFTER + timedelta(minutes=5)))
    Enrolment.with_former.filter(user=learners[5]).update(left_at=None)
    assert before
    assert before <= removed
    assert before <= set(_shown(course, NOW))


def test_labels_and_questions_stay_as_they_were_when_one_more_answers(course, lesson, learners):
    _choose(lesson, learners[:5], "neither")
    before = _shown(course, BETWEEN)
    _choose(lesson, learners[5:6], "allosteric", AFTER)
    assert any("'chosen'" in each for each in before)
    assert any("'self_check'" in each for each in before)
    assert _shown(course, NOW) == before


def test_labels_and_questions_stay_as_they_were_when_one_is_removed(course, lesson, learners):
    _choose(lesson, learners[:5], "neither")
    _choose(lesson, learners[5:6], "allosteric")
    before = _shown(course, BETWEEN)
    _dropped(course, learners[5])
    assert _shown(course, NOW) == before


def test_labels_stay_as_they_were_when_a_scenario_of_one_learner_gets_another_label(course, lesson, learners):
    _choose(lesson, learners[:5], "neither")
    other = lesson.deck.notes.get(label="allosteric")
    fields = {"number": 1, "label": "neither", "right": False, "attempted_at": BEFORE}
    Attempt.objects.create(user=learners[0], note=other, **fields)
    before = _shown(course, BETWEEN)
    lesson.deck.notes.filter(pk=other.pk).update(label="competitive")
    assert _shown(course, NOW) == before


def test_an_edit_stays_as_it_was_when_one_more_answers_after_it(course, lesson, cards, learners):
    note = lesson.deck.notes.get(cards=cards[0])
    Note.history.filter(id=note.pk).update(history_date=BEFORE - timedelta(days=9))
    _grade(cards[0], learners[:5], 5)
    note.front, note._history_date, note.edited_at = "Card nought?", BETWEEN, NOW + timedelta(seconds=1)
    note.save()
    _grade(cards[0], learners[5:10], 5, BETWEEN + timedelta(minutes=1))
    before = _shown(course, AFTER)
    _grade(cards[0], learners[10:], 1, AFTER)
    assert any("'share_after'" in each for each in before)
    assert _shown(course, NOW) == before


def test_a_card_is_counted_again_when_enough_have_answered_it(course, cards, learners):
    _grade(cards[0], learners[:5], 5)
    counted(course, BETWEEN)
    _grade(cards[0], learners[5:10], 1, AFTER)
    row = counted(course, NOW).cards.get(period="all")
    assert (row.learners, row.right, row.tries) == (10, 5, 10)


def test_a_card_that_comes_back_without_one_learner_is_not_shown(course, lesson, cards, learners):
    _grade(cards[0], learners[:6], 5)
    counted(course, BETWEEN)
    schedules = Schedule.objects.filter(card=cards[0])
    schedules.update(archived=True)
    assert not counted(course, AFTER).cards.exists()
    schedules.update(archived=False)
    _dropped(course, learners[5])
    assert not counted(course, NOW).cards.exists()


def test_a_few_who_dropped_out_are_lost_in_twice_as_many_others():
    old = {str(each): [1, each] for each in range(6)}
    without_one = {each: share for each, share in old.items() if each != "5"}
    for others, replaced in ((0, False), (9, False), (10, True)):
        assert is_replaced(old, without_one | {f"new{each}": [1, each] for each in range(others)}) is replaced
    assert is_replaced(old, old)
    assert is_replaced(old, {})
