"""Packages that want to do harm. Each function makes one; `BOMBS` names them all, with the code that they get."""

import io
import struct
import zipfile
from functools import partial

from apps.formats.limits import MIB
from apps.formats.problems import Code
from apps.formats.tests.support.making import Collection, message, package, varint, zipped, zstd

TRIGGER = "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM cards; END"


def zeros(size):
    """Return a compressed megabyte after the other, as one deflated member of a zip."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("collection.anki2", "w") as member:
        for _ in range(size):
            member.write(bytes(MIB))
    return file


def zeros_after_a_header(size):
    start = Collection().bytes
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("collection.anki2", "w") as member:
        member.write(start)
        for _ in range(size):
            member.write(bytes(MIB))
    return file


def zstd_zeros(size):
    packing = zstd.ZstdCompressor()
    parts = [
        packing.compress(Collection(modern=True).bytes),
        *(packing.compress(bytes(MIB)) for _ in range(size)),
        packing.flush(),
    ]
    return zipped({"collection.anki21b": b"".join(parts)})


def zstd_window():
    """Return a frame whose header asks for two gigabytes of memory."""
    return zipped(
        {"collection.anki21b": b"\x28\xb5\x2f\xfd" + bytes([0x00, (31 - 10) << 3]) + b"\x01\x00\x00" + bytes(100)}
    )


def zstd_frames():
    return zipped({"collection.anki21b": zstd.compress(Collection(modern=True).bytes) + zstd.compress(b"") * 100_000})


def entries(count):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("collection.anki2", Collection().bytes)
        for index in range(count):
            archive.writestr(str(index), b"")
    return file


def many_entries(count=60_000):
    """Return a zip with so many members, all of them in its list at the same place."""
    one = io.BytesIO()
    with zipfile.ZipFile(one, "w") as archive:
        archive.writestr("a", b"")
    contents = one.getvalue()
    start = contents.index(b"PK\x01\x02")
    end = contents.index(b"PK\x05\x06")
    listed = contents[start:end] * count
    return io.BytesIO(contents[:start] + listed + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(listed), start, 0))


def large_list():
    """Return a zip whose list of members claims to be larger than there is."""
    contents = bytearray(Collection().note(1, "Q", "A").package().getvalue())
    struct.pack_into("<L", contents, contents.rindex(b"PK\5\6") + 12, 90 * MIB)
    return io.BytesIO(bytes(contents))


def list_of_the_large_kind():
    contents = Collection().package().getvalue()
    end = contents.rindex(b"PK\5\6")
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    return io.BytesIO(contents[:end] + locator + contents[end:])


def nested():
    inner = Collection().note(1, "Q", "A").package().getvalue()
    for _ in range(5):
        inner = zipped({"deck.apkg": inner}).getvalue()
    return io.BytesIO(inner)


def encrypted():
    contents = bytearray(Collection().package().getvalue())
    for sign, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        contents[contents.index(sign) + offset] |= 1
    return io.BytesIO(bytes(contents))


def squeezed(method):
    return zipped({"collection.anki2": Collection().bytes}, method)


def overlapping(count=40):
    """Return a package whose media are all the same megabytes, listed under many names."""
    names = ", ".join(f'"{index:02}": "{index}.png"' for index in range(count))
    contents = zipped(
        {"media": f"{{{names}}}".encode(), "collection.anki2": Collection().bytes, "00": bytes(20 * MIB)}
    ).getvalue()
    start = contents.index(b"PK\1\2")
    end = contents.rindex(b"PK\5\6")
    last = contents.rindex(b"PK\1\2")
    again = b"".join(contents[last:end].replace(b"00", b"%02d" % index) for index in range(1, count))
    listed = contents[start:end] + again
    closing = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count + 2, count + 2, len(listed), start, 0)
    return io.BytesIO(contents[:start] + listed + closing)


def with_objects(*statements):
    return Collection().note(1, "Q", "A").sql(*statements).package()


def tables(count=5_000):
    return with_objects("BEGIN", *(f"CREATE TABLE t{index} (a, b, c)" for index in range(count)), "COMMIT")


def long_statement():
    return with_objects(f"CREATE TABLE t (a DEFAULT '{'x' * 200_000}')")


def replaced_by_a_view():
    made = Collection().note(1, "Q", "A")
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS id, x AS nid FROM c"
    return made.sql("DROP TABLE cards", f"CREATE VIEW cards AS {endless}").package()


def computed_column():
    made = Collection().sql("DROP TABLE notes")
    computed = "flds text AS (replace(hex(zeroblob(1000000)), '0', 'aaaaaaaaaa'))"
    columns = f"id integer PRIMARY KEY, guid, mid, mod, usn, tags, {computed}, sfld, csum, flags, data"
    return made.sql(f"CREATE TABLE notes ({columns})", "INSERT INTO notes (id) VALUES (1)").package()


def notes_without_ids():
    made = Collection().note(1, "Q", "A")
    return made.sql(
        "CREATE TABLE other AS SELECT * FROM notes", "DROP TABLE notes", "ALTER TABLE other RENAME TO notes"
    ).package()


def deep_json():
    return _with_models("[" * 1_000_000)


def wide_json():
    return _with_models("[" + "[]," * 4_000_000 + "[]]")


def huge_json():
    return _with_models('"' + "x" * (40 * MIB) + '"')


def huge_number():
    return _with_models('{"1": ' + "9" * 1_000_000 + "}")


def _with_models(models):
    made = Collection()
    made.db.execute("UPDATE col SET models = ?", (models,))
    return made.package()


def lying_media_map():
    return _modern_map(zstd.compress(varint(1 << 3 | 2) + varint(2**62) + b"short"))


def endless_number_in_the_media_map():
    return _modern_map(zstd.compress(b"\xff" * 1_000_000))


def zstd_media_map():
    packing = zstd.ZstdCompressor()
    return _modern_map(b"".join([*(packing.compress(bytes(MIB)) for _ in range(200)), packing.flush()]))


def media(count=60_000):
    return _modern_map(zstd.compress(message((1, b"")) * count))


def _modern_map(media_map):
    return package(Collection(modern=True).bytes, modern=True, media_map=media_map)


def notes(count=100_001):
    made = Collection()
    made.db.execute("BEGIN")
    row = "INSERT INTO notes VALUES (?, ?, 1001, 0, -1, '', 'Q', 0, 0, 0, '')"
    made.db.executemany(row, ((index, str(index)) for index in range(count)))
    return made.sql("COMMIT").package()


def woven_pages(table):
    """Return a tree of pages in which each branch of a level leads to the same page of the next: rows without end."""
    made = Collection().sql("BEGIN")
    for index in range(2_000):
        made.note(index, "Q" * 100, "A") if table == "notes" else made.review(index, index)
    root = made.db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    return package(_woven(made.sql("COMMIT").bytes, root))


def _woven(contents, root, levels=10):
    """Put levels between the root and its first leaf, all like the root, each with all its pointers to the next one."""
    size = struct.unpack_from(">H", contents, 16)[0]
    pages = [bytearray(contents[start : start + size]) for start in range(0, len(contents), size)]
    inner = pages[root - 1]
    cells = struct.unpack_from(">H", inner, 3)[0]
    offsets = struct.unpack_from(f">{cells}H", inner, 12)
    leaf = struct.unpack_from(">L", inner, offsets[0])[0]
    first = len(pages) + 1
    pages += [bytearray(inner) for _ in range(levels)]
    following = range(first, first + levels)
    for page, following_page in zip([inner, *pages[first - 1 :]], [*following, leaf], strict=True):
        for offset in (8, *offsets):
            struct.pack_into(">L", page, offset, following_page)
    struct.pack_into(">L", pages[0], 28, len(pages))
    return b"".join(pages)


BOMBS = {
    "zeros in a zip": (partial(zeros, 50), Code.DAMAGED),
    "zeros after a database": (partial(zeros_after_a_header, 505), Code.TOO_LARGE),
    "zeros in zstd": (partial(zstd_zeros, 505), Code.TOO_LARGE),
    "a wide window of zstd": (zstd_window, Code.DAMAGED),
    "many frames of zstd": (zstd_frames, Code.DAMAGED),
    "too many files": (many_entries, Code.TOO_LARGE),
    "a list of files that claims too much": (large_list, Code.TOO_LARGE),
    "a list of files of the large kind": (list_of_the_large_kind, Code.TOO_LARGE),
    "packages in packages": (nested, Code.NOT_A_PACKAGE),
    "an encrypted package": (encrypted, Code.ENCRYPTED),
    "bzip2": (partial(squeezed, zipfile.ZIP_BZIP2), Code.DAMAGED),
    "lzma": (partial(squeezed, zipfile.ZIP_LZMA), Code.DAMAGED),
    "a view": (replaced_by_a_view, Code.UNSAFE),
    "a trigger": (
        partial(with_objects, TRIGGER),
        Code.UNSAFE,
    ),
    "a virtual table": (partial(with_objects, "CREATE VIRTUAL TABLE v USING fts5(a)"), Code.UNSAFE),
    "a computed column": (computed_column, Code.UNSAFE),
    "notes without ids": (notes_without_ids, Code.UNSAFE),
    "thousands of tables": (tables, Code.TOO_SLOW),
    "a long statement": (long_statement, Code.TOO_LARGE),
    "deep JSON": (deep_json, Code.DAMAGED),
    "wide JSON": (wide_json, Code.TOO_LARGE),
    "huge JSON": (huge_json, Code.TOO_LARGE),
    "a huge number": (huge_number, Code.DAMAGED),
    "a media map that lies": (lying_media_map, Code.DAMAGED),
    "an endless number": (endless_number_in_the_media_map, Code.DAMAGED),
    "zeros for a media map": (zstd_media_map, Code.TOO_LARGE),
    "too many media": (media, Code.TOO_LARGE),
    "too many notes": (notes, Code.TOO_LARGE),
    "woven notes": (partial(woven_pages, "notes"), Code.TOO_LARGE),
    "woven reviews": (partial(woven_pages, "revlog"), Code.TOO_LARGE),
}
