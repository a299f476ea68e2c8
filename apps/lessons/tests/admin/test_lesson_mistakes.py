"""Mistakes on a lesson's page are shown where they are, and nothing is saved."""

import pytest
from django.urls import reverse

from apps.cards.models import Note
from apps.lessons.tests.support.page_form import change_url, edited, opened, save


@pytest.mark.parametrize(
    ("front", "changed", "message"),
    [
        pytest.param("What is noise?", {"front": ""}, "Write the question.", id="no question"),
        pytest.param("What is noise?", {"back": ""}, "Write the back", id="no answer"),
        pytest.param("What is noise?", {"front": "$\\foo$"}, "Unknown command", id="a formula nobody knows"),
        pytest.param("What is noise?", {"kind": "cloze"}, "A cloze needs a blank.", id="a cloze without a blank"),
        pytest.param("What is noise?", {"section_choice": "0"}, "Choose a section of this page.", id="no such section"),
        pytest.param("What is noise?", {"rank": "-1"}, "greater than or equal to 1", id="a position before the first"),
        pytest.param("What is noise?", {"tags": "x" * 501}, "at most 500 characters", id="too many tags"),
        pytest.param("One GPU.", {"label": "GAN"}, "does not offer the label “GAN”", id="a label not offered"),
    ],
)
@pytest.mark.slow
def test_a_mistake_is_shown_at_its_row_and_nothing_is_saved(teaching, lesson, notes, front, changed, message):
    posted = edited(opened(teaching, lesson), notes[front], **changed)
    posted = edited(posted, notes["What is a token?"], front="Also changed?")
    response = save(teaching, lesson, posted)
    assert response.status_code == 200
    assert message in response.text
    assert "Also changed?" in response.text
    assert not Note.objects.filter(front="Also changed?").exists()


def test_a_label_that_is_not_offered_can_be_added_with_a_checkbox(teaching, lesson, notes, parts):
    posted = edited(opened(teaching, lesson), notes["One GPU."], label="GAN", add_label="on")
    assert save(teaching, lesson, posted).status_code == 302
    exercise = parts["Try it yourself: U-Net or DiT?"]
    exercise.refresh_from_db()
    assert exercise.labels == ["U-Net", "DiT", "GAN"]
    assert notes["A big cluster."].cards.get().choices == ["U-Net", "DiT", "GAN"]


def test_a_label_without_a_scenario_is_saved_with_advice(teaching, lesson, parts):
    exercise = parts["Try it yourself: U-Net or DiT?"]
    save(teaching, lesson, edited(opened(teaching, lesson), exercise, labels="U-Net\nDiT\nGAN"))
    assert "No scenario has the label “GAN”." in teaching.get(change_url(lesson)).text


def test_an_older_flaw_does_not_prevent_the_rest_from_being_saved(teaching, lesson, notes):
    Note.objects.filter(pk=notes["What is noise?"].pk).update(back="")
    posted = edited(opened(teaching, lesson), notes["What is a patch?"], back="A small square.")
    assert save(teaching, lesson, posted).status_code == 302


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"notes-count": "x", "sections-count": "²"},
        {"notes-count": "9" * 5000, "sections-count": "-1"},
        {"notes-count": "3", "notes-0-id": "9" * 30, "notes-1-id": "x", "notes-0-front": "\0"},
        {"sections-count": "2", "sections-0-id": "'", "sections-1-kind": "riddle", "sections-1-title": "x"},
        {
            "notes-count": "1",
            "notes-0-front": "Lost?",
            "notes-0-section_choice": "new-9",
            "notes-0-fingerprint": ":::",
        },
    ],
)
@pytest.mark.slow
def test_a_made_up_form_is_not_an_error_and_changes_nothing(teaching, lesson, posted):
    before = list(Note.objects.order_by("pk").values()), lesson.deck.sections.count()
    for url in (change_url(lesson), reverse("admin:lessons_lesson_preview", args=[lesson.pk])):
        assert teaching.post(url, posted).status_code in (200, 302)
    assert (list(Note.objects.order_by("pk").values()), lesson.deck.sections.count()) == before


def test_the_list_of_problems_says_what_is_wrong_with_each(teaching, lesson, notes):
    posted = edited(opened(teaching, lesson), notes["What is noise?"], front="")
    page = save(teaching, lesson, posted).text
    assert "Write the question." in page.split('class="errornote"')[1].split("</div>")[0]


def test_the_preview_of_a_question_that_cannot_be_read_claims_nothing_of_its_answer(teaching, lesson, notes):
    posted = edited(opened(teaching, lesson), notes["What is noise?"], front="")
    preview = teaching.post(f"/admin/lessons/lesson/{lesson.pk}/preview/", posted).text
    assert "Write the question." in preview
    assert "No answer provided." not in preview
