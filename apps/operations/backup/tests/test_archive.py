"""A file that claims to be a backup is read as far as it is one."""

import tarfile
from io import BytesIO

import pytest

from apps.operations.backup import manifest
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services.make import make_backup
from apps.operations.backup.services.restore import check_backup


@pytest.mark.parametrize("where", [0.1, 0.5, 0.9])
def test_a_file_that_is_cut_off_is_no_backup(site, folder, now, tmp_path, where):
    path = tmp_path / "site.tar"
    make_backup(str(path), now)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * where)])
    with pytest.raises(BackupProblem):
        check_backup(str(path))


def test_a_file_that_is_no_tar_is_no_backup(folder, tmp_path, db):
    (tmp_path / "site.tar").write_bytes(b"something else")
    with pytest.raises(BackupProblem, match="is no backup, or it is damaged"):
        check_backup(str(tmp_path / "site.tar"))


def test_names_in_an_archive_are_never_paths(folder, tmp_path, db):
    with tarfile.open(tmp_path / "site.tar", "w") as tar:
        for name in ("../escaped", "/escaped", "backups/../../escaped/manifest.json"):
            member = tarfile.TarInfo(name)
            member.size = 1
            tar.addfile(member, BytesIO(b"x"))
    with pytest.raises(BackupProblem, match="There is no complete backup"):
        check_backup(str(tmp_path / "site.tar"))
    assert not list(tmp_path.parent.rglob("escaped*"))


def test_a_file_in_an_archive_that_is_longer_than_the_archive_is_none(folder, tmp_path, db):
    with tarfile.open(tmp_path / "site.tar", "w") as tar:
        member = tarfile.TarInfo(manifest.manifest_file("2020-01-01T000000Z"))
        member.pax_headers = {"GNU.sparse.major": "0", "GNU.sparse.size": str(2**50), "GNU.sparse.map": f"{2**50},0"}
        tar.addfile(member)
    with pytest.raises(BackupProblem, match="There is no complete backup"):
        check_backup(str(tmp_path / "site.tar"))


def test_a_header_of_any_length_is_not_read(folder, tmp_path, db):
    header = tarfile.TarInfo("long")
    header.type, header.size = tarfile.XHDTYPE, 2**40
    (tmp_path / "site.tar").write_bytes(header.tobuf())
    with pytest.raises(BackupProblem, match="is no backup, or it is damaged"):
        check_backup(str(tmp_path / "site.tar"))
