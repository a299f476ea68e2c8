"""What a search is: terms joined by and, or and not; and what is wrong with one, with its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from apps.formats.messages import Message


class SearchError(ValueError):
    """A search that cannot be read: what to do, and the index of the character in what was typed."""

    def __init__(self, message: Message, at: int) -> None:
        super().__init__(str(message))
        self.message = message
        self.at = at


@dataclass(frozen=True)
class Term:
    """One operator and its value, as typed but for its quotes; words have no operator."""

    operator: str
    value: str
    at: int = field(default=0, compare=False)  # where the term begins
    value_at: int = field(default=0, compare=False)  # where its value does


@dataclass(frozen=True)
class Not:
    """What must not be."""

    part: "Tree"


@dataclass(frozen=True)
class And:
    """What must all be; nothing at all finds everything."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True)
class Or:
    """What must be in part."""

    parts: tuple["Tree", ...]


type Tree = Term | Not | And | Or

EVERYTHING = And(())


def terms_of(tree: Tree) -> Iterator[Term]:
    """Yield all terms of a search."""
    match tree:
        case Term():
            yield tree
        case Not(part):
            yield from terms_of(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from terms_of(part)
