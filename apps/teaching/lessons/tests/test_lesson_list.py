"""The list of a course's lessons: what it shows, and how little it asks of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.cards.models import Deck, DeckState
from apps.cards.tests.support.factory import make_deck, make_note, make_section
from apps.cards.tests.support.posted import forms_in
from apps.courses.models import Enrolment
from apps.lessons.models import Lesson
from apps.web.tests.support.clock import NOW

URL = "/teach/multimodal/"


@pytest.fixture
def lesson(deck, course):
    return Lesson.objects.create(course=course, deck=deck, slug="diffusion", title="Diffusion", position=1)


def make_lesson(course, slug, position, track="", **fields):
    deck = make_deck(course, slug, **fields)
    return Lesson.objects.create(
        course=course, deck=deck, slug=slug, title=slug.title(), position=position, track=track
    )


def test_a_lesson_is_listed_with_what_it_has_and_its_state(teaching, lesson):
    make_section(lesson.deck, "self_check", "Check", [("Why?", "Because.")])
    make_section(lesson.deck, "exercise", "Which?")
    Deck.objects.update(state=DeckState.DRAFT)
    words = " ".join(teaching.get(URL).text.split())
    assert "1 question · 1 exercise · 4 cards" in words
    assert 'class="stage draft small"' in words


def test_lessons_come_in_tracks_and_decks_without_one_come_below(teaching, course):
    for position, (slug, track) in enumerate([("a", "First"), ("b", "First"), ("c", "")], 1):
        make_lesson(course, slug, position, track)
    make_deck(course, "loose")
    text = teaching.get(URL).text
    found = [text.index(f">{word}<") for word in ("First", "A", "B", "Other lessons", "C", "Other decks", "Loose")]
    assert found == sorted(found)


def test_archived_ones_are_shown_on_demand(teaching, lesson):
    Deck.objects.update(state=DeckState.ARCHIVED)
    page = teaching.get(URL).text
    assert ">Diffusion<" not in page
    assert "Show 1 archived" in page
    assert ">Diffusion<" in teaching.get(f"{URL}?archived").text


def test_an_assistant_sees_the_list_without_its_acts(client, lesson, course, stranger):
    Enrolment.objects.create(user=stranger, course=course, role=Enrolment.Role.ASSISTANT)
    client.force_login(stranger)
    page = client.get(URL).text
    assert ">Diffusion<" in page
    assert 'name="act"' not in page
    assert "New lesson" not in page


def test_two_hundred_lessons_need_no_more_statements_than_two(teaching, course):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            teaching.get(URL)
        return len(captured)

    for position in (1, 2):
        make_note(make_lesson(course, f"lesson-{position}", position).deck, "Front?", "Back.")
    few = statements()
    decks = Deck.objects.bulk_create(Deck(course=course, slug=f"l{n}", title=f"L{n}") for n in range(200))
    Lesson.objects.bulk_create(
        Lesson(course=course, deck=deck, slug=deck.slug, title=deck.title, position=10 + number)
        for number, deck in enumerate(decks)
    )
    assert statements() == few


def test_a_new_lesson_is_a_draft_that_the_course_lists_for_its_staff_alone(teaching, client, course, learner):
    response = teaching.post(f"{URL}new/", {"title": "Über Zellen", "track": "Basics"})
    lesson = Lesson.objects.get()
    assert response.status_code == 302
    assert (lesson.slug, lesson.track, lesson.deck.state) == ("uber-zellen", "Basics", DeckState.DRAFT)
    client.force_login(learner)
    assert ">Über Zellen<" not in client.get("/courses/multimodal/").text


def test_two_lessons_of_one_title_have_two_slugs(teaching, course):
    for _time in range(2):
        teaching.post(f"{URL}new/", {"title": "Cells"})
    assert {*Lesson.objects.values_list("slug", flat=True)} == {"cells", "cells-2"}


def test_a_new_lesson_takes_language_and_license_from_the_course(teaching, course):
    course.language, course.licence = "de", "CC BY 4.0"
    course.save()
    teaching.post(f"{URL}new/", {"title": "Zellen"})
    deck = Deck.objects.get()
    assert (deck.language, deck.licence) == ("de", "CC BY 4.0")


def test_a_deleted_lesson_is_there_for_nobody(teaching, lesson):
    Deck.objects.update(deleted_at=NOW)
    assert ">Diffusion<" not in teaching.get(URL).text
    assert ">Diffusion<" not in teaching.get("/courses/multimodal/").text
    assert teaching.get("/courses/multimodal/diffusion/practice/").status_code == 404


def test_a_second_page_continues_the_numbers_and_knows_which_lesson_precedes_it(teaching, course):
    decks = Deck.objects.bulk_create(Deck(course=course, slug=f"l{n}", title=f"L{n}") for n in range(1, 103))
    lessons = Lesson.objects.bulk_create(
        Lesson(course=course, deck=deck, slug=deck.slug, title=deck.title, position=number)
        for number, deck in enumerate(decks, 1)
    )
    assert 'data-previous="0" data-first="1"' in teaching.get(URL).text
    page = teaching.get(f"{URL}?page=2").text
    assert f'data-previous="{lessons[99].deck_id}" data-first="101"' in page
    assert ">L101<" in page


def test_decks_without_a_lesson_continue_on_the_pages_after_the_lessons(teaching, lesson, course):
    Deck.objects.bulk_create(Deck(course=course, slug=f"d{n}", title=f"D{n:03}") for n in range(1, 102))
    first, second = teaching.get(URL).text, teaching.get(f"{URL}?page=2").text
    assert (">D099<" in first, ">D100<" in first) == (True, False)
    assert (">D100<" in second, ">D101<" in second, ">Diffusion<" in second) == (True, True, False)
    assert "No lessons yet" not in second


def test_an_act_leads_back_to_the_part_of_the_list_that_was_shown(teaching, course):
    Deck.objects.bulk_create(Deck(course=course, slug=f"d{n}", title=f"D{n:03}") for n in range(1, 102))
    page = teaching.get(f"{URL}?page=2&archived")
    deck = Deck.objects.get(slug="d101")
    data = dict(forms_in(page))[f"{URL}lessons/change/"] | {"act": f"archive {deck.pk}"}
    response = teaching.post(f"{URL}lessons/change/", data, follow=True)
    assert response.request["QUERY_STRING"] == "page=2&archived=&done=1"
    assert "is archived. No list names it" in response.text
    assert ">D101<" in response.text
