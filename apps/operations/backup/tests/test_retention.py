"""Old backups are deleted, but only beside newer ones that this site has signed."""

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.cards.media.verify_media import verify
from apps.cards.services.media import store_media
from apps.cards.tests.support.pictures import picture
from apps.operations.backup import manifest
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services.make import make_backup
from apps.operations.backup.services.restore import check_backup
from apps.operations.backup.services.retention import keep_newest
from apps.operations.backup.tests.test_backup import names_in
from apps.operations.models import Backup
from apps.web.storage import FolderStorage, media_files


def plant(folder, made, name, values):
    """Put a manifest beside a backup, as somebody does who can write there."""
    path = Path(folder) / "backups" / name / "manifest.json"
    path.parent.mkdir()
    path.write_text(json.dumps(asdict(made) | {"name": name} | values))
    return name


def test_old_backups_are_deleted_with_the_pictures_that_only_they_have(site, folder, now):
    other = store_media(verify(picture(color=(0, 0, 200))))
    make_backup(folder, now)
    media_files().delete(f"{other.sha256[:2]}/{other.file_name}")
    other.delete()
    kept = make_backup(folder, now + timedelta(days=1))
    keep_newest(folder, 1, kept.name)
    assert names_in(folder) == [kept.name]
    assert len(list(Path(folder).rglob("*.png"))) == 1
    assert check_backup(folder) == kept


def test_pictures_that_the_site_has_lost_stay_as_long_as_its_rows_name_them(site, stored, folder, now, capsys):
    name = f"{stored.sha256[:2]}/{stored.file_name}"
    make_backup(folder, now - timedelta(days=1))
    media_files().delete(name)
    call_command("backup", folder, keep=1)
    output = capsys.readouterr()
    assert "1 picture or sound." in output.out
    assert f"The site has lost 1 picture or sound, such as {name}, but this backup has from older ones" in output.err
    assert len(names_in(folder)) == 1
    assert check_backup(folder).media == [name]
    assert check_backup(folder).left_out == []


@pytest.mark.parametrize("of_ours", [True, False])
def test_nothing_is_deleted_through_a_link_beside_the_backups(site, folder, now, tmp_path, of_ours):
    old = make_backup(folder, now - timedelta(days=1))
    linked, elsewhere = Path(folder, "backups", old.name), tmp_path / "elsewhere"
    linked.rename(elsewhere)
    if not of_ours:
        (elsewhere / "manifest.json").rename(elsewhere / "something else")
    linked.symlink_to(elsewhere)
    before = sorted(elsewhere.rglob("*"))
    made = make_backup(folder, now)
    assert keep_newest(folder, 1, made.name) == [old.name]
    assert sorted(elsewhere.rglob("*")) == before


def test_what_is_left_of_a_damaged_picture_stays_where_a_row_names_it(site, stored, folder, now):
    name = f"{stored.sha256[:2]}/{stored.file_name}"
    make_backup(folder, now)
    media_files().delete(name)
    Path(folder, "media", name).write_bytes(b"something shorter")
    made = make_backup(folder, now + timedelta(days=1))
    assert made.left_out == [name]
    keep_newest(folder, 1, made.name)
    assert Path(folder, "media", name).exists()


def test_backups_of_a_clock_that_was_ahead_stay_and_no_new_one_is_deleted_for_them(site, folder, now, capsys):
    old = make_backup(folder, now - timedelta(days=1))
    ahead = make_backup(folder, now + timedelta(days=1000))
    call_command("backup", folder, keep=1)
    assert old.name not in names_in(folder)
    assert names_in(folder) == [manifest.name_at(now), ahead.name]
    warning = f"1 of the backups there is dated later than this one, the newest is {ahead.name}: a clock was wrong"
    assert warning in capsys.readouterr().err


def test_nothing_is_deleted_for_a_backup_that_is_not_there(site, folder, now):
    made = make_backup(folder, now)
    with pytest.raises(BackupProblem, match=r"The backup .* is not there as it was made"):
        keep_newest(folder, 1, "2099-01-01T000000Z")
    assert names_in(folder) == [made.name]


def test_what_a_killed_backup_left_is_deleted_with_the_old_ones(site, folder, now):
    killed = make_backup(folder, now).name
    (Path(folder) / "backups" / killed / "manifest.json").unlink()
    made = make_backup(folder, now + timedelta(days=1))
    keep_newest(folder, 7, made.name)
    assert [path.name for path in (Path(folder) / "backups").iterdir()] == [made.name]


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"signature": ""}, id="unsigned"),
        pytest.param({"signature": "0" * 64}, id="forged"),
        pytest.param({"signature": "\ud800"}, id="no signature at all"),
        pytest.param({"rows": {"accounts_user": []}}, id="damaged"),
    ],
)
def test_a_backup_that_was_not_signed_here_counts_as_none_and_stays(site, folder, now, values, capsys):
    other = store_media(verify(picture(color=(0, 0, 200))))
    old = make_backup(folder, now - timedelta(days=2))
    media_files().delete(f"{other.sha256[:2]}/{other.file_name}")
    good = make_backup(folder, now - timedelta(days=1))
    forged = plant(folder, good, "2099-01-01T000000Z", values)
    call_command("backup", folder, keep=2)
    assert old.name not in names_in(folder)
    assert names_in(folder)[0] == good.name
    assert names_in(folder)[-1] == forged
    assert len(names_in(folder)) == 3
    assert len(list(Path(folder).rglob("*.png"))) == 2  # it may need them
    assert (
        f"1 of the backups there was not signed with this SECRET_KEY, the newest is {forged}" in capsys.readouterr().err
    )


def test_what_was_not_signed_here_is_listed_as_that(site, folder, now, capsys):
    good = make_backup(folder, now)
    plant(folder, good, "2099-01-01T000000Z", {"signature": ""})
    plant(folder, good, "2099-01-02T000000Z", {"rows": []})
    call_command("backups", folder)
    [first, second, third] = capsys.readouterr().out.splitlines()
    assert first.endswith("1 picture or sound")
    assert second.endswith("not signed with this SECRET_KEY")
    assert "The manifest of the backup 2099-01-02T000000Z is damaged" in third


def test_old_backups_that_cannot_be_deleted_are_no_fault_of_the_new_one(site, folder, monkeypatch):
    monkeypatch.setattr(FolderStorage, "delete", lambda _self, name: (_ for _ in ()).throw(OSError(f"{name} is kept")))
    call_command("backup", folder)
    Path(folder, "backups", "2020-01-01T000000Z").mkdir()
    Path(folder, "backups", "2020-01-01T000000Z", "database").touch()
    Path(folder, "backups", names_in(folder)[0]).rename(Path(folder, "backups", "2020-01-02T000000Z"))
    with pytest.raises(CommandError, match=r"This backup is complete, but older ones were not deleted: .* is kept"):
        call_command("backup", folder, keep=1)
    assert Backup.objects.complete().count() == 2
