"""Where notes of a file go: decks of a course or of a person, found by their titles, and their sections."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from apps.accounts.models import User
from apps.cards.deck_defaults import first_values
from apps.cards.deck_slugs import free_slug, slug_of
from apps.cards.forms.fields import language_tag
from apps.cards.media.deck_media import media_of_deck
from apps.cards.models import Deck, Section
from apps.cards.rendering.media_tags import MediaReference
from apps.courses.models import Course
from apps.formats import records
from apps.formats.limits import MAX_TITLE_LENGTH
from apps.formats.messages import Message
from apps.formats.messages import gettext as _
from apps.formats.problems import ImportWarning
from apps.formats.text.language import guess_of_cards

LEVELS = "::"
FALLBACK = "imported"
CHECKED_CREDITS: dict[str, tuple[Callable[[str], None], Message]] = {
    "language": (language_tag, _("“{value}” is not a language code. It was left out.")),
    "source_url": (URLValidator(["http", "https"]), _("“{value}” is not a URL. It was left out.")),
}
MAX_SAMPLE, MAX_SAMPLE_LENGTH = 500, 1_000  # notes and characters, of which a language is guessed


@dataclass(frozen=True)
class Target:
    """Whose the decks become: a course's, or else a person's own.

    A `title` and a `language` take the place of the file's.
    """

    course: Course | None = None
    owner: User | None = None
    title: str = ""
    language: str = ""

    @property
    def people(self) -> models.QuerySet[User]:
        """Return the row of the person whose own they become."""
        return User.objects.filter(pk=self.owner.pk if self.owner else 0)

    def decks(self) -> models.QuerySet[Deck]:
        """Return the decks that are there; a course that is not saved yet has none."""
        if self.course and self.course.pk is None:
            return Deck.objects.none()
        return Deck.objects.filter(course=self.course, owner=self.owner)


@dataclass(frozen=True)
class SectionChange:
    """A section with its new texts, and those of them that are stored until it is saved."""

    section: Section
    stored: dict[str, object]


@dataclass
class TargetDeck:
    """A deck here to which notes of a file go, and its sections in the order of the file's."""

    deck: Deck
    sections: list[Section] = field(default_factory=list)
    notes: int = 0
    cards: int = 0
    is_own: bool = False  # the file's own deck, whose sections are imported whether or not a note is in them
    used: set[int] = field(default_factory=set)  # the sections that notes go to
    changed: dict[str, str] = field(default_factory=dict)
    changed_sections: list[SectionChange] = field(default_factory=list)
    media: dict[str, MediaReference] = field(default_factory=dict)  # that it holds, or will hold
    new_media: dict[str, str] = field(default_factory=dict)  # those that it does not hold yet, and whose files they are
    sample: list[tuple[str, str, str]] = field(default_factory=list)  # its first fronts, backs and extra texts

    @property
    def is_saved(self) -> bool:
        """Return whether the import saves anything of this deck."""
        return bool(self.notes or self.is_own)

    @property
    def language(self) -> str:
        """Return the language that the deck will have."""
        return self.changed.get("language", self.deck.language)

    def add_to_sample(self, front: str, back: str, extra: str) -> None:
        """Remember the texts of a new note for a guess of the deck's language, as long as they are few."""
        if len(self.sample) < MAX_SAMPLE:
            first, second, third = (text[:MAX_SAMPLE_LENGTH] for text in (front, back or extra, extra))
            self.sample.append((first, second, third))

    def guess_language(self, encoding: str) -> None:
        """Give a new deck the language that its texts and their encoding show, unless one is named."""
        if self.deck.pk is not None or "language" in self.changed or not self.sample:
            return
        if found := guess_of_cards(*zip(*self.sample, strict=True), encoding):
            self.changed["language"] = found

    @property
    def new_sections(self) -> list[Section]:
        """Return the sections that the import adds."""
        new = (section for index, section in enumerate(self.sections) if self.is_own or index in self.used)
        return [section for section in new if section.pk == Section.UNSAVED]


class TargetDecks:
    """The decks that a file's notes go to; one that is not there yet is not saved here."""

    def __init__(
        self,
        target: Target,
        record: records.DeckRecord,
        others: Mapping[str, records.DeckRecord],
        *,
        has_all_sections: bool,
    ) -> None:
        """`record` is the file's own deck, `others` are its other decks by their paths.

        `has_all_sections` where the file holds all of its sections, so that existing ones are changed to match it.
        """
        self.target = target
        self._has_all_sections = has_all_sections
        self.warnings: list[ImportWarning] = []
        self.all: list[TargetDeck] = []
        self._record, self._others = record, others
        self._by_path: dict[str, int] = {}
        self._by_deck: dict[int, int] = {}
        self._slugs: set[str] = set()

    def of_path(self, path: str) -> int:
        """Return the index of the deck for notes of that path in the file; an empty one is the file's own deck."""
        if path not in self._by_path:
            record, title = self._others.get(path, self._record), self._title(path)
            slug = "" if (path and path not in self._others) or (not path and self.target.title) else record.slug
            number = self.of_deck(self._find(title, slug) or self._new(title, slug), record)
            self.all[number].is_own |= not path or path in self._others
            self._by_path[path] = number
        return self._by_path[path]

    def by_path(self) -> Iterator[tuple[str, records.DeckRecord, TargetDeck]]:
        """Yield each path of the file for which a deck was found, with the file's record of it and the deck here."""
        for path, number in self._by_path.items():
            yield path, self._others.get(path, self._record), self.all[number]

    def of_deck(self, deck: Deck, record: records.DeckRecord | None = None) -> int:
        """Return the index of a deck, existing or new, with the file's record of it."""
        if deck.pk is None or deck.pk not in self._by_deck:
            self.all.append(self._target_deck(deck, record or self._record))
            if deck.pk is None:
                return len(self.all) - 1
            self._by_deck[deck.pk] = len(self.all) - 1
        return self._by_deck[deck.pk]

    def _target_deck(self, deck: Deck, record: records.DeckRecord) -> TargetDeck:
        sections, credits = self._sections(deck, record.sections), self._credits(deck, record)
        target = TargetDeck(deck, sections, media=dict(media_of_deck(deck)), changed=credits)
        if self._has_all_sections:
            pairs = zip(target.sections, record.sections, strict=False)
            changes = (_change(section, new) for section, new in pairs if section.pk != Section.UNSAVED)
            target.changed_sections = [change for change in changes if change.stored]
        return target

    def _sections(self, deck: Deck, new_sections: Sequence[records.SectionRecord]) -> list[Section]:
        """Return the deck's sections as the file has them: those of the same title, and new ones."""
        existing = list(deck.sections.all()) if deck.pk else []
        if not new_sections:
            flashcards = (section for section in existing if section.kind == Section.Kind.FLASHCARDS)
            return [
                next(flashcards, None) or _new_section(deck, records.SectionRecord(records.UNTITLED), len(existing) + 1)
            ]
        result = []
        for position, record in enumerate(new_sections, len(existing) + 1):
            same = next((section for section in existing if self._is_same(section, record)), None)
            if same:
                existing.remove(same)
            result.append(same or _new_section(deck, record, position))
        return result

    def _is_same(self, section: Section, record: records.SectionRecord) -> bool:
        """Return whether a section is that of the file; one of a table has only a title."""
        return section.title == record.title and (section.kind == record.kind or not self._has_all_sections)

    def _title(self, path: str) -> str:
        """Return the title of the deck for a path; a chosen one replaces the file's, or the path's first level."""
        if not path:
            return self.target.title or self._record.title or FALLBACK.capitalize()
        if path in self._others:
            return self._others[path].title[:MAX_TITLE_LENGTH]
        if self.target.title:
            path = LEVELS.join([self.target.title, *path.split(LEVELS)[1:]])
        return path[:MAX_TITLE_LENGTH]

    def _find(self, title: str, slug: str) -> Deck | None:
        decks = self.target.decks()
        if slug and (same := decks.filter(slug=slug).first()):
            return same
        return decks.filter(title=title).order_by("pk").first()

    def _new(self, title: str, slug: str) -> Deck:
        slug = self._free_slug(slug or slug_of(title) or FALLBACK)
        return Deck(owner=self.target.owner, title=title, slug=slug, **first_values(self.target.course))

    def _free_slug(self, slug: str) -> str:
        free = free_slug(slug_of(slug) or FALLBACK, self._slugs)
        self._slugs.add(free)
        return free

    def _credits(self, deck: Deck, record: records.DeckRecord) -> dict[str, str]:
        """Return the file's credits that the deck does not have yet; an invalid language or URL is left out."""
        named = {name: getattr(record, name) for name in Deck.CREDITS}
        named["language"] = self.target.language or named["language"]
        new = {name: text for name, text in named.items() if text and (text != getattr(deck, name) or deck.pk is None)}
        for name, (check, message) in CHECKED_CREDITS.items():
            if name in new and not _passes(check, new[name]):
                self.warnings.append(ImportWarning(message.with_parameters(value=new.pop(name)[:100])))
        return new


def _passes(check: Callable[[str], None], value: str) -> bool:
    try:
        check(value)
    except ValidationError:
        return False
    return True


def _new_section(deck: Deck, record: records.SectionRecord, position: int) -> Section:
    return Section(
        pk=Section.UNSAVED,
        deck=deck,
        position=position,
        kind=record.kind,
        title=record.title or records.UNTITLED,
        **_texts(record),
    )


def _change(section: Section, record: records.SectionRecord) -> SectionChange:
    """Give a section the texts of the file's; return it with those that they replace."""
    changed = {name: value for name, value in _texts(record).items() if getattr(section, name) != value}
    stored = {name: getattr(section, name) for name in changed}
    for name, value in changed.items():
        setattr(section, name, value)
    return SectionChange(section, stored)


def _texts(record: records.SectionRecord) -> dict[str, object]:
    return {
        "introduction": record.introduction,
        "labels": list(record.labels),
        "numbering": record.numbering,
        "closing": record.closing,
    }
