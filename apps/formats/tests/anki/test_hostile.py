import io
import random
import zipfile

import pytest

from apps.formats.anki import read
from apps.formats.anki.reader.database import Database
from apps.formats.anki.templates.rendering import CardMaker
from apps.formats.limits import MIB, PACKAGE_LIMITS, PackageLimits
from apps.formats.problems import Code, ImportProblem
from apps.formats.tests.support.bombs import BOMBS, overlapping
from apps.formats.tests.support.making import CLOZE, Collection, message, package, zipped, zstd
from apps.web.tests.support.examples import examples

MUTANTS = examples(100)


def all_of(file, limits=PACKAGE_LIMITS):
    """Read everything there is in a package, and make its cards."""
    with read(file, limits) as opened:
        makers = {note_type.id: CardMaker(note_type) for note_type in opened.note_types.values()}
        for note, cards in opened.notes():
            for card in cards:
                makers[note.type].render(note, card.ordinal, opened.decks[card.deck], flag=card.flag)
        media = [(name, len(media.read())) for name, media in opened.media.items()]
        return len(list(opened.reviews())), media


def code_of(file, limits=PACKAGE_LIMITS):
    with pytest.raises(ImportProblem) as caught:
        all_of(file, limits)
    assert str(caught.value.message).endswith(".")
    return caught.value.code


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name):
    make, code = BOMBS[name]
    assert code_of(make()) == code


def test_files_that_are_all_the_same_bytes_are_refused():
    # The message of zipfile itself differs with its version.
    assert code_of(overlapping()) in (Code.TOO_LARGE, Code.DAMAGED)


NO_PACKAGES = [b"", b"PK\5\6", b"Front,Back\n", b"PK\5\6" + bytes(18), b"SQLite format 3\0" * 500]


@pytest.mark.parametrize("contents", NO_PACKAGES)
def test_what_is_no_package_is_refused(contents):
    assert code_of(io.BytesIO(contents)) == Code.NOT_A_PACKAGE


def test_a_package_that_is_newer_than_we_know_is_refused():
    assert code_of(Collection(version=19).package()) == Code.TOO_NEW
    assert code_of(package(Collection(modern=True).bytes, modern=True, meta=message((1, 4)))) == Code.TOO_NEW


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE revlog",
        "DELETE FROM col",
        "ALTER TABLE notes DROP COLUMN flds",
        "UPDATE col SET models = '[]'",
        "UPDATE col SET models = '{\"1\": 7}'",
        'UPDATE col SET models = \'{"1": {"name": "T", "flds": 5, "tmpls": {}}}\'',
        'UPDATE col SET models = \'{"1": {"name": "T", "flds": [], "tmpls": []}}\'',
        "UPDATE col SET decks = '{'",
        "UPDATE col SET decks = '{\"1\": []}'",
        "UPDATE col SET conf = 'no'",
    ],
)
def test_a_collection_in_disorder_is_refused(statement):
    assert code_of(Collection().note(1, "Q", "A").sql(statement).package()) == Code.DAMAGED


def test_a_modern_collection_that_is_cut_off_is_refused():
    packed = zstd.compress(Collection(modern=True).bytes)
    assert code_of(zipped({"collection.anki21b": packed[:-200]})) == Code.DAMAGED


def test_a_database_has_only_so_much_time():
    made = Collection()
    for id_ in range(500):
        made.note(id_, "Q", "A")
    assert code_of(made.package(), PackageLimits(seconds=-1)) == Code.TOO_SLOW


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM notes",
        "ATTACH 'other' AS other",
        "PRAGMA writable_schema = 1",
        "SELECT * FROM sqlite_stat1",
        "SELECT hex(flds) FROM notes",
        "SELECT load_extension('x')",
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
    ],
)
def test_no_query_can_do_more_than_read(query):
    database = Database([Collection().note(1, "Q", "A").sql("ANALYZE").bytes], PACKAGE_LIMITS)
    with pytest.raises(ImportProblem):
        list(database.rows(query, limit=10, what="rows", longest=100))
    database.close()


def test_rows_that_share_their_text_are_counted_each():
    made = Collection().note(1, "Q" * 30_000)
    for id_ in range(100):
        made.card(id_, 1)
    database = Database([made.bytes], PackageLimits(inflated=MIB))
    with pytest.raises(ImportProblem) as caught:
        list(database.rows("SELECT flds FROM notes, cards", limit=1000, what="rows", longest=MIB))
    assert caught.value.code == Code.TOO_LARGE
    database.close()


def healthy(modern):
    made = Collection(modern=modern, conf={"creationOffset": -60})
    for id_ in range(30):
        made.note(id_, f"Question {id_}", "A", tags="one two").card(id_ * 2, id_).card(id_ * 2 + 1, id_, 1)
        made.review(1_700_000_000_000 + id_, id_)
    made.note(50, "{{c1::a {{c2::b}}}} {{c3::c::d}}", type_=CLOZE).card(200, 50).card(201, 50, 2)
    return made.package({"a.png": b"a" * 500, "b.mp3": b"b" * 500}).getvalue()


def mutant(contents, chance):
    """Return the contents with a few bytes changed, cut out, doubled or swapped."""
    changed = bytearray(contents)
    for _ in range(chance.choice([1, 1, 2, 5, 30])):
        start, length = chance.randrange(len(changed)), chance.choice([1, 1, 2, 4, 50])
        change = chance.randrange(4)
        if change == 0:
            changed[start] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
        elif change == 1:
            changed[start : start + length] = chance.randbytes(length)
        elif change == 2 and len(changed) > 100:
            del changed[start : start + length]
        else:
            changed[start:start] = changed[start : start + length]
    return bytes(changed)


def mutants_within(contents, chance):
    """Return the package with one of its members changed after it was inflated, so that no checksum tells."""
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    newest = next(name for name in ("collection.anki21b", "collection.anki2") if name in members)
    name = chance.choice([newest, newest, newest, *members])
    packed = name == "collection.anki21b" or (name == "media" and "collection.anki21b" in members)
    inner = zstd.decompress(members[name]) if packed else members[name]
    changed = mutant(inner, chance)
    members[name] = zstd.compress(changed) if packed else changed
    return zipped(members)


@pytest.mark.parametrize("modern", [False, True])
@pytest.mark.parametrize("inside", [False, True])
def test_any_bytes_are_read_or_refused(modern, inside):
    chance = random.Random(f"{modern} {inside}")  # noqa: S311 - the same ones each time
    contents = healthy(modern)
    refused = 0
    for _ in range(MUTANTS // 4):
        file = mutants_within(contents, chance) if inside else io.BytesIO(mutant(contents, chance))
        try:
            all_of(file)
        except ImportProblem:
            refused += 1
    assert refused
