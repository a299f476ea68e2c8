from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.formats.practice_page.markdown.source import read
from apps.formats.practice_page.page_writer import write
from apps.formats.practice_page.records import (
    EXERCISE,
    FLASHCARDS,
    LETTERS,
    NAMED,
    NUMBERS,
    SELF_CHECK,
    WHOLE,
    Item,
    Page,
    Part,
)

NASTY = [
    *(
        "plain words",
        "What is it?",
        "Say \"x\" and 'y'",
        "a { b } c",
        r"\{ escaped \}",
        "{'{'}",
        "a | b",
        "`code`",
        "``a ` b``",
    ),
    *(
        "**bold**",
        "*soft*",
        "**",
        "`",
        "<details>",
        "</details>",
        "<summary>",
        "</Flashcard>",
        "<|im_start|>",
        "<b>x</b>",
    ),
    *(
        "&lt;b&gt; &amp; &copy;",
        "<!-- hidden -->",
        "{/* hidden */}",
        "{/*",
        "1. first\n2. second",
        "- a) one\n- b) two",
    ),
    *(
        "- **A: YES.** because",
        "- **B:** no",
        "A. lettered",
        "**1. numbered?**",
        "**Part A: named.** text",
        "**Q: old?**\nA: old.",
    ),
    *("## Self-check", "## Flashcards", "### 3. deep", "Heading\n---", "Title\n===", "---", "***", "    indented code"),
    *(
        "```\nQ: code\nA: code\n</details>\n```",
        "~~~py\n## no\n\n\n```\n~~~",
        "```text\nA. one\nB. two\n```",
        "```\nnever closed",
    ),
    *(
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "> quoted\n> > twice",
        "- list\n\n  - deeper\n\n    text",
        "$x^2$",
        "line  \nbreak\\\nagain",
    ),
    *(
        "**Expected outcome**",
        "**Expected outcome:** bread",
        "import x from 'y'",
        "export const a = 1",
        "<aside>\n\nextra\n\n</aside>",
    ),
    *(
        "Seven short questions.",
        "(in parentheses) text",
        "IN SCOPE or OUT",
        "FRESH. Yes.",
        " leading",
        "trailing ",
        "\ttab",
        "a\n\n\n\nb",
    ),
    *(
        "<div data-part='exercise'></div>",
        "# Title",
        "é ß 漢字 🙂",
        "\N{NO-BREAK SPACE}",
        "a\x0bb",
        "\x85",
        "\r",
        "\u2028",
        "\\",
    ),
]
SMOOTH = [
    "Why bread?",
    "It *rises*.",
    "With `yeast`.",
    "Two words",
    "One\nline more",
    "- a\n- b",
    "```py\nprint(1)\n```",
    "Para one.\n\nPara two.",
]
WORDS = st.text(alphabet="ab1 .:*`_-#|<>&\"'{}()[]\\\n", max_size=12)


def texts(smallest=0):
    pieces = st.one_of(st.sampled_from(SMOOTH), st.sampled_from(SMOOTH), st.sampled_from(NASTY), WORDS)
    return st.lists(pieces, min_size=smallest, max_size=3).map(lambda found: "\n\n".join(found))


LABELS = st.sampled_from(["", "YES", "NO", "In scope", "U-Net", "a|b", "**x**", "C & A", "`pad`", "One, two", "x."])
MARKS = st.sampled_from(["", "", "g1", "a b", "-", '"', "ü&<"])


@st.composite
def items(draw, labelled=False):
    label = draw(LABELS) if labelled else ""
    usual = "choice" if label else "basic"
    return Item(
        front=draw(texts().filter(str.strip)),
        back=draw(texts()),
        label=label,
        kind=draw(st.sampled_from([usual, usual, usual, "cloze"])),
        extra=draw(st.one_of(st.just(""), texts())),
        tags=draw(st.sampled_from(["", "", "one", "one two"])),
        guid=draw(MARKS),
    )


@st.composite
def parts(draw):
    kind = draw(st.sampled_from([SELF_CHECK, EXERCISE, EXERCISE, FLASHCARDS]))
    numbering = draw(st.sampled_from([LETTERS, NUMBERS, NAMED, WHOLE])) if kind == EXERCISE else LETTERS
    count = 1 if numbering == WHOLE else 4
    made = draw(st.lists(items(labelled=kind == EXERCISE), min_size=1, max_size=count))
    usual = {SELF_CHECK: "Self-check", FLASHCARDS: "Flashcards", EXERCISE: "Try it yourself: YES or NO?"}[kind]
    used = tuple(dict.fromkeys(item.label for item in made if item.label))
    return Part(
        kind=kind,
        title=draw(st.one_of(st.just(usual), st.just(usual), texts().map(lambda text: text[:40]))),
        introduction=draw(texts()),
        closing=draw(texts()),
        labels=draw(st.sampled_from([used, used, used[::-1], (*used, "MAYBE")])),
        numbering=numbering,
        items=tuple(made),
    )


@st.composite
def pages(draw):
    return Page(
        title=draw(st.one_of(st.just("Practice: bread"), texts())),
        description=draw(texts()),
        introduction=draw(texts()),
        parts=tuple(draw(st.lists(parts(), min_size=1, max_size=3))),
        language=draw(st.sampled_from(["", "en", "pt-BR"])),
        licence=draw(st.sampled_from(["", "CC BY-SA 4.0"])),
        attribution=draw(texts()),
        source_url=draw(st.sampled_from(["", "https://a.example/x?y=1&z=#q"])),
    )


def without_lines(page):
    parts = (replace(part, line=0, items=tuple(replace(item, line=0) for item in part.items)) for part in page.parts)
    return replace(page, warnings=(), parts=tuple(parts))


@settings(deadline=None)
@given(pages())
def test_a_written_page_is_read_back_character_by_character(page):
    assert without_lines(read(write(page))) == without_lines(page)


@settings(deadline=None)
@given(pages())
def test_a_second_export_is_the_first_one(page):
    text = write(page)
    assert write(read(text)) == text


BREAD = Page(
    title="Practice: Bread",
    description="Dough & heat",
    introduction="Welcome.",
    parts=(
        Part(
            SELF_CHECK,
            "Self-check",
            "Two questions.",
            items=(
                Item("Is *it* round?", "Yes.", guid="q1"),
                Item("Look:\n\n```py\nbake()\n```\n\nWhat now?", "- Wait.\n- Eat.", extra="Not hot.", tags="a b"),
            ),
        ),
        Part(
            EXERCISE,
            "Try it yourself: FRESH or OLD?",
            "Which is it?",
            "The pattern: bread ages.",
            ("FRESH", "OLD"),
            items=(
                Item("A loaf of today.", "Baked\ntoday.", "FRESH", "choice", guid="s1"),
                Item("A loaf:\n\n- of last week", "(mould). Throw it away.", "OLD", "choice", guid="s2"),
            ),
        ),
        Part(EXERCISE, "Try it yourself: bake", numbering=WHOLE, items=(Item("Bake.", "Done?"),)),
        Part(
            EXERCISE,
            "Try it yourself: steps",
            numbering=NAMED,
            items=(Item("**Step 1.** Knead.", "Dough."), Item("**Step 2.** Heat.", "Bread.")),
        ),
        Part(FLASHCARDS, "Flashcards", "One card.", items=(Item('Say "x"?', "Yes.\n\n- a", guid="c1"),)),
    ),
)


def test_a_usual_page_is_written_in_the_plainest_forms():
    text = write(BREAD)
    assert "**1. Is *it* round?**" in text
    assert '<details data-guid="q1">\n<summary>Show answer</summary>\n\nYes.\n\n</details>' in text
    assert "**2. Look:**\n\n```py" in text
    assert "- **B.** A loaf:\n\n  - of last week" in text
    assert '<details data-guids="s1 s2">' in text
    assert "- **A: FRESH.** Baked\n  today.\n- **B: OLD** (mould). Throw it away." in text
    assert "\n\nThe pattern: bread ages.\n\n</details>" in text
    assert '<Flashcard question=\'Say "x"?\' guid="c1">\n\nYes.\n\n- a\n\n</Flashcard>' in text
    assert not any(sign in text for sign in ("data-front", "data-part", "data-labels", "answer="))
    assert without_lines(read(text)) == without_lines(BREAD)
    assert not read(text).warnings


@pytest.mark.parametrize(
    ("front", "shown"),
    [
        ("What is **it**?", "**1.** What is **it**?"),
        ("`a ** b`", "**1. `a ** b`**"),
        ("- a\n- b", "**1.**\n\n- a\n- b"),
        ("2. What?", "**1.**\n\n2. What?"),
        ("One\nquestion", "**1. One\nquestion**"),
    ],
)
def test_a_question_is_bold_where_it_can_be(front, shown):
    assert shown in write(Page("", parts=(Part(SELF_CHECK, "Self-check", items=(Item(front, "Yes."),)),)))


@pytest.mark.parametrize(
    "nasty", ["</details>", "<!--", "```\nopen", "## Heading", "**2. Another?**", " space", "<b>tag</b>", "a\r\nb"]
)
def test_text_that_markdown_would_misread_is_in_an_attribute(nasty):
    page = Page("", parts=(Part(SELF_CHECK, "Self-check", items=(Item(f"What is\n\n{nasty}", nasty),)),))
    text = write(page)
    assert "data-front=" in text
    assert "\r" not in text
    assert without_lines(read(text)) == without_lines(page)


def test_a_part_may_have_any_title():
    page = Page("", parts=(Part(SELF_CHECK, "Warm up", items=(Item("Is it?", "Yes."),)),))
    text = write(page)
    assert '## Warm up\n\n<div data-part="self_check"></div>\n\n**1. Is it?**' in text
    assert without_lines(read(text)) == without_lines(page)


def test_unused_labels_are_written():
    part = replace(BREAD.parts[1], labels=("STALE", "FRESH", "OLD"))
    text = write(Page("", parts=(part,)))
    assert 'data-labels="STALE|FRESH|OLD"' in text
    assert read(text).parts[0].labels == part.labels
