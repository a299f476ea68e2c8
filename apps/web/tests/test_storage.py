from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from apps.web import storage
from apps.web.storage import FolderStorage, MissingFile, StorageDown


@pytest.fixture(params=["folder", "bucket"])
def files(request, tmp_path):
    if request.param == "folder":
        return FolderStorage(tmp_path)
    request.getfixturevalue("s3_files")
    return storage.scratch_files()


def test_a_file_is_read_as_it_was_written(files):
    storage.write(files, "a/b.bin", b"\0\1")
    assert storage.read(files, "a/b.bin") == b"\0\1"


def test_a_file_takes_the_place_of_the_one_before_it(files):
    storage.write(files, "b.bin", b"old")
    storage.write(files, "b.bin", ContentFile(b"new"))
    assert storage.read(files, "b.bin") == b"new"
    assert list(storage.names_below(files, "")) == ["b.bin"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(files):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError("the disk is full")

        def read(self, *_size):
            raise OSError("the disk is full")

    storage.write(files, "b.bin", b"old")
    with pytest.raises((OSError, StorageDown)):
        storage.write(files, "b.bin", Broken(b"half, and more"))
    assert storage.read(files, "b.bin") == b"old"
    assert list(storage.names_below(files, "")) == ["b.bin"]


def test_a_missing_file_is_named(files):
    with pytest.raises(MissingFile, match=r"a/b\.bin"):
        storage.read(files, "a/b.bin")
    with pytest.raises(MissingFile, match=r"a/b\.bin"), storage.local_copy(files, "a/b.bin"):
        pass


def _read_too_late(files, path):
    files.delete(path.name)
    path.read_bytes()


def test_a_file_that_is_removed_while_it_is_used_is_missing(tmp_path):
    files = FolderStorage(tmp_path)
    storage.write(files, "b.bin", b"bytes")
    with pytest.raises(MissingFile, match=r"b\.bin"), storage.local_copy(files, "b.bin") as path:
        _read_too_late(files, path)


def test_every_storage_gives_a_local_copy(files):
    storage.write(files, "a/b.bin", b"bytes")
    with storage.local_copy(files, "a/b.bin") as path:
        assert path.read_bytes() == b"bytes"


def test_files_are_listed_with_those_of_their_folders(files):
    for name in ("a/1", "a/b/2", "c/3"):
        storage.write(files, name, b"x")
    assert sorted(storage.names_below(files, "a")) == ["a/1", "a/b/2"]
    assert list(storage.names_below(files, "nowhere")) == []


@pytest.mark.parametrize(("hours", "left"), [(-1, ["a/1"]), (1, [])])
def test_old_files_are_removed(files, hours, left):
    storage.write(files, "a/1", b"x")
    (file,) = storage.files_below(files, "a")
    assert (file.size, file.written_at) == (1, file.written_at.astimezone(UTC))
    written = file.written_at
    assert storage.remove_older(files, "a", written + timedelta(hours=hours)) == 1 - len(left)
    assert list(storage.names_below(files, "a")) == left


def test_a_file_that_somebody_else_deletes_at_that_moment_is_no_error(tmp_path, monkeypatch):
    files = FolderStorage(tmp_path)
    storage.write(files, "a/1", b"x")
    monkeypatch.setattr("os.walk", lambda _folder: iter([(str(tmp_path / "a"), [], ["1", "gone"])]))
    assert storage.remove_older(files, "a", datetime.max.replace(tzinfo=UTC)) == 1


def test_a_folder_goes_with_its_last_file(tmp_path):
    files = FolderStorage(tmp_path)
    for name in ("a/b/1", "a/b/2", "a/3"):
        storage.write(files, name, b"x")
    files.delete("a/b/1")
    assert (tmp_path / "a/b").is_dir()
    files.delete("a/b/2")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["3"]
    files.delete("a/3")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_deleted_as_empty_does_not_stop_a_file_that_is_to_be_in_it(tmp_path, monkeypatch):
    deleted = []
    real = Path.mkdir

    def make_and_delete(path, *arguments, **options):
        real(path, *arguments, **options)
        if len(deleted) < 3 and path.name == "a":
            deleted.append(path.rmdir())

    monkeypatch.setattr(Path, "mkdir", make_and_delete)
    storage.write(FolderStorage(tmp_path), "a/1", b"x")
    assert (tmp_path / "a/1").read_bytes() == b"x"
