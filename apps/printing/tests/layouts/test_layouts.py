"""Every layout: on every paper, with every text."""

import re
from dataclasses import replace

import pytest

from apps.cards.models import Card
from apps.cards.tests.support.factory import make_note
from apps.printing.assembly.sheet_geometry import leaves_of
from apps.printing.card_names import short_id
from apps.printing.layouts.layout_registry import CARD_LAYOUTS, layout_for
from apps.printing.request.options import CALIBRATION, PAPERS, SHEET, SHEET_PAPERS, PrintOptions
from apps.printing.tests.support.selections import all_flashcards
from apps.web.tests.support.examples import some_of

WORDS = [f"word{number}" for number in range(900)]
LONG, CODE = " ".join(WORDS), "```python\n" + "\n".join(f"line_{n} = call({n})" for n in range(20)) + "\n```"
TABLE = "| left | right |\n|---|---|\n" + "\n".join(f"| cell{n} | value{n} |" for n in range(12))
VERY_LONG_WORD = "x" * 1_500 + "end"

OPTIONS = [
    *((layout, {}) for layout in CARD_LAYOUTS),
    *(("one-per-page", {"paper": paper, "orientation": "portrait"}) for paper in PAPERS),
    *(("one-per-page", {"paper": paper, "orientation": "landscape"}) for paper in ("a7", "3x5")),
    ("one-per-page", {"paper": "a7", "margin_mm": 40, "scale": 160}),
    ("one-per-page", {"paper": "a7", "margin_mm": 3, "scale": 60, "ink_saving": True}),
    ("duplex", {"paper": "a7"}),
    ("sheet", {"per_sheet": 16, "paper": "letter", "margin_mm": 40, "scale": 160}),
    ("sheet", {"per_sheet": 2, "orientation": "landscape", "flip": "short", "offset_x_mm": 2.5}),
    ("fold", {"paper": "a7"}),
    ("fold", {"paper": "3x5", "orientation": "portrait", "margin_mm": 40}),
    ("list", {"paper": "a7", "orientation": "portrait"}),
    ("list", {"paper": "a7", "margin_mm": 40, "scale": 160}),
]

FOOT = re.compile(r"Diffusion (\(\d+/\d+\) )?\d of 6 · \w{6}|Diffusion Cards \d–\d")


def laid(on_paper, deck, layout, **options):
    return on_paper(layout_for(all_flashcards(deck), PrintOptions(layout=layout, **options)))


def letters(text):
    return sorted(letter for letter in text if letter.isalnum())


@pytest.fixture
def hard_deck(deck):
    """A deck of texts that are hard to put on a small card."""
    deck.notes.all().delete()
    for back in (LONG, CODE, TABLE, VERY_LONG_WORD, "Short."):
        make_note(deck, "Question?", back)
    make_note(deck, VERY_LONG_WORD, "Long question.")
    return deck


@pytest.mark.slow
@pytest.mark.parametrize(("layout", "options"), some_of(OPTIONS))
def test_no_letter_of_a_card_is_lost(hard_deck, on_paper, layout, options):
    pages = laid(on_paper, hard_deck, layout, **options).pages
    printed = "".join("".join(FOOT.sub("", page).split()) for page in pages)
    for word in WORDS:
        assert word in printed
    assert printed.count("x") >= 3_000
    for number in range(20):
        assert f"line_{number}=call({number})" in printed
    for number in range(12):
        assert f"cell{number}" in printed
        assert f"value{number}" in printed


@pytest.mark.parametrize(
    ("layout", "options", "pages"),
    [
        ("one-per-page", {}, 3),
        ("duplex", {}, 6),
        ("sheet", {"per_sheet": 2}, 4),
        ("sheet", {"per_sheet": 8}, 2),
        ("fold", {}, 1),
        ("fold", {"paper": "a7"}, 3),
        ("list", {}, 1),
        (CALIBRATION, {}, 2),
    ],
)
def test_three_cards_take_so_many_pages(deck, on_paper, layout, options, pages):
    assert len(laid(on_paper, deck, layout, **options).pages) == pages


@pytest.mark.parametrize("layout", [*CARD_LAYOUTS, CALIBRATION])
def test_every_page_is_as_large_as_the_paper(deck, on_paper, layout):
    options = PrintOptions(layout=layout, paper="letter", orientation="landscape")
    for page in on_paper(layout_for(all_flashcards(deck), options)).document:
        assert page.get_size() == pytest.approx((792, 612), abs=0.1)


def test_questions_are_on_odd_pages_and_answers_behind_them(deck, on_paper):
    pages = laid(on_paper, deck, "duplex").pages
    assert ["Question" in page for page in pages] == [True, False] * 3
    assert ["Answer" in page for page in pages] == [False, True] * 3


def test_a_long_answer_takes_more_leaves_with_blank_fronts(deck, on_paper):
    deck.notes.all().delete()
    make_note(deck, "Long?", LONG)
    make_note(deck, "Next?", "Answer.")
    question, answer, blank, goes_on, *more = laid(on_paper, deck, "duplex").pages
    assert question.startswith("Long?")
    assert "(1/" in answer
    assert blank == ""
    assert "(2/" in goes_on
    assert more[-2].startswith("Next?")
    assert not any(more[:-2:2])


def test_the_backs_are_behind_their_fronts(deck, on_paper):
    make_note(deck, "Question 4?", "Answer 4.")
    front, back = laid(on_paper, deck, SHEET, per_sheet=4).document
    centre = front.get_size()[0] / 2
    for number in range(1, 5):
        asked, answered = place_of(front, f"Question {number}?"), place_of(back, f"Answer {number}.")
        assert (asked < centre) == (answered > centre)


def place_of(page, text):
    """Return how far from the left the text is."""
    words = page.get_textpage()
    start, _ = words.search(text).get_next()
    return words.get_charbox(start)[0]


def test_the_offset_moves_backs_only(deck, on_paper):
    usual, moved = (laid(on_paper, deck, SHEET, offset_x_mm=offset).document for offset in (0, 2.54))
    assert place_of(moved[0], "Question 1?") == pytest.approx(place_of(usual[0], "Question 1?"))
    assert place_of(moved[1], "Answer 1.") == pytest.approx(place_of(usual[1], "Answer 1.") + 7.2, abs=0.01)


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
def test_each_card_says_its_lesson_its_number_and_its_name(lesson, on_paper, layout):
    lesson.title = "The lesson"
    lesson.save()
    lesson.deck.sections.get(kind="flashcards").notes.all().delete()
    text = laid(on_paper, lesson.deck, layout).text
    for number, card in enumerate(lesson.deck.flashcards().select_related("note"), start=1):
        assert f"{number} of 6 · {short_id(card)}" in text
    assert "The lesson" in text


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
def test_the_end_names_source_licence_and_attribution(lesson, on_paper, layout):
    last = " ".join(laid(on_paper, lesson.deck, layout).pages[-2:])
    for expected in ("Backbones", "Ada", "CC BY 4.0", "https://example.org/backbones/"):
        assert expected in last


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
def test_every_layout_is_tagged_and_its_bookmarks_lead_to_pages(lesson, on_paper, layout):
    made = laid(on_paper, lesson.deck, layout)
    assert made.root.MarkInfo.Marked
    assert made.bookmarks[0] == ("What is a token?", 0)
    assert str(made.root.Lang) == "en"


@pytest.mark.parametrize("layout", [SHEET, "fold"])
def test_a_bookmark_leads_to_the_height_of_its_question(deck, on_paper, layout):
    made = laid(on_paper, deck, layout)
    words = made.document[0].get_textpage()
    heights = []
    for number, item in enumerate(made.document.get_toc(), start=1):
        start, _ = words.search(f"Question {number}?").get_next()
        _, _, right, top = words.get_charbox(start)
        _, (left, height, _) = item.get_dest().get_view()
        assert left < right
        assert 0 <= height - top < 12
        heights.append(height)
    assert len(set(heights)) > 1


@pytest.mark.parametrize("layout", [SHEET, "fold"])
def test_tags_and_links_go_with_the_faces(deck, on_paper, layout):
    deck.notes.all().delete()
    make_note(deck, "Where is [this](https://example.org/)?", "There.")
    made = laid(on_paper, deck, layout, offset_y_mm=3)
    pages = [page.objgen for page in made.objects.pages]
    seen = []
    for element in elements(made.root.StructTreeRoot):
        for kid in [kid for kid in kids(element) if not isinstance(kid, int) and kid.get("/Type") == "/MCR"]:
            assert kid.Pg.objgen in pages
            assert kid.Stm.Subtype == "/Form"
            assert tree(made)[kid.Stm.StructParents][kid.MCID].objgen == element.objgen
            seen.append(kid)
        assert not any(isinstance(kid, int) for kid in kids(element))
    assert len(seen) >= 4
    (link,) = made.objects.pages[0].Annots
    words = made.document[0].get_textpage()
    start, _ = words.search("this").get_next()
    left, bottom, _, _ = words.get_charbox(start)
    assert float(link.Rect[0]) == pytest.approx(left, abs=3)
    assert min(float(link.Rect[1]), float(link.Rect[3])) == pytest.approx(bottom, abs=8)


def elements(element):
    for kid in kids(element):
        if not isinstance(kid, int) and "/S" in kid:
            yield kid
            yield from elements(kid)


def kids(element):
    found = element.get("/K", [])
    return list(found) if hasattr(found, "append") else [found]


def tree(made):
    entries = list(made.root.StructTreeRoot.ParentTree.Nums)
    return dict(zip(map(int, entries[::2]), entries[1::2], strict=True))


def test_a_card_in_another_language_says_so_and_is_written_its_way(deck, on_paper):
    deck.notes.all().delete()
    make_note(deck, "מה זה?", "Latin.")
    layout = layout_for(all_flashcards(deck), PrintOptions())
    deck.language = "he"
    deck.save()
    html = next(layout.sheets()).html()
    assert 'lang="he" dir="rtl"' in html
    assert '<div class="print-card-answer" dir="ltr">' in html
    made = on_paper(layout)
    assert {str(element.Lang) for element in kids(made.root.StructTreeRoot.K[0])} == {"he"}


@pytest.mark.slow
def test_saving_ink_leaves_no_color_on_the_paper(deck, on_paper):
    deck.notes.all().delete()
    make_note(deck, "What does `this`[ do](https://example.org/)?", CODE)
    for ink_saving in (False, True):
        picture = laid(on_paper, deck, "one-per-page", ink_saving=ink_saving).document[0].render().to_pil()
        is_colored = any(len(set(color)) > 1 for _, color in picture.getcolors(maxcolors=100_000))
        assert is_colored != ink_saving


def test_cards_of_several_lessons_have_their_lesson_and_section_above_them(deck, lesson):
    both = replace(all_flashcards(deck), decks=[deck, lesson.deck])
    assert next(layout_for(both, PrintOptions()).sheets()).chapter == ("Diffusion", "Flashcards")
    assert next(layout_for(all_flashcards(deck), PrintOptions()).sheets()).chapter == ("Flashcards",)


@pytest.mark.slow
@pytest.mark.parametrize("layout", [*CARD_LAYOUTS, CALIBRATION])
def test_the_same_cards_give_the_same_bytes(deck, on_paper, layout):
    assert laid(on_paper, deck, layout).content == laid(on_paper, deck, layout).content


def test_a_short_name_stays_with_its_card_and_is_no_one_elses(deck):
    names = [short_id(card) for card in Card.objects.select_related("note")]
    assert len(set(names)) == 3
    assert names == [short_id(card) for card in Card.objects.select_related("note")]
    assert all(re.fullmatch("[2-9B-DF-HJKMNP-TV-Z]{6}", name) for name in names)


@pytest.mark.parametrize("paper", SHEET_PAPERS)
def test_a_calibration_sheet_says_what_to_do_on_both_sides(on_paper, paper):
    front, back = on_paper(layout_for(None, PrintOptions(layout=CALIBRATION, paper=paper))).pages
    assert "100 mm" in front
    assert "how far to move the backs right" in back


def test_leaves_pair_the_pages_of_fronts_and_backs():
    assert leaves_of([1, 1, 1, 3, 2, 1]) == [(0, 1), (2, 3), (None, 4), (None, 5), (6, 8), (7, None)]


@pytest.mark.parametrize(("orientation", "edge"), [("portrait", "long"), ("landscape", "short")])
def test_the_calibration_sheet_shows_on_which_edge_the_printer_flips(deck, on_paper, orientation, edge):
    _, back = laid(on_paper, deck, CALIBRATION, orientation=orientation).pages
    assert f"on the same edge, your printer flips the paper on its {edge} edge" in back
