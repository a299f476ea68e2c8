"""Questions of a self-check: every way to mark them and to hide their answers."""

import pytest

from apps.formats.practice_page.records import SELF_CHECK
from apps.formats.problems import ImportProblem
from apps.formats.tests.support.practice_pages import ANSWER, page


def questions(*blocks):
    """The questions of a self-check as pairs of question and answer."""
    (part,) = page("## Self-check", *blocks).parts
    assert part.kind == SELF_CHECK
    return [(item.front, item.back) for item in part.items]


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


def test_details_in_a_summary_are_above_the_answer():
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


def test_the_introduction_and_the_closing_words_are_around_the_questions():
    (part,) = page("## Self-check", "One question. Try it.", "**1. Is it?**", ANSWER, "That was all.").parts
    assert (part.introduction, part.closing) == ("One question. Try it.", "That was all.")


def test_an_introduction_is_divided_from_a_question_without_a_number():
    (part,) = page("## Self-check", "Try this.", "Is it?", ANSWER).parts
    assert (part.introduction, part.items[0].front) == ("Try this.", "Is it?")


def test_rules_between_questions_are_left_out():
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
def test_an_answer_is_the_text_in_details(answer, back):
    ((_front, found),) = questions("**1. Is it?**", answer)
    if back is not None:
        assert found == back


def test_an_answer_in_an_answer_becomes_text():
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
        ("10<sup>3</sup> H<sub>2</sub>O x<sup>ab</sup>", "10³ H₂O x<sup>ab</sup>"),
        ("<div align='center'>\n\n<h4>Title</h4>\n\n</div>\n\nText", "#### Title\n\nText"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n\n- two"),
        ("<pre><code>a\n\nb &lt; c</code></pre>", "```\na\n\nb < c\n```"),
        ("`<b>code</b>` <pending>", "`<b>code</b>` <pending>"),
        ("<Aside>\n\nInside.\n\n</Aside>", "Inside."),
    ],
)
def test_html_becomes_markdown_outside_code(written, markdown):
    assert questions("**1. Is it?**", f"<details>\n\n{written}\n\n</details>") == [("Is it?", markdown)]


def test_id_kind_tags_and_remark_are_read():
    (part,) = page(
        "## Self-check",
        "**1. Is it?**",
        '<details data-guid="g&quot;1" data-kind="cloze" data-tags="a b">',
        "Yes.\n\n<aside>\n\nMore.\n\n</aside>",
        "</details>",
    ).parts
    (item,) = part.items
    assert (item.guid, item.kind, item.tags, item.back, item.extra) == ('g"1', "cloze", "a b", "Yes.", "More.")


def test_an_unknown_kind_is_refused_with_its_line_and_the_kinds_there_are():
    with pytest.raises(ImportProblem, match=r"Line 5: “riddle” isn’t a kind of card\. Use one of these: basic, "):
        page("## Self-check", "**1. Is it?**", '<details data-kind="riddle">\n\nYes.\n\n</details>')
