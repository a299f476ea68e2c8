"""A learner takes their history away: all of it, only theirs, in a form that other programs read."""

import csv
import json
from datetime import timedelta
from itertools import islice

import pytest

from apps.cards.models import Deck
from apps.courses.models import Course
from apps.exchange import history
from apps.lessons.models import Attempt, Mark, Writing
from apps.reviews import services
from apps.reviews.models import Pick, ReviewLog, Schedule, Subscription
from apps.web.tests.support.clock import NOW

LINES, FSRS = "/history/ditcards-history.jsonl", "/history/fsrs-reviews.csv"


@pytest.fixture
def lines(client, learner):
    """Return what fetches the history: its lines, or those of one type."""

    def lines(type_=None, person=learner):
        client.force_login(person)
        found = [json.loads(line) for line in fetched(client, LINES).decode().splitlines()]
        return [line for line in found if line["type"] == type_] if type_ else found

    return lines


def fetched(client, url):
    return b"".join(client.get(url))


def fsrs(client, person):
    client.force_login(person)
    return list(csv.DictReader(fetched(client, FSRS).decode().splitlines()))


def states(rows):
    return [(int(row["review_rating"]), int(row["review_state"])) for row in rows]


def test_the_first_line_says_who_and_how(lines, learner):
    learner.time_zone = "Europe/Berlin"
    learner.save()
    first = lines()[0]
    assert (first["type"], first["format"], first["version"]) == ("profile", "ditcards-history", 1)
    assert (first["email"], first["time_zone"], first["day_starts_at"]) == ("learner@example.org", "Europe/Berlin", 4)
    assert not {"password", "id", "is_staff", "last_login"} & first.keys()


def test_an_answer_says_its_card_its_time_and_what_it_changed(lines, answer, card):
    answer(4, taken_ms=2_500)
    (line,) = lines("review")
    (named,) = [each for each in lines("schedule") if each["card_id"] == line["card_id"]]
    assert (named["deck"], named["note"], named["card"]) == ("diffusion", card.note.guid, 0)
    assert (line["kind"], line["grade"], line["taken_ms"], line["algorithm"]) == ("learn", 4, 2_500, "sm2-text")
    assert (line["reviewed_at"], line["undone_at"]) == ("2026-11-23T10:00:00+00:00", None)
    assert (line["interval_days_before"], line["interval_days_after"]) == (0, 1)
    assert (line["due_on_before"], line["due_on_after"]) == (None, "2026-11-24")


def test_an_answer_that_was_undone_is_in_the_history(lines, answer, learner):
    services.undo(learner, answer(1).pk, at=NOW + timedelta(minutes=1))
    answer(5)
    assert [line["undone_at"] for line in lines("review")] == ["2026-11-23T10:01:00+00:00", None]


def test_what_is_studied_picked_and_due_is_there(lines, answer, card, learner):
    answer(4)
    Pick.objects.create(user=learner, card=card)
    assert [(line["deck"], line["new_limit"], line["includes"]) for line in lines("subscription")] == [
        ("diffusion", 20, "flashcards")
    ]
    assert [line["note"] for line in lines("pick")] == [card.note.guid]
    due = {line["note"]: line["due_on"] for line in lines("schedule")}
    assert len(due) == 3
    assert due[card.note.guid] == "2026-11-24"


def test_a_card_has_its_question_once_it_was_answered(lines, answer, card):
    answer(4)
    assert [line["question"] for line in lines("schedule") if line["question"]] == [card.note.front]


def test_what_was_answered_on_practice_pages_is_there(lines, card, learner):
    Mark.objects.create(user=learner, note=card.note, knew=True, marked_at=NOW)
    Attempt.objects.create(user=learner, note=card.note, number=1, label="YES", right=False, attempted_at=NOW)
    Writing.objects.create(user=learner, note=card.note, text="One\u2028line\n“ü”", written_at=NOW)
    named = {"deck": "diffusion", "note": card.note.guid, "question": card.note.front}
    at = "2026-11-23T10:00:00+00:00"
    assert lines()[1:] == [
        {"type": "mark", **named, "knew": True, "marked_at": at},
        {"type": "attempt", **named, "number": 1, "label": "YES", "right": False, "attempted_at": at},
        {"type": "writing", **named, "text": "One\u2028line\n“ü”", "written_at": at},
    ]


@pytest.mark.parametrize("closed", ["hidden", "private", "deleted"])
def test_the_question_of_what_was_answered_is_there_only_while_its_page_is_open(lines, card, course, learner, closed):
    Mark.objects.create(user=learner, note=card.note, knew=True, marked_at=NOW)
    Attempt.objects.create(user=learner, note=card.note, number=1, label="YES", right=False, attempted_at=NOW)
    Writing.objects.create(user=learner, note=card.note, text="My text", written_at=NOW)
    if closed == "hidden":
        Deck.objects.update(state="hidden")
    elif closed == "deleted":
        Deck.objects.update(deleted_at=NOW)
    else:
        Course.objects.update(visibility="private")
        course.enrolments.filter(user=learner).update(left_at=NOW, was_removed=True)
    assert [(line["type"], line["note"], line["question"]) for line in lines()[1:]] == [
        (type_, card.note.guid, None) for type_ in ("mark", "attempt", "writing")
    ]


def test_a_card_of_a_deleted_deck_has_no_question(lines, answer, deck):
    answer(4)
    Deck.objects.update(deleted_at=NOW)
    assert {line["question"] for line in lines("schedule")} == {None}


STATE = ("repetitions", "interval_days", "easiness", "lapses", "due_on", "drill_on")
FILE_KEYS = {
    "profile": "format version email name joined_at language time_zone day_starts_at buttons shortcuts sm2_variant",
    "subscription": "deck new_limit review_limit includes paused queue_built_on has_unseen",
    "pick": "deck note card",
    "schedule": "card_id deck note card question repetitions interval_days easiness lapses due_on queue_on drill_on "
    "buried_on reviewed_at version suspended flag",
    "review": "card_id version kind grade reviewed_at day hour taken_ms algorithm undone_at "
    + " ".join(f"{name}_{when}" for when in ("before", "after") for name in STATE),
    "mark": "deck note question knew marked_at",
    "attempt": "deck note question number label right attempted_at",
    "writing": "deck note question text written_at",
}


def test_the_keys_of_the_file_stay_whatever_the_columns_are_called(lines, answer, card, learner):
    answer(4)
    Pick.objects.create(user=learner, card=card)
    Mark.objects.create(user=learner, note=card.note, knew=True, marked_at=NOW)
    Attempt.objects.create(user=learner, note=card.note, number=1, label="YES", right=False, attempted_at=NOW)
    Writing.objects.create(user=learner, note=card.note, text="One line", written_at=NOW)
    keys = {line["type"]: line.keys() - {"type"} for line in lines()}
    assert keys == {type_: set(names.split()) for type_, names in FILE_KEYS.items()}


@pytest.mark.parametrize("model", [Subscription, Schedule, ReviewLog, Mark, Attempt, Writing])
def test_no_column_of_a_learners_rows_is_forgotten(model):
    keys = {"id", "user", "deck", "card", "note", "schedule"}
    assert {field.name for field in model._meta.concrete_fields} - set(history._own(model)) <= keys | history.INTERNAL


def test_the_history_of_others_is_not_in_it(lines, answer, classmate, deck):
    answer(4)
    services.subscribe(classmate, deck, today=classmate.study_day(NOW))
    assert [line["type"] for line in lines(person=classmate)] == ["profile", "subscription", *["schedule"] * 3]


def test_the_same_history_gives_the_same_bytes(client, answer, learner):
    for grade in (2, 3, 4):
        answer(grade)
    client.force_login(learner)
    assert fetched(client, LINES) == fetched(client, LINES)


def test_a_long_history_is_read_when_its_turn_comes(answer, learner, django_assert_num_queries):
    answer(4)
    with django_assert_num_queries(3):  # subscriptions, picks, schedules; no answer yet
        types = [json.loads(line)["type"] for line in islice(history.lines_of(learner), 3)]
    assert types == ["profile", "subscription", "schedule"]


def test_fsrs_gets_its_columns_and_milliseconds(client, answer, learner, card):
    answer(4, taken_ms=2_500)
    assert fetched_lines(client, learner) == [
        "review_time,card_id,review_rating,review_duration,review_state",
        f"{int(NOW.timestamp()) * 1000},{card.pk},3,2500,0",
    ]


def fetched_lines(client, person):
    client.force_login(person)
    return fetched(client, FSRS).decode().splitlines()


def test_six_grades_become_four_ratings(client, answer, learner, schedule):
    answer(4)
    for number in range(6):
        log = ReviewLog.objects.get(version=1)
        log.pk, log.version, log.grade = None, 2 + number, number
        log.reviewed_at = NOW + timedelta(days=1 + number)
        log.kind = ReviewLog.Kind.REVIEW
        log.save()
    assert [rating for rating, _ in states(fsrs(client, learner))] == [3, 1, 1, 1, 2, 3, 4]


def test_the_drill_of_a_first_day_is_learning_and_of_a_later_one_relearning(client, answer, learner):
    answer(2)
    answer(3)
    answer(4)
    answer(1, days=1)
    answer(4, days=1)
    assert states(fsrs(client, learner)) == [(1, 0), (2, 1), (3, 1), (1, 2), (3, 3)]


def test_what_was_undone_or_is_no_answer_is_not_for_fsrs(client, answer, learner):
    services.undo(learner, answer(1).pk, at=NOW + timedelta(minutes=1))
    answer(5)
    log = ReviewLog.objects.get(undone_at=None)
    for version, kind in enumerate((ReviewLog.Kind.PRACTICE, ReviewLog.Kind.MANUAL), start=10):
        log.pk, log.version, log.kind = None, version, kind
        log.save()
    assert states(fsrs(client, learner)) == [(4, 0)]


def test_reviews_that_were_imported_are_for_fsrs_and_an_unknown_duration_is_0(client, answer, learner):
    answer(4, taken_ms=None)
    ReviewLog.objects.update(kind=ReviewLog.Kind.IMPORT)
    assert [(row["review_state"], row["review_duration"]) for row in fsrs(client, learner)] == [("0", "0")]


@pytest.mark.parametrize(
    ("url", "name", "content_type"),
    [
        (LINES, "ditcards-history.jsonl", "application/jsonl"),
        (FSRS, "fsrs-reviews.csv", "text/csv; charset=utf-8"),
    ],
)
def test_the_browser_saves_it_and_keeps_no_copy(client, learner, url, name, content_type):
    client.force_login(learner)
    response = client.get(url)
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == content_type
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.streaming
    assert b"".join(response)


def test_too_many_downloads_in_a_minute_are_refused(client, learner, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "export_each": "1/m/key"}
    client.force_login(learner)
    assert fetched(client, LINES)
    assert client.get(FSRS).status_code == 429


def test_preferences_lead_to_both(client, learner):
    client.force_login(learner)
    page = client.get("/preferences/").content.decode()
    assert f'href="{LINES}"' in page
    assert f'href="{FSRS}"' in page
