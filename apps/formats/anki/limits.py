"""How much a package may hold. Nothing in a package is believed about its own size."""

from dataclasses import dataclass

from apps.formats.limits import MIB


@dataclass(frozen=True)
class Limits:
    """The caps on one package: bytes, counts, characters, seconds."""

    upload: int = 100 * MIB
    inflated: int = 500 * MIB  # all members together, and all text that is read out of the database
    entries: int = 50_000
    one_file: int = 25 * MIB
    notes: int = 100_000
    cards: int = 500_000
    reviews: int = 5_000_000
    field: int = 64 * 1024
    note_types: int = 5_000
    decks: int = 20_000
    names: int = 1_000  # characters of the name of a deck, a note type, a template, a field
    fields_of_a_type: int = 1_000
    templates_of_a_type: int = 500
    template: int = 128 * 1024
    json: int = 16 * MIB
    json_values: int = 1_000_000
    media_map: int = 16 * MIB
    seconds: float = 30  # that the database may take, all queries together
    objects: int = 200  # tables and indexes
    sql: int = 20_000  # characters of the statement that makes one of them


LIMITS = Limits()
