"""The pages of insight: what they show, in how many statements, and how the numbers come to be."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.cards.models import Note
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.reviews.models import ReviewLog
from apps.teaching.insight.services.refresh import refresh_stale
from apps.teaching.insight.tests.support.seeded_class import answer, counted, enrol, make_lesson
from apps.web.tests.support.clock import NOW


@pytest.fixture
def lesson(course):
    """A lesson that 30 learners answered."""
    lesson = make_lesson(course, "enzymes")
    answer(lesson, enrol(course, 30))
    return lesson


@pytest.fixture
def shown_at(teaching):
    def get(path=""):
        return teaching.get(f"/teach/multimodal/insight/{path}").content.decode()

    return get


def test_a_course_that_was_not_counted_offers_to_count_it(shown_at, course, lesson):
    assert "No answers have been counted yet" in shown_at()
    assert "Count now" in shown_at()


def test_a_lesson_shows_its_cards_questions_scenarios_labels_charts_and_uptake(shown_at, course, lesson):
    counted(course)
    shown = shown_at("?lesson=enzymes")
    for words in (
        *("Hardest cards", "Self-check: known by the fewest", "Hardest scenarios", "Which kind?", "Who uses it"),
        *("How far the class is", "Answers a week", "Most chosen wrong label", "right at the first try", "of 30"),
    ):
        assert words in shown
    card = lesson.deck.flashcards().first()
    assert f'href="/cards/{card.pk}/"' in shown_at("cards/")
    assert 'aria-current="true">7 days' in shown_at("?period=week")


def test_an_unknown_lesson_is_missing_and_an_unknown_period_is_all_time(teaching, course, lesson):
    counted(course)
    assert teaching.get("/teach/multimodal/insight/?lesson=nothing").status_code == 404
    assert (
        'aria-current="true">Since it opened' in teaching.get("/teach/multimodal/insight/?period=odd").content.decode()
    )


def test_pages_take_as_many_statements_for_many_lessons_as_for_one(teaching, course, lesson):
    counted(course)
    paths = ("", "?lesson=enzymes", "cards/")
    few = [_statements(teaching, path) for path in paths]
    people = enrol(course, 20, "more")
    for number in range(4):
        answer(make_lesson(course, f"lesson-{number}"), people)
    counted(course, NOW + timedelta(days=2))
    assert [_statements(teaching, path) for path in paths] == few
    assert max(few) <= 16


def test_tables_are_downloaded_with_the_numbers_of_the_page(shown_at, course, lesson):
    lesson.deck.notes.filter(front="Card 1?").update(front="=1+1")
    counted(course)
    rows = list(csv.reader(StringIO(shown_at("cards.csv"))))
    assert rows[0][:4] == ["Lesson", "Card", "Number", "Learners"]
    assert len(rows) == 1 + lesson.deck.cards_in_use().count()
    assert {row[1] for row in rows[1:]} >= {"'=1+1", "Card 0?"}
    assert all(int(row[3]) % 5 == 0 for row in rows[1:])
    for name in ("questions", "scenarios", "labels", "edits", "uptake", "days"):
        assert shown_at(f"{name}.csv?lesson=enzymes").count("\n") >= 1


def test_a_table_of_another_name_is_missing(teaching, course, lesson):
    counted(course)
    assert teaching.get("/teach/multimodal/insight/people.csv").status_code == 404


def test_the_button_lets_the_course_be_counted_beside_the_server(teaching, course, lesson):
    response = teaching.post("/teach/multimodal/insight/compute/")
    job = Job.objects.get()
    assert str(job.pk) in response["Location"]
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("done", "The numbers are up to date.")
    assert job.link == "/teach/multimodal/insight/"
    assert course.insights.get().finished


def test_a_worker_counts_each_course_once_a_day_where_enough_have_answered(course, lesson):
    assert list(refresh_stale(NOW))
    first = course.insights.get()
    assert first.finished
    assert not list(refresh_stale(NOW + timedelta(hours=23)))
    list(refresh_stale(NOW + timedelta(hours=25)))
    unchanged = course.insights.get()
    assert (unchanged.pk, unchanged.checked_at) == (first.pk, NOW + timedelta(hours=25))


def test_an_edit_shows_what_was_right_before_and_after(shown_at, course, lesson):
    note, edited_at = lesson.deck.notes.get(front="Card 0?"), NOW - timedelta(days=7)
    Note.history.filter(id=note.pk).update(history_date=NOW - timedelta(days=400))
    note.front, note._history_date = "Card nought?", edited_at
    note.edited_at = NOW + timedelta(seconds=1)
    note.save()
    tries = ReviewLog.objects.filter(schedule__card__note=note)
    before, after = tries.filter(reviewed_at__lt=edited_at), tries.filter(reviewed_at__gte=edited_at)
    edit = counted(course).edits.get()
    assert edit.learners_before == before.values("user").distinct().count()
    assert edit.learners_after == after.values("user").distinct().count()
    assert edit.share_before == before.filter(grade__gte=3).count() / before.count()
    assert edit.share_after == after.filter(grade__gte=3).count() / after.count()
    assert "Edited cards, before and after" in shown_at()


def _statements(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(f"/teach/multimodal/insight/{path}").status_code == 200
    return len(captured)


def test_who_has_not_begun_is_named_only_where_they_agreed(shown_at, course, lesson):
    people = enrol(course, 8, "idle")
    course.enrolments.filter(user=people[0]).update(shows_name=True)
    course.enrolments.filter(user=people[1]).update(shows_name=True, left_at=NOW)
    counted(course)
    shown = shown_at("?lesson=enzymes")
    assert "Of 37 learners, 1 who may be named have not answered anything here" in shown
    assert "Others who have not: 5, rounded." in " ".join(shown.split())
    assert [number for number in range(8) if f"multimodal-idle-{number}@example.org" in shown] == [0]
