"""Which cards a print shall hold, and in which order. Pure: for the page, the command and the job."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

FLASHCARDS, ALL, SECTION, TAG = "flashcards", "all", "section", "tag"
DUE, LEECHES, WEAKEST, CARDS = "due", "leeches", "weakest", "cards"
WAYS = (FLASHCARDS, ALL, SECTION, TAG, DUE, LEECHES, WEAKEST, CARDS)
OF_A_PERSON = (DUE, LEECHES, WEAKEST)  # they are found in somebody's schedule
MAX_WEAKEST = 1_000
MAX_PICKED = 200  # their keys stand in an address
MAX_SEED = 999_999_999
TOO_MANY_PICKED = f"Pick up to {MAX_PICKED} cards. For more, print a section or a tag."


class BadCardFilter(ValueError):
    """No cards can be found like that; `field` is what to change, and the text says how."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class CardFilter:
    """A way to choose cards of a deck or a course, with what it needs; a seed shuffles them."""

    way: str = FLASHCARDS
    section: int | None = None  # its key
    tag: str = ""
    most: int = 20
    cards: tuple[int, ...] = ()
    seed: int | None = None

    def __post_init__(self) -> None:
        for wrong, field, sentence in self._checks():
            if wrong:
                raise BadCardFilter(field, sentence)

    def _checks(self) -> list[tuple[bool, str, str]]:
        return [
            (self.way not in WAYS, "which", f"Which cards is one of: {', '.join(WAYS)}."),
            (self.way == SECTION and self.section is None, "section", "Choose a section."),
            (self.way == TAG and not self.tag, "tag", "Choose a tag."),
            (not 1 <= self.most <= MAX_WEAKEST, "most", f"Print between 1 and {MAX_WEAKEST:,} of the weakest."),
            (len(self.cards) > MAX_PICKED, "card", TOO_MANY_PICKED),
            (not 0 <= (self.seed or 0) <= MAX_SEED, "seed", f"The number lies between 0 and {MAX_SEED:,}."),
        ]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """Return what `as_dict` gave; raises BadWhich."""
        known = {field.name: said[field.name] for field in fields(cls) if field.name in said}
        return cls(**known | {"cards": tuple(known.get("cards", ()))})

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self) | {"cards": list(self.cards)}

    def query(self) -> dict[str, Any]:
        """Return it as the query of an address says it: what goes without saying is left out."""
        needed = {SECTION: "section", TAG: "tag", WEAKEST: "most"}
        said: dict[str, Any] = {} if self.way == FLASHCARDS else {"which": self.way}
        if self.way in needed:
            said[needed[self.way]] = getattr(self, needed[self.way])
        if self.way == CARDS:
            said["card"] = list(self.cards)
        return said if self.seed is None else {**said, "order": "shuffled", "seed": self.seed}
