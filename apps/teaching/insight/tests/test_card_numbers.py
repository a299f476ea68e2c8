"""From a number of insight to its cards, and from a card to insight."""

import pytest
from django.test import Client

from apps.courses.models import Enrolment
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
    return lesson.deck.flashcards().first()


def page_of(client, card):
    return client.get(f"/cards/{card.pk}/").text


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
    assert "learners knew it" in " ".join(page_of(teaching, note.cards.get()).split())


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


def test_a_learners_page_of_a_card_takes_one_statement_for_it(lesson, card, learner, django_assert_max_num_queries):
    client = Client()
    client.force_login(learner)
    client.get(f"/cards/{card.pk}/")
    with django_assert_max_num_queries(12):
        client.get(f"/cards/{card.pk}/")


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
