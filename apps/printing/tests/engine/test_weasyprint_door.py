"""Laying out: everything is on the page, whatever the card holds."""

import random
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pypdfium2
import pytest

from apps.cards.tests.support.pictures import picture
from apps.printing.engine import fitting, weasyprint_door

CODE = (
    "```python\ndef patches(image, size=16):\n    # split, then flatten\n    return image.reshape(-1, size * size)\n```"
)
TABLE = "| block | cost |\n|:--|--:|\n| cross-attention | 1.15 |"


def words(count, seed=1):
    letters = random.Random(seed)  # noqa: S311 - the same words in every run
    return ["".join(letters.choices("aeioulmnrst", k=letters.randint(2, 9))) for _ in range(count)]


def without_spaces(text):
    return "".join(text.split())


def test_each_card_has_a_page_with_question_and_answer(printed):
    paper = printed(("What is a patch?", "A square."), ("And a token?", "A vector."))
    assert len(paper.pages) == 2
    assert paper.pages[0].startswith("What is a patch? A square.")
    assert paper.pages[1].startswith("And a token? A vector.")


def test_the_foot_of_a_page_says_where_it_belongs(printed):
    (page,) = printed(("Q", "A", "3 of 10")).pages
    for expected in ("Diffusion", "CC BY 4.0", "3 of 10"):
        assert expected in page
    assert "(1/" not in page


@pytest.mark.slow
@pytest.mark.parametrize(
    "size", [(66, 90), (105, 74), (148, 105), (210, 297)], ids=lambda size: "x".join(map(str, size))
)
@pytest.mark.parametrize("back", ["A", "word " * 1_500], ids=["short", "of many pages"])
def test_the_longest_place_in_the_foot_has_room_beside_the_longest_title(sheet, size, back):
    width, height = size
    card = replace(sheet("Q", back, "10,000 of 10,000 · WMWMWM"), deck_title="Deck " * 40, credit="")
    group = weasyprint_door.SheetGroup("D", "en", "", width_mm=width, height_mm=height, scale=150, sheets=[card.html()])
    last = list(pypdfium2.PdfDocument(weasyprint_door.render(group).pdf))[-1].get_textpage()
    text = last.get_text_range()
    title, numbers_at = text.index("Deck"), text.rindex("(") if "(" in text else text.index("10,000 of")
    left_of = {at: last.get_charbox(at)[0] for at in range(title, len(text)) if text[at].strip()}
    right_of_title = max(last.get_charbox(at)[2] for at in left_of if at < numbers_at)
    assert text[numbers_at:].endswith("10,000 of 10,000 · WMWMWM")
    assert min(left for at, left in left_of.items() if at >= numbers_at) > right_of_title + 5


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        pytest.param("**bold** and *slanted*", "bold and slanted", id="emphasis"),
        pytest.param(CODE, "def patches(image, size=16): # split, then flatten return", id="code"),
        pytest.param(TABLE, "block cost cross-attention 1.15", id="table"),
        pytest.param("- one\n- two\n  1. three", "one two three", id="lists"),
        pytest.param("> quoted\n\nTerm\n: meaning", "quoted Term meaning", id="quotation and definition"),
        pytest.param("[a page](https://example.org/) ![a cat](https://example.org/cat.png)", "a page a cat", id="link"),
        pytest.param("Łódź, *čeština*, **ő**", "Łódź, čeština, ő", id="Latin Extended"),
        pytest.param("日本語 עברית Ω", "日本語", id="other scripts"),
        pytest.param("&amp; < > \" '", "& < > \" '", id="signs"),
    ],
)
def test_an_answer_is_printed_as_it_reads(printed, answer, shown):
    assert shown in printed(("Q", answer)).text


def test_code_has_its_background(printed):
    (page,) = printed(("Q", CODE)).document
    text = page.get_textpage()
    words = text.get_text_range()
    left, _, _, top = text.get_charbox(words.index("def patches"))
    _, bottom, _, _ = text.get_charbox(words.index("return"))
    drawn = page.render().to_pil()
    washed = [y for y in range(drawn.height) if drawn.getpixel((round(left) - 4, y)) == (0xF4, 0xF1, 0xEA)]
    above, below = page.get_height() - top - washed[0], washed[-1] - (page.get_height() - bottom)
    assert 3 < above < 15
    assert 3 < below < 15


def test_a_formula_is_a_picture_that_carries_its_text(printed):
    paper = printed(("Why $\\sqrt{d_k}$?", "$$\\frac{QK^\\top}{\\sqrt{d_k}}$$"))
    alternatives = [str(element.Alt) for element in structure(paper.root.StructTreeRoot) if "/Alt" in element]
    assert len(alternatives) == 2
    assert "d k" in alternatives[0]


def structure(element):
    for child in element.get("/K", ()):
        if hasattr(child, "keys"):
            yield child
            yield from structure(child)


def test_a_card_that_is_a_little_too_tall_is_set_smaller(printed):
    text = words(130)
    paper = printed(("Q", " ".join(text)))
    assert len(paper.pages) == 1
    assert " ".join(text) in paper.text


@pytest.mark.slow
def test_a_long_card_goes_on_and_keeps_every_word(printed):
    text = words(900)
    paper = printed(("Before", "-"), ("Long?", "\n\n".join(text)), ("After", "-"))
    assert [word for word in paper.text.split() if word in set(text)] == text
    assert len(paper.pages) > 3
    count = len(paper.pages) - 2
    assert re.findall(r"\(\d+/\d+\)", paper.text) == [f"({number}/{count})" for number in range(1, count + 1)]
    assert all("Diffusion" in page for page in paper.pages)
    assert [page for _, page in paper.bookmarks] == [0, 1, len(paper.pages) - 1]


@pytest.mark.slow
def test_a_card_of_60000_characters_is_printed(printed):
    text = words(9_100)
    answer = " ".join(text)
    assert len(answer) > 59_000
    body = printed(("Q", answer)).text
    assert [word for word in body.split() if word in set(text)] == text


@pytest.mark.slow
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("x" * 3_000 + "end", id="one word"),
        pytest.param("https://example.org/" + "path/" * 300 + "end", id="a URL"),
        pytest.param("**some**thing" * 60 + "end", id="a word of many elements"),
        pytest.param("**some**thing" * 2 + "|" + "*wide*r" * 50 + "end", id="signs"),
        pytest.param("```python\n" + "function(argument)." * 60 + "end\n```", id="a line of code"),
        pytest.param("|" + "column|" * 40 + "\n|" + "-|" * 40 + "\n|" + "value|" * 39 + "end|", id="a wide table"),
        pytest.param("|a|b|c|\n|-|-|-|\n|" + "w" * 300 + "|" + "v" * 300 + "|end|", id="wide cells"),
        pytest.param("\n".join("  " * depth + "- deep" for depth in range(9)) + "end", id="deep lists"),
    ],
)
def test_nothing_runs_off_the_page(printed, answer):
    text = without_spaces(printed(("Q", answer)).text)  # raises CutOff where something does
    letters = [letter for letter in answer if letter.isalpha()]
    assert sum(map(text.count, set(letters))) >= len(letters)
    assert "end" in text


def test_a_pdf_knows_its_title_language_and_author_and_is_tagged(sheet, paper):
    group = weasyprint_door.SheetGroup("Was & warum", "de", "Ada <Lovelace>", sheets=[sheet("Warum?").html()])
    made = paper(weasyprint_door.render(group).pdf)
    assert made.document.get_metadata_dict()["Title"] == "Was & warum"
    assert made.document.get_metadata_dict()["Author"] == "Ada <Lovelace>"
    assert str(made.root.Lang) == "de"
    assert made.root.MarkInfo.Marked
    assert made.bookmarks == [("Question", 0)]


def test_a_title_with_signs_that_no_metadata_can_hold_is_printed_without_them(paper, sheet):
    made = paper(
        weasyprint_door.render(
            weasyprint_door.SheetGroup("a\x01\x0bb\ufffe", "en", "A\x02da", sheets=[sheet("Q").html()])
        ).pdf
    )
    metadata = made.root.Metadata.read_bytes().decode()
    assert ET.fromstring(metadata) is not None  # noqa: S314 - our own
    assert ">ab<" in metadata


def test_no_two_font_files_share_a_family_and_style():
    # The "core" files are parts of others, for pages only.
    files = [path for path in weasyprint_door.FONTS.glob("*.woff2") if "-core-" not in path.name]
    styles = (weasyprint_door.STYLES / "page.css").read_text()
    faces = re.findall(r'font-family: ("[^"]+");\s+font-style: (\w+);\s+src', styles)
    assert len(faces) == len(set(faces)) == len(files)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://example.org/",
        "https://example.org/a.png",
        "ftp://example.org/",
        "font:../css/pdf/cards.css",
        "font:nothing.woff2",
        "media:../../etc/passwd",
        f"media:{'ab' * 32}.png",
        "data:text/css,*{color:red}",
    ],
)
def test_nothing_else_is_fetched(url):
    with pytest.raises(ValueError, match="Only our own"):
        weasyprint_door.url_fetcher({}).fetch(url)


def test_a_picture_of_the_deck_is_printed_and_a_sound_named(paper, tmp_path):
    name = f"{'ab' * 32}.png"
    (tmp_path / name).write_bytes(picture())
    shown = f'<p><img src="media:{name}" alt="a cell" width="20" height="10" loading="lazy"></p>'
    heard = '<audio src="media:x.mp3" controls preload="none" aria-label="word.mp3"></audio>'
    html = fitting.SheetSetting(f'<article class="print-card-page">{shown}<p>{heard}</p></article>').markup(0, 0)
    pictures = {name: str(tmp_path / name)}
    made = weasyprint_door.render(weasyprint_door.SheetGroup("T", "en", "", sheets=[html], pictures=pictures)).pdf
    assert b"/Subtype /Image" in made or b"/Subtype/Image" in made
    assert "♪ word.mp3" in paper(made).text


def test_what_is_refused_does_not_fail_the_print(caplog, paper):
    html = '<article class="print-card-page"><img src="file:///etc/passwd" alt="no"><p>Still here.</p></article>'
    made = paper(weasyprint_door.render(weasyprint_door.SheetGroup("T", "en", "", sheets=[html])).pdf)
    assert "Still here." in made.text
    assert any("Only our own" in record.getMessage() for record in caplog.records)
    caplog.clear()


def test_what_would_be_cut_off_is_an_error():
    html = '<article class="print-card-page"><div style="width: 400mm; text-align: right">far out</div></article>'
    with pytest.raises(fitting.CutOff):
        weasyprint_door.render(weasyprint_door.SheetGroup("T", "en", "", sheets=[html]))
