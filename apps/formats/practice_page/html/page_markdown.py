"""Writes the content of an HTML page as Markdown for the reader of sources, with the line of each part. Pure."""

import re

from bs4.element import NavigableString, PageElement, Tag
from markdownify import MarkdownConverter

from apps.formats.practice_page.escaping import ANYWHERE, BLOCK, not_a_block
from apps.formats.practice_page.markdown import attributes

MARKER = re.compile("\ufdd0(\\d+)\ufdd1")
SPACES = re.compile(r"[ \t\r\n]+")
ANSWER_FOLLOWS = re.compile(r"\s*A(?:nswer)?\s?\d{0,4}[.:]")
LINE_WITH_TEXT = re.compile(r"^(?=.)", re.MULTILINE)
CARD_ASKS = re.compile(r"(?:\*\*)?Q(?:uestion)?\s?\d{0,4}[.:](?:\*\*)?\s+")
CARD_ANSWERS = re.compile(r"^(\ufdd0\d+\ufdd1)?(?:\*\*)?A(?:nswer)?\s?\d{0,4}[.:](?:\*\*)?\s+")
HELD = ("details", "question", "answer")  # what stands in them is no numbered question
Kept = set[str]


def written(root: Tag) -> tuple[list[str], list[int]]:
    """Return the lines of the Markdown, and for each the line of the page that it comes from."""
    text = _Converter(autolinks=False, newline_style="backslash").convert_soup(root)
    lines: list[str] = []
    numbers: list[int] = []
    number = 1
    for line in text.strip("\n").split("\n"):
        marks = [int(found) for found in MARKER.findall(line)]
        number = next((mark for mark in marks if mark), number)
        lines.append(MARKER.sub("", line))
        numbers.append(number)
    return lines, numbers


def _line(tag: Tag) -> str:
    """Return the marker that tells a tag's line of the page; `written` takes it off."""
    return f"\ufdd0{tag.get('data-line') or tag.sourceline or 0}\ufdd1"


def _not_blocks(text: str, *, numbers: bool) -> str:
    """Escape what would begin a list or a heading at the beginning of a line; `numbers` may stay."""
    return "\n".join(_not_a_block(line, numbers=numbers) for line in text.split("\n"))


def _not_a_block(line: str, *, numbers: bool) -> str:
    found = BLOCK.match(line)
    return line if numbers and found and found["number"] else not_a_block(line)


class _Converter(MarkdownConverter):
    """Writes tags as our reader reads them; what is not here is written as the library does."""

    def escape(self, text: str, _parents: Kept) -> str:
        return str(ANYWHERE.sub(r"\\\g<0>", text)).replace("$", r"\$")

    def convert_p(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        text = text.strip(" \t\n").removesuffix("\\\n").removesuffix("\\") if text.strip(" \t\n\\") else ""
        if "_inline" in parent_tags or "summary" in parent_tags:
            return f" {text} "
        if not text:
            return ""
        numbers = "li" in parent_tags or not parent_tags.intersection(HELD)
        gap = "\n" if tag.get("data-tight") and "li" in parent_tags else "\n\n"
        return f"{gap}{_line(tag)}{_not_blocks(text, numbers=numbers)}{gap}"

    def convert_hN(self, level: int, tag: Tag, text: str, parent_tags: Kept) -> str:  # noqa: N802 - the library's name
        if "_inline" in parent_tags:
            return text
        title = SPACES.sub(" ", text).strip()
        return f"\n\n{_line(tag)}{'#' * min(level, 6)} {title}\n\n" if title else ""

    def convert_br(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        if "_inline" in parent_tags or "summary" in parent_tags:
            return " "
        return "\n" if ANSWER_FOLLOWS.match(_text_after(tag)) else "\\\n"

    def convert_code(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        if "_noformat" in parent_tags:
            return text
        return str(super().convert_code(tag, SPACES.sub(" ", text), parent_tags))  # type: ignore[misc]

    convert_kbd = convert_samp = convert_tt = convert_code

    def convert_pre(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        if "_inline" in parent_tags:
            return f" `{SPACES.sub(' ', text)}` "
        longest = max((len(ticks) for ticks in re.findall("`{3,}", text)), default=2)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{_line(tag)}{fence}{tag.get('data-language', '')}\n{text}\n{fence}\n\n"

    def convert_formula(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        latex = SPACES.sub(" ", tag.get_text()).strip()
        return f"$${latex}$$" if tag.get("data-display") else f"${latex}$"

    def convert_li(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        text = text.strip()
        if not text:
            return ""
        number = tag.get("data-number")
        marker = f"{number}. " if number else "- "
        indented = LINE_WITH_TEXT.sub(" " * len(marker), text)[len(marker) :]
        loose = any(child.name == "p" and not child.get("data-tight") for child in tag.find_all("p", recursive=False))
        return f"{marker}{indented}\n{'\n' if loose else ''}"

    def convert_td(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        cell = SPACES.sub(" ", text).strip().replace("|", r"\|")
        return f" {cell} |"

    convert_th = convert_td

    def convert_summary(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        return f"{_line(tag)}<summary>{SPACES.sub(' ', text).strip()}</summary>\n\n"

    def convert_details(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        return f"\n\n{_line(tag)}<details>\n{text.strip('\n')}\n\n</details>\n\n"

    def convert_flashcard(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        front = str(tag.get("data-question", "")) or self._inside(tag, "question")
        back = str(tag.get("data-answer", "")) or self._inside(tag, "answer")
        if sign := CARD_ASKS.match(front):
            front, back = front[sign.end() :], CARD_ANSWERS.sub(r"\1", back, count=1)
        written = attributes.written({"question": front})
        return f"\n\n{_line(tag)}<Flashcard{written}>\n\n{back}\n\n</Flashcard>\n\n"

    def _inside(self, card: Tag, name: str) -> str:
        """Return the Markdown of one side of a card."""
        side = card.find(name, recursive=False)
        text = self.convert_soup(side).strip() if isinstance(side, Tag) else ""
        if name == "question":
            text = MARKER.sub("", text)
        return text

    def convert_figcaption(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        return ""

    def convert_dd(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        return f"\n\n{text.strip()}\n\n"

    def convert_dt(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_sub(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        return f"<sub>{text}</sub>"

    def convert_sup(self, tag: Tag, text: str, parent_tags: Kept) -> str:
        return f"<sup>{text}</sup>"


def _text_after(tag: Tag) -> str:
    following: PageElement | None = tag.next_sibling
    if isinstance(following, NavigableString) and not following.strip():
        following = following.next_sibling
    return following.get_text() if following is not None else ""
