"""The preview of a whole lesson, and advice beside its form."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.accounts.models import User
from apps.cards.kinds.registry import NAMES
from apps.cards.media.verify_media import verify
from apps.cards.models import Note, Section
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_deck
from apps.cards.tests.support.pictures import picture
from apps.courses.models import Course, Enrolment
from apps.lessons.models import Lesson
from apps.lessons.tests.support.page_form import change_url, edited, opened
from apps.web.tests.support.examples import examples
from apps.web.tests.support.htmx import HTMX


def preview(client, lesson, posted, headers=HTMX):
    return client.post(reverse("admin:lessons_lesson_preview", args=[lesson.pk]), posted, headers=headers)


def test_it_shows_the_page_as_it_is_typed_and_saves_nothing(teaching, lesson, notes):
    posted = edited(opened(teaching, lesson), notes["What is noise?"], front="What is **typed**?")
    posted["lesson-title"] = "Typed title"
    response = preview(teaching, lesson, posted)
    assert "What is <strong>typed</strong>?" in response.text
    assert "Practice: Typed title" in response.text
    assert "<html" not in response.text
    assert Note.objects.filter(front="What is noise?").exists()


def test_it_shows_the_pictures_of_the_deck(teaching, lesson, notes):
    stored = store_media(verify(picture()))
    add_to_deck(lesson.deck, {"map.png": stored})
    posted = edited(opened(teaching, lesson), notes["What is noise?"], front="See ![a map](map.png)")
    posted["lesson-introduction"] = "Look: ![](map.png)"
    assert preview(teaching, lesson, posted).text.count(f'<img src="/media/{stored.file_name}"') == 2


def test_it_names_scenarios_and_shows_their_choices_and_reasons(teaching, lesson):
    text = " ".join(preview(teaching, lesson, opened(teaching, lesson)).text.split())
    assert '<b class="name">B.</b> <div class="text"><p>A big cluster.</p></div>' in text
    assert 'DiT</span> <span class="visually-hidden">(correct)</span>' in text
    assert "The pattern: scale decides." in text
    assert "Learners write their answer here." in text


def test_it_has_the_typed_order_without_archived_notes(teaching, lesson, notes):
    posted = edited(opened(teaching, lesson), notes["What is a patch?"], rank=1)
    posted = edited(posted, notes["What is a token?"], archived="on")
    text = preview(teaching, lesson, posted).text
    assert text.index("What is a patch?") < text.index("What is noise?")
    assert "What is a token?" not in text


def test_a_mistake_is_shown_together_with_the_rest(teaching, lesson, notes):
    posted = edited(opened(teaching, lesson), notes["What is noise?"], front="Seen $\\foo$?")
    text = preview(teaching, lesson, posted).text
    assert "Unknown command" in text
    assert "Seen" in text
    assert "What is a patch?" in text


def test_advice_is_shown_beside_its_row_until_it_is_followed(teaching, lesson, notes):
    posted = edited(opened(teaching, lesson), notes["What is noise?"], front="What is noise? What is a step?")
    text = preview(teaching, lesson, posted).text
    assert text.count("Two questions in one") == 2  # in the page, and for the row
    assert "Two questions in one" not in preview(teaching, lesson, opened(teaching, lesson)).text


def test_a_wrong_number_in_the_introduction_is_shown_before_it_is_saved(teaching, lesson):
    check = lesson.deck.sections.get(kind="self_check")
    posted = edited(opened(teaching, lesson), check, introduction="Seven short questions.")
    assert "The introduction mentions 7 questions, but this section has 2." in preview(teaching, lesson, posted).text


def test_the_form_shows_advice_without_a_preview(teaching, lesson, notes):
    Note.objects.filter(pk=notes["What is noise?"].pk).update(back="x" * 301)
    assert "This answer has 301 characters" in teaching.get(change_url(lesson)).text


def test_the_form_of_one_note_shows_advice_too(teaching, lesson, notes):
    note = notes["What is noise?"]
    Note.objects.filter(pk=note.pk).update(front="What is noise? What is a step?")
    page = teaching.get(reverse("admin:cards_note_change", args=[note.pk])).text
    assert "Two questions in one" in page
    posted = {"kind": "basic", "front": "What is a? What is b?", "back": "Both."}
    response = teaching.post("/admin/cards/note/preview/", posted, headers=HTMX)
    assert "Two questions in one" in response.text


def test_without_htmx_it_is_a_page(teaching, lesson):
    text = preview(teaching, lesson, opened(teaching, lesson), headers={}).text
    assert "<html" in text
    assert "Nothing is saved yet." in text
    assert "hx-swap-oob" not in text


def test_hostile_text_is_harmless(teaching, lesson, notes):
    posted = edited(opened(teaching, lesson), notes["One GPU."], front="<script>alert(1)</script>", label="<b>U-Net")
    text = preview(teaching, lesson, posted).text
    assert "<script" not in text
    assert "<b>U-Net" not in text


def test_only_a_post_with_a_csrf_token_is_accepted(teaching, instructor, lesson):
    assert teaching.get(reverse("admin:lessons_lesson_preview", args=[lesson.pk])).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(instructor)
    assert preview(strict, lesson, {}).status_code == 403


def test_a_longer_lesson_needs_no_more_queries(teaching, lesson):
    posted = opened(teaching, lesson)
    with CaptureQueriesContext(connection) as few:
        preview(teaching, lesson, posted)
    section = lesson.deck.sections.last()
    for number in range(30):
        Note.objects.create(deck=lesson.deck, section=section, front=f"More {number}?", back="!", position=9 + number)
    posted = opened(teaching, lesson)
    with CaptureQueriesContext(connection) as many:
        preview(teaching, lesson, posted)
    assert len(many) == len(few)


SYNTAX = st.sampled_from(["{{c1::", "}}", "::", "$", "\\frac", "{", "```", "|", "\n", "- ", "?", " and what is ", "<"])
TEXT = st.lists(SYNTAX | st.text(max_size=6), max_size=15).map("".join)


class AnyText(TestCase):
    @pytest.mark.slow
    @settings(deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from(Section.Kind.values), st.sampled_from(NAMES), TEXT, TEXT, TEXT, TEXT)
    def test_no_text_is_an_error(self, section_kind, kind, front, back, label, title):
        person = User.objects.create_user("any@example.org")
        course = Course.objects.create(slug="any", title="Any")
        Enrolment.objects.create(user=person, course=course, role="instructor")
        deck = make_deck(course, "any")
        lesson = Lesson.objects.create(course=course, deck=deck, slug="any", title="Any")
        self.client.force_login(person)
        posted = {
            "lesson-title": title,
            "lesson-slug": "any",
            "sections-count": 1,
            "notes-count": 1,
            "sections-0-kind": section_kind,
            "sections-0-title": title,
            "sections-0-labels": label,
            "sections-0-numbering": "letters",
            "sections-0-introduction": back,
            "notes-0-front": front,
            "notes-0-back": back,
            "notes-0-label": label,
            "notes-0-kind": kind,
            "notes-0-section_choice": "new-0",
        }
        assert preview(self.client, lesson, posted).status_code == 200
        response = self.client.post(change_url(lesson), posted)
        assert response.status_code in (200, 302)
        assert self.client.get(change_url(lesson)).status_code == 200
