"""The decks and the note types that notes of a package name, gathered while they are written."""

from dataclasses import replace

from apps.formats.anki import own_note_types
from apps.formats.anki.package_layout import LEVELS
from apps.formats.anki.records import DEFAULT_DECK, NAMELESS, AnkiNoteType
from apps.formats.anki.writer import ids, models_json

NEVER = 0  # when a note type that is not ours was changed: an import then leaves it as it is


class Decks:
    """Decks by their names, of which case makes no difference to Anki."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}  # by all paths that were looked up
        self._by_name: dict[str, int] = {}
        self._described: dict[int, tuple[str, str]] = {DEFAULT_DECK.id: (DEFAULT_DECK.path[0], "")}
        self._by_name[DEFAULT_DECK.path[0].casefold()] = DEFAULT_DECK.id

    def id_of(self, path: str) -> int:
        """Return the id of a deck, which is there from now on, with the decks around it."""
        if path not in self._ids:
            above: tuple[str, ...] = ()
            for level in path.split(LEVELS):
                id_ = self._named(LEVELS.join((*above, level.strip() or NAMELESS)))
                above = (self._described[id_][0],)
            self._ids[path] = id_
        return self._ids[path]

    def describe(self, path: str, text: str) -> None:
        """Give a deck a text."""
        id_ = self.id_of(path)
        self._described[id_] = self._described[id_][0], text

    def as_json(self) -> str:
        """Return all decks as Anki stores them."""
        return models_json.decks(self._described)

    def _named(self, name: str) -> int:
        key = name.casefold()
        if key not in self._by_name:
            id_ = _free(ids.stable_id(key), self._described)
            self._by_name[key], self._described[id_] = id_, (name, "")
        return self._by_name[key]


class NoteTypes:
    """Note types by their ids; of two with one id, the second gets another."""

    def __init__(self) -> None:
        self._ids: dict[AnkiNoteType, int] = {}
        self._by_id: dict[int, AnkiNoteType] = {}

    def id_of(self, note_type: AnkiNoteType) -> int:
        """Return the id under which a note type is in the package from now on."""
        if note_type not in self._ids:
            id_ = note_type.id
            if id_ in self._by_id:
                id_ = _free(ids.stable_id(repr(note_type)), self._by_id)
            self._ids[note_type], self._by_id[id_] = id_, replace(note_type, id=id_)
        return self._ids[note_type]

    def as_json(self) -> str:
        """Return all note types as Anki stores them."""
        changed = {
            each: own_note_types.CHANGED if own_note_types.is_ours(each) else NEVER for each in self._by_id.values()
        }
        return models_json.note_types(changed)


def _free[T](id_: int, used: dict[int, T]) -> int:
    """Return this id, or the next one that is free."""
    while id_ in used:
        id_ += 1
    return id_
