"""Notes of an Anki package as ours: what has a kind of ours in that kind, all else as cards that templates made."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from apps.cards.kinds import cloze_blanks, multi_card
from apps.cards.kinds.registry import BASIC, CLOZE, MULTI_CARD, OCCLUSION, REVERSED
from apps.formats import deck_source, ditcards_json
from apps.formats.anki import Package, losses
from apps.formats.anki.card_sides.card_sides import CardSides
from apps.formats.anki.conversion import to_anki
from apps.formats.anki.fields import cloze
from apps.formats.anki.occlusion.image_occlusion import OcclusionMaker
from apps.formats.anki.reader.values import moment
from apps.formats.anki.records import DEFAULT_DECK, AnkiCard, AnkiDeck, AnkiNote, AnkiNoteType
from apps.formats.anki.templates.note_types import Roles, roles_of
from apps.formats.import_source import SECTIONS, Files, ImportSource, IncomingNote, OriginRecord
from apps.formats.limits import MAX_FIELD_LENGTH, MAX_GUID_LENGTH, MAX_TAGS_LENGTH, MAX_TITLE_LENGTH
from apps.formats.losses import Losses, note_left_out
from apps.formats.messages import Message
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem, ImportWarning, Place
from apps.formats.records import DeckRecord, NoteRecord

NOTHING_ASKED = _("It shows nothing on its front.")
UNTOLD = _("A script or a style decides what its front shows.")
FIRST_ANKI = datetime(2006, 10, 1, tzinfo=UTC)  # no note is older; a program may count its notes from 1
PROVIDED_FIELDS = frozenset(("kind", "front", "back", "extra", "tags"))


def open_source(package: Package, title: str = "") -> ImportSource:
    """Return an open package as a source; `title` is that of notes without their own deck. Raises ImportProblem."""
    decks = [ditcards_json.read(each) for each in package.own]
    media = {name: each.read for name, each in package.media.items()}
    own = deck_source.of_decks(decks, title) if decks else ImportSource(DeckRecord(title=title), lambda: iter(()), 0)
    found = replace(
        own,
        notes=lambda: _Notes(package, own, found).each(),
        count=package.note_count,
        provided_fields=PROVIDED_FIELDS | {"label", "section", "archived", SECTIONS} if decks else PROVIDED_FIELDS,
        guids_are_unique=True,
        media=media,
        media_of=dict.fromkeys(own.others, media),
        reviews=package.reviews,
        began_on=package.began_on,
    )
    return found


class _Notes:
    """One pass over the notes of a package."""

    def __init__(self, package: Package, own: ImportSource, found: ImportSource) -> None:
        """`own` are the decks and the notes of our own JSON in the package."""
        self._package = package
        self._found = found
        self._decks = {"": own.deck, **own.others}
        ours = [incoming.note for incoming in own.notes()]
        self._archived = [note for note in ours if note.archived]
        self._ours: dict[str, list[NoteRecord]] = defaultdict(list)  # by identifiers, which two decks may share
        for note in ours:
            if not note.archived:
                self._ours[note.guid].append(note)
        self._positions = {note.guid: position for position, note in reversed(list(enumerate(ours)))}
        self._makers: dict[int, NoteMaker] = {}
        self._refused = Losses()
        self._removed = Losses()

    def each(self) -> Iterator[IncomingNote]:
        """Yield each note that can be imported; the others are counted and named."""
        self._found.refused = 0
        self._found.warnings = []
        for found in self._in_order():
            if isinstance(found, NoteRecord):
                yield IncomingNote(found)
                continue
            note, cards = found
            try:
                yield self._incoming_note(note, cards)
            except ImportProblem as problem:
                self._found.refused += 1
                self._found.on_refusal()
                self._refused.add(note_left_out(problem.message), losses.place_of(note))
        self._add_warnings()

    def _in_order(self) -> Iterator[NoteRecord | tuple[AnkiNote, list[AnkiCard]]]:
        """Yield notes with their cards by their age; those of our own packages as they were here.

        Archived notes are among these: Anki never had them.
        """
        if not self._positions:
            yield from self._package.notes()
            return
        last = max(self._positions.values()) + 1
        found: list[NoteRecord | tuple[AnkiNote, list[AnkiCard]]] = [*self._archived, *self._package.notes()]
        yield from sorted(found, key=lambda each: self._positions.get(_guid(each), last))

    def _incoming_note(self, note: AnkiNote, cards: list[AnkiCard]) -> IncomingNote:
        note_type = self._package.note_types[note.type]
        ours, is_unchanged = self._take_own(note)
        made = ours if ours and is_unchanged else self._converted(note, cards, ours)
        return IncomingNote(made, OriginRecord(note_type, note.fields), tuple(cards))

    def _take_own(self, note: AnkiNote) -> tuple[NoteRecord | None, bool]:
        """Return the note that we wrote into the package, and whether its fields are still what we made of it."""
        same = self._ours.get(note.guid, [])
        for index, ours in enumerate(same):
            if self._is_unchanged(ours, note):
                return same.pop(index), True
        return (same.pop(0) if same else None), False

    def _is_unchanged(self, ours: NoteRecord, note: AnkiNote) -> bool:
        sections = self._decks.get(ours.deck, self._decks[""]).sections
        return to_anki.fields_of(ours, sections[ours.section] if sections else None) == note.fields

    def _converted(self, note: AnkiNote, cards: list[AnkiCard], ours: NoteRecord | None) -> NoteRecord:
        maker = self._maker(note.type)
        made = maker.note(note, cards, ours.deck if ours else self._path(cards))
        if ours and ours.created_at:
            made = replace(made, created_at=ours.created_at)
        for sort in maker.pop_removed():
            self._removed.add(sort, losses.place_of(note))
        return made

    def _path(self, cards: list[AnkiCard]) -> str:
        """Return the path of a note that was written in Anki; with decks of ours it goes to the first of them."""
        path = self._package.decks[cards[0].deck].path if cards and not self._package.own else ()
        return "::".join(path)[:MAX_TITLE_LENGTH]

    def _maker(self, type_: int) -> "NoteMaker":
        if type_ not in self._makers:
            self._makers[type_] = NoteMaker(self._package.note_types[type_], self._deck_of, self._found.media)
        return self._makers[type_]

    def _deck_of(self, card: AnkiCard) -> AnkiDeck:
        return self._package.decks[card.deck]

    def _add_warnings(self) -> None:
        self._found.warnings += self._refused.warnings()
        for maker in self._makers.values():
            self._found.warnings += maker.warnings()
        self._found.warnings += self._package.warnings
        self._found.refused += self._package.refused
        self._found.warnings += self._removed.warnings()


class NoteMaker:
    """Makes our notes of Anki's notes of one type."""

    def __init__(
        self,
        note_type: AnkiNoteType,
        deck_of: Callable[[AnkiCard], AnkiDeck] = lambda _card: DEFAULT_DECK,
        files: Files | None = None,
    ) -> None:
        self._type = note_type
        self._sides = CardSides(note_type, files)
        self._cards = self._sides.cards
        self._occlusion = OcclusionMaker(note_type, self._sides, files)
        self._roles = None if self._cards.problems else roles_of(note_type)
        self._deck_of = deck_of

    def pop_removed(self) -> list[Message]:
        """Return the sort of each thing that was removed from texts since the last call."""
        removed, self._sides.removed = self._sides.removed, []
        return removed

    def warnings(self) -> list[ImportWarning]:
        """Return what cards of this type lost, each sort of loss once."""
        place = Place(note_type=self._type.name[:50])
        unreadable = [
            ImportWarning(losses.without_template(problem), problem.place) for problem in self._cards.problems
        ]
        return [*unreadable, *(replace(each, place=place) for each in self._sides.losses.warnings())]

    def note(self, note: AnkiNote, cards: Sequence[AnkiCard], path: str) -> NoteRecord:
        """Return a note of ours that makes the same cards. Raises ImportProblem for one that cannot be stored."""
        ordinals = self._cards.ordinals(note)
        if occluded := self._occlusion.texts(note):
            kind, texts = OCCLUSION, occluded
        elif ordinals:
            kind, texts = self._by_roles(note, ordinals) or self._by_templates(note, cards, ordinals)
            self._name_empty(note, cards, ordinals)
        else:
            kind, texts = self._by_fields(note)
        _check(texts)
        return NoteRecord(
            front=texts["front"],
            back=texts.get("back", ""),
            extra=texts.get("extra", ""),
            kind=kind,
            tags=_tags(note.tags),
            guid=guid_of(note.guid),
            deck=path,
            place=_place(note),
            created_at=_created_at(note),
        )

    def _name_empty(self, note: AnkiNote, cards: Sequence[AnkiCard], ordinals: list[int]) -> None:
        """Name the cards whose templates show nothing of the note; those of broken templates are named already."""
        if not self._cards.problems and (empty := {card.ordinal for card in cards}.difference(ordinals)):
            self._sides.losses.add(losses.BLANK, losses.place_of(note), len(empty))

    def _by_roles(self, note: AnkiNote, ordinals: list[int]) -> tuple[str, dict[str, str]] | None:
        """Return the note in the kind that its type is, if that makes the cards that Anki makes."""
        if self._roles is None:
            return None
        texts = self._texts(note, self._roles)
        kind = BASIC if self._roles.kind == REVERSED and ordinals == [0] else self._roles.kind
        if _ordinals(kind, texts["front"]) != ordinals or not self._sides.hides_nothing(note, ordinals):
            return None
        self._sides.name_unused()
        if kind == BASIC and not texts.get("back", "").strip():
            self._sides.losses.add(losses.UNANSWERED, losses.place_of(note))
        return kind, texts

    def _texts(self, note: AnkiNote, roles: Roles) -> dict[str, str]:
        indexes = {"front": roles.front, "back": roles.back, "extra": roles.extra}
        return {name: self._sides.markdown(note.fields[index]) for name, index in indexes.items() if index is not None}

    def _by_fields(self, note: AnkiNote) -> tuple[str, dict[str, str]]:
        """Return the fields of a note whose templates make no card of it: the first one that is filled is asked."""
        if self._type.is_cloze and (blanked := [text for text in note.fields if cloze.numbers(text)]):
            others = (self._sides.markdown(text) for text in note.fields if text != blanked[0])
            return CLOZE, {"front": self._sides.markdown(blanked[0]), "extra": "\n\n".join(filter(None, others))}
        filled = [text for text in map(self._sides.markdown, note.fields) if text.strip()]
        return BASIC, {"front": filled[0] if filled else "", "back": "\n\n".join(filled[1:])}

    def _by_templates(
        self, note: AnkiNote, cards: Sequence[AnkiCard], ordinals: list[int]
    ) -> tuple[str, dict[str, str]]:
        decks = {card.ordinal: self._deck_of(card) for card in cards}
        sides = {
            ordinal: self._sides.sides(note, ordinal, decks.get(ordinal) or next(iter(decks.values()), DEFAULT_DECK))
            for ordinal in ordinals
        }
        unasked, self._sides.unasked = self._sides.unasked, []
        if not any(front for front, _ in sides.values()):
            raise ImportProblem(Code.NOTHING, UNTOLD if losses.UNTOLD in unasked else NOTHING_ASKED)
        for sort in unasked:
            self._sides.losses.add(sort, losses.place_of(note))
        if list(sides) == [0]:
            return BASIC, dict(zip(("front", "back"), sides[0], strict=True))
        pairs = [sides.get(ordinal, ("", "")) for ordinal in range(max(sides, default=-1) + 1)]
        return MULTI_CARD, {
            "front": multi_card.joined(front for front, _ in pairs),
            "back": multi_card.joined(back for _, back in pairs),
        }


def _guid(found: NoteRecord | tuple[AnkiNote, list[AnkiCard]]) -> str:
    return found.guid if isinstance(found, NoteRecord) else found[0].guid


def guid_of(guid: str) -> str:
    """Return the identifier under which we store a note; one that is too long becomes a short one, always the same."""
    return guid if len(guid) <= MAX_GUID_LENGTH else f"anki-{hashlib.sha256(guid.encode()).hexdigest()[:32]}"


def _ordinals(kind: str, front: str) -> list[int]:
    """Return the cards that a note of ours makes; none where its blanks cannot be read."""
    if kind != CLOZE:
        return [0, 1] if kind == REVERSED else [0]
    try:
        return [number - 1 for number in cloze_blanks.numbers(front)]
    except cloze_blanks.ClozeError:
        return []


def _check(texts: dict[str, str]) -> None:
    if not texts["front"].strip():
        raise ImportProblem(Code.NOTHING, NOTHING_ASKED)
    if any(len(text) > MAX_FIELD_LENGTH for text in texts.values()):
        message = _("One of its texts has more than {limit} characters.", limit=MAX_FIELD_LENGTH)
        raise ImportProblem(Code.TOO_LARGE, message)


def _tags(tags: Sequence[str]) -> tuple[str, ...]:
    """Return as many tags as a note has room for."""
    fitting, room = [], MAX_TAGS_LENGTH - 2
    for tag in dict.fromkeys(tags):
        room -= len(tag) + 1
        if room >= 0:
            fitting.append(tag)
    return tuple(fitting)


def _created_at(note: AnkiNote) -> datetime | None:
    """Return when a note was written: Anki's number of it is that moment."""
    created = moment(note.id)
    return created if created >= FIRST_ANKI else None


def _place(note: AnkiNote) -> Place:
    return Place(note=note.guid[:50])
