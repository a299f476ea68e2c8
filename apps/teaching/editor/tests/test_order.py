"""The order of cards and sections in a lesson's editor."""

import pytest

from apps.cards.services.archive_and_tags import set_archived
from apps.cards.tests.support.factory import make_note
from apps.teaching.editor.tests.support.editor import EDITOR, fronts
from apps.web.tests.support.htmx import HTMX

ORDER = f"{EDITOR}order/"
NOISE, PATCH = "What is noise?", "What is a patch?"


def titles(lesson):
    return list(lesson.deck.sections.values_list("title", flat=True))


def test_a_card_moves_one_step(teaching, notes, parts):
    moved = teaching.post(ORDER, {"down": notes[NOISE].pk})
    assert moved.url == f"{EDITOR}#note-{notes[NOISE].pk}"
    assert fronts(parts["Self-check"]) == [PATCH, NOISE]
    teaching.post(ORDER, {"up": notes[NOISE].pk})
    assert fronts(parts["Self-check"]) == [NOISE, PATCH]


def test_a_step_goes_past_archived_cards(teaching, lesson, notes, parts):
    last = make_note(lesson.deck, "Last?", "Yes.", section=parts["Self-check"])
    set_archived([notes[PATCH]], archived=True)
    teaching.post(ORDER, {"up": last.pk})
    assert fronts(parts["Self-check"]) == ["Last?", NOISE]


def test_at_the_edge_of_its_section_a_card_goes_on_into_the_next_one(teaching, notes, parts):
    teaching.post(ORDER, {"up": notes["Write a plan."].pk})
    teaching.post(ORDER, {"up": notes["What is a token?"].pk})
    assert fronts(parts["Try it yourself: U-Net or DiT?"])[-1] == "Write a plan."
    assert fronts(parts["Plan a model"]) == ["What is a token?"]


@pytest.mark.parametrize(("name", "note"), [("up", NOISE), ("down", "What is guidance?")])
def test_at_the_edge_of_the_lesson_it_stays(teaching, notes, parts, name, note):
    assert teaching.post(ORDER, {name: notes[note].pk}).status_code == 302
    assert fronts(parts["Self-check"])[0] == NOISE
    assert fronts(parts["Flashcards"])[-1] == "What is guidance?"


def test_a_card_is_dragged_before_another_one(teaching, notes, parts):
    section = parts["Flashcards"]
    place = {"note": notes["What is guidance?"].pk, "section": section.pk, "before": notes["What is a token?"].pk}
    page = teaching.post(ORDER, place, headers=HTMX)
    assert '<nav id="outline"' in page.text
    assert fronts(section) == ["What is guidance?", "What is a token?"]


def test_a_card_is_dragged_to_another_section_whose_cards_it_then_shows(teaching, notes, parts):
    exercise = parts["Try it yourself: U-Net or DiT?"]
    teaching.post(ORDER, {"note": notes[NOISE].pk, "section": exercise.pk, "before": notes["A big cluster."].pk})
    assert fronts(exercise) == ["One GPU.", NOISE, "A big cluster."]
    assert "Decide for each." in notes[NOISE].cards.get().context


def test_a_card_whose_label_the_section_does_not_offer_stays(teaching, notes, parts):
    note, section = notes["One GPU."], parts["Flashcards"]
    refused = teaching.post(ORDER, {"note": note.pk, "section": section.pk, "before": ""}, headers=HTMX)
    assert refused.status_code == 409
    assert "does not offer the label “U-Net”" in refused.text
    note.refresh_from_db()
    assert note.section == parts["Try it yourself: U-Net or DiT?"]
    assert teaching.post(ORDER, {"note": note.pk, "section": section.pk}).status_code == 302


def test_before_a_card_that_is_gone_in_the_meantime_means_last(teaching, notes, parts):
    section = parts["Self-check"]
    teaching.post(ORDER, {"note": notes[NOISE].pk, "section": section.pk, "before": notes["One GPU."].pk})
    assert fronts(section) == [PATCH, NOISE]


def test_what_others_added_in_the_meantime_keeps_its_place(teaching, lesson, notes, parts):
    make_note(lesson.deck, "Theirs?", "Yes.", section=parts["Self-check"])
    teaching.post(ORDER, {"note": notes[PATCH].pk, "section": parts["Self-check"].pk, "before": notes[NOISE].pk})
    assert fronts(parts["Self-check"]) == [PATCH, NOISE, "Theirs?"]


def test_a_section_moves_one_step_and_stays_at_the_edge(teaching, lesson, parts):
    before = titles(lesson)
    teaching.post(ORDER, {"section_up": parts["Flashcards"].pk})
    assert titles(lesson) == [*before[:2], "Flashcards", "Plan a model"]
    teaching.post(ORDER, {"section_down": parts["Flashcards"].pk})
    teaching.post(ORDER, {"section_down": parts["Flashcards"].pk})
    assert titles(lesson) == before


def test_the_focus_stays_on_the_button_that_moves_a_section_or_goes_to_the_other_at_the_edge(teaching, parts):
    key = parts["Flashcards"].pk

    def focused(name):
        return teaching.post(ORDER, {f"section_{name}": key}).url.partition("#")[2]

    assert [focused("up") for _step in range(3)] == [f"up-{key}", f"up-{key}", f"down-{key}"]
    assert focused("down") == f"down-{key}"


def test_a_card_of_another_lesson_is_not_moved(teaching, lesson, parts, schedule):
    note = schedule.card.note
    sent = {"note": note.pk, "section": parts["Flashcards"].pk}
    assert teaching.post(ORDER, sent).status_code == 404
    assert teaching.post(ORDER, {"up": note.pk}).status_code == 404
