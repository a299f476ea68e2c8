"""Makes packages of Anki by hand, in the old form and in the new one, good and bad."""

import io
import json
import sqlite3
import sys
import zipfile

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BEGAN = 1_700_020_800  # 15 November 2023, 4 am in UTC
BASIC, CLOZE = 1_001, 1_002
DECK = 2_001

COMMON = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer, mod integer, scm integer, ver integer, dty integer, usn integer,
    ls integer, conf text, models text, decks text, dconf text, tags text);
CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, mod integer, usn integer, tags text, flds text,
    sfld integer, csum integer, flags integer, data text);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer, did integer, ord integer, mod integer, usn integer,
    type integer, queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer,
    left integer, odue integer,
    odid integer, flags integer, data text);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, usn integer, ease integer, ivl integer, lastIvl integer,
    factor integer, time integer, type integer);
CREATE INDEX ix_cards_nid ON cards (nid);
"""
MODERN = """
CREATE TABLE notetypes (id integer NOT NULL PRIMARY KEY, name text NOT NULL COLLATE unicase, config blob NOT NULL);
CREATE TABLE fields (ntid integer, ord integer, name text COLLATE unicase, config blob, PRIMARY KEY (ntid, ord))
    without rowid;
CREATE TABLE templates (ntid integer, ord integer, name text COLLATE unicase, config blob, PRIMARY KEY (ntid, ord))
    without rowid;
CREATE TABLE decks (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE unicase, common blob, kind blob);
CREATE TABLE config (KEY text NOT NULL PRIMARY KEY, usn integer, mtime_secs integer, val blob) without rowid;
CREATE UNIQUE INDEX idx_decks_name ON decks (name);
"""
NOTE_TYPES = {
    BASIC: ("Basic and back", False, ["Front", "Back"], [("{{Front}}", "{{Back}}"), ("{{Back}}", "{{Front}}")]),
    CLOZE: ("Gaps", True, ["Text", "Extra"], [("{{cloze:Text}}", "{{cloze:Text}} {{Extra}}")]),
}
DECKS = {1: ("Default",), DECK: ("Biology", "Cells")}


class Collection:
    """The database of a package."""

    def __init__(self, *, modern=False, note_types=NOTE_TYPES, decks=DECKS, conf=None, version=None):
        self.modern = modern
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        self.db.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        self.db.executescript(COMMON + (MODERN if modern else ""))
        texts = ("", "", "") if modern else (json.dumps(conf or {}), _models(note_types), _decks(decks))
        version = version or (18 if modern else 11)
        self.db.execute("INSERT INTO col VALUES (1, ?, 0, 0, ?, 0, 0, 0, ?, ?, ?, '', '')", (BEGAN, version, *texts))
        if modern:
            self._fill(note_types, decks, conf or {})

    def note(self, id_, *fields, type_=BASIC, tags="", guid=None):
        flds = "\x1f".join(fields)
        row = (id_, guid or f"guid{id_}", type_, BEGAN, tags, flds)
        self.db.execute("INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, 0, 0, 0, '')", row)
        return self

    def card(self, id_, note, ordinal=0, *, deck=DECK, own_deck=0, own_due=0, flags=0, state=(0, 0, 0, 0, 0, 0, 0)):
        row = (id_, note, deck, ordinal, *state, own_due, own_deck, flags)
        self.db.execute("INSERT INTO cards VALUES (?, ?, ?, ?, 0, -1, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, '')", row)
        return self

    def review(self, at, card, grade=3, interval=1):
        self.db.execute("INSERT INTO revlog VALUES (?, ?, -1, ?, ?, -600, 2500, 4321, 1)", (at, card, grade, interval))
        return self

    def sql(self, *statements):
        for statement in statements:
            self.db.execute(statement)
        return self

    @property
    def bytes(self):
        contents = self.db.serialize()
        self.db.close()
        return contents

    def package(self, media=None, **members):
        return package(self.bytes, media or {}, modern=self.modern, **members)

    def _fill(self, note_types, decks, conf):
        for id_, (name, is_cloze, fields, templates) in note_types.items():
            config = message((1, int(is_cloze)), (3, b".card {}"))
            self.db.execute("INSERT INTO notetypes VALUES (?, ?, ?)", (id_, name, config))
            for index, field in enumerate(fields):
                self.db.execute("INSERT INTO fields VALUES (?, ?, ?, ?)", (id_, index, field, b""))
            for index, (front, back) in enumerate(templates):
                config = message((1, front.encode()), (2, back.encode()), (5, 77))
                self.db.execute("INSERT INTO templates VALUES (?, ?, ?, ?)", (id_, index, f"Card {index + 1}", config))
        for id_, path in decks.items():
            self.db.execute("INSERT INTO decks VALUES (?, ?, x'', x'')", (id_, "\x1f".join(path)))
        for key, value in conf.items():
            self.db.execute("INSERT INTO config VALUES (?, 0, 0, ?)", (key, json.dumps(value).encode()))


def package(collection, media=None, *, modern=False, meta=None, media_map=None):
    """Return a package with this database: an open file."""
    media = media or {}
    if not modern:
        names = json.dumps({str(index): name for index, name in enumerate(media)}).encode()
        stored = {str(index): contents for index, contents in enumerate(media.values())}
        return zipped({"collection.anki2": collection, "media": media_map or names, **stored})
    names = b"".join(message((1, message((1, name.encode()), (2, 5)))) for name in media)
    stored = {str(index): zstd.compress(contents) for index, contents in enumerate(media.values())}
    dummy = Collection().note(1, "Please update").card(1, 1).bytes
    return zipped(
        {
            "meta": meta or message((1, 3)),
            "collection.anki21b": zstd.compress(collection),
            "collection.anki2": dummy,
            "media": media_map or zstd.compress(names),
            **stored,
        }
    )


def zipped(members, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, contents in members.items():
            archive.writestr(name, contents)
    return file


def message(*fields):
    """Return a message of Protocol Buffers with these numbered values."""
    done = b""
    for number, value in fields:
        if isinstance(value, int):
            done += varint(number << 3) + varint(value)
        else:
            done += varint(number << 3 | 2) + varint(len(value)) + value
    return done


def varint(value):
    done = b""
    while value > 0x7F:
        done += bytes([value & 0x7F | 0x80])
        value >>= 7
    return done + bytes([value])


def _models(note_types):
    return json.dumps(
        {
            str(id_): {
                "name": name,
                "type": int(is_cloze),
                "css": ".card {}",
                "flds": [{"name": field} for field in fields],
                "tmpls": [
                    {"name": f"Card {number}", "qfmt": front, "afmt": back}
                    for number, (front, back) in enumerate(templates, start=1)
                ],
            }
            for id_, (name, is_cloze, fields, templates) in note_types.items()
        }
    )


def _decks(decks):
    return json.dumps({str(id_): {"name": "::".join(path)} for id_, path in decks.items()})
