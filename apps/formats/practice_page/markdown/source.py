"""Reads the Markdown or MDX source of a practice page."""

import re
from collections.abc import Sequence

from apps.formats.messages import gettext as _
from apps.formats.practice_page import original_lines
from apps.formats.practice_page.markdown import not_asked, qa_markdown, sections, task_lists
from apps.formats.practice_page.markdown.questions import flashcards
from apps.formats.practice_page.markdown.syntax import components, foldings, front_matter, mdx_imports
from apps.formats.practice_page.markdown.syntax.blocks import HEADING, Block, blocks, pieces, span
from apps.formats.practice_page.markdown.syntax.inline_html import markdown, without_html
from apps.formats.practice_page.markdown.syntax.items import Warnings, text_of
from apps.formats.practice_page.markdown.syntax.markup import DETAILS, Element, nodes
from apps.formats.practice_page.records import WHOLE, Page, Part

MARKER = re.compile(r"[-*+>]|\d{1,4}[.)]")  # of an item whose text is a <details>
MAX_SECTIONS_CHECKED = 100  # sections, to tell a page of exercises from a file of questions
NOTHING = _(
    "No questions, scenarios, or flashcards were found on this page. Write questions with their answers in <details>, "
    "exercises under second-level headings, or flashcards in <Flashcard> tags."
)

Pieces = Sequence[Block | Element]


def read(text: str) -> Page:
    """Return the page of a source that is decoded and has LF at its line ends. Raises ImportProblem."""
    unfolded, numbers = foldings.unfold(text)
    return _read(text) if unfolded == text else original_lines.read(_read, unfolded, numbers)


def _read(text: str) -> Page:
    values, body = front_matter.split(text)
    warnings = Warnings()
    preamble, parts = _parts(_pieces(body, warnings), values.get("title", ""), warnings)
    if not any(part.items for part in parts):
        raise warnings.nothing(NOTHING)
    title, introduction = _with_title(values.get("title", ""), _flatten(preamble))
    not_asked.warn(body, parts, warnings)
    return Page(
        title=title,
        description=values.get("description", ""),
        introduction=values.get("introduction", introduction),
        parts=tuple(parts),
        warnings=warnings.in_order(),
        track=" ".join(values.get("track", "").split()),
        language=values.get("language", ""),
        licence=values.get("licence", values.get("license", "")),
        attribution=values.get("attribution", ""),
        source_url=values.get("source", ""),
    )


def _pieces(body: str, warnings: Warnings) -> Pieces:
    """Return the pieces of a page that are Markdown, without list markers that stand alone."""
    every = mdx_imports.without_statements(pieces(nodes(components.without(body, warnings))))
    return [piece for piece in every if not (isinstance(piece, Block) and MARKER.fullmatch(piece.text.strip()))]


def _parts(found: Pieces, title: str, warnings: Warnings) -> tuple[Pieces, list[Part]]:
    """Return the introduction's pieces and the parts: those of a practice page, or one of any file of questions."""
    preamble, below = sections.divide(found)
    is_practice = sections.is_practice(below) or title.lower().startswith("practice")
    has_answers = any(isinstance(piece, Element) and piece.name == DETAILS for piece in found)
    if (
        has_answers
        and not is_practice
        and not any(map(qa_markdown.is_exercise, sections.with_keys(below[:MAX_SECTIONS_CHECKED])))
    ):
        if chosen := task_lists.read("", [piece for piece in found if not _is_title(piece)], warnings):
            return list(filter(_is_title, found)), chosen
        preamble, questions = qa_markdown.divide(found)
        return preamble, [qa_markdown.read(questions, warnings)]
    parts = sections.read(below, warnings)
    if not (has_answers or is_practice):
        parts = [part for part in parts if part.numbering != WHOLE or any(item.back for item in part.items)]
    return _with_cards_before(preamble, parts, warnings)


def _with_cards_before(preamble: Pieces, parts: list[Part], warnings: Warnings) -> tuple[Pieces, list[Part]]:
    """Return flashcards, or questions with choices to tick, that are before the first heading as parts of their own."""
    if chosen := task_lists.read("", preamble, warnings):
        return list(filter(_is_title, preamble)), [*chosen, *parts]
    if not flashcards.holds_cards(preamble):
        return preamble, parts
    section = sections.SourceSection("Flashcards", preamble[0].line, list(preamble))
    return [], [sections.read_section(section, warnings), *parts]


def _is_title(piece: Block | Element) -> bool:
    return isinstance(piece, Block) and piece.kind == HEADING and piece.level == 1


def _flatten(preamble: Pieces) -> str:
    """Return a page's introduction as one text; what it hides in <details> is shown."""
    texts: list[str] = []
    run: list[Block] = []
    for piece in preamble:
        if isinstance(piece, Block):
            run.append(piece)
            continue
        summary = without_html(piece.summary)
        texts += [markdown(span(run)), f"**{summary}**" if summary else "", text_of(piece)]
        run = []
    texts.append(markdown(span(run)))
    return "\n\n".join(text for text in texts if text)


def _with_title(title: str, introduction: str) -> tuple[str, str]:
    """Return title and introduction; the first heading of the first level is the title, or repeats it."""
    parts = blocks(introduction)
    found = next((block for block in parts if block.kind == HEADING and block.level == 1), None)
    if not found or (title and without_html(found.name) != without_html(title)):
        return title, introduction
    at = parts.index(found)
    texts = (span(parts[:at]), span(parts[at + 1 :]))
    return title or without_html(found.name), "\n\n".join(text for text in texts if text)
