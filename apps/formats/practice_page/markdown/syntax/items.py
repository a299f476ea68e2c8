"""Makes an item of a question and of what its tag holds."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from apps.cards.kinds.registry import BASIC, CHOICE, SPELLINGS, name_of_spelling
from apps.formats.messages import Message, ngettext
from apps.formats.messages import gettext as _
from apps.formats.practice_page.markdown.syntax.blocks import clean
from apps.formats.practice_page.markdown.syntax.inline_html import markdown, without_html
from apps.formats.practice_page.markdown.syntax.markup import Element
from apps.formats.practice_page.records import Item
from apps.formats.problems import ImportProblem, ImportWarning, Place, page_problem

ASIDE_START, ASIDE_END = "<aside>", "</aside>"
PLAIN_SUMMARY = re.compile(
    r"\W*(?:what\b(?!.*\?)"
    r"|(?:show|reveal|see|view|check|click|tap|open|expand|toggle|answers?|solutions?|hints?|spoilers?|details)\b"
    r"|(?:explanation|expected|results?|outputs?|compare|your turn|one possible|a possible|sample|model)\b)",
    re.IGNORECASE,
)
MAX_PARENTHESIS_LENGTH = 200  # characters in parentheses
MIN_WORDS = 2  # of a summary that tells something
IN_PARENTHESES = re.compile(r"\(([^()]+ [^()]+)\)\W*$")

NO_QUESTION = ngettext(
    "This answer has no question, and was left out. Write the question above it.",
    "{count} answers have no question, and were left out: {places}. Write the question above each.",
    1,
)
NO_SCENARIO = ngettext(
    "This answer has no scenario, and was left out. Write the scenario above it.",
    "{count} answers have no scenario, and were left out: {places}. Write the scenario above each.",
    1,
)
NO_CARD = ngettext(
    'This flashcard has no question, and was left out. Write it as <Flashcard question="...">.',
    '{count} flashcards have no question, and were left out: {places}. Write it as <Flashcard question="...">.',
    1,
)
LEFT_OUT = (NO_QUESTION, NO_SCENARIO, NO_CARD)
NO_ANSWER = ngettext("This question has no answer.", "{count} questions have no answer: {places}.", 1)
NO_SCENARIO_ANSWER = ngettext(
    "This scenario has no answer, though others do.",
    "{count} scenarios have no answer, though others do: {places}.",
    1,
)
EMPTY_SIDE = ngettext("One side of this flashcard is empty.", "{count} flashcards have an empty side: {places}.", 1)

BETWEEN_QUESTIONS = ngettext(
    "This text is between two questions. It was moved below the answer above.",
    "{count} texts are between questions: {places}. They were moved below the answers above.",
    1,
)
BETWEEN_SCENARIOS = ngettext(
    "This text is between two scenarios. It was moved below them.",
    "{count} texts are between scenarios: {places}. They were moved below these.",
    1,
)
BETWEEN_FLASHCARDS = ngettext(
    "This text is between two flashcards. It was moved below them.",
    "{count} texts are between flashcards: {places}. They were moved below these.",
    1,
)


@dataclass
class Warnings:
    """Gathers what an author should look at while a page is read."""

    found: list[ImportWarning] = field(default_factory=list)

    def add(self, line: int, message: Message) -> None:
        """Note a sentence for a line of the page."""
        self.found.append(ImportWarning(message, Place(line=line)))

    def nothing(self, message: Message) -> ImportProblem:
        """Return the refusal of a page that asks nothing: for what was left out first, or with a sentence."""
        first = next((warned for warned in self.in_order() if warned.message in LEFT_OUT), None)
        return page_problem(first.message, first.place.line) if first else page_problem(message)

    def in_order(self) -> tuple[ImportWarning, ...]:
        """Return the warnings from the top of the page to its end."""
        return tuple(sorted(self.found, key=lambda warned: warned.place.line))


def item(front: str, element: Element, line: int) -> Item:
    """Return an item whose answer is what a tag holds."""
    back, extra = with_extra(text_of(element))
    return replace(
        _own(element.attributes, element.line),
        front=front,
        back=with_summary(element.summary, back),
        extra=extra,
        line=line,
    )


def from_attributes(element: Element) -> Item | None:
    """Return the item of a tag that carries its texts in attributes, as they must come back letter by letter."""
    values = element.attributes
    if "data-front" not in values:
        return None
    texts = {name: values.get(f"data-{name}", "") for name in ("front", "back", "label", "extra")}
    return replace(_own(values, element.line, label=texts["label"]), **texts, line=element.line)


def _own(values: Mapping[str, str], line: int, label: str = "") -> Item:
    """Return an item of which only identifier, kind and tags are known."""
    kind = kind_of(values.get("data-kind", ""), label, line)
    return Item("", guid=values.get("data-guid", ""), kind=kind, tags=values.get("data-tags", ""))


def kind_of(value: str, label: str, line: int) -> str:
    """Return the kind that a tag names, or the usual one. Raises ImportProblem for an unknown one."""
    if not value:
        return default_kind(label)
    if kind := name_of_spelling(value):
        return kind
    raise page_problem(
        _("“{kind}” isn’t a kind of card. Use one of these: {kinds}.", kind=value, kinds=", ".join(SPELLINGS)), line
    )


def default_kind(label: str) -> str:
    """Return the kind of an item that has none: one with a label is a choice."""
    return CHOICE if label else BASIC


def text_of(element: Element) -> str:
    """Return what a tag holds as Markdown; its first line may follow the tag."""
    first, _, rest = element.text.partition("\n")
    text = f"{first.strip()}\n{textwrap.dedent(rest)}" if first.strip() else rest
    return clean(markdown(clean(text.split("\n"))).split("\n"))


def with_extra(text: str) -> tuple[str, str]:
    """Divide an answer from the remark in an <aside> at its end."""
    start = text.rfind(ASIDE_START)
    at_line_start = start == 0 or text[start - 1 : start] == "\n"
    if start < 0 or not at_line_start or not text.endswith(ASIDE_END):
        return text, ""
    return text[:start].rstrip(), text[start + len(ASIDE_START) : -len(ASIDE_END)].strip()


def is_plain(summary: str) -> bool:
    """Return whether the wording of a summary only asks to open it."""
    text = without_html(summary)
    return not re.search(r"\w", text) or bool(PLAIN_SUMMARY.match(text))


def with_summary(summary: str, back: str) -> str:
    """Return an answer under what its summary tells beyond asking to open it ("Show answer (worked example: ...)")."""
    text = without_html(summary)
    if is_plain(summary):
        detail = IN_PARENTHESES.search(text[-MAX_PARENTHESIS_LENGTH:])
        text = detail[1].strip(" *") if detail else ""
    if not back or len(text.split()) < MIN_WORDS:
        return back
    return f"*{text[0].upper()}{text[1:]}*\n\n{back}"


def line_of_text(element: Element) -> int:
    """Return the line in which the text of a tag begins."""
    blank = len(element.text) - len(element.text.lstrip())
    return element.text_line + element.text.count("\n", 0, blank)
