"""One page as its source, as HTML and as text that was copied from it gives the same deck."""

import html as entities
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.cards.rendering.markdown import render
from apps.formats.practice_page import page_reader, page_writer
from apps.formats.practice_page.records import EXERCISE, FLASHCARDS, SELF_CHECK, Item
from apps.lessons.services.import_page import import_page
from apps.web.tests.support.examples import examples

SAMPLES = Path(__file__).parent / "samples"


def sample(form):
    name = f"night-watch.{form}"
    return page_reader.read(name, (SAMPLES / name).read_bytes())


def shown(text):
    return render(text).html


def words(text):
    return " ".join(entities.unescape(re.sub(r"<[^<>]*>", " ", shown(text))).split())


def letters(text):
    """The characters of a text, but for the spaces in it, which copying and marks of emphasis move."""
    return words(text).replace(" ", "")


def deck(page, of_text):
    """What becomes of a page, its texts as they are shown."""
    return [
        (
            *(part.kind, part.title, of_text(part.introduction), of_text(part.closing), part.labels, part.numbering),
            [(of_text(item.front), of_text(item.back), item.label, item.kind) for item in part.items],
        )
        for part in page.parts
    ]


def test_html_and_source_give_the_same_deck():
    assert deck(sample("html"), shown) == deck(sample("mdx"), shown)


def test_copied_text_gives_the_same_deck_in_plain_words():
    assert deck(sample("txt"), letters) == deck(sample("mdx"), letters)


@pytest.mark.parametrize("form", ["mdx", "html", "txt"])
def test_each_form_has_its_parts_and_no_warning(form):
    page = sample(form)
    assert page.warnings == ()
    assert (page.title, page.formatted) == ("Practice: Lights on the water", form != "txt")
    assert letters(page.introduction) == "Anightwatchismostlylooking.Threeparts,thencards."
    assert [(part.kind, len(part.items), part.labels) for part in page.parts] == [
        (SELF_CHECK, 4, ()),
        (EXERCISE, 3, ("GIVE WAY", "STAND ON")),
        (EXERCISE, 2, ("True", "False")),
        (EXERCISE, 1, ()),
        (FLASHCARDS, 4, ()),
    ]


@pytest.mark.parametrize("form", ["mdx", "html", "txt"])
def test_each_form_is_written_as_a_source_that_gives_the_same_deck_again(form):
    page = sample(form)
    assert deck(page_reader.read("again.mdx", page_writer.write(page).encode()), shown) == deck(page, shown)


@pytest.mark.django_db
def test_our_own_page_is_read_back_from_its_html(client, course):
    import_page(sample("mdx"), course, "lights")
    page = page_reader.read("lights.html", client.get("/courses/multimodal/lights/practice/").content)
    assert parts_with_items(page) == parts_with_items(sample("mdx"))


def test_html_has_the_properties_that_front_matter_has():
    page = sample("html")
    assert (page.description, page.language, page.source_url, page.licence) == (
        sample("mdx").description,
        "en",
        "https://example.org/night/lights/practice/",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    )


def test_the_lines_of_the_html_are_its_own():
    lines = (SAMPLES / "night-watch.html").read_text().splitlines()
    for item in sample("html").parts[0].items:
        assert words(item.front).split()[0] in lines[item.line - 1]


# Pages that are made up: of words that a label or a heading could not be taken for, so that their decks are known.
WORD = st.sampled_from(
    ["harbour", "tide", "5 < 6", "a*b", "x_y", "<buoy>", "`pos`", "R&D", "$5", "[fog]", "50%", "D.C."]
)
SENTENCE = st.lists(WORD, min_size=2, max_size=6).map(lambda some: f"When {' '.join(some)} is so.")
QUESTION = st.lists(WORD, min_size=1, max_size=5).map(lambda some: f"What is {' '.join(some)} for?")
TITLE, CLOSING = "Try it yourself: GIVE WAY or STAND ON?", "The pattern: keep clear."
LABELS = ("GIVE WAY", "STAND ON")
ITEMS = st.builds(Item, QUESTION, SENTENCE)
SCENARIOS = st.builds(Item, SENTENCE, SENTENCE, st.sampled_from(LABELS), st.just("choice"))
PAGES = st.tuples(
    st.lists(ITEMS, min_size=1, max_size=3), st.lists(SCENARIOS, min_size=2, max_size=4), st.lists(ITEMS, min_size=1)
)


def in_markdown(text):
    return re.sub(r"([*_`<&\[$])", r"\\\1", text)


def named(items):
    return zip("ABCD", items, strict=False)


def as_source(questions, scenarios, cards):
    show = in_markdown
    answer = "<details>\n<summary>Show answer</summary>\n\n{}\n\n</details>"
    asked = [f"**{n}. {show(one.front)}**\n\n{answer.format(show(one.back))}" for n, one in enumerate(questions, 1)]
    listed = [f"- {name}) {show(one.front)}" for name, one in named(scenarios)]
    answers = [f"- **{name}: {one.label}.** {show(one.back)}" for name, one in named(scenarios)]
    return "\n\n".join(
        [
            *("# Practice: Tides", "## Self-check", *asked, f"## {TITLE}", "Say which.", "\n".join(listed)),
            answer.format("\n".join(answers) + f"\n\n{CLOSING}"),
            *("## Flashcards", *(f"**Q: {show(card.front)}**\nA: {show(card.back)}" for card in cards)),
        ]
    )


def as_html(questions, scenarios, cards):
    show = entities.escape
    answer = "<details><summary>Show answer</summary>{}</details>\n"
    asked = [
        f"<p><strong>{n}. {show(one.front)}</strong></p>{answer.format(f'<p>{show(one.back)}</p>')}"
        for n, one in enumerate(questions, 1)
    ]
    listed = [f"<li>{name}) {show(one.front)}" for name, one in named(scenarios)]
    answers = [f"<li><strong>{name}: {one.label}.</strong> {show(one.back)}</li>\n" for name, one in named(scenarios)]
    card = '<div class="flashcard"><p class="front">{}</p><p class="back">{}</p></div>'
    return "".join(
        [
            *("<!doctype html><title>Tides</title><main><h1>Practice: Tides</h1><h2>Self-check</h2>", *asked),
            *(f"<h2>{TITLE}</h2><p>Say which.<ul>", *listed, "</ul>"),
            answer.format(f"<ul>{''.join(answers)}</ul><p>{CLOSING}</p>"),
            *("<h2>Flashcards</h2>", *(card.format(show(one.front), show(one.back)) for one in cards), "</main>"),
        ]
    )


def as_text(questions, scenarios, cards):
    return "".join(
        [
            "Practice: Tides\nSelf-check\nSection titled “Self-check”",
            *(f"{n}. {one.front}\nShow answer\n{one.back}\n" for n, one in enumerate(questions, 1)),
            f"{TITLE}\nSection titled “{TITLE}”Say which.\n",
            *(f"{name}. {one.front}" for name, one in named(scenarios)),
            "Show answer\n",
            *(f"- {name}: {one.label}. {one.back}\n" for name, one in named(scenarios)),
            f"{CLOSING}\nFlashcards\nSection titled “Flashcards”",
            *(f"Q. {card.front}\n{card.back}\n" for card in cards),
        ]
    )


def made_up(questions, scenarios, cards):
    """The deck of a page that is made up, in letters."""
    parts = [
        [("".join(one.front.split()), "".join(one.back.split()), one.label, one.kind) for one in items]
        for items in (questions, scenarios, cards)
    ]
    return [parts, tuple(dict.fromkeys(one.label for one in scenarios)), "".join(CLOSING.split())]


def parts_with_items(page):
    parts = [
        [(letters(one.front), letters(one.back), one.label, one.kind) for one in part.items] for part in page.parts
    ]
    return [parts, page.parts[1].labels, letters(page.parts[1].closing)]


@settings(max_examples=examples(60), deadline=None)
@given(PAGES)
def test_any_page_gives_the_same_deck_in_all_forms(made):
    for name, form in (("page.mdx", as_source), ("page.html", as_html), ("", as_text)):
        page = page_reader.read(name, form(*made).encode())
        assert parts_with_items(page) == made_up(*made), name
        assert page.warnings == ()
