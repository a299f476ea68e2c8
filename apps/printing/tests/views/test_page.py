"""The print page: what is chosen, how many cards that gives, and how the first one looks."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from apps.printing.make_print import Print
from apps.printing.tests.support.requests import sent
from apps.web.tests.support.htmx import HTMX

PAGE = "/decks/diffusion/print/"
LESSONS = "/decks/backbones/print/"


def test_the_page_counts_the_cards_and_shows_the_first(client, deck):
    text = client.get(PAGE).text
    assert "<b>3 cards</b>" in text
    assert 'class="print-card"' in text
    assert "Question 1?" in text
    assert "1 of 3" in text
    assert 'viewBox="0 0 559.4 396.9"' in text  # A6, lying


def test_the_preview_is_the_card_and_not_its_source(client, deck):
    page = client.get(PAGE).text
    assert '<article class="print-card-page' in page
    assert "&lt;article" not in page


def test_the_preview_is_scaled_to_the_paper(client, deck):
    text = client.get(f"{PAGE}?paper=a7&orientation=portrait&margin_mm=5&scale=80").text
    assert 'viewBox="0 0 279.7 396.9"' in text
    assert "scale(0.65)" in text
    assert 'foreignObject width="372.4"' in text


@pytest.mark.parametrize(
    ("layout", "sides", "expected"),
    [
        ("one-per-page", 1, "The first card, to scale."),
        ("duplex", 2, "The first card, front and back, to scale."),
        ("sheet", 2, "The first card, front and back, before it is placed on the sheet."),
        ("fold", 2, "The first card, front and back, before it is placed on the sheet."),
        ("list", 1, "The first card, before it is placed on the sheet."),
    ],
)
def test_the_preview_shows_the_sides_that_the_layout_has(client, deck, layout, sides, expected):
    text = client.get(f"{PAGE}?layout={layout}").text
    assert text.count("first card as printed") == sides
    assert expected in text


@pytest.mark.parametrize(
    ("query", "sides"),
    [
        (
            "layout=sheet&per_sheet=4",
            ["First sheet, fronts: 1, 2, 3", "Its other side, flipped on the long edge: 2, 1, 3"],
        ),
        ("layout=sheet&per_sheet=2", ["First sheet, fronts: 1, 2", "Its other side, flipped on the long edge: 1, 2"]),
        (
            "layout=sheet&per_sheet=4&flip=short",
            ["First sheet, fronts: 1, 2, 3", "Its other side, flipped on the short edge: 3, 1, 2"],
        ),
        (
            "layout=fold",
            ["First sheet: 1 question, 1 answer, 2 question, 2 answer, 3 question, 3 answer"],
        ),
        ("layout=duplex", []),
        ("layout=list", []),
    ],
)
def test_the_preview_shows_where_the_cards_are_on_their_first_sheet(client, deck, query, sides):
    text = client.get(f"{PAGE}?{query}").text
    assert re.findall(r'aria-label="((?:First sheet|Its other)[^"]*)"', text) == sides


def test_the_preview_of_a_sheet_shows_how_far_the_back_is_moved(client, deck):
    text = client.get(f"{PAGE}?layout=sheet&per_sheet=2&offset_x_mm=-5").text
    assert '<rect x="9.5"' in text  # 10 mm, of a paper of 210 mm drawn 200 wide
    assert '<rect x="4.8"' in text


def test_the_preview_saves_ink(client, deck):
    assert "print-ink-saving" in client.get(f"{PAGE}?ink_saving=on").text
    assert "print-ink-saving" not in client.get(PAGE).text


@pytest.mark.parametrize(
    ("layout", "shown", "not_shown"),
    [
        (
            "one-per-page",
            ["paper", "orientation", "margin_mm", "which", "attach"],
            ["per_sheet", "flip", "offset_x_mm"],
        ),
        ("sheet", ["per_sheet", "flip", "offset_x_mm", "offset_y_mm", "which"], ["seed", "tag"]),
        ("worksheet", ["paper", "scale"], ["which", "order", "attach"]),
    ],
)
def test_options_without_effect_are_hidden_and_keep_their_value(client, lesson, layout, shown, not_shown):
    text = client.get(f"{LESSONS}?layout={layout}").text
    for name in shown:
        assert f'for="id_{name}"' in text
    for name in not_shown:
        assert f'for="id_{name}"' not in text
        assert f'type="hidden" name="{name}"' in text


def test_only_papers_of_the_layout_are_offered_and_another_one_is_reset(client, lesson):
    text = client.get(f"{LESSONS}?layout=sheet&paper=a7").text
    assert 'value="a7"' not in text
    assert "Default (A4)" in text


def test_a_deck_without_a_lesson_offers_no_worksheet(client, deck, lesson):
    assert 'value="worksheet"' not in client.get(PAGE).text
    assert 'value="worksheet"' in client.get(LESSONS).text
    assert "<b>6 questions</b>" in client.get(f"{LESSONS}?layout=worksheet").text


def test_ways_to_choose_that_find_nothing_here_are_not_offered(client, deck, learner):
    text = client.get(PAGE).text
    assert 'value="tag"' not in text
    assert 'value="due"' not in text
    assert "Log in" in text
    deck.notes.update(tags="noise")
    client.force_login(learner)
    text = client.get(PAGE).text
    assert 'value="tag"' in text
    assert 'value="due"' in text


def test_choosing_sections_or_tags_begins_with_the_first(client, lesson):
    assert "<b>2 cards</b>" in client.get(f"{LESSONS}?which=section").text
    lesson.deck.notes.filter(front="A patch?").update(tags="shape")
    assert "<b>1 card</b>" in client.get(f"{LESSONS}?which=tag").text


def test_htmx_gets_the_choices_alone_and_the_url_that_shows_them_again(client, deck):
    response = client.post(PAGE, sent(layout="sheet", per_sheet="4", order="shuffled"), headers=HTMX)
    assert response.status_code == 200
    assert re.match(r'\s*<div\s+id="choices"', response.text)
    url = response["HX-Replace-Url"]
    assert parse_qs(urlsplit(url).query)["per_sheet"] == ["4"]
    assert parse_qs(urlsplit(url).query)["seed"][0].isdecimal()
    assert 'value="4" selected' in client.get(url).text


def test_without_javascript_the_choices_are_a_url(client, deck):
    response = client.post(PAGE, sent(paper="a4", scale="120", ink_saving="on", look="yes"))
    assert response["Location"] == f"{PAGE}?paper=a4&scale=120&ink_saving=True"
    text = client.get(response["Location"]).text
    assert 'name="ink_saving" id="id_ink_saving" checked' in text


def test_the_switch_that_attaches_the_deck_can_be_turned_off(client, deck):
    form = sent()
    del form["attach"]
    url = client.post(PAGE, form)["Location"]
    assert url == f"{PAGE}?attach=False"
    assert 'name="attach" id="id_attach" checked' not in client.get(url).text
    assert 'name="attach" id="id_attach" checked' in client.get(PAGE).text


def test_the_button_leads_to_the_pdf(client, deck, monkeypatch):
    monkeypatch.setattr(Print, "make", lambda self: b"%PDF")
    response = client.post(PAGE, sent(paper="a4", print="yes"))
    assert response["Location"] == "/decks/diffusion/print/cards.pdf?paper=a4"
    assert client.get(response["Location"]).content == b"%PDF"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("margin_mm", "90", "Enter a whole number from 3 to 40."),
        ("scale", "x", "Enter a whole number from 60 to 160."),
        ("paper", "a9", "Choose one of the options."),
        ("layout", "round", "Choose one of the options."),
        ("which", "due", "Log in to print the cards that are due for you"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["as a page", "by htmx"])
def test_a_bad_value_has_a_sentence_next_to_its_field(client, deck, field, value, sentence, headers):
    response = client.post(PAGE, sent(**{field: value}), headers=headers)
    assert response.status_code == 422
    assert sentence in response.text
    assert 'class="errorlist"' in response.text


def test_an_option_of_another_layout_cannot_be_wrong(client, deck):
    response = client.post(PAGE, sent(offset_x_mm="99", per_sheet="7"))
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("which=all", "There are no cards here yet"),
        ("which=cards", "There are no cards here yet"),
        ("which=due", "due"),
    ],
)
def test_a_deck_without_cards_says_so(client, deck, learner, query, sentence):
    deck.notes.all().delete()
    client.force_login(learner)
    text = client.get(f"{PAGE}?{query}").text
    assert sentence in text
    assert "<svg viewBox" not in text.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("way", "sentence"),
    [("due", "You have no cards due here"), ("leeches", "You have no leeches"), ("weakest", "none is weak")],
)
def test_a_learner_who_knows_nothing_yet_reads_why_there_is_nothing(client, learner, deck, way, sentence):
    client.force_login(learner)
    assert sentence in client.get(f"{PAGE}?which={way}").text


def test_a_course_is_printed_from_its_own_page(client, deck, lesson):
    text = client.get("/courses/multimodal/print/").text
    assert "<b>4 cards</b>" in text
    assert 'value="section"' not in text
    assert 'value="worksheet"' not in text
    assert 'href="/courses/multimodal/print/"' in client.get("/courses/multimodal/").text


@pytest.mark.parametrize("url", ["/decks/backbones/", "/courses/multimodal/backbones/practice/"])
def test_printing_flashcards_stays_one_click(client, lesson, url):
    text = client.get(url).text
    assert '<a class="button" href="/decks/backbones/print/cards.pdf">Print flashcards</a>' in text
    assert 'href="/decks/backbones/print/">Print options</a>' in text


def test_a_bad_value_is_reported_first_and_the_preview_stays(client, deck):
    response = client.post(PAGE, sent(margin_mm="99"))
    assert response.status_code == 422
    status = response.text.split('id="print-count"')[1].split("</p>")[0]
    assert '<a href="#id_margin_mm">Margins (mm): Enter a whole number from 3 to 40.</a>' in status
    assert "The first card as printed" in response.text


def test_who_logs_in_to_print_comes_back_to_the_same_choices(client, deck):
    assert "?next=%2Fdecks%2Fdiffusion%2Fprint%2F%3Flayout%3Dduplex" in client.get(f"{PAGE}?layout=duplex").text
