"""What happens when two things of an import want one name: guids, lessons, uploads; and two imports at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from apps.cards.models import Note
from apps.formats.practice_page.records import Item
from apps.lessons.importing.files import PageSource
from apps.lessons.importing.lesson_slugs import LessonSlugs
from apps.lessons.services.import_page import import_page
from apps.lessons.tests.support.pages import CARDS, PAGE, counts, with_items


def test_a_guid_that_was_copied_along_with_a_card_stays_with_the_first(course):
    page = with_items(CARDS, Item("What is a token?", "A patch.", guid="g"), Item("Why noise?", "To learn.", guid="g"))
    import_page(page, course, "backbones")
    assert Note.objects.get(guid="g").front == "What is a token?"
    assert counts(import_page(page, course, "backbones")) == (0, 0, 0, 6)


def test_a_copied_guid_that_a_note_has_already(course):
    import_page(PAGE, course, "backbones")
    note = Note.objects.get(front="What is a token?")
    copied = [replace(item, guid=note.guid) for item in CARDS.items]
    assert counts(import_page(with_items(CARDS, *copied), course, "backbones")) == (0, 0, 0, 6)


TWINS = (Item("Why?", "Because of scale."), Item("Why?", "To save memory."))


def test_two_cards_that_ask_the_same_keep_their_answers_in_another_order(course):
    import_page(with_items(CARDS, *TWINS), course, "backbones")
    before = {note.pk: note.back for note in Note.objects.filter(front="Why?")}
    assert counts(import_page(with_items(CARDS, *reversed(TWINS)), course, "backbones")) == (0, 0, 0, 6)
    assert {note.pk: note.back for note in Note.objects.filter(front="Why?")} == before


def test_the_first_of_two_cards_that_ask_the_same_leaves_alone(course):
    import_page(with_items(CARDS, *TWINS), course, "backbones")
    assert counts(import_page(with_items(CARDS, TWINS[1]), course, "backbones")) == (0, 0, 1, 5)
    assert Note.objects.get(front="Why?", archived=True).back == "Because of scale."


def test_an_answer_that_is_taken_back_stays_with_the_note_in_use(course):
    import_page(with_items(CARDS, *TWINS), course, "backbones")
    import_page(with_items(CARDS, TWINS[1]), course, "backbones")
    in_use = Note.objects.get(front="Why?", archived=False)
    assert counts(import_page(with_items(CARDS, TWINS[0]), course, "backbones")) == (0, 1, 0, 4)
    in_use.refresh_from_db()
    assert (in_use.back, in_use.archived) == ("Because of scale.", False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("there", [False, True], ids=["a new lesson", "a lesson that is there"])
def test_four_imports_of_one_page_at_once_are_one(course, there):
    if there:
        import_page(PAGE, course, "backbones")
    page, barrier = with_items(CARDS, *CARDS.items, Item("How many steps?", "Some dozens.")), Barrier(4)

    def run(_):
        barrier.wait(timeout=30)
        try:
            return counts(import_page(page, course, "backbones"))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(run, range(4)))
    assert sorted(done)[:3] == [(0, 0, 0, 7)] * 3
    assert Note.objects.count() == 7


@pytest.mark.parametrize("named", ["path", "title"])
def test_a_page_with_the_name_of_a_page_of_every_course_gets_another_slug_and_finds_it_again(course, named):
    source = PageSource("people.md", b"", lesson="people" if named == "path" else "")
    page = replace(PAGE, title="People")
    slug = LessonSlugs().take(source, page, course)
    import_page(page, course, slug)
    assert slug in ("people-lesson", "people-2")
    assert LessonSlugs().take(source, page, course) == slug
