"""A lesson's worksheet and its answer key: what they ask, what they give away, and how they fit their paper."""

import io
from dataclasses import replace

import pytest

from apps.cards.media.verify_media import verify
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.services.notes import save_note
from apps.cards.services.sections import save_section
from apps.cards.tests.support.factory import make_note, make_section
from apps.cards.tests.support.pictures import picture
from apps.printing.assembly.merge import merge
from apps.printing.engine import printer, weasyprint_door
from apps.printing.engine.printer import Printer
from apps.printing.layouts import worksheets
from apps.printing.layouts.worksheets import Worksheet, lines_for
from apps.printing.make_print import Print
from apps.printing.request.options import ANSWER_KEY, WORKSHEET, BadOption, PrintOptions

QUESTIONS = ["What is noise?", "A patch?", "One GPU.", "A big cluster.", "How many patches?", "Write a plan."]
ANSWERS = ["taken away", "A square", "Cheaper", "pays off", "Four", "One good plan", "Scale decides"]


@pytest.fixture
def on_paper(lesson, paper):
    """Lay out a worksheet or its key in this process."""

    def lay_out(**options):
        layout = worksheet(lesson, **options)
        sheets = [block.html() for group in layout.groups() for block in group]
        return paper(weasyprint_door.render(weasyprint_door.SheetGroup(**vars(layout.about), sheets=sheets)).pdf)

    return lay_out


def worksheet(lesson, *, key=False, **options):
    return Worksheet(lesson, PrintOptions(layout=ANSWER_KEY if key else WORKSHEET, **options))


def blocks(lesson, **options):
    layout = worksheet(lesson, **options)
    return [block for group in layout.groups() for block in group]


def questions(lesson, **options):
    return [block for block in blocks(lesson, **options) if block.kind == "question"]


def test_a_worksheet_asks_all_questions_in_order_and_no_flashcard(on_paper):
    made = on_paper()
    assert len(made.pages) == 2
    positions = [made.text.index(question) for question in QUESTIONS]
    assert positions == sorted(positions)
    assert "1. What is noise?" in made.text
    assert "A. One GPU. U-Net DiT B. A big cluster. U-Net DiT" in made.text
    assert "Part A. How many patches?" in made.text
    assert "What is a token?" not in made.text


def test_introductions_and_closing_words_show_the_pictures_of_the_deck(lesson):
    add_to_deck(lesson.deck, {"a.png": store_media(verify(picture()))})
    lesson.introduction = "Look: ![start](a.png)"
    lesson.save()
    lesson.deck.sections.update(introduction="See ![section](a.png).", closing="So ![end](a.png).")
    sheet, key = (
        "".join(block.html() for group in Worksheet(lesson, PrintOptions(layout=layout)).groups() for block in group)
        for layout in (WORKSHEET, ANSWER_KEY)
    )
    for pages, shown in ((sheet, ("start", "section")), (key, ("section", "end"))):
        assert all(f' alt="{alternative}"' in pages for alternative in shown)
        assert '<img src="media:' in pages


def test_a_worksheet_gives_no_answer_away(on_paper):
    made = on_paper()
    for answer in ANSWERS:
        assert answer not in made.text
    assert "Answer" not in str(made.document.get_metadata_dict())


def test_a_key_holds_questions_answers_reasons_and_closing_words(on_paper):
    made = on_paper(key=True)
    for text in [*QUESTIONS, *ANSWERS]:
        assert text in made.text
    assert "B. A big cluster. U-Net DiT DiT. It pays off." in made.text


def test_a_key_ticks_the_right_labels_in_shape_and_words(lesson):
    first, second = [block for block in questions(lesson, key=True) if block.labels]
    assert first.labels == [("U-Net", True), ("DiT", False)]
    assert second.labels == [("U-Net", False), ("DiT", True)]
    assert first.html().count('alt="Correct:"') == 1
    assert first.html().count('<span class="print-box">') == 1


def test_no_box_of_a_worksheet_is_ticked(lesson):
    assert not any(ticked for block in questions(lesson) for _, ticked in block.labels)
    assert "Correct:" not in "".join(block.html() for block in blocks(lesson))


def test_the_head_names_lesson_course_and_place_for_a_name(on_paper):
    assert on_paper().pages[0].startswith("Multimodal AI Backbones Worksheet Name Date Work alone first. Self-check 1.")
    assert on_paper(key=True).pages[0].startswith("Multimodal AI Backbones Answer key Self-check 1.")


def test_the_foot_counts_pages_and_names_licence_attribution_and_source(on_paper):
    for number, page in enumerate(on_paper().pages, start=1):
        foot = "Backbones - Worksheet CC BY 4.0 · Ada Source: https://example.org/backbones/"
        assert f"{foot} Page {number} of 2" in page


def test_the_longest_foot_stays_on_the_page(lesson, on_paper):
    lesson.title = lesson.deck.attribution = "Long words " * 18
    lesson.deck.source_url = "https://example.org/" + "abcdefghi" * 20
    page = on_paper().document[0].get_textpage()
    lowest = min(page.get_charbox(number)[1] for number in range(page.count_chars()))
    assert lowest > 10
    assert page.get_text_range().replace("\r\n", "").count("abcdefghi") == 20


def test_a_worksheet_is_tagged_and_has_a_bookmark_for_each_section(on_paper):
    made = on_paper()
    assert [title for title, _ in made.bookmarks] == ["Self-check", "U-Net or DiT?", "Count the work", "Plan a model"]
    assert made.document.get_metadata_dict()["Title"] == "Backbones - Worksheet"
    assert str(made.root.Lang) == "en"
    assert made.root.MarkInfo.Marked


@pytest.mark.parametrize(("asked", "size"), [("a4", (595, 842)), ("letter", (612, 792)), ("", (595, 842))])
def test_the_paper_is_a4_or_letter(on_paper, asked, size):
    assert tuple(map(round, on_paper(paper=asked).document[0].get_size())) == size


@pytest.mark.parametrize("asked", ["a5", "a5\0"])
def test_other_paper_is_refused_with_what_there_is(asked):
    with pytest.raises(BadOption, match="choose a4 or letter"):
        PrintOptions(layout=WORKSHEET, paper=asked)


@pytest.mark.parametrize(
    ("answer", "lines", "beside_boxes"),
    [("", 2, 0), ("<p>Short.</p>", 2, 1), ("x" * 190, 4, 2), ("<p>One.</p>\n" * 5, 5, 2), ("x " * 5_000, 10, 2)],
)
def test_lines_follow_the_length_of_the_answer_within_bounds(answer, lines, beside_boxes):
    assert lines_for(answer) == lines
    assert lines_for(answer, beside_boxes=True) == beside_boxes


def test_a_note_of_several_cards_asks_once(lesson):
    section = lesson.deck.sections.first()
    make_note(lesson.deck, "Patch", "Secret", section=section, kind="reversed")
    make_note(lesson.deck, "{{c1::hidden}} and {{c2::shown}}", section=section, kind="cloze")
    asked = [block.text for block in questions(lesson)]
    assert asked[2] == "<p>Patch</p>"
    assert "[…] and shown" in asked[3].replace('<span class="cloze">', "").replace("</span>", "")
    assert not any("Secret" in text or "hidden" in text for text in asked)


def test_an_archived_note_is_left_out_but_one_without_an_answer_is_not(lesson):
    note = lesson.deck.notes.first()
    note.archived = True
    save_note(note)
    section = lesson.deck.sections.first()
    make_note(lesson.deck, "Without an answer?", section=section)
    assert [block.name for block in questions(lesson)][:2] == ["A patch?", "Without an answer?"]


def test_a_label_that_only_one_answer_uses_does_not_stand_out(lesson):
    section = lesson.deck.sections.get(title="U-Net or DiT?")
    make_note(lesson.deck, "Neither.", "-", section=section, kind="choice", label="None")
    labels = [[label for label, _ in block.labels] for block in questions(lesson) if block.labels]
    assert labels == [["U-Net", "DiT", "None"]] * 3


def test_a_single_label_is_an_answer_and_gets_lines(lesson):
    section = lesson.deck.sections.get(title="U-Net or DiT?")
    section.labels = ["DiT"]
    save_section(section)
    section.notes.get(label="U-Net").delete()
    (block,) = [block for block in questions(lesson) if block.name == "A big cluster."]
    assert (block.labels, block.lines) == ([], 2)


def test_a_long_lesson_keeps_every_word_and_no_question_leaves_its_lines(lesson, on_paper):
    make_section(lesson.deck, "self_check", "More", [(f"Number{n}? " + "word " * 40, "x" * 300) for n in range(30)])
    made = on_paper()
    assert made.text.split().count("word") == 30 * 40
    for page in made.pages:
        assert not page.startswith("word")


def test_a_question_longer_than_a_page_goes_over_pages(lesson, on_paper):
    make_section(lesson.deck, "exercise", "Long", [("start " + "word " * 3_000 + "end", "Answer.")], numbering="whole")
    made = on_paper()
    assert made.text.split().count("word") == 3_000
    assert len(made.pages) > 5


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 3_000 + "end", id="one word"),
        pytest.param("|" + "column|" * 40 + "\n|" + "-|" * 40 + "\n|" + "value|" * 39 + "end|", id="a wide table"),
        pytest.param("```python\n" + "function(argument)." * 60 + "end\n```", id="a line of code"),
        pytest.param("**some**thing" * 60 + "end", id="a word of many elements"),
    ],
)
def test_nothing_runs_off_the_page(lesson, on_paper, text):
    make_section(lesson.deck, "self_check", "Wide", [(text, text)])
    letters = sum(letter.isalpha() for letter in text)
    assert len(on_paper(key=True).text.replace(" ", "")) > 2 * letters  # raises CutOff where something does


def test_a_wide_text_leaves_its_neighbours_as_they_are(lesson, monkeypatch):
    narrow = []
    make_section(lesson.deck, "self_check", "Wide", [(">" * 60 + " deep", "-")])
    laid_out = weasyprint_door._lay_out

    def watched(group, settings):
        narrow.append({index for index, setting in settings.items() if setting.narrow})
        return laid_out(group, settings)

    monkeypatch.setattr(weasyprint_door, "_lay_out", watched)
    sheets = [block.html() for block in blocks(lesson)]
    weasyprint_door.render(
        weasyprint_door.SheetGroup("T", "en", "", page="worksheet", width_mm=210, height_mm=297, sheets=sheets)
    )
    assert narrow[-1] == {len(sheets) - 1}


def test_hostile_text_stays_text(lesson, on_paper):
    hostile = '<script>alert(1)</script> <img src="file:///etc/passwd"> "><b data-foot=x>'
    lesson.title = lesson.course.title = lesson.deck.licence = lesson.deck.source_url = hostile
    section = make_section(lesson.deck, "exercise", hostile, [(hostile, hostile)], labels=[hostile, "<b>"])
    make_note(lesson.deck, "F", hostile, section=section, kind="choice", label=hostile)
    assert "<script>" not in "".join(block.html() for block in blocks(lesson, key=True))
    made = on_paper(key=True)
    assert made.text.count("<script>alert(1)</script>") >= 6


@pytest.mark.slow
def test_a_question_that_cannot_be_laid_out_is_named_and_the_rest_stays_together(lesson, paper, no_spare, capfd):
    sheets = blocks(lesson)
    bad = next(index for index, block in enumerate(sheets) if block.name == "A patch?")
    sheets[bad] = replace(sheets[bad], text='<div style="width: 400mm; text-align: right">far out</div>')
    export, target = Printer(worksheet(lesson).about), io.BytesIO()
    merge(export.print([sheets]), target)
    made = paper(target.getvalue())
    assert len(export.failed) == 1
    assert "2. This could not be printed: A patch? A. One GPU." not in made.text
    assert "2. This could not be printed: A patch?" in made.text
    assert len(made.pages) == 2
    assert "Page 2 of 2" in made.pages[1]
    assert "CutOff" in capfd.readouterr().err


@pytest.mark.slow
def test_a_question_that_takes_too_long_is_named(lesson, paper, monkeypatch, capfd):
    monkeypatch.setattr(printer, "MIN_SECONDS", 1.5)
    monkeypatch.setattr(printer, "CHARACTERS_PER_SECOND", 1_000_000)
    make_section(lesson.deck, "self_check", "Bomb", [("Bomb\n\n" + "- a\n" * 8_000, "Answer.")])
    export, target = Printer(worksheet(lesson).about), io.BytesIO()
    merge(export.print([blocks(lesson)]), target)
    assert len(export.failed) == 1
    assert "This could not be printed: Bomb" in paper(target.getvalue()).text


def test_many_questions_are_divided_into_the_same_groups_for_worksheet_and_key(lesson, monkeypatch):
    monkeypatch.setattr(worksheets, "QUESTIONS_PER_GROUP", 3)
    first, second = worksheet(lesson).groups()
    assert [block.name for block in first][-1] == "One GPU."
    assert [block.name for block in second][-1] == "Write a plan."
    first, second = worksheet(lesson, key=True).groups()
    assert "closing" not in [block.kind for block in first]  # its section goes on in the second group
    heading, question, closing, *_ = second
    assert (heading.title, question.title, closing.kind) == ("U-Net or DiT?", "B.", "closing")


def test_pages_are_counted_only_where_all_are_laid_out_at_once(on_paper, monkeypatch):
    assert "Page 1 of 2" in on_paper().pages[0]
    monkeypatch.setattr(worksheets, "QUESTIONS_PER_GROUP", 3)
    assert "Page" not in on_paper().text


def test_the_same_content_is_the_same_print_and_a_new_word_another(lesson):
    def name(**options):
        return Print(worksheet(lesson, **options)).key

    assert name() == name(paper="a4")
    names = [name(), name(paper="letter"), name(key=True)]
    note = lesson.deck.notes.first()
    note.front = "What is it?"
    save_note(note)
    assert len({*names, name()}) == 4
