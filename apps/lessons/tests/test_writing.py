from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.lessons.practice.records import (
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
from apps.lessons.practice.source import read
from apps.lessons.practice.writing import write

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
        front=draw(texts()),
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
def test_what_is_written_is_read_back_letter_by_letter(page):
    assert without_lines(read(write(page))) == without_lines(page)
