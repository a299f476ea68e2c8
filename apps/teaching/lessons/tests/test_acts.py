"""What is done to lessons in the list of them, and its undo."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.cards.models import Deck, DeckState
from apps.cards.tests.support.factory import make_deck
from apps.courses.models import Course, Enrolment
from apps.lessons.models import Attempt, Lesson, Mark
from apps.library.services.removal import remove_deleted
from apps.reviews import services
from apps.reviews.models import ReviewLog
from apps.reviews.services.refuse_answers import refuse_answers
from apps.teaching.lessons.last_act import KEY
from apps.teaching.lessons.services import lesson_acts
from apps.teaching.lessons.services.lesson_acts import WasAnswered, delete_unanswered
from apps.teaching.lessons.tests.support import URL, act, make_lesson, order, place, undo
from apps.web.tests.support.at_once import at_once
from apps.web.tests.support.clock import NOW


@pytest.fixture
def other_course(instructor):
    other = Course.objects.create(slug="other", title="Other")
    Enrolment.objects.create(user=instructor, course=other, role=Enrolment.Role.INSTRUCTOR)
    return other


@pytest.mark.parametrize(
    ("name", "state"),
    [("hide", DeckState.HIDDEN), ("archive", DeckState.ARCHIVED), ("publish", DeckState.PUBLISHED)],
)
def test_a_change_of_state_says_what_happened_and_can_be_undone(teaching, lessons, name, state):
    deck = Deck.objects.filter(slug="a")
    before = {"state": DeckState.DRAFT, "opens_at": None}
    deck.update(**before)
    page = act(teaching, name, lessons["a"])
    assert deck.get().state == state
    assert "lessons/undo/" in page
    assert "Undone." in undo(teaching)
    assert deck.values("state", "opens_at").get() == before


def test_publishing_what_opens_later_opens_it_now_and_undo_restores_the_moment(teaching, lessons):
    later = NOW + timedelta(days=3)
    Deck.objects.filter(slug="a").update(opens_at=later)
    act(teaching, "publish", lessons["a"])
    assert Deck.objects.get(slug="a").stage == "published"
    undo(teaching)
    assert Deck.objects.get(slug="a").opens_at == later


def test_what_was_changed_again_in_the_meantime_is_not_undone(teaching, lessons):
    act(teaching, "hide", lessons["a"])
    Deck.objects.filter(slug="a").update(state=DeckState.ARCHIVED)
    assert "changed again in the meantime" in undo(teaching)
    assert Deck.objects.get(slug="a").state == DeckState.ARCHIVED


def test_the_undo_on_a_page_from_before_undoes_nothing_that_came_later(teaching, lessons):
    act(teaching, "archive", lessons["a"])
    old = teaching.session[KEY]["id"]
    page = act(teaching, "hide", lessons["b"])
    assert old not in page
    assert teaching.session[KEY]["id"] in page
    assert "cannot be undone any more" in undo(teaching, old)
    assert Deck.objects.get(slug="b").state == DeckState.HIDDEN
    assert "Undone." in undo(teaching)


def test_an_undo_happens_once(teaching, lessons):
    act(teaching, "hide", lessons["a"])
    undo(teaching)
    assert "nothing left to undo" in undo(teaching)


def test_an_undo_leads_back_to_the_part_of_the_lessons_in_which_something_was_done(teaching, lessons):
    hide = {"act": f"hide {lessons['a'].deck_id}", "archived": "", "page": "1"}
    page = teaching.post(f"{URL}lessons/change/", hide, follow=True)
    response = teaching.post(f"{URL}lessons/undo/", {"act": page.context["done"].id})
    assert response.url == f"{URL}?page=1&archived="
    in_editor = hide | {"in_editor": "yes"}
    page = teaching.post(f"{URL}lessons/change/", in_editor, follow=True)
    response = teaching.post(f"{URL}lessons/undo/", {"act": page.context["done"].id})
    assert response.url == f"{URL}a/"


def test_a_refusal_leads_back_to_the_part_of_the_lessons_that_was_shown(teaching, lessons, learner):
    note = lessons["a"].deck.notes.get()
    Mark.objects.create(user=learner, note=note, knew=True, marked_at=NOW)
    response = teaching.post(f"{URL}lessons/change/", {"act": f"delete {lessons['a'].deck_id}", "page": "1"})
    assert response.url == f"{URL}?page=1"


def test_what_moves_nothing_says_nothing_and_keeps_the_undo_of_before(teaching, lessons):
    act(teaching, "hide", lessons["b"])
    assert "Moved" not in act(teaching, "up", lessons["a"])
    assert "Moved" not in place(teaching, lessons["a"], None, "1").text
    assert "Undone." in undo(teaching)


def test_a_lesson_that_nobody_answered_is_deleted_with_an_undo(teaching, lessons, course):
    act(teaching, "delete", lessons["a"])
    assert [slug for slug, _track in order(course)] == ["b", "c"]
    undo(teaching)
    assert [slug for slug, _track in order(course)] == ["a", "b", "c"]


def test_the_slug_of_a_deleted_lesson_is_free_and_an_undo_does_not_take_it_back(teaching, lessons, course):
    act(teaching, "delete", lessons["a"])
    make_lesson(course, "a-2", 9, "").__class__.objects.filter(slug="a-2").update(slug="a")
    assert "changed again in the meantime" in undo(teaching)
    assert course.lessons.filter(slug="a").count() == 1


def test_the_worker_removes_a_deleted_lesson_after_a_day(teaching, lessons, course):
    act(teaching, "delete", lessons["a"])
    for now, left in ((NOW + timedelta(hours=23), 3), (NOW + timedelta(hours=25), 2)):
        for _step in remove_deleted(now):
            pass
        assert Lesson.with_deleted.count() == left


def study(learner, deck):
    """Return the schedule of the deck's only card."""
    services.subscribe(learner, deck, today=learner.study_day(NOW))
    return learner.schedules.select_related("user", "deck").get()


@pytest.mark.parametrize("kind", ["review", "practice", "mark", "attempt"])
def test_a_lesson_with_answers_is_archived_instead_of_deleted(teaching, lessons, learner, course, kind):
    deck = lessons["a"].deck
    note = deck.notes.get()
    if kind == "review":
        schedule = study(learner, deck)
        services.grade_card(schedule, 4, seen_version=schedule.version, at=NOW)
    elif kind == "practice":
        services.practice_card(study(learner, deck), knew=True, since=NOW, at=NOW)
    elif kind == "mark":
        Mark.objects.create(user=learner, note=note, knew=True, marked_at=NOW)
    else:
        Attempt.objects.create(user=learner, note=note, number=1, label="x", right=True, attempted_at=NOW)
    assert "Archive it instead." in act(teaching, "delete", lessons["a"])
    assert course.lessons.count() == 3


def test_answers_to_a_lesson_that_was_deleted_since_its_card_was_shown_are_refused(teaching, lessons, learner):
    schedule = study(learner, lessons["a"].deck)
    act(teaching, "delete", lessons["a"])
    with pytest.raises(services.StaleGrade):
        services.grade_card(schedule, 4, seen_version=schedule.version, at=NOW)
    assert services.practice_card(schedule, knew=True, since=NOW, at=NOW) is None
    assert not ReviewLog.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["review", "practice"])
def test_an_answer_and_the_deletion_of_its_lesson_at_once_are_one_of_the_two(lessons, learner, kind):
    deck = lessons["a"].deck
    schedule = study(learner, deck)

    def answer():
        if kind == "practice":
            return bool(services.practice_card(schedule, knew=True, since=NOW, at=NOW))
        try:
            return bool(services.grade_card(schedule, 4, seen_version=schedule.version, at=NOW))
        except services.StaleGrade:
            return False

    def delete():
        try:
            return bool(delete_unanswered(deck, at=NOW))
        except WasAnswered:
            return False

    answered, deleted = at_once(answer, delete)
    assert answered == ReviewLog.objects.exists() == Deck.objects.filter(pk=deck.pk).exists() != deleted


def test_an_answer_that_comes_during_the_deletion_keeps_the_lesson(teaching, lessons, learner, course, monkeypatch):
    note = lessons["a"].deck.notes.get()

    def answer_first(decks):
        Mark.objects.create(user=learner, note=note, knew=True, marked_at=NOW)
        refuse_answers(decks)

    monkeypatch.setattr(lesson_acts, "refuse_answers", answer_first, raising=False)
    assert "Archive it instead." in act(teaching, "delete", lessons["a"])
    assert course.lessons.filter(slug="a").exists()


@pytest.mark.parametrize(
    ("name", "slug", "expected"),
    [
        ("down", "a", [("b", "1"), ("a", "1"), ("c", "2")]),
        ("up", "b", [("b", "1"), ("a", "1"), ("c", "2")]),
        ("down", "b", [("a", "1"), ("b", "2"), ("c", "2")]),
        ("up", "c", [("c", "2"), ("a", "1"), ("b", "1")]),
        ("up", "a", [("a", "1"), ("b", "1"), ("c", "2")]),
        ("down", "c", [("a", "1"), ("b", "1"), ("c", "2")]),
    ],
)
def test_a_lesson_moves_by_one_and_over_the_end_of_its_track_which_the_only_one_takes_along(
    teaching, lessons, course, name, slug, expected
):
    before = order(course)
    act(teaching, name, lessons[slug])
    assert order(course) == expected
    undo(teaching)
    assert order(course) == before


def test_a_lesson_is_dragged_into_another_track_also_where_all_have_one_position(teaching, lessons, course):
    Lesson.objects.update(position=0)
    response = place(teaching, lessons["a"], lessons["c"], "2")
    assert "Moved “a”." in response.text
    assert order(course) == [("b", "1"), ("c", "2"), ("a", "2")]
    place(teaching, lessons["a"], None, "1")
    assert order(course) == [("a", "1"), ("b", "1"), ("c", "2")]


def test_the_last_lesson_of_a_track_is_dragged_back_into_it(teaching, lessons, course):
    before = order(course)
    place(teaching, lessons["c"], lessons["b"], "1")
    assert place(teaching, lessons["c"], lessons["b"], "2").status_code == 200
    assert order(course) == before


def test_what_a_drag_follows_may_be_gone_by_then(teaching, lessons, course):
    before, gone = order(course), lessons["c"].deck_id
    response = teaching.post(
        f"{URL}lessons/place/", {"deck": lessons["a"].deck_id, "previous": gone + 99, "track": "1"}
    )
    assert response.status_code == 200
    assert order(course) == before


@pytest.mark.parametrize(
    "data", [{"deck": "x"}, {"previous": "x"}, {"track": "x" * 201}, {"track": "\0"}], ids=lambda data: str(data)
)
def test_no_drag_sends_this(teaching, lessons, data):
    sent = {"deck": lessons["a"].deck_id, "previous": "0", "track": "1"} | data
    assert teaching.post(f"{URL}lessons/place/", sent).status_code == 404


def test_two_instructors_who_move_lessons_at_once_both_succeed(teaching, lessons, course, stranger):
    Enrolment.objects.create(user=stranger, course=course, role=Enrolment.Role.INSTRUCTOR)
    other = Client()
    other.force_login(stranger)
    act(teaching, "down", lessons["a"])
    place(other, lessons["c"], lessons["a"], "1")
    assert order(course) == [("b", "1"), ("a", "1"), ("c", "1")]
    undo(teaching)
    assert order(course) == [("a", "1"), ("b", "1"), ("c", "1")]


def test_a_deck_is_open_from_a_moment_on_in_the_teachers_own_time_zone(teaching, lessons, instructor):
    instructor.time_zone = "Europe/Berlin"
    instructor.save()
    url = f"{URL}lessons/{lessons['a'].deck_id}/"
    page = teaching.post(f"{url}open/", {"opens_at": "2026-12-01T08:00"}, follow=True).text
    deck = Deck.objects.get(slug="a")
    assert deck.opens_at.isoformat() == "2026-12-01T07:00:00+00:00"
    assert deck.stage == "opens"
    assert "From Dec. 1, 2026, 8 a.m. on, learners see “a”." in page
    assert 'value="2026-12-01T08:00"' in teaching.get(url).text
    undo(teaching)
    assert Deck.objects.get(slug="a").opens_at is None
    assert teaching.post(f"{url}open/", {"opens_at": "soon"}).status_code == 422


def test_a_lesson_moves_to_another_course_with_its_deck_and_a_free_slug(teaching, lessons, other_course, course):
    make_lesson(other_course, "a-", 4, "").__class__.objects.filter(slug="a-").update(slug="a")
    url = f"{URL}lessons/{lessons['a'].deck_id}/move/"
    teaching.post(url, {"course": "other"})
    lesson = Lesson.objects.get(deck=lessons["a"].deck_id)
    assert (lesson.course, lesson.deck.course, lesson.slug, lesson.position) == (other_course, other_course, "a-2", 5)
    undo(teaching)
    assert order(course)[0] == ("a", "1")


def test_who_no_longer_teaches_the_other_course_moves_nothing_back_out_of_it(teaching, lessons, other_course):
    teaching.post(f"{URL}lessons/{lessons['a'].deck_id}/move/", {"course": "other"})
    other_course.enrolments.update(role=Enrolment.Role.LEARNER)
    assert "cannot be undone" in undo(teaching)
    assert Lesson.objects.get(deck=lessons["a"].deck_id).course == other_course


def test_a_lesson_moves_to_no_course_of_others_and_to_no_archived_one(teaching, lessons, other_course):
    Course.objects.create(slug="theirs", title="Theirs")
    url = f"{URL}lessons/{lessons['a'].deck_id}/move/"
    assert teaching.post(url, {"course": "theirs"}).status_code == 422
    Course.objects.filter(slug="other").update(archived_at=NOW)
    assert teaching.post(url, {"course": "other"}).status_code == 422


def test_a_lesson_for_which_its_course_has_a_goal_stays_there(teaching, lessons, other_course, course):
    course.goals.create(lesson=lessons["a"], kind="days", days=1, starts_on=NOW.date(), last_on=NOW.date())
    response = teaching.post(f"{URL}lessons/{lessons['a'].deck_id}/move/", {"course": "other"})
    assert (response.status_code, "Delete the goal first" in response.text) == (422, True)
    assert Lesson.objects.get(pk=lessons["a"].pk).course == course


def test_a_lesson_and_its_deck_get_a_new_name(teaching, lessons):
    lesson = lessons["a"]
    Deck.objects.filter(pk=lesson.deck_id).update(title="a")
    url = f"{URL}lessons/{lesson.deck_id}/"
    assert teaching.post(url, {"title": "New", "slug": "b", "track": ""}).status_code == 422
    teaching.post(url, {"title": "New", "slug": "renamed", "track": "2"})
    lesson.refresh_from_db()
    assert (lesson.title, lesson.slug, lesson.track) == ("New", "renamed", "2")
    assert Deck.objects.get(pk=lesson.deck_id).title == "New"


def test_two_instructors_who_rename_one_lesson_keep_what_both_wrote(teaching, lessons):
    lesson, url = lessons["a"], f"{URL}lessons/{lessons['a'].deck_id}/"
    seen = teaching.get(url).context["name"].initial["seen"]
    Lesson.objects.filter(pk=lesson.pk).update(track="Theirs")
    page = teaching.post(url, {"title": "Mine", "slug": "a", "track": "1", "seen": seen}, follow=True).text
    lesson.refresh_from_db()
    assert (lesson.title, lesson.track) == ("Mine", "Theirs")
    assert "was kept too" in page


def test_decks_of_other_courses_are_not_there(teaching, other_course):
    theirs = make_deck(Course.objects.create(slug="theirs", title="Theirs"), "secret")
    assert teaching.post(f"{URL}lessons/change/", {"act": f"publish {theirs.pk}"}).status_code == 404
    assert teaching.get(f"{URL}lessons/{theirs.pk}/").status_code == 404
    assert teaching.post(f"{URL}lessons/place/", {"deck": theirs.pk, "previous": "0", "track": ""}).status_code == 404


@pytest.mark.parametrize(
    ("moment", "zone"), [("9999-12-31T23:59", "America/Los_Angeles"), ("0001-01-01T00:00", "Pacific/Auckland")]
)
def test_a_deck_does_not_open_at_an_end_of_the_calendar(teaching, lessons, instructor, moment, zone):
    instructor.time_zone = zone
    instructor.save()
    response = teaching.post(f"{URL}lessons/{lessons['a'].deck_id}/open/", {"opens_at": moment})
    assert response.status_code == 422
    assert "Choose a day between the years 2000 and 2999." in response.text
    assert Deck.objects.get(slug="a").opens_at is None


@pytest.mark.parametrize(
    ("visibility", "sentence"),
    [
        ("public", "Anyone can open it."),
        ("unlisted", "Anyone with the link can open it."),
        ("private", "Only the people of the course can open it."),
    ],
)
def test_whoever_publishes_a_lesson_reads_who_can_open_it(teaching, course, lessons, visibility, sentence):
    Course.objects.filter(pk=course.pk).update(visibility=visibility)
    deck = lessons["a"].deck_id
    page = teaching.post(f"{URL}lessons/change/", {"act": f"publish {deck}", "in_editor": "yes"}, follow=True).text
    assert f"“a” is published. {sentence}" in page
    assert page.count(sentence) == 2  # once as what is so
    moment = {"opens_at": "2090-01-01T08:00"}
    page = teaching.post(f"{URL}lessons/{deck}/open/", moment, follow=True).text
    assert f"learners see “a”. {sentence}" in page
    assert "Only those who help to run the course can open it." in teaching.get(f"{URL}a/").text


def test_a_lesson_is_hidden_from_its_editor(teaching, lessons):
    deck = lessons["a"].deck_id
    assert f'value="hide {deck}"' in teaching.get(f"{URL}a/").text
    page = teaching.post(f"{URL}lessons/change/", {"act": f"hide {deck}", "in_editor": "yes"}, follow=True)
    assert page.request["PATH_INFO"] == f"{URL}a/"
    assert Deck.objects.get(pk=deck).state == DeckState.HIDDEN


def test_a_lesson_is_published_from_its_editor_which_then_offers_the_undo(teaching, lessons):
    Deck.objects.filter(slug="a").update(state=DeckState.DRAFT)
    assert "Publish" in teaching.get(f"{URL}a/").text
    sent = {"act": f"publish {lessons['a'].deck_id}", "in_editor": "yes"}
    page = teaching.post(f"{URL}lessons/change/", sent, follow=True)
    assert page.request["PATH_INFO"] == f"{URL}a/"
    assert "“a” is published. Anyone can open it." in page.text
    assert "lessons/undo/" in page.text
    assert f"publish {lessons['a'].deck_id}" not in page.text


def test_whoever_publishes_a_lesson_without_cards_reads_that_it_has_none(teaching, lessons):
    deck = lessons["a"].deck
    assert "It has no cards yet." not in act(teaching, "publish", lessons["a"])
    deck.notes.all().delete()
    Deck.objects.filter(pk=deck.pk).update(state="draft")
    assert "It has no cards yet." in act(teaching, "publish", lessons["a"])
    moment = {"opens_at": "2090-01-01T08:00"}
    assert "It has no cards yet." in teaching.post(f"{URL}lessons/{deck.pk}/open/", moment, follow=True).text


def test_saving_a_name_or_an_opening_leads_back_to_the_part_of_the_lessons_that_was_shown(teaching, lessons):
    view, settings = {"page": "1", "archived": ""}, f"{URL}lessons/{lessons['a'].deck_id}/"
    assert f'href="{settings}?archived="' in teaching.get(f"{URL}?archived").text
    assert '<input type="hidden" name="archived"' in teaching.get(f"{settings}?archived=").text
    renamed = teaching.post(settings, {"title": "A", "slug": "a", "track": "", **view})
    assert renamed["Location"] == f"{URL}?page=1&archived="
    opened = teaching.post(f"{settings}open/", {"opens_at": "2090-01-01T08:00", **view})
    assert opened["Location"].startswith(f"{URL}?page=1&archived=&done=1")
