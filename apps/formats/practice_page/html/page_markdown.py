"""Writes the content of an HTML page as Markdown for the reader of sources, with the line of each part."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, cast

from apps.formats.practice_page.markdown.syntax import attributes
from apps.formats.text import escaping
from apps.formats.text.html import tree_to_markdown
from apps.formats.text.html.html_tree import Tag
from apps.formats.text.html.tree_to_markdown import MarkdownBlock, MarkdownWriter

# Characters that no page needs: two for the line of the page that a line comes from, a space that is a line end, and
# a letter that is a space which does not break.
MARKERS = dict.fromkeys(map(ord, "\ufdd0\ufdd1\x1f\ufdd2"))
BLANKS = re.compile(r"[ \t\r\f]+")
LINE_END = re.compile(r" ?\n[ \n]*")
SOFT_BREAK = re.compile(r" ?\x1f[ \x1f]*")
MARKER = re.compile("\ufdd0(\\d+)\ufdd1")
LINK = re.compile(r"(?![a-z][a-z0-9+.-]*:)|https?:|mailto:", re.IGNORECASE)
ESCAPED_NUMBER = re.compile(r"^(\d{1,9})\\(?=[.)](?:\s|$))", re.MULTILINE)
BREAK_BEFORE_ANSWER = re.compile(r"\\\n(?=(?:\*\*)?A(?:nswer)?\s?\d{0,4}[.:])")
QUESTION_LABEL = re.compile(r"(?:\*\*)?Q(?:uestion)?\s?\d{0,4}[.:](?:\*\*)?\s+")
ANSWER_LABEL = re.compile(r"^(\ufdd0\d+\ufdd1)?(?:\*\*)?A(?:nswer)?\s?\d{0,4}[.:](?:\*\*)?\s+")
HELD = {"details", "question", "answer"}  # what is in them is no numbered question


def write(root: Tag) -> tuple[list[str], list[int]]:
    """Return the lines of the Markdown, and for each the line of the page that it comes from."""
    lines: list[str] = []
    numbers: list[int] = []
    number = 1
    for line in PageWriter().write(root).split("\n"):
        number = next((int(found) for found in reversed(MARKER.findall(line)) if found != "0"), number)
        lines.append(MARKER.sub("", line).replace("\ufdd2", "\xa0"))
        numbers.append(number)
    return lines, numbers


class PageWriter(MarkdownWriter):
    """Writes a page as the reader of sources reads it: in its lines, with a marker of where each block comes from."""

    link_pattern = LINK

    def escape(self, text: str) -> str:
        """Return text that shows as it is, also where JSX is read."""
        text = LINE_END.sub("\x1f", BLANKS.sub(" ", text)).replace("\xa0", "\ufdd2")
        return escaping.ANYWHERE.sub(r"\\\g<0>", text).replace("$", r"\$")

    def formats(self, _tag: Tag) -> Sequence[tuple[str, str]]:
        """Return nothing: the colors and sizes of a page are its site's."""
        return ()

    def image(self, tag: Tag) -> str:
        """Return a picture, wherever it is from."""
        return tree_to_markdown.image(tag)

    def blocks(self, parent: Tag) -> list[MarkdownBlock]:
        """Return what a tag holds in blocks: outside of lists, each is a paragraph."""
        blocks = super().blocks(parent)
        return blocks if "li" in self.context else [replace(block, apart=True) for block in blocks]

    def lines(self, block: MarkdownBlock) -> str:
        """Return the lines of a block after its marker; a number stays one where it may be that of a question."""
        text = super().lines(block)
        if not block.raw:
            first, *others = SOFT_BREAK.split(BREAK_BEFORE_ANSWER.sub("\n", text))
            text = "\n".join([first, *map(escaping.not_a_block, others)])
            if "li" in self.context or not HELD & self.context:
                text = ESCAPED_NUMBER.sub(r"\1", text)
        return f"\ufdd0{block.line}\ufdd1{text}" if text else ""

    def summary(self, tag: Tag) -> str:
        """Return the summary of an answer that opens, in one line."""
        return f"<summary>{' '.join(self.text_in(tag).split())}</summary>"

    def details(self, tag: Tag) -> str:
        """Return an answer that opens."""
        return f"<details>\n{self.within('details', self.write, tag)}\n\n</details>"

    def flashcard(self, tag: Tag) -> str:
        """Return a flashcard, without the labels that its sides may begin with."""
        question, answer = (self._side(tag, cast("Tag", side)) for side in tag.children)
        question = MARKER.sub("", question)
        if label := QUESTION_LABEL.match(question):
            question, answer = question[label.end() :], ANSWER_LABEL.sub(r"\1", answer, count=1)
        return f"<Flashcard{attributes.write({'question': question})}>\n\n{answer}\n\n</Flashcard>"

    def _side(self, card: Tag, side: Tag) -> str:
        return card.attributes.get(side.name) or self.within(side.name, self.write, side)

    BLOCKS: ClassVar[Mapping[str, Callable[..., str]]] = {
        **MarkdownWriter.BLOCKS,
        "summary": summary,
        "details": details,
        "flashcard": flashcard,
    }
    INLINE: ClassVar[Mapping[str, Callable[[str, Tag], str]]] = {
        **MarkdownWriter.INLINE,
        "formula": lambda _text, tag: _formula(tag),
        "rt": lambda text, _tag: f"({text})" if text.strip() else "",
    }


def _formula(tag: Tag) -> str:
    mark = "$$" if tag.attributes["display"] else "$"
    return f"{mark}{' '.join(tag.text.split())}{mark}"
