"""Importing a page: what changes, what stays, and that schedules stay in any case."""

from dataclasses import replace

import pytest

from apps.cards.models import Card, Deck, Note, Section
from apps.formats.limits import MAX_FIELD_LENGTH
from apps.formats.practice_page.records import Item
from apps.formats.problems import ImportProblem
from apps.lessons.importing import plan
from apps.lessons.importing.plan import lesson_at, plan_page
from apps.lessons.models import Lesson, Mark
from apps.lessons.services.import_page import import_page
from apps.lessons.tests.support.pages import CARDS, EXERCISE_PART, PAGE, QUESTIONS, counts, with_items
from apps.reviews import services
from apps.reviews.models import Schedule
from apps.web.tests.support.clock import NOW


@pytest.fixture
def imported(course):
    return import_page(PAGE, course, "backbones").lesson


def everything():
    rows = (Note, Card, Section, Lesson, Deck, Schedule, Note.history, Section.history, Lesson.history)
    return [list(getattr(each, "objects", each).order_by("pk").values()) for each in rows]


def test_a_new_page_becomes_a_lesson(course, imported):
    assert imported.title == "Backbones"
    assert imported.description == "Two of them."
    assert [section.title for section in imported.deck.sections.all()] == [part.title for part in PAGE.parts]
    exercise = imported.deck.sections.get(kind="exercise")
    assert (exercise.labels, exercise.closing) == (["U-Net", "DiT"], "The pattern: scale.")
    card = Card.objects.get(note__front="One GPU.")
    assert (card.choices, card.label) == (["U-Net", "DiT"], "U-Net")
    assert "Cheaper steps." in card.back


def test_importing_again_changes_nothing_at_all(course, imported):
    before = everything()
    again = import_page(PAGE, course, "backbones")
    assert counts(again) == (0, 0, 0, 6)
    assert everything() == before


def test_other_markdown_that_looks_the_same_is_no_change(course, imported):
    before = everything()
    page = with_items(QUESTIONS, Item("What does a denoiser compute?", "The _noise_."), QUESTIONS.items[1])
    assert counts(import_page(page, course, "backbones")) == (0, 0, 0, 6)
    assert everything() == before


def test_text_without_formatting_keeps_the_stored_formatting(course, imported):
    page = with_items(QUESTIONS, Item("What does a denoiser compute?", "The noise."), QUESTIONS.items[1])
    again = import_page(replace(page, formatted=False), course, "backbones")
    assert counts(again) == (0, 0, 0, 6)
    assert Note.objects.get(front__startswith="What does").back == "The *noise*."


def test_text_without_formatting_changes_only_the_side_whose_words_changed(course, imported):
    Note.objects.filter(front__startswith="What does").update(extra="Below it.")
    page = with_items(QUESTIONS, Item("What does the denoiser compute?", "The noise."), QUESTIONS.items[1])
    assert counts(import_page(replace(page, formatted=False), course, "backbones")) == (0, 1, 0, 5)
    note = Note.objects.get(front="What does the denoiser compute?")
    assert (note.back, note.extra) == ("The *noise*.", "Below it.")


def test_a_corrected_typo_keeps_every_learners_schedule(course, learner, imported):
    services.subscribe(learner, imported.deck, today=learner.study_day(NOW), includes="all")
    note = Note.objects.get(front="What does a denoiser compute?")
    Mark.objects.create(user=learner, note=note, knew=True, marked_at=NOW)
    schedule = learner.schedules.select_related("user").get(card__note=note)
    services.grade_card(schedule, 4, seen_version=0, at=NOW)
    before = list(Schedule.objects.order_by("pk").values())
    page = with_items(QUESTIONS, Item("What does the denoiser actualy compute?", "The *noise*."), QUESTIONS.items[1])
    assert counts(import_page(page, course, "backbones")) == (0, 1, 0, 5)
    assert list(Schedule.objects.order_by("pk").values()) == before
    note.refresh_from_db()
    assert note.front == "What does the denoiser actualy compute?"
    assert note.history.count() == 2
    assert learner.marks.get().note == note


def test_a_reworded_question_with_the_same_answer_is_the_same_note(course, imported):
    answer = "Convolutions that shrink the image and grow it again, with skip connections between equal stages."
    first = with_items(QUESTIONS, Item("What is a U-Net made of?", answer))
    import_page(first, course, "backbones")
    second = with_items(QUESTIONS, Item("Of which parts is the U-Net made?", answer))
    assert counts(import_page(second, course, "backbones")) == (0, 1, 0, 4)


def test_the_guid_of_a_page_outlives_every_word(course, imported):
    note = Note.objects.get(front="What is a token?")
    page = with_items(CARDS, Item("Quite another question", "Another answer.", guid=note.guid), CARDS.items[1])
    assert counts(import_page(page, course, "backbones")) == (0, 1, 0, 5)
    note.refresh_from_db()
    assert note.front == "Quite another question"


def test_what_left_the_page_is_archived_and_never_deleted(course, learner, imported):
    services.subscribe(learner, imported.deck, today=learner.study_day(NOW))
    page = with_items(CARDS, CARDS.items[0])
    assert counts(import_page(page, course, "backbones")) == (0, 0, 1, 5)
    note = Note.objects.get(front="What is guidance?")
    assert note.archived
    assert note.cards.get().archived
    assert learner.schedules.filter(card__note=note).exists()


def test_what_comes_back_is_the_same_note(course, imported):
    note = Note.objects.get(front="What is guidance?")
    import_page(with_items(CARDS, CARDS.items[0]), course, "backbones")
    assert counts(import_page(PAGE, course, "backbones")) == (0, 1, 0, 5)
    note.refresh_from_db()
    assert not note.archived


def test_a_new_question_is_a_new_note(course, imported):
    page = with_items(QUESTIONS, *QUESTIONS.items, Item("How many steps does sampling take?", "Some dozens."))
    assert counts(import_page(page, course, "backbones")) == (1, 0, 0, 6)


def test_another_order_is_stored_and_no_note_changes(course, imported):
    before = Note.objects.get(front="What is guidance?").pk
    page = with_items(CARDS, *reversed(CARDS.items))
    assert counts(import_page(page, course, "backbones")) == (0, 0, 0, 6)
    fronts = [card.note.front for card in imported.deck.flashcards()]
    assert fronts == ["What is guidance?", "What is a token?"]
    assert Note.objects.get(front="What is guidance?").pk == before
    assert counts(import_page(page, course, "backbones")) == (0, 0, 0, 6)


def test_a_question_that_became_a_flashcard_moves(course, imported):
    parts = (replace(QUESTIONS, items=QUESTIONS.items[:1]), EXERCISE_PART)
    cards = replace(CARDS, items=(*CARDS.items, QUESTIONS.items[1]))
    again = import_page(replace(PAGE, parts=(*parts, cards)), course, "backbones")
    assert counts(again) == (0, 1, 0, 5)
    assert Note.objects.get(front="Which backbone came first?").section.kind == "flashcards"


def test_a_section_whose_notes_all_moved_is_gone(course, imported):
    cards = replace(CARDS, items=(*QUESTIONS.items, *CARDS.items))
    assert counts(import_page(replace(PAGE, parts=(EXERCISE_PART, cards)), course, "backbones")) == (0, 2, 0, 4)
    assert list(imported.deck.sections.values_list("kind", flat=True)) == ["exercise", "flashcards"]


def test_a_section_that_left_the_page_keeps_its_archived_notes_behind_the_others(course, imported):
    import_page(replace(PAGE, parts=(EXERCISE_PART, CARDS)), course, "backbones")
    assert list(imported.deck.sections.values_list("kind", flat=True)) == ["exercise", "flashcards", "self_check"]
    assert not imported.deck.notes.filter(section__kind="self_check", archived=False).exists()
    assert counts(import_page(PAGE, course, "backbones")) == (0, 2, 0, 4)
    assert imported.deck.sections.first().kind == "self_check"


def test_a_changed_prompt_is_on_every_scenarios_card(course, imported):
    page = replace(PAGE, parts=(QUESTIONS, replace(EXERCISE_PART, introduction="Choose well."), CARDS))
    assert counts(import_page(page, course, "backbones")) == (0, 0, 0, 6)
    assert all("Choose well." in card.context for card in Card.objects.filter(note__section__kind="exercise"))


def test_a_renamed_section_stays_the_same_section(course, imported):
    section = imported.deck.sections.get(kind="self_check")
    page = replace(PAGE, parts=(replace(QUESTIONS, title="Check yourself"), EXERCISE_PART, CARDS))
    assert counts(import_page(page, course, "backbones")) == (0, 0, 0, 6)
    section.refresh_from_db()
    assert section.title == "Check yourself"


def test_tags_that_a_page_does_not_know_stay(course, imported):
    page = with_items(CARDS, Item("What is a token?", "A patch of the latent."), CARDS.items[1])
    assert counts(import_page(page, course, "backbones")) == (0, 1, 0, 5)
    assert Note.objects.get(front="What is a token?").tags == " dit "


def test_credits_are_kept_on_the_deck_and_stay_when_a_page_gives_none(course):
    page = replace(
        PAGE, licence="CC BY-SA 4.0", attribution="A site", source_url="https://example.org/x", language="de"
    )
    for each in (page, PAGE):
        deck = import_page(each, course, "backbones").lesson.deck
        assert (deck.licence, deck.attribution, deck.language) == ("CC BY-SA 4.0", "A site", "de")
        assert deck.source_url == "https://example.org/x"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "C:/pages"])
def test_a_source_that_is_no_web_url_never_becomes_a_link(course, url):
    assert import_page(replace(PAGE, source_url=url), course, "backbones").lesson.deck.source_url == ""


def test_two_courses_may_have_lessons_of_one_name(course, imported):
    from apps.courses.models import Course

    other = Course.objects.create(slug="other", title="Other")
    lesson = import_page(PAGE, other, "backbones").lesson
    assert (lesson.slug, lesson.deck.slug) == ("backbones", "other-backbones")
    assert Note.objects.count() == 12


def test_a_plan_writes_nothing(course, imported):
    before = everything()
    made = plan_page(with_items(QUESTIONS, QUESTIONS.items[0]), lesson_at(course, "backbones"))
    assert tuple(made.counts.values()) == (0, 0, 1, 5)
    assert everything() == before


@pytest.mark.parametrize(
    ("item", "message"),
    [
        pytest.param(Item("x" * 64_001, "y", line=7), "Line 7: The front has more than 64,000", id="a huge question"),
        pytest.param(
            Item("x", "y", label="z" * 101, kind="choice", line=3),
            "Line 3: A label has more than 100",
            id="a long label",
        ),
        pytest.param(Item("{{c1::x", kind="cloze", line=5), "Line 5:", id="an open blank"),
        pytest.param(Item("x", "y", tags="z" * 600), "tags", id="too many tags"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line_and_nothing_is_written(course, item, message):
    with pytest.raises(ImportProblem, match=message):
        import_page(with_items(CARDS, *CARDS.items, item), course, "backbones")
    assert not Lesson.objects.exists()
    assert not Deck.objects.exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [("attribution", "The attribution has more than 500"), ("language", "The language has more than 35")],
)
def test_a_credit_that_is_too_long_is_refused_and_not_cut(course, name, message):
    with pytest.raises(ImportProblem, match=message):
        import_page(replace(PAGE, **{name: "x" * 501}), course, "backbones")


def test_a_question_and_the_flashcard_that_restates_it_are_a_duplicate_group(course):
    page = with_items(CARDS, Item("Which backbone was the first?", "The U-Net."), CARDS.items[0])
    import_page(page, course, "backbones")
    question, card = (
        Note.objects.get(front=front) for front in ("Which backbone came first?", "Which backbone was the first?")
    )
    assert question.duplicate_group == card.duplicate_group is not None
    assert Note.objects.exclude(duplicate_group=None).count() == 2


def test_a_duplicate_group_is_never_asked_on_one_day(course, learner):
    page = with_items(CARDS, Item("Which backbone was the first?", "The U-Net."), CARDS.items[0])
    deck = import_page(page, course, "backbones").lesson.deck
    today = learner.study_day(NOW)
    services.subscribe(learner, deck, today=today, includes="all")
    in_queue = set(learner.schedules.filter(queue_on=today).values_list("card__note__front", flat=True))
    assert len(in_queue & {"Which backbone came first?", "Which backbone was the first?"}) == 1


def test_an_introduction_that_is_too_long_is_refused(course):
    page = replace(PAGE, introduction="x" * (MAX_FIELD_LENGTH + 1))
    with pytest.raises(ImportProblem, match="The introduction is longer than"):
        plan_page(page, None)


def test_a_page_may_have_so_many_questions_and_cards(monkeypatch):
    items = sum(len(part.items) for part in PAGE.parts)
    monkeypatch.setattr(plan, "MAX_PAGE_ITEMS", items)
    assert plan_page(PAGE, None)
    monkeypatch.setattr(plan, "MAX_PAGE_ITEMS", items - 1)
    with pytest.raises(ImportProblem, match=f"more than {items - 1} questions and cards"):
        plan_page(PAGE, None)
