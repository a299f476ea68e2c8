"""From a number of insight to its cards, and from a card to insight."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Enrolment
from apps.teaching.insight.card_note import class_numbers
from apps.teaching.insight.tests.support.seeded_class import LABELS, answer, counted, enrol, make_lesson
from apps.teaching.models import CardInsight, NoteInsight


@pytest.fixture
def lesson(course):
    """A lesson that 12 learners answered, and that was counted."""
    lesson = make_lesson(course, "enzymes")
    answer(lesson, enrol(course, 12))
    counted(course)
    return lesson


@pytest.fixture
def card(lesson):
    return lesson.deck.flashcards().select_related("note").first()


def page_of(client, card):
    return client.get(f"/cards/{card.pk}/").text


def sentences(client, card):
    """Return the page of a card with plain spaces."""
    return " ".join(page_of(client, card).replace("\u202f", "").replace("\xa0", "").split())


def listed(client, query):
    return client.get(f"/teach/multimodal/insight/cards/?lesson=enzymes{query}").text


def test_a_card_shows_the_numbers_of_its_class_and_leads_to_insight(teaching, card):
    row = CardInsight.objects.get(card=card, period="all")
    page = " ".join(page_of(teaching, card).split())
    assert "In the class" in page
    assert f"<dt>lapses</dt><dd>{row.lapses}</dd>" in page
    assert f"<dd>{round(100 * row.share)}%</dd>" in page.replace("\u202f", "").replace("\xa0", "")
    assert 'href="/teach/multimodal/insight/?lesson=enzymes"' in page


def test_a_question_of_the_practice_page_shows_how_many_knew_it(teaching, lesson):
    note = lesson.deck.notes.get(front="Question 0?")
    NoteInsight.objects.filter(note=note).update(learners=29, right=20)
    assert "67% of about 30 learners knew it" in sentences(teaching, note.cards.get())


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("self_check", "fewer than 5 of about 30 learners knew it."),
        ("exercise", "fewer than 5 of about 30 learners chose the right label at first."),
    ],
)
def test_a_question_that_few_knew_says_so_and_no_number_of_them(teaching, lesson, kind, sentence):
    note = lesson.deck.notes.filter(section__kind=kind).first()
    NoteInsight.objects.filter(note=note).update(learners=29, right=3)
    page = sentences(teaching, note.cards.get())
    assert f"On the practice page, {sentence}" in page
    assert "– of about" not in page


def test_a_deck_without_a_lesson_which_is_not_counted_has_no_numbers(teaching, course, lesson):
    card = make_note(make_deck(course, "extra"), "Q?", "A.").cards.get()
    assert "In the class" not in page_of(teaching, card)


def test_a_card_whose_answers_took_no_time_names_none(teaching, card):
    CardInsight.objects.update(median_ms=None)
    assert "<dt>seconds</dt>" not in page_of(teaching, card)


@pytest.mark.parametrize("model", [CardInsight, NoteInsight])
def test_nothing_is_shown_of_fewer_than_five(teaching, card, model):
    CardInsight.objects.update(learners=4, lapses=987)
    NoteInsight.objects.update(learners=4)
    page = page_of(teaching, card)
    assert "Fewer than 5 learners have answered it." in page
    assert "987" not in page


def test_an_assistant_sees_them_and_learners_and_others_do_not(teaching, instructor, learner, lesson, card):
    instructor.enrolments.update(role=Enrolment.Role.ASSISTANT)
    assert "In the class" in page_of(teaching, card)
    client = Client()
    client.force_login(learner)
    assert "In the class" not in page_of(client, card)


def test_a_learner_pays_one_statement_for_it_and_who_runs_the_course_four(card, learner, instructor):
    for person, number in ((learner, 1), (instructor, 4)):
        with CaptureQueriesContext(connection) as captured:
            list(class_numbers(person, card))
        assert len(captured) == number


def test_the_number_of_cards_below_a_half_leads_to_these(teaching, lesson, card):
    CardInsight.objects.update(share=0.9)
    CardInsight.objects.filter(card=card).update(share=0.2)
    page = listed(teaching, "&below=half")
    assert "Cards below 50%" in page
    assert page.count('href="/cards/') == 1
    assert f'href="/cards/{card.pk}/"' in page


def test_all_questions_and_scenarios_are_listed(teaching, lesson):
    page = teaching.get("/teach/multimodal/insight/?lesson=enzymes").text
    assert "kind=self_check" in page
    assert "kind=exercise" in page
    assert listed(teaching, "&kind=self_check").count("Question ") >= 2
    assert listed(teaching, "&kind=exercise").count("A case of ") == 3


def test_a_label_of_a_matrix_leads_to_its_scenarios(teaching, lesson):
    section = lesson.deck.sections.get(kind="exercise")
    page = listed(teaching, f"&kind=exercise&section={section.pk}&label={LABELS[0]}")
    assert f"A case of {LABELS[0]}" in page
    assert page.count("A case of ") == 1
    assert "A case of" not in listed(teaching, f"&kind=exercise&section={section.pk + 999}")


@pytest.mark.parametrize("query", ["&kind=odd", "&section=x", "&section=99999999999999999999", "&below=x"])
def test_a_query_that_names_nothing_lists_something(teaching, lesson, query):
    assert teaching.get(f"/teach/multimodal/insight/cards/?lesson=enzymes{query}").status_code == 200
