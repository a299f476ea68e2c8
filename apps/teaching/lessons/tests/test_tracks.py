"""The order of tracks: lessons in a row that share a heading."""

import pytest

from apps.cards.models import Deck, DeckState
from apps.lessons.models import Lesson
from apps.teaching.lessons.tests.support import URL, act, make_lesson, order, undo


@pytest.fixture
def three(course, lessons):
    """Lessons a and b of track 1, c of 2, d and e of 3."""
    more = {slug: make_lesson(course, slug, number, "3") for number, slug in ((4, "d"), (5, "e"))}
    return lessons | more


@pytest.mark.parametrize(
    ("name", "slug", "order_after"),
    [
        ("track_down", "a", "cabde"),
        ("track_down", "b", "cabde"),
        ("track_up", "d", "abdec"),
        ("track_up", "a", "abcde"),
        ("track_down", "e", "abcde"),
    ],
)
def test_buttons_move_a_whole_track_past_its_neighbor(teaching, three, course, name, slug, order_after):
    page = act(teaching, name, three[slug])
    assert "".join(each for each, _track in order(course)) == order_after
    assert dict(order(course)) == {"a": "1", "b": "1", "c": "2", "d": "3", "e": "3"}
    assert (f"Moved the track “{three[slug].track}”." in page) is (order_after != "abcde")


def test_that_can_be_undone(teaching, three, course):
    act(teaching, "track_down", three["a"])
    assert "Undone." in undo(teaching)
    assert "".join(slug for slug, _track in order(course)) == "abcde"


@pytest.mark.parametrize(
    ("moved", "previous", "order_after"),
    [("d", None, "deabc"), ("a", "c", "cabde"), ("a", "e", "cdeab"), ("b", "a", "abcde"), ("d", "a", "abdec")],
)
def test_a_drag_moves_a_whole_track_after_another(teaching, three, course, moved, previous, order_after):
    data = {
        "deck": three[moved].deck_id,
        "previous": three[previous].deck_id if previous else 0,
        "whole_track": "yes",
    }
    page = teaching.post(f"{URL}lessons/place/", data | {"whole_track": "yes"})
    assert "".join(slug for slug, _track in order(course)) == order_after
    assert ("Moved the track" in page.text) is (order_after != "abcde")


def test_an_archived_lesson_which_no_list_shows_goes_with_the_lessons_before_it(teaching, three, course):
    archive(three["c"])
    act(teaching, "track_up", three["d"])
    assert "".join(slug for slug, _track in order(course)) == "deabc"


def test_a_step_of_a_lesson_passes_archived_ones(teaching, three, course):
    Lesson.objects.update(track="1")
    archive(three["b"])
    act(teaching, "up", three["c"])
    assert "".join(slug for slug, _track in order(course)) == "cabde"


def archive(lesson):
    Deck.objects.filter(pk=lesson.deck_id).update(state=DeckState.ARCHIVED)


def test_an_archived_lesson_goes_with_its_own_track_which_begins_after_it(teaching, three, course):
    archive(three["d"])
    act(teaching, "track_up", three["e"])
    assert "".join(slug for slug, _track in order(course)) == "abdec"


def test_a_lesson_beside_which_only_archived_ones_are_in_its_track_takes_the_track_along(teaching, three, course):
    archive(three["a"])
    act(teaching, "down", three["b"])
    assert order(course) == [("c", "2"), ("a", "1"), ("b", "1"), ("d", "3"), ("e", "3")]


def test_where_archived_lessons_are_listed_their_tracks_and_they_move_as_all_others(teaching, three, course):
    archive(three["c"])
    url = f"{URL}lessons/change/"
    teaching.post(url, {"act": f"track_up {three['c'].deck_id}", "archived": ""})
    assert "".join(slug for slug, _track in order(course)) == "cabde"
    teaching.post(url, {"act": f"down {three['c'].deck_id}", "archived": ""})
    assert order(course) == [("a", "1"), ("b", "1"), ("c", "2"), ("d", "3"), ("e", "3")]
    data = {"deck": three["c"].deck_id, "previous": 0, "track": "2", "whole_track": "yes", "archived": ""}
    teaching.post(f"{URL}lessons/place/", data)
    assert "".join(slug for slug, _track in order(course)) == "cabde"


def test_a_lesson_that_the_list_does_not_have_is_moved_by_nobody(teaching, three, course):
    archive(three["c"])
    act(teaching, "up", three["c"])
    assert "".join(slug for slug, _track in order(course)) == "abcde"


def test_lessons_without_a_track_are_moved_as_other_lessons(teaching, three, course):
    Lesson.objects.filter(track="2").update(track="")
    assert "Moved the track “Other lessons”." in act(teaching, "track_up", three["c"])
    assert "".join(slug for slug, _track in order(course)) == "cabde"


def test_an_assistant_moves_no_track(client, three, course, stranger):
    course.enrolments.create(user=stranger, role="assistant")
    client.force_login(stranger)
    act(client, "track_down", three["a"])
    assert "".join(slug for slug, _track in order(course)) == "abcde"
    assert 'value="track_down' not in client.get(URL).text
