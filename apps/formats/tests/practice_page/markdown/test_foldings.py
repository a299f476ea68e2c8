"""Foldings of other page builders are questions and answers like `<details>`."""

from textwrap import indent

import pytest

from apps.formats.markdown import deck_file
from apps.formats.practice_page import page_reader

YEAST = ("What does yeast eat?", "Sugar.")
SALT = ("What does salt do?", "It slows the yeast.")
FOLDED = {
    "mkdocs asks": (
        '??? question "What does yeast eat?"\n    Sugar.\n\n??? faq "What does salt do?"\n    It slows the yeast.'
    ),
    "mkdocs answers": (
        "What does yeast eat?\n\n??? success\n    Sugar.\n\nWhat does salt do?\n\n"
        '??? success "Show answer"\n\n    It slows the yeast.\n'
    ),
    "mkdocs in an open one": (
        '!!! question "What does yeast eat?"\n\n    ??? success "Answer"\n        Sugar.\n'
        '!!! question "What does salt do?"\n\n    ??? success "Answer"\n        It slows the yeast.\n'
    ),
    "mkdocs in a folded one": (
        '??? question "What does yeast eat?"\n    ??? tip "Solution"\n        Sugar.\n'
        '??? question "What does salt do?"\n    ??? tip "Solution"\n        It slows the yeast.\n'
    ),
    "mkdocs below a list": (
        '1. What does yeast eat?\n\n    ??? note "Answer"\n        Sugar.\n\n'
        '2. What does salt do?\n\n    ??? note "Answer"\n        It slows the yeast.\n'
    ),
    "material blocks": (
        "/// details | What does yeast eat?\n    type: question\n\nSugar.\n///\n\n"
        "/// details | What does salt do?\nIt slows the yeast.\n///\n"
    ),
    "MyST colons": (
        "**Q1.** What does yeast eat?\n\n::::{dropdown} Answer\n:color: info\n:animate: fade-in\n\nSugar.\n::::\n\n"
        "**Q2.** What does salt do?\n\n:::{dropdown}\nIt slows the yeast.\n:::\n"
    ),
    "MyST admonitions": (
        "What does yeast eat?\n\n```{admonition} Click to see\n:class: dropdown, tip\nSugar.\n```\n\n"
        "What does salt do?\n\n~~~{note}\n---\nclass: toggle\n---\nIt slows the yeast.\n~~~\n"
    ),
    "MyST exercises": (
        "```{exercise}\n:label: one\n\nWhat does yeast eat?\n```\n\n"
        "```{solution} one\n:class: dropdown\nSugar.\n```\n\n"
        "What does salt do?\n\n```{toggle}\nIt slows the yeast.\n```\n"
    ),
    "VitePress": (
        "**1. What does yeast eat?**\n\n::: details\nSugar.\n:::\n\n**2. What does salt do?**\n\n"
        ":::details Click me to view the answer\nIt slows the yeast.\n:::\n"
    ),
    "VitePress asks": (
        "::: details What does yeast eat?\nSugar.\n:::\n::: details What does salt do?\nIt slows the yeast.\n:::\n"
    ),
    "HackMD": (
        "What does yeast eat?\n\n:::spoiler Answer\nSugar.\n:::\n\n"
        "What does salt do?\n\n:::spoiler\nIt slows the yeast.\n:::"
    ),
    "a frame around": (
        ":::: info Question\nWhat does yeast eat?\n\n::: details Answer\nSugar.\n:::\n::::\n\n"
        "What does salt do?\n\n::: details Answer\nIt slows the yeast.\n:::\n"
    ),
    "Quarto": (
        'What does yeast eat?\n\n::: {.callout-note collapse="true"}\n\n## Answer\n\nSugar.\n:::\n\n'
        "What does salt do?\n\n:::: {.callout-tip appearance='simple' collapse=true title='Solution'}\n"
        "It slows the yeast.\n::::\n"
    ),
    "open at first": (
        '???+ question "What does yeast eat?"\n    Sugar.\n\n'
        "::: details What does salt do? {open}\nIt slows the yeast.\n:::\n"
    ),
    "open by an option": (
        ":::{dropdown} What does yeast eat?\n:open:\nSugar.\n:::\n\n"
        "```{dropdown} What does salt do?\n---\nopen: true\n---\nIt slows the yeast.\n```\n"
    ),
    "open callouts": (
        "::: {.callout-note collapse=false}\n## What does yeast eat?\nSugar.\n:::\n\n"
        "> [!faq]+ What does salt do?\n> It slows the yeast.\n"
    ),
    "Quarto asks": (
        '::: {.callout-note collapse="true"}\n## What does yeast eat?\nSugar.\n:::\n\n'
        '::: {.callout-note collapse="true" title="What does salt do?"}\nIt slows the yeast.\n:::\n'
    ),
    "Obsidian": (
        "> [!question]- What does yeast eat?\n> Sugar.\n\n> [!faq]- What does salt do?\n> It slows the yeast.\n"
    ),
    "Obsidian in each other": (
        "> [!question] What does yeast eat?\n> > [!success]- Answer\n> > Sugar.\n\n"
        "> [!question] What does salt do?\n>> [!success]- Answer\n>> It slows the yeast.\n"
    ),
    "Hugo": (
        'What does yeast eat?\n\n{{< details "Answer" >}}\nSugar.\n{{< /details >}}\n\n'
        '{{% details title="What does salt do?" closed="true" %}}\nIt slows the yeast.\n{{% /details %}}\n'
    ),
    "Discourse": (
        'What does yeast eat?\n\n[details="Answer"]\nSugar.\n[/details]\n\n'
        "What does salt do?\n\n[details]\nIt slows the yeast.\n[/details]\n"
    ),
    "details in quotations": (
        "> **Q: What does yeast eat?**\n>\n> <details>\n> <summary>Show</summary>\n>\n> Sugar.\n> </details>\n\n"
        ">**What does salt do?**\n>\n><details><summary>Answer</summary>It slows the yeast.</details>\n"
    ),
    "details in a numbered list": (
        "1. What does yeast eat?\n   <details>\n   <summary>Answer</summary>\n\n   Sugar.\n\n   </details>\n\n"
        "2. What does salt do?\n   <details>\n   <summary>Answer</summary>\n\n   It slows the yeast.\n\n   </details>\n"
    ),
    "details in a list": (
        "- What does yeast eat?\n  <details><summary>Answer</summary>Sugar.</details>\n"
        "- What does salt do?\n  <details><summary>Answer</summary>It slows the yeast.</details>\n"
    ),
    "details in a quoted list": (
        "> - What does yeast eat?\n>   <details><summary>Answer</summary>Sugar.</details>\n"
        "> - What does salt do?\n>   <details><summary>Answer</summary>It slows the yeast.</details>\n"
    ),
}


@pytest.mark.parametrize("form", FOLDED)
@pytest.mark.parametrize(
    "head", ["", "# Bread\n\n", "---\ntitle: Bread\n---\n\n# Check\n\n", "# Bread\n\n## Self-check\n\n"]
)
def test_a_folding_hides_an_answer(form, head):
    text = head + FOLDED[form]
    page = page_reader.read("page.md", text.encode())
    assert [(item.front, item.back) for part in page.parts for item in part.items] == [YEAST, SALT]
    assert [(note.front, note.back) for note in deck_file.of_text(text).notes] == [YEAST, SALT]


def test_what_a_builder_shows_open_asks_nothing():
    text = '??? question "What does yeast eat?"\n    Sugar.\n\n???+ tip "Good to know"\n    Yeast lives.\n'
    (part,) = page_reader.read("page.md", text.encode()).parts
    assert [item.front for item in part.items] == [YEAST[0]]
    assert part.closing == "**Good to know**\n\nYeast lives."


def test_text_above_a_folding_that_asks_is_no_question():
    text = 'Here is a quiz on bread.\n\n??? question "What does yeast eat?"\n    Sugar.\n'
    (part,) = page_reader.read("page.md", text.encode()).parts
    assert [(item.front, item.back) for item in part.items] == [YEAST]
    assert part.introduction == "Here is a quiz on bread."


@pytest.mark.parametrize(
    "folding",
    [
        '??? question "{}"\n    {}\n',
        "<details><summary>{}</summary>\n\n{}\n\n</details>\n",
        "::: details {}\n{}\n:::\n",
        '::: {{.callout-tip collapse="true"}}\n## {}\n{}\n:::\n',
    ],
)
def test_a_heading_and_text_above_foldings_that_ask_are_no_questions(folding):
    asked = [("What rises?", "The dough."), ("Why?", "It is alive.")]
    topics = [f"## Topic {number}\n\nText {number}.\n\n{folding.format(*each)}" for number, each in enumerate(asked)]
    page = page_reader.read("page.md", "\n".join(["# Bread\n\nText.\n", *topics]).encode())
    (part,) = page.parts
    assert [item.front for item in part.items] == ["What rises?", "Why?"]
    assert [item.back.split("\n")[0] for item in part.items] == ["The dough.", "It is alive."]
    assert ("Text 0." in part.introduction, "Text 1." in part.items[0].back) == (True, True)
    assert [str(warned.message)[:34] for warned in page.warnings] == ["This text is between two questions"]


def test_foldings_that_ask_above_the_first_heading_with_one_are_asked():
    fold = "<details><summary>{}</summary>\n\nYes.\n\n</details>\n\n"
    text = f"# Bread\n\n{fold.format('Old?')}## Salt\n\n{fold.format('White?')}"
    (part,) = page_reader.read("page.md", text.encode()).parts
    assert [item.front for item in part.items] == ["Old?", "White?"]


@pytest.mark.parametrize("frame", ["::: tip\nSlowly.\n:::", ":::{tip}\nSlowly.\n:::"])
def test_a_frame_in_a_folding_is_its_title_and_its_text(frame):
    text = f":::: details What does yeast eat?\nSugar.\n\n{frame}\n::::\n"
    (part,) = page_reader.read("page.md", text.encode()).parts
    assert part.items[0].back.split() == ["Sugar.", "**Tip**", "Slowly."]


def test_an_answer_below_its_question_beside_foldings_is_no_part_of_it():
    text = "<details><summary>Old?</summary>\n\nYes.\n\n</details>\n\n**Q:** White?\n**A:** No.\n"
    page = page_reader.read("page.md", text.encode())
    assert [(item.front, item.back) for item in page.parts[0].items] == [("Old?", "Yes."), ("White?", "No.")]
    assert not page.warnings


@pytest.mark.parametrize("fence", ["```", "~~~~"])
def test_a_folding_in_code_is_code(fence):
    code = f'{fence}md\n??? question "Is this one?"\n    No.\n{fence}'
    text = f"What does MkDocs fold?\n\n::: details Answer\n{code}\n:::\n"
    (part,) = page_reader.read("page.md", text.encode()).parts
    assert [(item.front, item.back) for item in part.items] == [("What does MkDocs fold?", code)]


def test_code_lists_and_paragraphs_in_a_folding_stay():
    answer = "Two kinds:\n\n- poolish\n- biga\n\n```py\nmix()\n```"
    text = f'??? question "What is a pre-ferment?"\n{indent(answer, "    ")}\n## End\n'
    page = page_reader.read("page.md", text.encode())
    assert page.parts[0].items[0].back == answer


def test_lines_are_those_of_the_file():
    text = 'Bread.\n\n??? question "What does yeast eat?"\n    Sugar.\n??? question "What does salt do?"\n    Slow.\n'
    (part,) = page_reader.read("page.md", text.encode()).parts
    assert [item.line for item in part.items] == [3, 5]


def test_a_quotation_without_a_folding_stays_one():
    text = "> Bread is old.\n\n**1. Is it?**\n\n<details>\n\n> Yes.\n\n</details>\n"
    (part,) = page_reader.read("page.md", text.encode()).parts
    assert (part.introduction, part.items[0].back) == ("> Bread is old.", "> Yes.")


def test_a_page_with_one_answer_without_a_question_is_imported_without_it():
    answer = "<details><summary>Answer</summary>\n\nYes.\n\n</details>"
    page = page_reader.read("page.md", f"## Self-check\n\n{answer}\n\n**1. Is it?**\n\n{answer}\n".encode())
    assert [item.front for part in page.parts for item in part.items] == ["Is it?"]
    assert [(warned.place.line, str(warned.message)) for warned in page.warnings] == [
        (3, "This answer has no question, and was left out. Write the question above it.")
    ]


def test_a_flashcard_without_a_question_is_left_out_and_named():
    text = '## Flashcards\n\n<Flashcard>\nSugar.\n</Flashcard>\n\n<Flashcard question="Is it?">\nYes.\n</Flashcard>\n'
    page = page_reader.read("page.mdx", text.encode())
    assert [item.front for part in page.parts for item in part.items] == ["Is it?"]
    assert [warned.place.line for warned in page.warnings] == [3]


@pytest.mark.parametrize(
    "hostile",
    [":::{dropdown}\n" * 20_000, "> " * 5_000 + "<details>", '??? q "a"\n    ' * 20_000, "> [!a]- b\n" * 20_000],
)
def test_hostile_foldings_are_read_or_refused_quickly(hostile):
    deck_file.foldings.unfold(hostile)


@pytest.mark.parametrize("marks", [("- ", "- "), ("1. ", "2. "), ("> ", "> "), ("- ", "> ")])
def test_answers_that_open_in_lists_and_quotations_have_no_marks_of_these(marks):
    first, second = marks
    text = f"{first}<details><summary>a?</summary>a</details>\n\n{second}<details><summary>b?</summary>b</details>\n"
    deck = deck_file.read(text.encode())
    assert [(note.front, note.back) for note in deck.notes] == [("a?", "a"), ("b?", "b")]
    assert deck.warnings == ()
