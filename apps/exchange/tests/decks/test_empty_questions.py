"""What shows nothing is no question: such a note is left out and named, and nobody is asked it."""

import json
import tempfile

import pytest

from apps.cards.models import Card, Note
from apps.cards.rendering.markdown import render
from apps.cards.rendering.visible import is_visible
from apps.cards.siblings import problems_of
from apps.exchange.importing.practice_pages.plan import preview_page
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks
from apps.exchange.tests.support.packages import package
from apps.formats.readers import open_file
from apps.formats.tests.support.empty_texts import IN_HTML, IN_MARKDOWN
from apps.formats.tests.support.making import BASIC, Collection
from apps.lessons.importing.files import PageSource
from apps.lessons.importing.lesson_slugs import LessonSlugs
from apps.web.tests.support.clock import NOW

pytestmark = pytest.mark.django_db
VISIBLE = ["a", "?", "…", "$x$", "🙂", "<", "`x`", "一", "![map](a.png)", r"$\frac12$", r"$\boxed{?}$", "- x"]


def imported(path, owner):
    with open_file(path, path.name) as source:
        return import_decks(source, Target(owner=owner), now=NOW)


def of_cells(tmp_path, rows):
    path = tmp_path / "deck.tsv"
    path.write_text("#separator:tab\n#html:true\n" + "".join(f"{front}\t{back}\n" for front, back in rows))
    return path


def sentences(report):
    return " ".join(str(warning) for warning in report.warnings)


@pytest.mark.parametrize("text", IN_MARKDOWN)
def test_markdown_that_shows_nothing_is_neither_a_front_nor_a_back(text):
    assert not is_visible(render(text).html)
    assert "front" in problems_of(Note(front=text, back="a"))
    assert "back" in problems_of(Note(front="a", back=text))


@pytest.mark.parametrize("text", VISIBLE)
def test_what_shows_anything_is_a_front_and_a_back(text):
    assert is_visible(render(text).html)
    assert problems_of(Note(front=text, back=text)) == {}


@pytest.mark.parametrize("text", IN_HTML)
def test_a_row_that_shows_nothing_is_not_asked(tmp_path, learner, text):
    report = imported(of_cells(tmp_path, [("full", "full"), (text, "answer"), ("question", text)]), learner)
    asked = Card.objects.in_use().filter(note__deck__owner=learner)
    assert [card.front for card in asked] == ["<p>full</p>"]
    assert [deck.cards for deck in report.decks] == [1]
    assert "front" in sentences(report)
    assert "back" in sentences(report)


@pytest.mark.parametrize("text", IN_HTML)
def test_a_note_of_a_package_that_shows_nothing_is_not_asked(tmp_path, monkeypatch, learner, text):
    path = tmp_path / "deck.apkg"
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "tempdir", str(tmp_path))  # genanki leaves a file there
        package(("full", "full"), (text, "answer"), ("question", text)).write_to_file(str(path))
    report = imported(path, learner)
    asked = Card.objects.in_use().filter(note__deck__owner=learner)
    assert [card.front for card in asked] == ["<p>full</p>"]
    assert [deck.cards for deck in report.decks] == [1]


@pytest.mark.parametrize("text", ["![](https://example.org/a.png)", "&nbsp;", "[]()", r"$\;$", r"$\text{}$", "\u2800"])
def test_a_question_in_markdown_that_shows_nothing_is_left_out_and_named(tmp_path, learner, text):
    path = tmp_path / "deck.md"
    path.write_text(f"# Deck\n\nQ: full\nA: full\n\nQ: {text}\nA: answer\n\nQ: question\nA: {text}\n")
    report = imported(path, learner)
    assert [card.front for card in Card.objects.in_use().filter(note__deck__owner=learner)] == ["<p>full</p>"]
    assert [deck.cards for deck in report.decks] == [1]
    assert "It shows nothing on its front. The note was left out." in sentences(report)
    assert "It shows nothing on its back. The note is not asked." in sentences(report)


def test_a_file_does_not_empty_a_question_that_is_here(tmp_path, learner):
    for front in ("question", "&zwnj;"):
        path = tmp_path / "deck.json"
        note = {"guid": "one", "front": front, "back": "answer"}
        path.write_text(json.dumps({"format": "ditcards-deck", "version": 1, "title": "Deck", "notes": [note]}))
        report = imported(path, learner)
    assert Note.objects.get(deck__owner=learner).front == "question"
    assert "It shows nothing on its front." in sentences(report)


def test_parts_of_a_note_that_show_nothing_are_named_in_one_warning(tmp_path, learner):
    path = tmp_path / "deck.json"
    notes = [
        {"kind": "several", "front": "one\n\n===\n\n&nbsp;\n\n===\n\nthree", "back": "1\n\n===\n\n2\n\n===\n\n&nbsp;"},
        {"kind": "several", "front": "one\n\n===\n\n===\n\nthree", "back": "1\n\n===\n\n2\n\n===\n\n"},
        {"kind": "several", "front": "one\n\n===\n\n===\n\nthree", "back": "1\n\n===\n\n===\n\n3"},
    ]
    path.write_text(json.dumps({"format": "ditcards-deck", "version": 1, "title": "Deck", "notes": notes}))
    report = imported(path, learner)
    assert Card.objects.in_use().filter(note__deck__owner=learner).count() == 4 == report.cards
    (warning,) = report.warnings
    assert warning.message.startswith("4 cards show nothing on their fronts or their backs and are not asked:")


@pytest.mark.parametrize("extra", ["", "&#8203;", "<b>&nbsp;</b>"])
def test_a_card_of_anki_that_shows_nothing_beside_others_is_named(tmp_path, learner, extra):
    path = tmp_path / "deck.apkg"
    templates = [("{{Front}}", "{{Back}}"), ("{{Extra}}", "{{Back}}")]
    made = Collection(note_types={BASIC: ("Two", False, ["Front", "Back", "Extra"], templates)})
    made.note(1, "question", "answer", extra).card(1, 1).card(2, 1, ordinal=1)
    path.write_bytes(made.package().getvalue())
    report = imported(path, learner)
    assert report.cards == 1
    assert len(report.warnings) == 1
    assert "on its front" in sentences(report)


def test_the_only_card_of_several_templates_is_named_once_where_it_has_no_answer(tmp_path, learner):
    path = tmp_path / "deck.apkg"
    templates = [("{{Extra}}", "{{Back}}"), ("{{Front}}", "{{Extra}}")]
    made = Collection(note_types={BASIC: ("Two", False, ["Front", "Back", "Extra"], templates)})
    made.note(1, "question", "answer", "").card(1, 1, ordinal=1)
    path.write_bytes(made.package().getvalue())
    report = imported(path, learner)
    assert [str(warning) for warning in report.warnings] == [
        "Note type “Two”: 1 card has no answer and is not asked: “question”."
    ]


@pytest.mark.parametrize("text", ["![](https://example.org/a.png)", "&nbsp;", r"$\;$", "&#8203;"])
def test_the_plan_of_a_practice_page_names_what_shows_nothing(course, text):
    cards = [("full", "full"), (text, "answer"), ("question", text), (text, "another")]
    source = "".join(f"**Q: {front}**\nA: {back}\n\n" for front, back in cards)
    page = PageSource("page.md", f"# Practice\n\n## Flashcards\n\n{source}".encode())
    preview = preview_page(page, course, LessonSlugs())
    warnings = [str(warning) for warning in preview.page.warnings if "show" in str(warning)]
    assert warnings == [
        "2 notes show nothing on their fronts and are not asked: lines 8, 14.",
        "Line 11: It shows nothing on its back. The note is not asked.",
    ]
