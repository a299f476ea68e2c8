"""What a zip may hold, at its limits and one beyond: nothing that it states about itself is believed."""

import stat
import struct
import zipfile
from io import BytesIO

import pytest

from apps.formats.messages import gettext as _
from apps.formats.problems import ImportProblem
from apps.formats.zips import zip_guard
from apps.formats.zips.zip_guard import Fault, GuardedZip, ZipRules

FAULTS = {fault: (zip_guard.Code.DAMAGED, _(fault.name)) for fault in Fault}  # the message tells which


def zipped(members, method=zipfile.ZIP_DEFLATED):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def rules(**limits):
    return ZipRules(**{"max_bytes": 10_000, "max_entries": 10, "max_inflated": 10_000, "faults": FAULTS, **limits})


def refused(file, name="a", **limits):
    """Return the fault of a zip whose member is read; None where there is none."""
    try:
        with GuardedZip(file, rules(**limits)) as archive:
            archive.read(name, 1_000_000)
    except ImportProblem as problem:
        return Fault[str(problem.message)]
    return None


def test_a_zip_may_be_as_large_as_its_limit_and_no_larger():
    file = zipped({"a": b"x"})
    size = len(file.getvalue())
    assert refused(file, max_bytes=size) is None
    assert refused(file, max_bytes=size - 1) is Fault.TOO_LARGE


def test_so_much_may_be_inflated_and_no_byte_more():
    file = zipped({"a": bytes(5_000)})
    assert refused(file, max_inflated=5_000) is None
    assert refused(file, max_inflated=4_999) is Fault.TOO_LARGE


def test_all_members_together_are_counted_and_one_that_is_read_again_is_not():
    file = zipped({"a": bytes(600), "b": bytes(600)})
    with GuardedZip(file, rules(max_inflated=1_199)) as archive:
        assert len(archive.read("a", 600)) == len(archive.read("a", 600)) == 600
        with pytest.raises(ImportProblem, match="TOO_LARGE"):
            archive.read("b", 600)
    with GuardedZip(file, rules(max_inflated=1_200)) as archive:
        assert len(archive.read("a", 600) + archive.read("b", 600)) == 1_200


def test_a_small_bomb_may_inflate_by_a_ratio_only():
    file = zipped({"a": bytes(9_000)})
    size = len(file.getvalue())
    assert refused(file, ratio=10, small_inflated=9_000 - 10 * size) is None
    assert refused(file, ratio=10, small_inflated=8_999 - 10 * size) is Fault.TOO_LARGE


def test_a_small_zip_with_a_ratio_never_inflates_beyond_the_limit_of_all():
    assert rules(ratio=10, small_inflated=9_000).inflated(1_000) == 10_000
    assert rules(ratio=10, small_inflated=100).inflated(100) == 1_100
    assert rules().inflated(1) == 10_000


def test_there_may_be_so_many_members_and_no_more():
    ten, eleven = (zipped({"a": b"", **{str(number): b"" for number in range(count)}}) for count in (9, 10))
    assert refused(ten) is None
    assert refused(eleven) is Fault.TOO_MANY


def test_a_list_of_members_with_long_names_is_not_read_into_memory():
    file = zipped({"a" * 500: b"", "b" * 500: b""})
    assert refused(file, name="a" * 500, max_entries=2) is Fault.TOO_MANY


def test_a_list_of_the_large_kind_is_refused():
    data = zipped({"a": b"x"}).getvalue()
    end = data.rindex(zip_guard.END)
    locator = zip_guard.END_LOCATOR_64 + bytes(zip_guard.END_LOCATOR_64_SIZE - 4)
    assert refused(BytesIO(data[:end] + locator + data[end:])) is Fault.TOO_MANY


def test_a_zip_that_states_a_smaller_size_inflates_no_more_than_allowed():
    data = bytearray(zipped({"a": bytes(5_000)}).getvalue())
    entry = data.rindex(zip_guard.ENTRY)
    struct.pack_into("<L", data, entry + 24, 1)  # the size that it states
    assert refused(BytesIO(data), max_inflated=4_999) in (Fault.DAMAGED, Fault.TOO_LARGE)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_may_ask_for_any_memory_is_refused(method):
    assert refused(zipped({"a": bytes(500)}, method)) is Fault.DAMAGED


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_stored_and_deflated_members_are_read(method):
    with GuardedZip(zipped({"a": b"abc"}, method), rules()) as archive:
        assert archive.read("a", 2) == b"ab"
        assert "a" in archive
        assert "b" not in archive
        assert archive.names == ["a"]


def test_a_zip_without_members_is_one():
    with GuardedZip(zipped({}), rules()) as archive:
        assert archive.names == []


def test_an_encrypted_member_is_refused():
    data = bytearray(zipped({"a": b"abc"}).getvalue())
    data[data.rindex(zip_guard.ENTRY) + 8] |= zip_guard.ENCRYPTED
    assert refused(BytesIO(data)) is Fault.ENCRYPTED


def test_a_link_is_refused():
    link = zipfile.ZipInfo("a")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refused(file) is Fault.LINK


@pytest.mark.parametrize("data", [b"", b"no zip", zip_guard.END])
def test_what_is_no_zip_is_refused(data):
    assert refused(BytesIO(data)) is Fault.NOT_A_ZIP


def test_a_damaged_member_is_refused():
    data = bytearray(zipped({"a": b"abc" * 100}).getvalue())
    data[35] ^= 0xFF
    assert refused(BytesIO(data)) is Fault.DAMAGED


@pytest.mark.parametrize("name", ["/etc/passwd", "../a", "a/../../b", "C:/a", "c:a", "", "/", "a\nb", "..\\a"])
def test_a_name_that_leads_elsewhere_is_no_path(name):
    assert zip_guard.safe_path(name) is None


@pytest.mark.parametrize(("name", "expected"), [("a/b.md", "a/b.md"), ("a\\b.md", "a/b.md"), ("a/b:c", "a/b:c")])
def test_a_name_is_a_path_below_the_zip(name, expected):
    assert str(zip_guard.safe_path(name)) == expected


def test_what_a_system_leaves_in_zips_is_known():
    paths = map(zip_guard.PurePosixPath, ["__MACOSX/a", "a/.DS_Store", "a/b"])
    assert [*map(zip_guard.is_of_system, paths)] == [True, True, False]
