"""What an import did, or would do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from apps.formats.problems import ImportWarning

MAX_WARNINGS = 1_000


@dataclass
class DeckReport:
    """What a file holds of one deck; `slug` is that of the deck here."""

    title: str
    slug: str
    notes: int = 0
    cards: int = 0


@dataclass
class Report:
    """How many notes were added, changed, unchanged and refused; what the file holds; what to look at."""

    decks: list[DeckReport] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    reviews: int = 0
    media: int = 0
    warnings: list[ImportWarning] = field(default_factory=list)

    @property
    def notes(self) -> int:
        """Return how many notes the file brought."""
        return self.added + self.changed + self.unchanged

    @property
    def cards(self) -> int:
        """Return how many cards they make."""
        return sum(deck.cards for deck in self.decks)

    def warn(self, warnings: Iterable[ImportWarning]) -> None:
        """Take in warnings, as many as a person would ever read."""
        warnings = list(warnings)
        room = MAX_WARNINGS - len(self.warnings)
        self.warnings += warnings[: max(0, room)]
        if room >= 0 and len(warnings) > room:
            self.warnings.append(
                ImportWarning(f"There are more than {MAX_WARNINGS:,} warnings. The others are not shown.")
            )

    def __str__(self) -> str:
        """Return in a sentence what was done."""
        became = {"added": self.added, "changed": self.changed, "unchanged": self.unchanged, "left out": self.refused}
        counts = ", ".join(f"{number:,} {what}" for what, number in became.items() if number) or "none"
        title = f"“{self.decks[0].title[:100]}”" if len(self.decks) == 1 else f"{len(self.decks):,} decks"
        reviews = f" {self.reviews:,} reviews came with them." if self.reviews else ""
        return f"Imported {title}. Notes: {counts}.{reviews}"

    def as_text(self) -> str:
        """Return all of it, as a file for people."""
        decks = [f"{deck.title}: {deck.notes:,} notes, {deck.cards:,} cards" for deck in self.decks]
        warnings = [str(each) for each in self.warnings]
        return "\n".join([str(self), "", *decks, "", *(warnings or ["There are no warnings."]), ""])

    def as_json(self) -> dict[str, Any]:
        """Return what `import_deck --json` prints."""
        counts = {name: getattr(self, name) for name in ("added", "changed", "unchanged", "refused")}
        return {
            "decks": [vars(deck) for deck in self.decks],
            "notes": counts,
            "cards": self.cards,
            "reviews": self.reviews,
            "media": self.media,
            "warnings": [{"where": str(each.place), "message": str(each.message)} for each in self.warnings],
        }
