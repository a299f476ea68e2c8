"""What is looked for in texts: words with `*` for any characters and `_` for one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

LIKE_SPECIAL = re.compile(r"[\\%_]")


class Wildcard(Enum):
    """What stands for characters that are not known."""

    ANY = "%"
    ONE = "_"


@dataclass(frozen=True)
class Pattern:
    """Folded pieces of text and the wildcards between them."""

    parts: tuple[str | Wildcard, ...]

    @cached_property
    def like(self) -> str:
        """The pattern in SQL's LIKE, escaped by a backslash."""
        return "".join(
            part.value if isinstance(part, Wildcard) else LIKE_SPECIAL.sub(r"\\\g<0>", part) for part in self.parts
        )

    @property
    def literals(self) -> list[str]:
        """The pieces of text."""
        return [part for part in self.parts if isinstance(part, str)]

    @property
    def has_wildcards(self) -> bool:
        """Whether it has any."""
        return len(self.literals) < len(self.parts)

    def regex(self, character: str = ".") -> str:
        """Return it as a regular expression, in which a wildcard stands for these characters."""
        of_wildcard = {Wildcard.ANY: f"{character}*", Wildcard.ONE: character}
        return "".join(of_wildcard[part] if isinstance(part, Wildcard) else re.escape(part) for part in self.parts)

    def matches(self, text: str) -> bool:
        """Whether it is the whole of a folded text."""
        return matches_parts(self.parts, text)


def matches_parts(parts: Iterable[str | Wildcard], text: str) -> bool:
    """Whether the parts make up the whole text. All places that are possible go on together, so none is tried twice."""
    places = {0}
    for part in parts:
        if part is Wildcard.ANY:
            places = set(range(min(places), len(text) + 1)) if places else places
        elif part is Wildcard.ONE:
            places = {place + 1 for place in places if place < len(text)}
        else:
            places = {place + len(part) for place in places if text.startswith(part, place)}
    return len(text) in places
