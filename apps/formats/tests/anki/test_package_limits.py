"""An Anki package may hold as much as each of its limits, and no more."""

import io
import random
import zipfile
from dataclasses import fields

import pytest

from apps.formats.anki import read
from apps.formats.limits import PackageLimits
from apps.formats.problems import Code, ImportProblem
from apps.formats.tests.anki.test_hostile import all_of
from apps.formats.tests.support.making import BASIC, DECKS, NOTE_TYPES, Collection, zstd

PICTURE = random.Random(1).randbytes(200_000)  # noqa: S311 - the same one each time
ELSEWHERE = {
    "seconds",  # a clock has no limit and one more: test_hostile.py
    "text",  # of decks that are no package: apps/formats/tests/test_limits.py
    "field",  # its note alone is left out: below
}
OF_THE_OLD_FORM = {"json", "json_values"}  # the new one has a row for each


def made(modern):
    """Return a package, and how much of each limit it needs."""
    collection = Collection(modern=modern).note(1, "Q", "A").note(2, "Q", "A").card(5, 1).card(6, 2).card(7, 2, 1)
    for at in range(4):
        collection.review(9 + at, 5)
    of_database = objects_of(collection.db)
    contents = collection.package({"cell.png": PICTURE}).getvalue()
    return contents, of_database | in_zip(contents, modern) | {
        "notes": 2,
        "cards": 3,
        "reviews": 4,
        "note_types": len(NOTE_TYPES),
        "decks": len(DECKS),
        "names": len(NOTE_TYPES[BASIC][0]),
        "fields_per_type": 2,
        "templates_per_type": 2,
        "template": len("{{cloze:Text}}" + "{{cloze:Text}} {{Extra}}"),
        "one_file": len(PICTURE),
    }


def objects_of(database):
    """Return what a database has of tables, and of what is in its only row."""

    def longest(query):
        return max(len(text) for (text,) in database.execute(query))

    models = database.execute("SELECT models FROM col").fetchone()[0]
    return {
        "objects": database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0],
        "columns": len(database.execute("PRAGMA table_info(cards)").fetchall()),
        "sql": longest("SELECT sql FROM sqlite_master"),
        "json": len(models),
        "json_values": sum(map(models.count, ",[{")),
    }


def in_zip(contents, modern):
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        names = archive.namelist()
        packed = [archive.read("collection.anki21b" if modern else "collection.anki2"), archive.read("media")]
        meta = archive.read("meta") if modern else b""
    database, media = map(zstd.decompress, packed) if modern else packed
    return {
        "upload": len(contents),
        "entries": len(names),
        "media_map": len(media),
        "inflated": len(database) + len(media) + len(meta) + len(PICTURE),
    }


@pytest.mark.parametrize(
    ("limit", "modern"),
    [
        (each.name, modern)
        for each in fields(PackageLimits)
        for modern in (False, True)
        if each.name not in ELSEWHERE and not (modern and each.name in OF_THE_OLD_FORM)
    ],
)
def test_a_package_may_hold_as_much_as_its_limit_and_no_more(limit, modern):
    contents, needed = made(modern)
    assert all_of(io.BytesIO(contents), PackageLimits(**{limit: needed[limit]})) == (4, [("cell.png", len(PICTURE))])
    with pytest.raises(ImportProblem) as caught:
        all_of(io.BytesIO(contents), PackageLimits(**{limit: needed[limit] - 1}))
    assert caught.value.code == (Code.DAMAGED if limit == "columns" else Code.TOO_LARGE)


@pytest.mark.parametrize("modern", [False, True])
def test_a_note_with_a_field_beyond_the_limit_is_left_out_alone(modern):
    package = Collection(modern=modern).note(1, "é", "A").note(2, "aé", "A").card(5, 1).card(6, 2).package()
    with read(package, PackageLimits(field=2)) as opened:
        assert [note.fields[0] for note, _cards in opened.notes()] == ["é"]
