"""A deck in a zip with the files beside it, as we write it and as people zip it; and zips that want to do harm."""

import stat
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from apps.formats.file_kinds import FileKind, kind_of
from apps.formats.limits import MIB, PACKAGE_LIMITS
from apps.formats.problems import Code, ImportProblem
from apps.formats.readers import open_file
from apps.formats.tests.support.making import Collection, zipped
from apps.formats.zips import deck_zip

DECK = b"Q: Where?\nA: ![There](map.png)\n"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "upload"


def opened(path, members, name="knots.zip", limits=PACKAGE_LIMITS):
    """Return the title, the fronts, the files and the warnings of a zip."""
    path.write_bytes(members if isinstance(members, bytes) else zipped(members).getvalue())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{open_file.__module__}.PACKAGE_LIMITS", limits)
        return contents(path, name)


def contents(path, name):
    with open_file(path, name) as source:
        fronts = [each.note.front for each in source.notes()]
        media = {each: read() for each, read in source.media.items()}
        return source.deck.title, fronts, media, [str(each) for each in source.warnings]


def refused(path, members, limits=PACKAGE_LIMITS):
    with pytest.raises(ImportProblem) as caught:
        opened(path, members, limits=limits)
    return caught.value.code, str(caught.value.message)


def test_what_is_written_is_read():
    file = BytesIO()
    deck_zip.write("knots.md", DECK, {"map.png": lambda: b"picture"}, file)
    with zipfile.ZipFile(file) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "knots.md": DECK,
            "media/map.png": b"picture",
        }


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rope.md", DECK),
        ("rope.csv", b"Front,Back\nWhere?,![There](map.png)\n"),
        ("rope.tsv", b"Where?\t![There](map.png)\nWho?\tShe.\n"),
        ("rope.txt", b"Where?\t![There](map.png)\nWho?\tShe.\n"),
        ("rope.json", b'[{"front": "Where?", "back": "![There](map.png)"}]'),
    ],
)
def test_a_zip_has_its_decks_title_notes_and_files(path, name, content):
    title, fronts, media, warnings = opened(path, {name: content, "media/map.png": b"picture"})
    assert (title, fronts[0], media, warnings) == ("rope", "Where?", {"map.png": b"picture"}, [])


def test_a_zipped_folder_with_what_a_system_adds_is_the_same(path):
    members = {
        "knots/": b"",
        "knots/knots.md": DECK,
        "knots/map.png": b"picture",
        "__MACOSX/knots/._knots.md": b"x",
        "knots/.DS_Store": b"x",
        "knots/media/notes.txt": b"not a deck",
    }
    _title, fronts, media, warnings = opened(path, members)
    assert (fronts, media, warnings) == (["Where?"], {"map.png": b"picture", "notes.txt": b"not a deck"}, [])


def test_of_files_with_one_name_that_in_the_media_folder_counts_and_they_are_named(path):
    members = {"a/map.png": b"1", "knots.md": DECK, "media/map.png": b"2"}
    _title, _fronts, media, warnings = opened(path, members)
    assert media == {"map.png": b"2"}
    assert warnings == ["A file in this zip has the name of another one, and only the first counts: map.png."]


def test_names_that_lead_elsewhere_are_not_read(path):
    members = {"knots.md": DECK, "../map.png": b"1", "/etc/passwd.png": b"1", "media/../../x.png": b"1"}
    assert opened(path, members)[2] == {}


def test_several_decks_are_imported_one_by_one(path):
    members = {f"{name}.md": DECK for name in "abcd"}
    assert refused(path, members) == (
        Code.NOT_A_DECK,
        "There are several decks in this zip: a.md, b.md, c.md, …. Import them one by one.",
    )


def test_a_package_of_anki_stays_one_whatever_its_name(path):
    collection = Collection()
    collection.note(1, "Front", "Back.").card(1, 1)
    data = collection.package().getvalue()
    path.write_bytes(data)
    assert {kind_of(path, name) for name in ("a.apkg", "a.zip", "a")} == {FileKind.PACKAGE}
    assert opened(path, data)[1] == ["Front"]


def test_what_is_no_zip_or_damaged_is_refused(path):
    assert refused(path, b"no zip")[0] == Code.DAMAGED
    data = zipped({"knots.md": DECK * 50}).getvalue()
    assert refused(path, data.replace(data[45:60], bytes(15)))[0] == Code.DAMAGED


def test_an_empty_deck_and_a_binary_one_are_refused(path):
    assert refused(path, {"knots.md": b""})[0] == Code.NOTHING
    assert refused(path, {"knots.md": zipped({"a.md": DECK}).getvalue()})[0] == Code.NOT_A_TEXT


def test_links_are_refused(path):
    link = zipfile.ZipInfo("knots.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refused(path, {link: b"/etc/passwd"})[0] == Code.UNSAFE


def test_no_more_is_inflated_than_may_be(path):
    limits = replace(PACKAGE_LIMITS, inflated=MIB)
    assert refused(path, {"knots.md": DECK, "media/a.png": bytes(2 * MIB)}, limits)[0] == Code.TOO_LARGE
    assert refused(path, {"knots.md": bytes(2 * MIB)}, limits)[0] == Code.TOO_LARGE
    many = {"knots.md": DECK} | {f"media/{number}.png": b"" for number in range(20)}
    assert refused(path, many, replace(PACKAGE_LIMITS, entries=10))[0] == Code.TOO_LARGE


def test_a_zip_of_practice_pages_says_where_they_belong(tmp_path):
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for lesson in ("bends", "hitches"):
            archive.writestr(f"knots/{lesson}/practice.mdx", "Q: a\nA: b\n")
    with pytest.raises(ImportProblem, match="This zip holds practice pages"), open_file(path, path.name):
        pass
