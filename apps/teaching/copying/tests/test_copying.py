"""Copies of lessons and of courses: what they have, when they open, and what happens to many."""

from datetime import UTC, date, datetime, timedelta

import pytest

from apps.cards.media.verify_media import verify
from apps.cards.models import Card, CourseCover, Deck, DeckState, Note
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_deck, make_note, make_section
from apps.cards.tests.support.pictures import one_dot
from apps.courses.models import Course, Enrolment
from apps.jobs.models import Job
from apps.jobs.progress import JobCanceled
from apps.jobs.services.lifecycle import TooManyJobs, cancel
from apps.jobs.tests.support.working_client import run_waiting
from apps.lessons.models import Lesson, Mark
from apps.library.services.removal import remove_deleted
from apps.teaching.copying import copying
from apps.teaching.copying.services import copy_lessons
from apps.teaching.goals.services import extend
from apps.teaching.lessons.last_act import KEY
from apps.teaching.models import GoalExtension
from apps.web.tests.support.clock import NOW

URL = "/teach/multimodal/"
OPENS_AT = datetime(2026, 10, 15, 6, 0, tzinfo=UTC)  # 8 in Berlin, on a Thursday of summer time


@pytest.fixture
def lesson(course):
    deck = make_deck(course, "cells", opens_at=OPENS_AT)
    section = make_section(deck, "exercise", "Which?", labels=["A", "B"])
    make_note(deck, "Front?", "Back.", section=section, duplicate_group=1, kind="choice", label="A")
    add_to_deck(deck, {"dot.png": store_media(verify(one_dot()))})
    return Lesson.objects.create(course=course, deck=deck, slug="cells", title="Cells", track="Basics", position=1)


def copy_course(client, starts_on="", title="Next term"):
    return client.post(f"{URL}settings/copy/", {"title": title, "starts_on": starts_on}, follow=True)


def canceled(*_arguments, **_options):
    raise JobCanceled


def duplicate(client, lesson):
    return client.post(f"{URL}lessons/{lesson.deck_id}/duplicate/", follow=True)


def test_a_duplicate_is_a_draft_after_its_original_with_all_that_it_has(teaching, lesson, course):
    Lesson.objects.create(course=course, deck=make_deck(course, "z"), slug="z", title="Z", position=2)
    assert "The copy is a draft." in duplicate(teaching, lesson).text
    slugs = list(course.lessons.values_list("slug", flat=True))
    assert slugs == ["cells", "cells-2", "z"]
    copy = course.lessons.get(slug="cells-2")
    section, note = copy.deck.sections.get(), copy.deck.notes.get()
    assert (copy.title, copy.track, copy.deck.state, copy.deck.opens_at) == ("Cells", "Basics", DeckState.DRAFT, None)
    assert (section.labels, note.front, note.duplicate_group) == (["A", "B"], "Front?", 1)
    assert Card.objects.filter(note=note).count() == 1
    assert copy.deck.media.count() == 1


def test_archived_notes_are_copied_and_stay_archived(teaching, lesson):
    make_note(lesson.deck, "Old?", "Old.", section=lesson.deck.sections.get(), archived=True)
    copy_course(teaching)
    notes = Note.objects.filter(deck__course__slug="next-term").order_by("pk")
    assert list(notes.values_list("front", "archived")) == [("Front?", False), ("Old?", True)]
    assert [card.note.front for card in Card.objects.in_use().filter(note__in=notes)] == ["Front?"]


def test_the_settings_say_what_a_copy_leaves_out(teaching, lesson):
    page = " ".join(teaching.get(f"{URL}settings/").text.split())
    assert "Left out: people, groups, the join link, answers, reports, and earlier versions of cards." in page


def test_the_undo_of_a_duplicate_deletes_it(teaching, lesson, course):
    duplicate(teaching, lesson)
    teaching.post(f"{URL}lessons/undo/", {"act": teaching.session[KEY]["id"]})
    assert course.lessons.count() == 1


def test_the_copy_of_a_course_has_its_lessons_and_settings_and_none_of_its_people(
    teaching, lesson, course, instructor, learner
):
    make_deck(course, "loose", state=DeckState.HIDDEN)
    Course.objects.update(language="de", description="About.", takes_requests=True)
    CourseCover.objects.create(course=course, media=store_media(verify(one_dot())))
    assert f'value="{course} (copy)"' in teaching.get(f"{URL}settings/").text
    assert "“Next term” is ready: lessons and settings, without its people." in copy_course(teaching).text
    copy = Course.objects.get(slug="next-term")
    assert [(each.user, each.role) for each in copy.enrolments.all()] == [(instructor, Enrolment.Role.OWNER)]
    assert (copy.visibility, copy.language, copy.description, copy.takes_requests) == ("unlisted", "de", "About.", True)
    assert copy.cover.media == course.cover.media
    assert list(copy.lessons.values_list("slug", "track", "deck__opens_at")) == [("cells", "Basics", OPENS_AT)]
    assert copy.decks.get(lesson=None).state == DeckState.HIDDEN
    assert course.decks.count() == 2


@pytest.mark.parametrize(
    ("before", "after", "opens_at"),
    [
        ("2026-10-12", "2027-10-11", datetime(2027, 10, 14, 6, 0, tzinfo=UTC)),
        ("2026-10-12", "2027-01-13", datetime(2027, 1, 14, 7, 0, tzinfo=UTC)),
        ("", "2026-10-29", datetime(2026, 10, 29, 7, 0, tzinfo=UTC)),
        ("2026-10-12", "", OPENS_AT),
    ],
    ids=["a year later", "in winter, at the same hour", "counted from the first opening", "no new start"],
)
def test_opening_dates_move_by_whole_weeks_at_the_same_hour(teaching, lesson, instructor, before, after, opens_at):
    instructor.time_zone = "Europe/Berlin"
    instructor.save()
    Course.objects.update(starts_on=before or None)
    copy_course(teaching, after)
    assert Deck.objects.get(course__slug="next-term").opens_at == opens_at


def test_the_end_of_the_course_moves_along(teaching, lesson):
    Course.objects.update(starts_on=date(2026, 10, 12), ends_on=date(2027, 2, 5))
    copy_course(teaching, "2027-10-11")
    copy = Course.objects.get(slug="next-term")
    assert (copy.starts_on, copy.ends_on) == (date(2027, 10, 11), date(2027, 2, 5) + timedelta(weeks=52))


@pytest.mark.parametrize("limit", [500, 0], ids=["while its person waits", "by a job"])
def test_the_goals_of_the_course_move_along_without_anybodys_progress(teaching, lesson, learner, monkeypatch, limit):
    monkeypatch.setattr(copying, "MAX_NOTES_IN_REQUEST", limit)
    days = {"starts_on": date(2026, 10, 19), "last_on": date(2027, 2, 1)}
    of_lesson = lesson.course.goals.create(kind="days", days=6, lesson=lesson, **days)
    lesson.course.goals.create(kind="remembered", days=10, percent=80, **days)
    extend(of_lesson, learner, date(2027, 3, 1))
    Course.objects.update(starts_on=date(2026, 10, 12))
    copy_course(teaching, "2027-10-11")
    run_waiting()
    copy = Course.objects.get(slug="next-term")
    moved = (date(2027, 10, 18), date(2028, 1, 31))
    assert list(copy.goals.order_by("pk").values_list("kind", "days", "percent", "lesson", "starts_on", "last_on")) == [
        ("days", 6, 70, copy.lessons.get().pk, *moved),
        ("remembered", 10, 80, None, *moved),
    ]
    assert GoalExtension.objects.get().goal == of_lesson


def test_the_copy_of_a_course_with_goals_asks_when_it_starts(teaching, lesson, course):
    course.goals.create(kind="days", days=6, starts_on=date(2026, 10, 19), last_on=date(2027, 2, 1))
    response = copy_course(teaching)
    assert (response.status_code, Course.objects.count()) == (422, 1)
    assert "Choose when the copy starts" in response.text
    assert "is ready: lessons, goals and settings," in copy_course(teaching, "2027-04-12").text


@pytest.mark.parametrize(
    ("start", "opens_at", "goal", "new_start", "moved"),
    [
        (None, None, (date(2026, 10, 19), date(2026, 11, 1)), "2027-10-11", (date(2027, 10, 11), date(2027, 10, 24))),
        (None, OPENS_AT, (date(2026, 10, 5), date(2026, 11, 1)), "2027-10-11", (date(2027, 10, 11), date(2027, 11, 7))),
        (
            date(2026, 10, 12),
            OPENS_AT,
            (date(2026, 9, 8), date(2026, 9, 13)),
            "2027-10-11",
            (date(2027, 10, 12), date(2027, 10, 17)),
        ),
        (
            date(2026, 10, 12),
            OPENS_AT,
            (date(2026, 10, 12), date(2026, 10, 18)),
            "2026-11-09",
            (date(2026, 11, 23), date(2026, 11, 29)),
        ),
        (
            date(2026, 10, 12),
            None,
            (date(2026, 10, 12), date(2999, 12, 30)),
            "2027-10-11",
            (date(2027, 10, 11), date(2999, 12, 31)),
        ),
    ],
    ids=[
        "counted from the goal",
        "which is before the first opening",
        "before the start",
        "started weeks ago",
        "until the last day that a goal may have",
    ],
)
def test_a_goal_of_a_copy_lies_between_its_start_and_the_last_day(
    teaching, lesson, course, start, opens_at, goal, new_start, moved
):
    Course.objects.update(starts_on=start)
    Deck.objects.update(opens_at=opens_at)
    course.goals.create(kind="days", days=6, starts_on=goal[0], last_on=goal[1])
    copy_course(teaching, new_start)
    assert Course.objects.get(slug="next-term").goals.values_list("starts_on", "last_on").get() == moved


def test_the_undo_of_a_copy_frees_its_slug_and_deletes_none_that_was_answered(teaching, lesson, learner):
    for answered in (False, True):
        duplicate(teaching, lesson)
        copy = Lesson.objects.get(slug="cells-2")
        if answered:
            Mark.objects.create(user=learner, note=copy.deck.notes.get(), knew=True, marked_at=OPENS_AT)
        page = teaching.post(f"{URL}lessons/undo/", {"act": teaching.session[KEY]["id"]}, follow=True).text
        assert ("somebody answered cards of the copy" in page) == answered
        assert Lesson.objects.filter(slug="cells-2").exists() == answered


def test_only_who_may_make_courses_copies_one(teaching, lesson, settings):
    settings.TEACHING = "invited"
    assert copy_course(teaching).status_code == 404
    assert "Copy the course" not in teaching.get(f"{URL}settings/").text


def test_the_copy_of_a_private_course_is_private(teaching, lesson):
    Course.objects.update(visibility="private")
    copy_course(teaching)
    assert Course.objects.get(slug="next-term").visibility == "private"


def test_many_cards_are_copied_by_a_job(teaching, lesson, monkeypatch):
    monkeypatch.setattr(copying, "MAX_NOTES_IN_REQUEST", 0)
    assert "Copy lessons to Next term" in copy_course(teaching).text
    assert "Next term" not in teaching.get("/teach/").text
    assert teaching.get("/teach/next-term/").status_code == 404
    run_waiting()
    copy = Course.objects.get(slug="next-term")
    assert copy.lessons.get().deck.notes.count() == 1
    job = Job.objects.get()
    assert (job.message, job.link) == ("Copied 1 lesson.", "/teach/next-term/")


def test_a_copy_that_fails_leaves_nothing_that_anybody_sees(teaching, lesson, course, monkeypatch):
    def fail(*_arguments, **_options):
        raise RuntimeError

    monkeypatch.setattr(copy_lessons, "copy_notes_with_origins", fail)
    with pytest.raises(RuntimeError):
        duplicate(teaching, lesson)
    assert course.lessons.count() == 1
    assert course.decks.count() == 1
    assert Lesson.with_deleted.filter(course=course).count() == 1


def test_a_job_copies_nothing_for_who_no_longer_teaches(teaching, lesson, instructor, monkeypatch):
    monkeypatch.setattr(copying, "MAX_NOTES_IN_REQUEST", 0)
    duplicate(teaching, lesson)
    Enrolment.objects.filter(user=instructor).delete()
    run_waiting()
    assert Job.objects.get().state == "failed"
    assert Lesson.objects.count() == 1


def test_a_copy_that_is_refused_leaves_no_course(teaching, lesson, monkeypatch):
    def refuse(*_args, **_options):
        raise TooManyJobs("Too many tasks.")

    monkeypatch.setattr(copying, "MAX_NOTES_IN_REQUEST", 0)
    monkeypatch.setattr(copying, "submit_copies", refuse)
    assert "Too many tasks." in copy_course(teaching).text
    assert Course.objects.count() == 1
    assert not Course.with_deleted.filter(slug="next-term").exists()


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt], ids=["by a fault", "by the end of its process"])
def test_a_copy_that_breaks_off_leaves_no_course(teaching, lesson, monkeypatch, error):
    def fail(*_arguments, **_options):
        raise error

    monkeypatch.setattr(copy_lessons, "copy_media", fail)
    with pytest.raises(error):
        copy_course(teaching)
    assert Course.objects.get().slug == "multimodal"
    assert not Course.with_deleted.filter(slug="next-term").exists()


@pytest.mark.parametrize("end", ["fails", "is canceled"])
def test_a_job_that_ends_without_a_copy_leaves_no_course(teaching, lesson, instructor, monkeypatch, end):
    monkeypatch.setattr(copying, "MAX_NOTES_IN_REQUEST", 0)
    copy_course(teaching)
    if end == "fails":
        Enrolment.objects.filter(user=instructor, course=lesson.course).delete()
    else:
        monkeypatch.setattr(copy_lessons, "copy_media", canceled)
    run_waiting()
    assert Job.objects.get().state == ("failed" if end == "fails" else "canceled")
    assert Course.objects.get().slug == "multimodal"
    assert not Course.with_deleted.filter(slug="next-term").exists()


def test_a_copy_that_waits_or_was_canceled_holds_no_slug(teaching, lesson, monkeypatch):
    monkeypatch.setattr(copying, "MAX_NOTES_IN_REQUEST", 0)
    copy_course(teaching)
    cancel(Job.objects.get(), at=NOW)
    monkeypatch.setattr(copying, "MAX_NOTES_IN_REQUEST", 500)
    copy_course(teaching)
    assert [*Course.objects.order_by("pk").values_list("slug", flat=True)] == ["multimodal", "next-term"]


def test_two_copies_of_one_title_get_two_slugs_when_they_are_whole(teaching, lesson, monkeypatch):
    monkeypatch.setattr(copying, "MAX_NOTES_IN_REQUEST", 0)
    for _time in range(2):
        copy_course(teaching)
    run_waiting()
    assert {*Course.objects.values_list("slug", flat=True)} == {"multimodal", "next-term", "next-term-2"}
    assert {*Job.objects.values_list("link", flat=True)} == {"/teach/next-term/", "/teach/next-term-2/"}


def test_a_copy_whose_process_was_killed_is_removed_after_a_day(teaching, lesson, monkeypatch):
    monkeypatch.setattr(copying, "MAX_NOTES_IN_REQUEST", 0)
    copy_course(teaching)
    for hours, left in ((23, 2), (25, 1)):
        for _step in remove_deleted(NOW + timedelta(hours=hours)):
            pass
        assert Course.with_deleted.count() == left


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("9999-12-31", "between the years 2000 and 2999"),
        ("0001-01-01", "between the years 2000 and 2999"),
        ("2999-12-31", "more than 50 years"),
    ],
)
def test_a_copy_starts_within_the_calendar(teaching, lesson, day, problem):
    assert problem in copy_course(teaching, day).text
    assert Course.objects.count() == 1
