"""The source of a page as a whole: its head, what is warned of or refused, and any file of questions."""

from pathlib import Path

import pytest

from apps.formats.practice_page.markdown.source import read
from apps.formats.practice_page.records import SELF_CHECK
from apps.formats.problems import ImportProblem
from apps.formats.tests.support.practice_pages import ANSWER, page, warnings

PUBLIC_QUESTIONS = Path(__file__).parents[6] / "shared" / "material" / "markdown" / "lydiahallie_en.md"
SELF_CHECKED = f"## Self-check\n\n**1. Is it?**\n\n{ANSWER}\n"


def refused(text):
    with pytest.raises(ImportProblem) as problem:
        read(text)
    return problem.value


# front matter and what stands before the first section


def test_front_matter_has_the_properties_of_the_page():
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
    problem = refused("---\ntitle: Bread\ndescription: [never closed\n---\n" + SELF_CHECKED)
    assert problem.place.line == 3
    assert "front matter" in str(problem.message)


def test_imports_exports_rules_and_comments_are_left_out():
    found = page(
        "import Flashcard from '../F.astro';\nimport {\n  Grid,\n} from 'grid'\nexport const meta = {\n  a: 1,\n}",
        "{/* a note\n\nto ourselves */}",
        "<!-- and another -->",
        "Welcome {/* all */}to <!-- any -->bread.",
        "---",
        SELF_CHECKED,
    )
    assert found.introduction == "Welcome to bread."


def test_imports_and_comments_in_code_are_text():
    code = "```js\nimport x from 'y'\n// <!-- kept --> {/* kept */}\n```"
    (part,) = page("## Self-check", f"**1. What does it import?**\n\n{code}", ANSWER).parts
    assert part.items[0].front == f"What does it import?\n\n{code}"


# warnings


def test_a_wrong_count_is_a_warning():
    ((line, message),) = warnings("## Self-check", "Seven short questions. Try.", "**1. Is it?**", ANSWER)
    assert line == 3
    assert "7 questions" in message
    ((line, _message),) = warnings("## Flashcards", "10 cards.", "Q: Is it?\nA: Yes.")
    assert line == 3


def test_a_question_without_an_answer_is_imported_with_a_warning():
    found = page("## Self-check", "**1. Is it?**", ANSWER, "**2. And?**", "**3. Then?**", ANSWER, "**4. Last?**")
    assert [(item.front, item.back) for item in found.parts[0].items] == [
        ("Is it?", "Yes."),
        ("And?", ""),
        ("Then?", "Yes."),
        ("Last?", ""),
    ]
    assert [(warning.place.line, str(warning.message)) for warning in found.warnings] == [
        (11, "This question has no answer."),
        (21, "This question has no answer."),
    ]


def test_text_between_questions_is_not_lost():
    found = page("## Self-check", "**1. Is it?**", ANSWER, "Well done!", "**2. And?**", ANSWER)
    assert [item.back for item in found.parts[0].items] == ["Yes.\n\nWell done!", "Yes."]
    assert [warning.place.line for warning in found.warnings] == [11]


def test_an_empty_flashcard_is_a_warning():
    ((line, message),) = warnings("## Flashcards", '<Flashcard question="Is it?"></Flashcard>')
    assert line == 3
    assert "empty" in message


def test_a_heading_with_nothing_below_it_is_a_warning():
    ((line, message),) = warnings(SELF_CHECKED, "## Flashcards")
    assert line == 12
    assert "Flashcards" in message


def test_a_page_without_mistakes_has_no_warning():
    assert not warnings(
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
        (f"## Self-check\n\n{ANSWER}\n", 3, "This answer has no question"),
        (f"{SELF_CHECKED}\n</details>\n", 11, "</details>"),
        (f"{SELF_CHECKED}\n</Flashcard>\n", 11, "</Flashcard>"),
        (f"{SELF_CHECKED}\n<!-- open\n", 11, "comment"),
        ("## Flashcards\n\n<Flashcard>\nYes.\n</Flashcard>\n", 3, "question"),
        ('## Flashcards\n\n<Flashcard question="Say "x"?">\nYes.\n</Flashcard>\n', 3, "quotation mark"),
        ('## Flashcards\n\n<Flashcard question="Is it?>\nYes.\n</Flashcard>\n', 3, "tag"),
        ('## Flashcards\n\n<Flashcard question="a" answer="b" kind="odd" />\n', 3, "kind"),
        (f"# Bread\n\n{'## More\n\nWords.\n\n' * 1001}", 4003, "second-level"),
        ("# Bread\n\nJust words.\n", 0, "No questions"),
        ("", 0, "No questions"),
    ],
)
def test_a_page_that_would_lose_text_is_refused_with_the_line(text, line, word):
    problem = refused(text)
    assert problem.place.line == line
    assert word in str(problem.message)


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
def test_questions_may_be_under_headings_of_any_level(level):
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
    assert ["“Bread”" in str(warning.message) for warning in found.warnings] == [True]


def test_a_public_file_gives_all_its_155_questions():
    if not PUBLIC_QUESTIONS.exists():
        pytest.skip("The public file of questions is not here.")
    found = read(PUBLIC_QUESTIONS.read_text())
    (part,) = found.parts
    assert found.title == "JavaScript Questions"
    assert len(part.items) == 155
    assert all(item.front and item.back for item in part.items)
    assert not found.warnings
