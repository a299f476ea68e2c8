"""The numbers of insight are those that hand-written SQL finds in a class of 200."""

from collections import defaultdict
from datetime import date, timedelta
from statistics import median

import pytest
from django.db import connection

from apps.courses.models import Enrolment
from apps.teaching.insight.services.compute import begin, steps
from apps.teaching.insight.tests.support.seeded_class import answer, counted, disturb, enrol, make_lesson
from apps.web.tests.support.clock import NOW

WEEK_FROM = (NOW - timedelta(days=6)).date()
TRIES = """
    SELECT log.user_id, schedule.card_id, log.grade, log.day, log.taken_ms,
           log.lapses_after > log.lapses_before AS lapsed
    FROM reviews_reviewlog log
    JOIN reviews_schedule schedule ON schedule.id = log.schedule_id
    JOIN courses_enrolment enrolment ON enrolment.user_id = log.user_id
    WHERE enrolment.course_id = %s AND enrolment.role = 'learner' AND schedule.deck_id = %s
      AND log.undone_at IS NULL AND log.kind IN ('learn', 'review') AND log.algorithm <> 'copied'
"""
FIRST_CHOICES = """
    SELECT note.section_id, note.label, attempt.label, COUNT(*)
    FROM lessons_attempt attempt
    JOIN cards_note note ON note.id = attempt.note_id
    JOIN courses_enrolment enrolment ON enrolment.user_id = attempt.user_id
    WHERE enrolment.course_id = %s AND enrolment.role = 'learner' AND note.deck_id = %s AND attempt.number = 1
    GROUP BY 1, 2, 3
"""
PEOPLE = """
    SELECT COUNT(*) FROM courses_enrolment enrolment
    WHERE enrolment.course_id = %s AND enrolment.role = 'learner'
"""
PRACTICED = """
    SELECT COUNT(DISTINCT enrolment.user_id) FROM courses_enrolment enrolment
    WHERE enrolment.course_id = %s AND enrolment.role = 'learner' AND (
      EXISTS (SELECT 1 FROM lessons_mark mark JOIN cards_note note ON note.id = mark.note_id
              WHERE mark.user_id = enrolment.user_id AND note.deck_id = %s)
      OR EXISTS (SELECT 1 FROM lessons_attempt attempt JOIN cards_note note ON note.id = attempt.note_id
                 WHERE attempt.user_id = enrolment.user_id AND note.deck_id = %s))
"""


@pytest.fixture
def lessons(course):
    """Two lessons of a class of 200, of whom some answered; those who run it and a stranger answered as well."""
    first, second = make_lesson(course, "enzymes"), make_lesson(course, "membranes", cards=2)
    people, staff = enrol(course, 200), enrol(course, 3, "staff", Enrolment.Role.INSTRUCTOR)
    answer(first, people[:160], seed=1)
    answer(second, people[100:180], seed=2)
    answer(first, staff, seed=3)
    disturb()
    return first, second


def test_numbers_of_a_class_of_200_are_those_of_hand_written_sql(course, lessons):
    insight = counted(course)
    assert insight.learners == _rows(PEOPLE, course.pk)[0][0] == 200
    for lesson in lessons:
        tries = _rows(TRIES, course.pk, lesson.deck_id)
        _assert_cards(insight, lesson, tries)
        choices = {tuple(row[:3]): row[3] for row in _rows(FIRST_CHOICES, course.pk, lesson.deck_id)}
        cells = insight.labels.filter(section__deck=lesson.deck, period="all")
        assert {(each.section_id, each.label, each.chosen): each.choices for each in cells} == choices
        row = insight.lessons.get(lesson=lesson, period="all")
        assert row.reviewing == len({user for user, *_others in tries})
        assert row.practiced == _rows(PRACTICED, course.pk, lesson.deck_id, lesson.deck_id)[0][0]
        days = defaultdict(set)
        for user, _card, _grade, day, *_others in tries:
            days[user].add(str(day))
        assert row.days == median(map(len, days.values()))


def _assert_cards(insight, lesson, tries):
    by_card = defaultdict(list)
    for row in tries:
        by_card[row[1]].append(row)
    found = {each.card_id: each for each in insight.cards.filter(lesson=lesson, period="all")}
    assert found.keys() == by_card.keys()
    for card, rows in by_card.items():
        counted_card, times = found[card], [row[4] for row in rows if row[4] is not None]
        assert counted_card.learners == len({row[0] for row in rows})
        assert (counted_card.tries, counted_card.right) == (len(rows), sum(row[2] >= 3 for row in rows))
        assert counted_card.lapses == sum(bool(row[5]) for row in rows)
        assert counted_card.median_ms == round(median(times))


def test_the_week_has_the_answers_of_seven_study_days(course, lessons):
    insight, lesson = counted(course), lessons[0]
    by_card = defaultdict(list)
    for row in _rows(TRIES, course.pk, lesson.deck_id):
        if date.fromisoformat(str(row[3])) >= WEEK_FROM:
            by_card[row[1]].append(row)
    found = insight.cards.filter(lesson=lesson, period="week")
    assert found
    for each in found:
        assert each.tries == len(by_card[each.card_id])
        assert each.learners == len({row[0] for row in by_card[each.card_id]})


def test_the_sums_of_a_course_are_those_of_its_lessons(course, lessons):
    insight = counted(course)
    whole = insight.lessons.get(lesson=None, period="all")
    parts = insight.lessons.filter(period="all").exclude(lesson=None)
    assert whole.tries == sum(each.tries for each in parts)
    assert sum(number for _day, number in whole.activity) == sum(
        number for each in parts for _day, number in each.activity
    )
    assert whole.begun == 180
    assert sum(whole.days_of_learners) == insight.learners


def test_a_count_that_breaks_off_continues_where_it_was(course, lessons):
    insight = begin(course, NOW)
    next(iter(steps(insight)))
    assert insight.lessons.count() == 2
    again = counted(course, NOW + timedelta(hours=1))
    assert again.pk == insight.pk
    assert again.finished
    assert again.lessons.count() == 6


def test_a_count_replaces_the_one_before(course, lessons):
    before = counted(course)
    counted(course, NOW + timedelta(days=2))
    assert list(course.insights.values_list("finished", flat=True)) == [True]
    assert not course.insights.filter(pk=before.pk).exists()


def _rows(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
