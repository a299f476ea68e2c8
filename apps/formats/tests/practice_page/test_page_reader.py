import io
import stat
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.formats import limits
from apps.formats.practice_page import archives, page_reader
from apps.formats.practice_page.records import FLASHCARDS, SELF_CHECK
from apps.formats.problems import ImportProblem

ASKED = "## Self-check\n\n**1. Which café?**\n\n"
SOURCE = f"{ASKED}<details>\n<summary>Show answer</summary>\n\nThis.\n\nAnd so.\n\n</details>\n"
ANSWER = "<details><summary>Show answer</summary><p>This.<p>And so.</details>"
HTML = f"<h2>Self-check</h2><p><b>1. Which café?</b>{ANSWER}"
COPIED = "Title\nSelf-check\nSection titled “Self-check”1. Which café?\nShow answer\nThis.\nAnd so.\n"


def zipped(contents):
    """A zip of files by their paths."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return packed.getvalue()


def packed_as(name, content="x", **attributes):
    """A zip of one file whose entry has what it should not."""
    packed = io.BytesIO()
    info = zipfile.ZipInfo(name)
    for key, value in attributes.items():
        setattr(info, key, value)
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(info, content)
    return packed.getvalue()


def item_of(name, data):
    [item] = page_reader.read(name, data).parts[0].items
    return item.front, item.back


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *(("practice.mdx", SOURCE), ("practice.MD", SOURCE), ("notes.txt", SOURCE), ("", SOURCE)),
        *(
            ("page.html", HTML),
            ("page.htm", HTML),
            ("", f"<!doctype html>\n{HTML}"),
            ("page.md", f"<html>{HTML}</html>"),
        ),
        *(("", f"<div class=x>{HTML}</div>"), ("page.txt", f"<main>{HTML}</main>"), ("page.md", f"<html>{HTML}")),
        *(("seed.txt", COPIED), ("", COPIED), ("copied.md", COPIED)),
    ],
)
def test_the_form_of_a_page_is_known_by_its_name_and_by_its_text(name, content):
    assert item_of(name, content.encode()) == ("Which café?", "This.\n\nAnd so.")


def test_pasted_cards_are_text():
    part = page_reader.read("", b"Q. What is luff?\nThe front edge.\nQ. What is leech?\nThe back edge.").parts[0]
    assert (part.kind, [item.back for item in part.items]) == (FLASHCARDS, ["The front edge.", "The back edge."])


def test_questions_of_any_markdown_file_are_a_self_check():
    source = "# Interview\n\n### 1. Which café?\n\n<details><summary>Answer</summary>\n\nThis.\n\n</details>\n"
    assert page_reader.read("README.md", source.encode()).parts[0].kind == SELF_CHECK


@pytest.mark.parametrize(
    "encoded",
    [
        SOURCE.encode("utf-8"),
        SOURCE.encode("utf-8-sig"),
        SOURCE.encode("utf-16"),
        SOURCE.encode("utf-16-le"),
        b"\xfe\xff" + SOURCE.encode("utf-16-be"),
        SOURCE.encode("cp1252"),
        SOURCE.encode("latin-1"),
        SOURCE.replace("\n", "\r\n").encode(),
        SOURCE.replace("\n", "\r").encode(),
        SOURCE.replace("This", "T\x0bh\x02is").replace("\x0b", "").encode(),
    ],
)
def test_any_usual_encoding_and_line_end_gives_the_same_page(encoded):
    assert item_of("practice.md", encoded) == ("Which café?", "This.\n\nAnd so.")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "This file is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf \r\n\t", "This file is empty", id="white"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary", id="an image"),
        pytest.param(bytes(range(256)), "binary", id="all bytes"),
        pytest.param(SOURCE.encode() + b"\0", "binary", id="a NUL"),
        pytest.param(zipped({"a": "x"}), "binary", id="a zip"),
        pytest.param(SOURCE.encode() * 3 + b"caf\xc3\n", "Line 37: Some characters", id="damaged UTF-8"),
        pytest.param(b"\xff\xfe\x00\xd8a\x00", "damaged", id="half a letter of UTF-16"),
        pytest.param(SOURCE.encode() + b"\xed\xa0\x80", "damaged", id="half a letter of UTF-8"),
        pytest.param(b"x" * (limits.MAX_PAGE_BYTES + 1), "larger than 2 MiB", id="too large"),
    ],
)
def test_a_binary_file_is_refused_before_it_is_read(data, message):
    with pytest.raises(ImportProblem, match=message):
        page_reader.read("practice.md", data)


def test_a_page_may_be_as_large_as_its_limit(monkeypatch):
    source = SOURCE.encode()
    monkeypatch.setattr(page_reader, "MAX_PAGE_BYTES", len(source))
    assert page_reader.read("practice.md", source).parts
    with pytest.raises(ImportProblem, match=f"larger than {len(source)} bytes"):
        page_reader.read("practice.md", source + b"\n")


@pytest.mark.parametrize("name", ["page.docx", "page.pdf", "page.zip"])
def test_a_file_of_another_kind_is_refused(name):
    with pytest.raises(ImportProblem, match="isn’t a practice page"):
        page_reader.read(name, SOURCE.encode())


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda some: some.encode("utf-16", "surrogatepass")))
def test_no_bytes_become_characters_that_a_database_cannot_store(data):
    try:
        decoded = page_reader.decode(data)
    except ImportProblem:
        return
    assert "\0" not in decoded
    assert "\r" not in decoded
    decoded.encode("utf-8")


class TestZip:
    def test_gives_its_pages_with_their_paths(self):
        packed = zipped({"night/lights/practice.mdx": SOURCE, "night/image.png": b"\x89PNG", "readme.txt": COPIED})
        assert page_reader.files(packed) == [
            ("night/lights/practice.mdx", SOURCE.encode()),
            ("readme.txt", COPIED.encode()),
        ]

    def test_leaves_out_what_a_system_puts_beside_pages(self):
        packed = zipped({"__MACOSX/._a.md": "x", ".hidden/a.md": "x", "b.md": "y"})
        assert page_reader.files(packed) == [("b.md", b"y")]

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            pytest.param(b"", "damaged", id="empty"),
            pytest.param(b"PK\x03\x04 and so on", "damaged", id="torn"),
            pytest.param(zipped({"a.md": "x" * 999})[:-30], "damaged", id="cut"),
            pytest.param(zipped({"a.md": "x" * 999}).replace(b"PK\x03\x04", b"PK\x03\x05"), "damaged", id="changed"),
            pytest.param(zipped({"pages.zip": zipped({"a.md": "x"})}), "Unpack it first", id="a zip in a zip"),
            pytest.param(packed_as("../a.md"), "isn’t the name", id="a path that leads out"),
            pytest.param(packed_as("a/../../b.md"), "isn’t the name", id="a path that leads out of a folder"),
            pytest.param(packed_as("/etc/a.md"), "isn’t the name", id="a path from the root"),
            pytest.param(packed_as("..\\a.md"), "isn’t the name", id="a path of Windows that leads out"),
            pytest.param(packed_as("C:\\a.md"), "isn’t the name", id="a path of Windows from the root"),
            pytest.param(packed_as("a\n.md"), "isn’t the name", id="a name of two lines"),
            pytest.param(packed_as("a.md", external_attr=(stat.S_IFLNK | 0o777) << 16), "is a link", id="a link"),
        ],
    )
    def test_is_refused_if_it_is_damaged_or_leads_elsewhere(self, data, message):
        with pytest.raises(ImportProblem, match=message):
            page_reader.files(data)

    def test_with_a_password_is_refused(self):
        packed = bytearray(zipped({"a.md": "x"}))
        for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            packed[packed.index(sign) + at] |= 1
        with pytest.raises(ImportProblem, match="password"):
            page_reader.files(bytes(packed))

    def test_with_one_page_twice_is_refused(self):
        packed = zipped({"a.md": "x", "b.md": "y"}).replace(b"b.md", b"a.md")
        with pytest.raises(ImportProblem, match="twice"):
            page_reader.files(packed)

    def test_with_too_many_files_is_refused(self, monkeypatch):
        monkeypatch.setattr(archives, "RULES", replace(archives.RULES, max_entries=3))
        assert page_reader.files(zipped({f"{number}.txt": "x" for number in range(3)}))
        with pytest.raises(ImportProblem, match="more than 5,000 files"):
            page_reader.files(zipped({f"{number}.png": "x" for number in range(4)}))

    def test_a_page_that_is_too_large_is_cut_so_that_it_alone_is_refused(self):
        bomb = zipped({"bomb.md": b"x" * (4 * limits.MAX_PAGE_BYTES), "page.md": SOURCE})
        (_name, large), (_name, small) = page_reader.files(bomb)
        assert (len(large), small) == (limits.MAX_PAGE_BYTES + 1, SOURCE.encode())
        with pytest.raises(ImportProblem, match="larger than 2 MiB"):
            page_reader.read("bomb.md", large)

    def test_whose_pages_are_too_much_together_is_refused(self, monkeypatch):
        monkeypatch.setattr(archives, "RULES", replace(archives.RULES, max_inflated=1_200))
        assert len(page_reader.files(zipped({"a.md": "x" * 600, "b.md": "x" * 600}))) == 2
        monkeypatch.setattr(archives, "RULES", replace(archives.RULES, max_inflated=1_199))
        with pytest.raises(ImportProblem, match="together"):
            page_reader.files(zipped({"a.md": "x" * 600, "b.md": "x" * 600}))

    @given(st.data())
    def test_with_any_byte_changed_is_read_or_refused(self, data):
        packed = bytearray(zipped({"a.md": SOURCE, "b/c.txt": "x"}))
        index = data.draw(st.integers(0, len(packed) - 1))
        packed[index] = data.draw(st.integers(0, 255))
        try:
            files = page_reader.files(bytes(packed))
        except ImportProblem:
            return
        assert all(not name.startswith("/") and ".." not in name.split("/") for name, _content in files)


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("a.md", "\n\n".join(f"**{number}. What is {number}?**" for number in range(1, 9))),
        ("a.html", "\n".join(f"<p><b>{number}. What is {number}?</b></p>" for number in range(1, 9))),
    ],
)
def test_questions_without_answers_are_one_warning_with_the_lines_of_the_file(name, below):
    answer = "<details><summary>Show answer</summary>Yes.</details>"
    text = f"<h2>Self-check</h2>\n{below}\n{answer}" if name == "a.html" else f"## Self-check\n\n{below}\n\n{answer}\n"
    (warned,) = page_reader.read(name, text.encode()).warnings
    lines = "2, 3, 4, 5, 6" if name == "a.html" else "3, 5, 7, 9, 11"
    assert str(warned.message) == f"7 questions have no answer: lines {lines}, …."
