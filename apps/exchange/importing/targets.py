"""Where notes of a file go: decks of a course or of a person, found by their titles, and the sections in them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from apps.accounts.models import User
from apps.cards.forms import language_tag
from apps.cards.media_store import shown_in
from apps.cards.models import Deck, Section
from apps.cards.rendering import Medium
from apps.courses.models import Course
from apps.formats import records
from apps.formats.limits import MAX_TITLE_LENGTH
from apps.formats.problems import ImportWarning
from apps.formats.tables.table_to_deck import UNTITLED
from apps.lessons.services.lessons import SLUG_LENGTH, slug_of

LEVELS = "::"
FALLBACK = "imported"
CREDITS = ("language", "licence", "attribution", "source_url")
web_address = URLValidator(["http", "https"])
UNSAVED = -1  # stands for the key of a section that is not saved yet, so that its notes know that they are in one


@dataclass(frozen=True)
class Target:
    """Whose the decks become: a course's, or else a person's own. A `title` takes the place of the file's."""

    course: Course | None = None
    owner: User | None = None
    title: str = ""

    @property
    def people(self) -> models.QuerySet[User]:
        """Return the row of the person whose own they become."""
        return User.objects.filter(pk=self.owner.pk if self.owner else 0)

    def decks(self) -> models.QuerySet[Deck]:
        """Return the decks that are there; a course that is not saved yet has none."""
        if self.course and self.course.pk is None:
            return Deck.objects.none()
        return Deck.objects.filter(course=self.course, owner=self.owner)


@dataclass
class TargetDeck:
    """One deck of the file: where it is here, and its sections in the order of the file's."""

    deck: Deck
    sections: list[Section] = field(default_factory=list)
    notes: int = 0
    cards: int = 0
    is_own: bool = False  # the file's own deck, whose sections come whether or not a note is in them
    used: set[int] = field(default_factory=set)  # the sections that notes go to
    changed: dict[str, str] = field(default_factory=dict)
    changed_sections: list[Section] = field(default_factory=list)
    media: dict[str, Medium] = field(default_factory=dict)  # that it holds, or will hold
    new_media: dict[str, str] = field(default_factory=dict)  # those that it does not hold yet, and whose files they are


class TargetDecks:
    """The decks that a file's notes go to; one that is not there yet is not saved here."""

    def __init__(
        self, target: Target, said: records.DeckRecord, others: Mapping[str, records.DeckRecord], *, says_sections: bool
    ) -> None:
        """`said` is what the file says of its own deck, `others` what it says of decks by their paths.

        `says_sections` where the file says all of its sections, so that those that are there are changed to it.
        """
        self.target = target
        self._says_sections = says_sections
        self.warnings: list[ImportWarning] = []
        self.all: list[TargetDeck] = []
        self._said, self._others = said, others
        self._by_path: dict[str, int] = {}
        self._by_deck: dict[int, int] = {}
        self._slugs: set[str] = set()

    def of_path(self, path: str) -> int:
        """Return the number of the place for notes of that path in the file; an empty one is the file's own deck."""
        if path not in self._by_path:
            said, title = self._others.get(path, self._said), self._title(path)
            slug = "" if (path and path not in self._others) or (not path and self.target.title) else said.slug
            number = self.of_deck(self._found(title, slug) or self._new(title, slug), said)
            self.all[number].is_own |= not path or path in self._others
            self._by_path[path] = number
        return self._by_path[path]

    def by_path(self) -> Iterator[tuple[str, records.DeckRecord, TargetDeck]]:
        """Yield for each path of the file that was met what is said of its deck, and its place."""
        for path, number in self._by_path.items():
            yield path, self._others.get(path, self._said), self.all[number]

    def of_deck(self, deck: Deck, said: records.DeckRecord | None = None) -> int:
        """Return the number of the place of a deck, whether it is there or new, and what the file says of it."""
        if deck.pk is None or deck.pk not in self._by_deck:
            self.all.append(self._place(deck, said or self._said))
            if deck.pk is None:
                return len(self.all) - 1
            self._by_deck[deck.pk] = len(self.all) - 1
        return self._by_deck[deck.pk]

    def _place(self, deck: Deck, said: records.DeckRecord) -> TargetDeck:
        sections, credits = self._sections(deck, said.sections), self._credits(deck, said)
        place = TargetDeck(deck, sections, media=dict(shown_in(deck)), changed=credits)
        if self._says_sections:
            pairs = zip(place.sections, said.sections, strict=False)
            place.changed_sections = [
                section for section, new in pairs if section.pk != UNSAVED and _change(section, new)
            ]
        return place

    def _sections(self, deck: Deck, said_sections: Sequence[records.SectionRecord]) -> list[Section]:
        """Return the deck's sections as the file has them: those of the same title, and new ones."""
        there = list(deck.sections.all()) if deck.pk else []
        if not said_sections:
            flashcards = (section for section in there if section.kind == Section.Kind.FLASHCARDS)
            return [next(flashcards, None) or _new_section(deck, records.SectionRecord(UNTITLED), len(there) + 1)]
        result = []
        for position, said in enumerate(said_sections, len(there) + 1):
            same = next((section for section in there if self._is_same(section, said)), None)
            if same:
                there.remove(same)
            result.append(same or _new_section(deck, said, position))
        return result

    def _is_same(self, section: Section, said: records.SectionRecord) -> bool:
        """Say whether a section is that of the file; one of a table has no more than its title."""
        return section.title == said.title and (section.kind == said.kind or not self._says_sections)

    def _title(self, path: str) -> str:
        """Return the title of the deck for a path; a chosen one stands for the file's, or the path's first level."""
        if not path:
            return self.target.title or self._said.title or FALLBACK.capitalize()
        if path in self._others:
            return self._others[path].title[:MAX_TITLE_LENGTH]
        if self.target.title:
            path = LEVELS.join([self.target.title, *path.split(LEVELS)[1:]])
        return path[:MAX_TITLE_LENGTH]

    def _found(self, title: str, slug: str) -> Deck | None:
        decks = self.target.decks()
        if slug and (same := decks.filter(slug=slug).first()):
            return same
        return decks.filter(title=title).order_by("pk").first()

    def _new(self, title: str, slug: str) -> Deck:
        slug = self._free_slug(slug or slug_of(title) or FALLBACK)
        return Deck(course=self.target.course, owner=self.target.owner, title=title, slug=slug)

    def _free_slug(self, wanted: str) -> str:
        wanted = slug_of(wanted) or FALLBACK
        numbered = (f"{wanted[: SLUG_LENGTH - 8]}-{number}" for number in count(2))
        names: Iterator[str] = chain((wanted,), numbered)
        free = next(name for name in names if name not in self._slugs and not Deck.objects.filter(slug=name).exists())
        self._slugs.add(free)
        return free

    def _credits(self, deck: Deck, of_file: records.DeckRecord) -> dict[str, str]:
        """Return what the file says of the deck and the deck does not say yet; what is no address is left out."""
        said = {name: text for name in CREDITS if (text := getattr(of_file, name)) and text != getattr(deck, name)}
        for name, check in (("language", language_tag), ("source_url", web_address)):
            if name in said and not _passes(check, said[name]):
                self.warnings.append(
                    ImportWarning(f"“{said.pop(name)[:100]}” cannot be its {name.replace('_url', '')}.")
                )
        return said


def _passes(check: Callable[[str], None], value: str) -> bool:
    try:
        check(value)
    except ValidationError:
        return False
    return True


def _new_section(deck: Deck, said: records.SectionRecord, position: int) -> Section:
    return Section(
        pk=UNSAVED,
        deck=deck,
        position=position,
        kind=said.kind,
        title=said.title or UNTITLED,
        introduction=said.introduction,
        labels=list(said.labels),
        numbering=said.numbering,
        closing=said.closing,
    )


def _change(section: Section, said: records.SectionRecord) -> bool:
    """Give a section the texts that are said of it; say whether any is new."""
    new = {
        "introduction": said.introduction,
        "labels": list(said.labels),
        "numbering": said.numbering,
        "closing": said.closing,
    }
    changed = {name: value for name, value in new.items() if getattr(section, name) != value}
    for name, value in changed.items():
        setattr(section, name, value)
    return bool(changed)
