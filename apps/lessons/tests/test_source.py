"""The source of a page: each shape of questions and flashcards that practice pages are written in."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.lessons.practice.records import EXERCISE, FLASHCARDS, SELF_CHECK, Refused
from apps.lessons.practice.source import read

PUBLIC_QUESTIONS = Path(__file__).parents[4] / "shared" / "material" / "markdown" / "lydiahallie_en.md"
ANSWER = "<details><summary>Show answer</summary>\n\nYes.\n\n</details>"
SELF_CHECKED = f"## Self-check\n\n**1. Is it?**\n\n{ANSWER}\n"


def page(*blocks):
    return read("\n\n".join(blocks))


def questions(*blocks):
    """The questions of a self-check as pairs of question and answer."""
    (part,) = page("## Self-check", *blocks).parts
    assert part.kind == SELF_CHECK
    return [(item.front, item.back) for item in part.items]


def cards(*blocks):
    (part,) = page("## Flashcards", *blocks).parts
    assert part.kind == FLASHCARDS
    return [(item.front, item.back) for item in part.items]


def warned(*blocks):
    return [(warning.line, warning.message) for warning in page(*blocks).warnings]


def refused(text):
    with pytest.raises(Refused) as refusal:
        read(text)
    return refusal.value


# front matter and what stands before the first section


def test_front_matter_says_what_the_page_is():
    found = page(
        "---\ntitle: 'Practice: Bread'\ndescription: Dough and heat.\nlanguage: en\nlicense: CC BY 4.0\n"
        "attribution: The bakers\nsource: https://bread.example/x\nsidebar:\n  order: 3\n---",
        SELF_CHECKED,
    )
    assert (found.title, found.description, found.language) == ("Practice: Bread", "Dough and heat.", "en")
    assert (found.licence, found.attribution, found.source_url) == (
        "CC BY 4.0",
        "The bakers",
        "https://bread.example/x",
    )


def test_a_title_that_yaml_would_take_for_a_date_or_a_yes_stays_as_written():
    assert page("---\ntitle: 2024-01-31\ndescription: Yes\n---", SELF_CHECKED).title == "2024-01-31"
    assert page("---\ntitle: Yes\n---", SELF_CHECKED).title == "Yes"


def test_without_front_matter_the_first_heading_is_the_title():
    found = page("# All about *bread*", "Welcome.", SELF_CHECKED)
    assert (found.title, found.introduction) == ("All about *bread*", "Welcome.")


def test_a_heading_that_repeats_the_title_is_no_introduction():
    found = page("---\ntitle: Bread\n---", "# Bread", "Welcome.", SELF_CHECKED)
    assert (found.title, found.introduction) == ("Bread", "Welcome.")


def test_broken_front_matter_is_refused_with_its_line():
    refusal = refused("---\ntitle: Bread\ndescription: [never closed\n---\n" + SELF_CHECKED)
    assert refusal.line == 3
    assert "front matter" in refusal.message


def test_imports_exports_rules_and_comments_are_no_text_of_the_page():
    found = page(
        "import Flashcard from '../F.astro';\nimport {\n  Grid,\n} from 'grid'\nexport const meta = {\n  a: 1,\n}",
        "{/* a note\n\nto ourselves */}",
        "<!-- and another -->",
        "Welcome {/* all */}to <!-- any -->bread.",
        "---",
        SELF_CHECKED,
    )
    assert found.introduction == "Welcome to bread."


def test_imports_and_comments_in_code_are_kept():
    code = "```js\nimport x from 'y'\n// <!-- kept --> {/* kept */}\n```"
    assert questions(f"**1. What does it import?**\n\n{code}", ANSWER) == [(f"What does it import?\n\n{code}", "Yes.")]


# self-check


@pytest.mark.parametrize(
    "title", ["Self-check", "SELF-CHECK", "Self check", "Selfcheck", "Self-check questions", "🧠 Self-Check"]
)
def test_a_self_check_is_known_by_its_heading(title):
    (part,) = page(f"## {title}", "**1. Is it?**", ANSWER).parts
    assert (part.kind, part.title) == (SELF_CHECK, title)


@pytest.mark.parametrize(
    "question",
    [
        "**1. Is bread round?**",
        "**1) Is bread round?**",
        "**1.** Is bread round?",
        "**Question 1. Is bread round?**",
        "**Q1: Is bread round?**",
        "<strong>1. Is bread round?</strong>",
        "### 1. Is bread round?",
        "#### Is bread round?",
        "1. **Is bread round?**",
        "1. Is bread round?",
        "**Is bread round?**",
        "Is bread round?",
    ],
)
def test_a_question_loses_its_number(question):
    assert questions(question, ANSWER) == [("Is bread round?", "Yes.")]


@pytest.mark.parametrize(
    "summary",
    ["Show answer", "Check your work", "What you'll see", "Answer", "<b>Reveal</b>", "", "See the solution", "Hint"],
)
def test_the_plain_wording_of_a_summary_is_dropped(summary):
    answer = f"<details><summary>{summary}</summary>Yes.</details>"
    assert questions("**1. Is it?**", answer) == [("Is it?", "Yes.")]


def test_what_a_summary_tells_stands_above_the_answer():
    answer = "<details><summary>Show answer (worked example: two loaves)</summary>Yes.</details>"
    assert questions("**1. Is it?**", answer) == [("Is it?", "*Worked example: two loaves*\n\nYes.")]


def test_a_summary_may_be_the_question():
    asked = "<details>\n<summary>1. Is bread round?</summary>\nYes.\n</details>"
    assert questions(asked, asked.replace("bread", "cake")) == [("Is bread round?", "Yes."), ("Is cake round?", "Yes.")]


def test_a_question_may_span_lines_inside_its_bold_print():
    assert questions("**1. Is bread\nround or\nflat?**", ANSWER) == [("Is bread\nround or\nflat?", "Yes.")]


def test_a_question_may_have_code_and_lists():
    front = "What does it print?\n\n```py\nprint(1)\n```\n\n- a: 1\n- b: 2\n\nChoose one."
    assert questions(f"**1. {front[:19]}**{front[19:]}", ANSWER) == [(front, "Yes.")]


def test_bold_words_in_a_question_stay_bold():
    assert questions("**1. Is it?** Choose **one**.", ANSWER) == [("**Is it?** Choose **one**.", "Yes.")]
    assert questions("**1.** Is **bread** round?", ANSWER) == [("Is **bread** round?", "Yes.")]


def test_the_introduction_and_the_closing_words_stand_around_the_questions():
    (part,) = page("## Self-check", "One question. Try it.", "**1. Is it?**", ANSWER, "That was all.").parts
    assert (part.introduction, part.closing) == ("One question. Try it.", "That was all.")


def test_an_introduction_is_told_from_a_question_that_is_not_marked():
    (part,) = page("## Self-check", "Try this.", "Is it?", ANSWER).parts
    assert (part.introduction, part.items[0].front) == ("Try this.", "Is it?")


def test_rules_between_questions_are_no_text():
    assert questions("**1. Is it?**", ANSWER, "---", "**2. And now?**", ANSWER, "---") == [
        ("Is it?", "Yes."),
        ("And now?", "Yes."),
    ]


@pytest.mark.parametrize(
    ("answer", "back"),
    [
        ("<details><summary>Show answer</summary>Yes.</details>", "Yes."),
        ("<details>\n  <summary>Show answer</summary>\n  Yes,\n  it is.\n</details>", "Yes,\nit is."),
        ("<DETAILS open><SUMMARY>Show answer</SUMMARY>\n\nYes.\n</DETAILS>", "Yes."),
        ("<details>\n\nYes.\n\n- a\n  - b\n\n</details>", "Yes.\n\n- a\n  - b"),
        (
            "<details><summary>Show answer</summary>\n\n```html\n</details>\n```\n\n</details>",
            "```html\n</details>\n```",
        ),
        ("<details><summary>Show answer</summary>\n\nSay `</details>` or \\</details>.\n\n</details>", None),
        ("<details>\n\nOut.\n\n<details><summary>More on it</summary>In.</details>\n\n</details>", None),
    ],
)
def test_an_answer_is_what_stands_in_details(answer, back):
    ((_front, found),) = questions("**1. Is it?**", answer)
    if back is not None:
        assert found == back


def test_an_answer_in_an_answer_is_kept_as_text():
    answer = "<details>\n\nOut.\n\n<details><summary>More on it</summary>In.</details>\n\n</details>"
    ((_front, back),) = questions("**1. Is it?**", answer)
    assert "Out." in back
    assert "**More on it**\n\nIn." in back


def test_tags_in_code_and_escaped_ones_are_text():
    text = "Say `</details>`, `` `<details>` `` or \\</details>."
    assert questions("**1. Is it?**", f"<details>\n\n{text}\n\n</details>") == [("Is it?", text)]


@pytest.mark.parametrize(
    "text",
    [
        "<|im_start|>",
        "&lt;b&gt; &amp; &copy;",
        r"\{ braces \}",
        "a | b",
        "`code` and ``a ` b``",
        "x < 5 and y > 3",
        "List<T>",
    ],
)
def test_entities_braces_pipes_and_backticks_survive(text):
    assert questions(f"**1. What is {text}?**", f"<details>\n\nIt is {text}.\n\n</details>") == [
        (f"What is {text}?", f"It is {text}.")
    ]


@pytest.mark.parametrize(
    ("written", "markdown"),
    [
        ("{'{'} and {\"}\"}", "{ and }"),
        ("<b>bold</b> <i>soft</i> <del>gone</del>", "**bold** *soft* ~~gone~~"),
        ("<code>a &lt; b</code> <kbd>Enter</kbd>", "`a < b` `Enter`"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One<br/>two<br>\nthree", "One\\\ntwo\\\nthree"),
        ("<a href='https://bread.example/'>here</a>", "[here](https://bread.example/)"),
        ("<img src='a.png' alt='a loaf'>", "![a loaf](a.png)"),
        ("10<sup>3</sup> H<sub>2</sub>O x<sup>ab</sup>", "10³ H₂O x^(ab)"),
        ("<div align='center'>\n\n<h4>Title</h4>\n\n</div>\n\nText", "#### Title\n\nText"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n\n- two"),
        ("<pre><code>a\n\nb &lt; c</code></pre>", "```\na\n\nb < c\n```"),
        ("`<b>code</b>` <pending>", "`<b>code</b>` <pending>"),
        ("<Aside>\n\nInside.\n\n</Aside>", "Inside."),
    ],
)
def test_html_becomes_markdown_outside_code(written, markdown):
    assert questions("**1. Is it?**", f"<details>\n\n{written}\n\n</details>") == [("Is it?", markdown)]


def test_identifier_kind_tags_and_remark_are_read():
    (part,) = page(
        "## Self-check",
        "**1. Is it?**",
        '<details data-guid="g&quot;1" data-kind="cloze" data-tags="a b">',
        "Yes.\n\n<aside>\n\nMore.\n\n</aside>",
        "</details>",
    ).parts
    (item,) = part.items
    assert (item.guid, item.kind, item.tags, item.back, item.extra) == ('g"1', "cloze", "a b", "Yes.", "More.")


# flashcards


@pytest.mark.parametrize(
    ("card", "front", "back"),
    [
        ('<Flashcard question="Is it?">Yes.</Flashcard>', "Is it?", "Yes."),
        ("<Flashcard question='Say \"x\"?'>\nYes.\n</Flashcard>", 'Say "x"?', "Yes."),
        ('<Flashcard question="&quot;a&quot; &lt;b&gt;&#10;c">Yes.</Flashcard>', '"a" <b>\nc', "Yes."),
        ('<Flashcard\n  question="Is\n    it?"\n>\n  Yes.\n\n  - a\n</Flashcard>', "Is\nit?", "Yes.\n\n- a"),
        ('<Flashcard question={"Say \\"x\\"?"}>Yes.</Flashcard>', 'Say "x"?', "Yes."),
        ("<Flashcard question={'It\\'s?'}>Yes.</Flashcard>", "It's?", "Yes."),
        ("<Flashcard question={`Is \\`x\\` > 3?`}>Yes.</Flashcard>", "Is `x` > 3?", "Yes."),
        ('<Flashcard question="Is it?" answer="Yes." />', "Is it?", "Yes."),
        ('<Flashcard question="Is it?">\n\nYes.\n\n```py\n</Flashcard>\n```\n\n- a\n\n</Flashcard>', "Is it?", None),
        ("**Q: Is it?**\nA: Yes.", "Is it?", "Yes."),
        ("**Q: Is it?**\n\nA: Yes.\n\nAnd more.\n\n- a", "Is it?", "Yes.\n\nAnd more.\n\n- a"),
        ("**Q:** Is it?\n**A:** Yes.", "Is it?", "Yes."),
        ("Q: Is it?\nA: Yes.", "Is it?", "Yes."),
        ("**Q1. Is\nit?**\nA1. Yes.", "Is\nit?", "Yes."),
        ("- **Q: Is it?**\n  A: Yes.", "Is it?", "Yes."),
        ("**Q: Is it?**\nA: See:\n\n```text\nQ: not me\nA: nor me\n```", "Is it?", None),
    ],
)
def test_a_flashcard_is_written_in_a_tag_or_in_two_lines(card, front, back):
    ((found_front, found_back),) = cards(card)
    assert found_front == front
    assert back is None or found_back == back


def test_code_in_a_flashcard_may_look_like_the_end_of_it_or_like_another():
    code = "```py\n</Flashcard>\nQ: not me\nA: nor me\n```"
    assert cards(f'<Flashcard question="Is it?">\n\n{code}\n\n</Flashcard>') == [("Is it?", code)]
    assert cards(f"Q: Is it?\nA: See:\n\n{code}\n\nQ: And?\nA: No.") == [("Is it?", f"See:\n\n{code}"), ("And?", "No.")]


def test_flashcards_have_introduction_identifier_kind_and_tags():
    (part,) = page(
        "## Flashcards", "One card. Click it.", '<Flashcard question="A {{c1::b}}" guid="g1" kind="cloze" tags="a b" />'
    ).parts
    (item,) = part.items
    assert part.introduction == "One card. Click it."
    assert (item.guid, item.kind, item.tags) == ("g1", "cloze", "a b")


def test_flashcards_need_no_heading_of_their_name():
    (part,) = page("## Cards", '<Flashcard question="Is it?">Yes.</Flashcard>').parts
    assert (part.kind, part.title) == (FLASHCARDS, "Cards")
    (part,) = page("Welcome.", '<Flashcard question="Is it?">Yes.</Flashcard>').parts
    assert (part.kind, part.title, part.introduction) == (FLASHCARDS, "Flashcards", "Welcome.")


def test_words_after_the_flashcards_are_closing_words():
    found = page("## Flashcards", "Q: Is it?\nA: Yes.", "## Further reading", "A book.")
    (part,) = found.parts
    assert part.closing == "### Further reading\n\nA book."
    assert [warning.line for warning in found.warnings] == [6]


# warnings


def test_another_number_than_there_are_is_a_warning():
    ((line, message),) = warned("## Self-check", "Seven short questions. Try.", "**1. Is it?**", ANSWER)
    assert line == 3
    assert "7 questions" in message
    ((line, _message),) = warned("## Flashcards", "10 cards.", "Q: Is it?\nA: Yes.")
    assert line == 3


def test_a_question_without_an_answer_is_kept_and_warned_of():
    found = page("## Self-check", "**1. Is it?**", ANSWER, "**2. And?**", "**3. Then?**", ANSWER, "**4. Last?**")
    assert [(item.front, item.back) for item in found.parts[0].items] == [
        ("Is it?", "Yes."),
        ("And?", ""),
        ("Then?", "Yes."),
        ("Last?", ""),
    ]
    assert [(warning.line, warning.message) for warning in found.warnings] == [
        (11, "A question without an answer."),
        (21, "A question without an answer."),
    ]


def test_text_between_questions_is_not_lost():
    found = page("## Self-check", "**1. Is it?**", ANSWER, "Well done!", "**2. And?**", ANSWER)
    assert [item.back for item in found.parts[0].items] == ["Yes.\n\nWell done!", "Yes."]
    assert [warning.line for warning in found.warnings] == [11]


def test_an_empty_flashcard_is_a_warning():
    ((line, message),) = warned("## Flashcards", '<Flashcard question="Is it?"></Flashcard>')
    assert line == 3
    assert "empty" in message


def test_a_heading_with_nothing_below_it_is_a_warning():
    ((line, message),) = warned(SELF_CHECKED, "## Flashcards")
    assert line == 12
    assert "Flashcards" in message


def test_a_sound_page_has_no_warning():
    assert not warned(
        "---\ntitle: Practice\n---",
        "## Self-check",
        "Two questions. Answer one question before opening the next.",
        "**1. Is it?**",
        ANSWER,
        "**2. Is it?**",
        ANSWER,
        "## Flashcards",
        "Two cards. One card per page.",
        "Q: Is it?\nA: Yes.\n\nQ: And?\nA: No.",
    )


# refusals


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("## Self-check\n\n**1. Is it?**\n\n<details><summary>A</summary>\n\nYes.\n\n## Next\n", 5, "<details>"),
        ("## Flashcards\n\n<Flashcard question='Is it?'>\n\nYes.\n", 3, "<Flashcard>"),
        ("## Flashcards\n\n<Flashcard question='a'>\n\n<Flashcard question='b'>\nb\n</Flashcard>\n", 3, "<Flashcard>"),
        (f"{SELF_CHECKED}\n## Try it\n\n```\nA. one\n\n{ANSWER}", 13, "code"),
        (f"## Self-check\n\nHello.\n\n**1. Is it?**\n\n{ANSWER}\n\n{ANSWER}\n", 13, "without a question"),
        (f"## Self-check\n\n{ANSWER}\n", 3, "without a question"),
        (f"{SELF_CHECKED}\n</details>\n", 11, "</details>"),
        (f"{SELF_CHECKED}\n</Flashcard>\n", 11, "</Flashcard>"),
        (f"{SELF_CHECKED}\n<!-- open\n", 11, "comment"),
        ("## Flashcards\n\n<Flashcard>\nYes.\n</Flashcard>\n", 3, "question"),
        ('## Flashcards\n\n<Flashcard question="Say "x"?">\nYes.\n</Flashcard>\n', 3, "quotation mark"),
        ('## Flashcards\n\n<Flashcard question="Is it?>\nYes.\n</Flashcard>\n', 3, "tag"),
        ('## Flashcards\n\n<Flashcard question="a" answer="b" kind="odd" />\n', 3, "kind"),
        (f"# Bread\n\n{'## More\n\nWords.\n\n' * 1001}", 4003, "second-level"),
        ("# Bread\n\nJust words.\n", 0, "no question"),
        ("", 0, "no question"),
    ],
)
def test_what_would_be_lost_is_refused_with_its_line(text, line, word):
    refusal = refused(text)
    assert refusal.line == line
    assert word in refusal.message


# any file of questions


def test_any_file_of_questions_under_headings_is_a_self_check():
    found = page(
        "# Bread quiz",
        "Welcome.",
        "<details><summary>See 3 translations</summary>\n\n- one\n\n</details>",
        "---",
        "###### 1. What's the output?",
        "```js\nbake()\n```",
        "- A: `1`\n- B: `2`",
        "<details><summary><b>Answer</b></summary>\n<p>\n\n#### Answer: B\n\nIt is <i>two</i>.\n\n</p>\n</details>",
        "---",
        "###### 2. Which one?",
        "<details><summary><b>Answer</b></summary>\n<p>\n\nThe first.\n\n</p>\n</details>",
    )
    (part,) = found.parts
    assert (found.title, part.kind) == ("Bread quiz", SELF_CHECK)
    assert "See 3 translations" in found.introduction
    assert [(item.front, item.back) for item in part.items] == [
        ("What's the output?\n\n```js\nbake()\n```\n\n- A: `1`\n- B: `2`", "#### Answer: B\n\nIt is *two*."),
        ("Which one?", "The first."),
    ]
    assert not found.warnings


@pytest.mark.parametrize("level", range(1, 7))
def test_questions_may_stand_under_headings_of_any_level(level):
    asked = f"{'#' * level} What is it?"
    (part,) = page("Hello.", asked, "Bread or cake.", ANSWER, asked, ANSWER).parts
    assert [item.front for item in part.items] == ["What is it?\n\nBread or cake.", "What is it?"]


def test_a_topic_heading_may_group_questions_whose_summaries_ask():
    found = page(
        "# Quiz",
        "## Bread",
        "<details>\n<summary>Is it round?</summary><br><b>\n\nYes.\n\nOften.\n</b></details>",
        "<details>\n<summary>Is it flat?</summary><br><b>\n\nNo.\n</b></details>",
    )
    assert [(item.front, item.back) for item in found.parts[0].items] == [
        ("Is it round?", "Yes.\n\nOften."),
        ("Is it flat?", "No."),
    ]
    assert ["“Bread”" in warning.message for warning in found.warnings] == [True]


def test_a_public_file_gives_all_its_155_questions():
    if not PUBLIC_QUESTIONS.exists():
        pytest.skip("The public file of questions is not here.")
    found = read(PUBLIC_QUESTIONS.read_text())
    (part,) = found.parts
    assert found.title == "JavaScript Questions"
    assert len(part.items) == 155
    assert all(item.front and item.back for item in part.items)
    assert not found.warnings


# anything at all

SAMPLE = f"""---
title: "Practice: Bread"
---
import Flashcard from 'f'

{SELF_CHECKED}
## Try it yourself: FRESH or OLD?

Which is it? `code` {{'{{'}} <b>bold</b>

```
A. A loaf of today
   from the oven.
B. A loaf of last week.
```

<details><summary>Show answer</summary>

- **A: FRESH.** Today.
- **B: OLD** (mould). Week.

The pattern: bread ages.

</details>

## Try it yourself: steps

**Part A: dough.** Knead.

<details><summary>Show answer</summary>Done.</details>

### Part B: oven

Heat.

**Expected outcome:** hot.

## Flashcards

Two cards.

<Flashcard question='Say "x"?'>

```py
Q: no
```

</Flashcard>

**Q: Old?**
A: Yes.
"""
CUTS = sorted({0, len(SAMPLE), *(index for index, sign in enumerate(SAMPLE) if sign in "\n<>*`#-:\"'")})
THROWN_IN = st.sampled_from(
    ["\n", "\n\n", "<details>", "</details>", "```", "**", "`", '"', "'", "<", ">", "{", "## ", "- ", "\t", "\0"]
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CUTS), st.sampled_from(CUTS), THROWN_IN), min_size=1, max_size=4))
def test_a_page_that_was_cut_about_is_read_or_refused_with_a_sentence(changes):
    text = SAMPLE
    for start, end, thrown_in in changes:
        text = text[:start] + thrown_in + text[min(end, start + 40) :]
    read_or_refused(text)


@settings(deadline=None)
@given(st.text(alphabet="ab1.:*`~_-#|<>/&\"'{}()[]\\=QA \n\t", max_size=200))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    read_or_refused(f"## Flashcards\n\n{text}\n\n{SELF_CHECKED}")
    read_or_refused(text)


def read_or_refused(text):
    last = text.count("\n") + 1
    try:
        found = read(text)
    except Refused as refusal:
        sentence, lines = refusal.message, [refusal.line or 1]
    else:
        sentence, lines = "Read.", [warning.line for warning in found.warnings]
        assert {part.kind for part in found.parts} <= {SELF_CHECK, EXERCISE, FLASHCARDS}
    assert sentence.endswith(".")
    assert all(0 < line <= last for line in lines)
