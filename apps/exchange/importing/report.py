"""What an import would do, or did, in texts and numbers that a page shows and a file keeps."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.cards.comparing.text_diff import Step
from apps.formats.import_source import Reading
from apps.formats.messages import verbatim
from apps.formats.problems import ImportWarning, Place
from apps.web.localized import enumeration, number
from apps.web.translation import translate_message

MAX_WARNINGS = 1_000
MAX_CHANGES = 50  # changed notes that are shown word by word, of one page or one file


@dataclass(frozen=True)
class ReportLine:
    """A warning as people read it; `place` is empty for all of the file."""

    place: str
    message: str

    def __str__(self) -> str:
        warning = ImportWarning(verbatim(self.message), Place(name=self.place))
        return translate_message(warning.sentence)


def line_of(warning: ImportWarning) -> ReportLine:
    """Return a warning in the reader's language."""
    return ReportLine(translate_message(warning.place.label), translate_message(warning.message))


@dataclass
class DeckReport:
    """What a file holds of one deck; `slug` is that of the deck here, `language` the tag that it has or gets."""

    title: str
    slug: str
    notes: int = 0
    cards: int = 0
    language: str = ""

    def __str__(self) -> str:
        notes = ngettext("%(number)s note", "%(number)s notes", self.notes) % {"number": number(self.notes)}
        cards = ngettext("%(number)s card", "%(number)s cards", self.cards) % {"number": number(self.cards)}
        return _("%(title)s: %(counts)s") % {"title": self.title, "counts": enumeration([notes, cards])}


@dataclass(frozen=True)
class NoteDiff:
    """What becomes of a note: of its front and its back word by word, and of the rest in sentences."""

    front: list[Step]
    back: list[Step]
    other: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class FirstCard:
    """One of the first cards as its learner will see it: context, front and back are safe HTML."""

    front: str
    back: str
    context: str = ""
    choices: tuple[str, ...] = ()
    label: str = ""
    language: str = ""


@dataclass
class PageReport:
    """What one practice page does to its lesson, or why it cannot be imported (`problem`).

    `number` is its place in the upload, from 1. `choice` is what its owner chose for it, empty for the usual.
    `slug` is the lesson's; `lesson` is the title of one that is there already, `track` the heading of a new one.
    `surroundings` is what changes around the notes. `added`, `removed` hold the fronts of notes, `changes` the first
    changed notes of `changed`.
    """

    title: str
    path: str
    number: int = 0
    choice: str = ""
    slug: str = ""
    lesson: str = ""
    track: str = ""
    problem: str = ""
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: int = 0
    unchanged: int = 0
    changes: list[NoteDiff] = field(default_factory=list)
    surroundings: list[str] = field(default_factory=list)
    warnings: list[ReportLine] = field(default_factory=list)

    @property
    def more_changes(self) -> int:
        """Return how many changed notes there are after the first ones."""
        return self.changed - len(self.changes)

    @property
    def is_imported(self) -> bool:
        """Return whether an import saves it."""
        return not self.problem and self.choice != "skip"

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Return the page of which `asdict` made this."""
        changes = [NoteDiff(**each) for each in data["changes"]]
        return cls(**data | {"changes": changes, "warnings": [ReportLine(**each) for each in data["warnings"]]})


@dataclass
class Report:
    """How many notes are added, changed, unchanged, archived and refused; what the file holds; what to check.

    `decks` are those of a file of decks, `pages` those of an upload of practice pages. `fingerprint` names exactly
    these changes, so that nothing else is imported than what was shown. `surroundings` is what changes of decks
    around their notes, `reading` what the file was taken for, `first_cards` how the first of its cards look.
    `schedules` counts the cards that have a schedule in the file, as long as it is not imported.
    """

    decks: list[DeckReport] = field(default_factory=list)
    pages: list[PageReport] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    archived: int = 0
    refused: int = 0
    reviews: int = 0
    schedules: int = 0
    media: int = 0
    warnings: list[ReportLine] = field(default_factory=list)
    changes: list[NoteDiff] = field(default_factory=list)
    surroundings: list[str] = field(default_factory=list)
    fingerprint: str = ""
    reading: Reading = field(default_factory=Reading)
    first_cards: list[FirstCard] = field(default_factory=list)

    @property
    def notes(self) -> int:
        """Return how many notes of the file are or will be here."""
        return self.added + self.changed + self.unchanged

    @property
    def writes(self) -> int:
        """Return how many notes an import writes."""
        return self.added + self.changed + self.archived

    @property
    def changes_nothing(self) -> bool:
        """Return whether all that the decks of the file hold is here already."""
        return not (self.writes or self.media or self.surroundings)

    @property
    def cards(self) -> int:
        """Return how many cards the notes of its decks make."""
        return sum(deck.cards for deck in self.decks)

    @property
    def more_cards(self) -> int:
        """Return how many cards there are after the first ones."""
        return self.cards - len(self.first_cards)

    @property
    def more_changes(self) -> int:
        """Return how many changed notes of decks there are after the first ones."""
        return self.changed - len(self.changes)

    @property
    def importable_pages(self) -> list[PageReport]:
        """Return the pages that can be imported."""
        return [page for page in self.pages if page.is_imported]

    @property
    def read_pages(self) -> list[PageReport]:
        """Return the pages that could be read, imported or not."""
        return [page for page in self.pages if not page.problem]

    @property
    def refused_pages(self) -> list[PageReport]:
        """Return the pages that cannot be imported."""
        return [page for page in self.pages if page.problem]

    @property
    def pages_to_check(self) -> list[PageReport]:
        """Return the imported pages that have warnings."""
        return [page for page in self.importable_pages if page.warnings]

    @property
    def can_be_imported(self) -> bool:
        """Return whether there is anything in the file that an import would save."""
        return bool(self.importable_pages if self.pages else self.notes)

    def warn(self, warnings: Iterable[ImportWarning]) -> None:
        """Add warnings, as many as a person would ever read."""
        lines = [line_of(each) for each in warnings]
        room = MAX_WARNINGS - len(self.warnings)
        self.warnings += lines[: max(0, room)]
        if room >= 0 and len(lines) > room:
            message = _("There are more than %(count)s warnings. The rest are not shown.")
            self.warnings.append(ReportLine("", message % {"count": number(MAX_WARNINGS)}))

    def __str__(self) -> str:
        """Return in sentences what was done."""
        return " ".join(filter(None, (self._what(), self._counts(), self._reviews())))

    def _what(self) -> str:
        if self.pages:
            pages = len(self.importable_pages)
            return ngettext("Imported %(count)s page.", "Imported %(count)s pages.", pages) % {"count": number(pages)}
        decks = len(self.decks)
        if decks == 1:
            return _("Imported “%(title)s”.") % {"title": self.decks[0].title[:100]}
        return ngettext("Imported %(count)s deck.", "Imported %(count)s decks.", decks) % {"count": number(decks)}

    def _counts(self) -> str:
        sentences = (
            (self.added, ngettext("%(count)s added", "%(count)s added", self.added)),
            (self.changed, ngettext("%(count)s changed", "%(count)s changed", self.changed)),
            (self.archived, ngettext("%(count)s archived", "%(count)s archived", self.archived)),
            (self.unchanged, ngettext("%(count)s unchanged", "%(count)s unchanged", self.unchanged)),
            (self.refused, ngettext("%(count)s skipped", "%(count)s skipped", self.refused)),
        )
        counts = enumeration(text % {"count": number(notes)} for notes, text in sentences if notes)
        return _("Notes: %(counts)s.") % {"counts": counts or pgettext("notes", "none")}

    def _reviews(self) -> str:
        if not self.reviews:
            return ""
        text = ngettext("%(count)s past answer imported.", "%(count)s past answers imported.", self.reviews)
        return text % {"count": number(self.reviews)}

    @property
    def schedule_notice(self) -> str:
        """Return in a sentence how many cards have a schedule that is not imported; nothing where none has."""
        if not self.schedules:
            return ""
        text = ngettext(
            "%(count)s card has a schedule in this file.",
            "%(count)s cards have a schedule in this file.",
            self.schedules,
        )
        return text % {"count": number(self.schedules)}

    @property
    def schedule_advice(self) -> str:
        """Return the same with how to import the schedules after all."""
        if not self.schedules:
            return ""
        advice = _("To import it too, import the file again and tick “Import my schedule and history”.")
        return f"{self.schedule_notice} {advice}"

    def as_text(self) -> str:
        """Return all of it, as a file for people."""
        decks = list(map(str, self.decks))
        problems = [f"{page.path}: {page.problem}" for page in self.pages if page.problem]
        warnings = [*self.warnings, *(each for page in self.pages for each in page.warnings)]
        lines = list(map(str, warnings)) or [_("There are no warnings.")]
        about = filter(None, (str(self), self.schedule_advice))
        return "\n".join([*about, "", *decks, *problems, *self.surroundings, "", *lines, ""])

    def as_json(self) -> dict[str, object]:
        """Return what `import_deck --json` prints."""
        counts = {name: getattr(self, name) for name in ("added", "changed", "unchanged", "refused")}
        return {
            "decks": [asdict(deck) for deck in self.decks],
            "notes": counts,
            "cards": self.cards,
            "reviews": self.reviews,
            "schedules": self.schedules,
            "media": self.media,
            "read_as": asdict(self.reading),
            "warnings": [asdict(each) for each in self.warnings],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Return the report of which `asdict` made this."""
        return cls(
            **data
            | {
                "decks": [DeckReport(**each) for each in data["decks"]],
                "pages": [PageReport.from_dict(each) for each in data["pages"]],
                "warnings": [ReportLine(**each) for each in data["warnings"]],
                "changes": [NoteDiff(**each) for each in data["changes"]],
                "first_cards": [FirstCard(**each) for each in data["first_cards"]],
                "reading": Reading(**data["reading"] | {"columns": tuple(data["reading"]["columns"])}),
            }
        )
