"""A practice page as records, whatever it was read from.

All texts are Markdown. A *part* is a second-level heading with what is below it; an *item* is a question, a
scenario or a flashcard.
"""

from dataclasses import dataclass

from apps.cards.kinds.registry import BASIC
from apps.formats.problems import ImportWarning

SELF_CHECK, EXERCISE, FLASHCARDS = "self_check", "exercise", "flashcards"
LETTERS, NUMBERS, NAMED, WHOLE = "letters", "numbers", "named", "whole"


@dataclass(frozen=True)
class Item:
    """What becomes one note.

    `label` is the right choice of a scenario, and `back` is then the reason; a second part of the label in parentheses
    ("OUT OF SCOPE (journalism).") begins the back.
    """

    front: str
    back: str = ""
    label: str = ""
    kind: str = BASIC
    extra: str = ""
    tags: str = ""
    guid: str = ""
    line: int = 0


@dataclass(frozen=True)
class Part:
    """What becomes one section.

    `numbering` is how an exercise names its scenarios: by letters, by numbers, by names of their own that are in
    bold at the beginning of each front, or not at all: `whole`, whose prompt is the front of its only item.
    `labels` are those that the answers use, in the order in which they first appear.
    """

    kind: str
    title: str
    introduction: str = ""
    closing: str = ""
    labels: tuple[str, ...] = ()
    numbering: str = LETTERS
    items: tuple[Item, ...] = ()
    line: int = 0

    @property
    def scenarios(self) -> int:
        """How many scenarios an exercise has."""
        return 0 if self.numbering == WHOLE else len(self.items)


@dataclass(frozen=True)
class Page:
    """A practice page. `track` is the heading above its lesson on the page of the course.

    `formatted` is false where bold, code and lists were lost (copied plain text).
    """

    title: str
    description: str = ""
    introduction: str = ""
    parts: tuple[Part, ...] = ()
    warnings: tuple[ImportWarning, ...] = ()
    track: str = ""
    language: str = ""
    licence: str = ""
    attribution: str = ""
    source_url: str = ""
    formatted: bool = True
