"""Which cards a print holds, and in which order, for the page, the command and the job."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from django.utils.translation import gettext as _

from apps.web.localized import number

FLASHCARDS, ALL, SECTION, TAG = "flashcards", "all", "section", "tag"
DUE, LEECHES, WEAKEST, CARDS = "due", "leeches", "weakest", "cards"
MODES = (FLASHCARDS, ALL, SECTION, TAG, DUE, LEECHES, WEAKEST, CARDS)
PERSONAL_MODES = (DUE, LEECHES, WEAKEST)  # which read a learner's schedules
MAX_WEAKEST = 1_000
MAX_PICKED = 200  # their keys are part of a URL
MAX_SEED = 999_999_999


class BadCardFilter(ValueError):
    """No cards can be found like this; `field` is what to change, and the text is how."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class CardFilter:
    """Which cards of a deck or a course, by a mode with its parameter; a seed shuffles them."""

    mode: str = FLASHCARDS
    section: int | None = None  # its key
    tag: str = ""
    limit: int = 20
    cards: tuple[int, ...] = ()
    seed: int | None = None

    def __post_init__(self) -> None:
        for is_wrong, field, sentence in self._checks():
            if is_wrong:
                raise BadCardFilter(field, sentence)

    def _checks(self) -> list[tuple[bool, str, str]]:
        max_weakest, max_seed = (number(each) for each in (MAX_WEAKEST, MAX_SEED))
        return [
            (self.mode not in MODES, "which", _("Cards: choose one of %(modes)s.") % {"modes": ", ".join(MODES)}),
            (self.mode == SECTION and self.section is None, "section", _("Choose a section.")),
            (self.mode == TAG and not self.tag, "tag", _("Choose a tag.")),
            (
                not 1 <= self.limit <= MAX_WEAKEST,
                "limit",
                _("Choose from 1 to %(max)s of your weakest cards.") % {"max": max_weakest},
            ),
            (
                len(self.cards) > MAX_PICKED,
                "card",
                _(
                    "Pick up to %(max)s cards. To print more, choose a section or a tag, "
                    "or print what a search finds in Browse."
                )
                % {"max": MAX_PICKED},
            ),
            (
                not 0 <= (self.seed or 0) <= MAX_SEED,
                "seed",
                _("Shuffle number: enter a number from 0 to %(max)s.") % {"max": max_seed},
            ),
        ]

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return what `as_dict` returned; raises BadCardFilter."""
        known = {field.name: values[field.name] for field in fields(cls) if field.name in values}
        return cls(**known | {"cards": tuple(known.get("cards", ()))})

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON can hold it."""
        return asdict(self) | {"cards": list(self.cards)}

    def query(self) -> dict[str, object]:
        """Return it as parameters of a URL, without defaults."""
        parameters: dict[str, object] = {} if self.mode == FLASHCARDS else {"which": self.mode}
        if self.mode == SECTION:
            parameters["section"] = self.section
        if self.mode == TAG:
            parameters["tag"] = self.tag
        if self.mode == WEAKEST:
            parameters["limit"] = self.limit
        if self.mode == CARDS:
            parameters["card"] = list(self.cards)
        return parameters if self.seed is None else {**parameters, "order": "shuffled", "seed": self.seed}
