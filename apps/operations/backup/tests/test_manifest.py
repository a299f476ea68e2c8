"""What a backup says of itself is believed only where this site has signed it."""

import json
from pathlib import Path

import pytest
from django.conf import settings as real_settings
from django.core.management import CommandError, call_command

from apps.operations.backup import targets
from apps.operations.backup.manifest import Manifest
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services.make import make_backup
from apps.operations.backup.services.restore import check_backup

SECRET_KEY = real_settings.SECRET_KEY


def change(target, values):
    [path] = Path(target).rglob("manifest.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def change_and_sign(target, values):
    change(target, values)
    [path] = Path(target).rglob("manifest.json")
    changed = Manifest(**json.loads(path.read_text()))
    change(target, {"signature": changed.signed().signature})


def test_the_secret_itself_is_nowhere_in_a_manifest(site, folder, now, settings):
    settings.SECRET_KEY = "nobody may read this"
    name = make_backup(folder, now).name
    assert settings.SECRET_KEY not in (Path(folder) / "backups" / name / "manifest.json").read_text()


def test_a_backup_that_another_site_made_is_restored_only_by_who_says_so(site, folder, now, settings):
    made = make_backup(folder, now)
    settings.SECRET_KEY = "another secret key"
    with pytest.raises(BackupProblem, match="is not signed with this SECRET_KEY"):
        check_backup(folder)
    assert check_backup(folder, unsigned=True) == made
    settings.SECRET_KEY_FALLBACKS = [SECRET_KEY]
    assert check_backup(folder) == made


def test_who_has_the_key_of_the_backup_as_one_before_reads_of_no_new_logins(site, folder, now, settings, capsys):
    make_backup(folder, now)
    settings.SECRET_KEY = "another secret key"
    call_command("restore", folder, check=True, unsigned=True)
    assert "everybody logs in again" in capsys.readouterr().err
    settings.SECRET_KEY_FALLBACKS = [SECRET_KEY]
    call_command("restore", folder, check=True)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("values", [{"rows": {}}, {"left_out": ["x"]}, {"database_sha256": "0" * 64}])
def test_a_backup_whose_manifest_somebody_has_changed_is_refused(site, folder, now, values):
    make_backup(folder, now)
    change(folder, values)
    with pytest.raises(BackupProblem, match=r"manifest of the backup .* was changed"):
        check_backup(folder, unsigned=True)


def test_a_backup_from_before_there_were_signatures_is_restored_by_who_says_so(site, folder, now):
    make_backup(folder, now)
    change(folder, {"signature": ""})
    with pytest.raises(CommandError, match=r"is not signed with this SECRET_KEY.* Nothing was changed\."):
        call_command("restore", folder, check=True)
    call_command("restore", folder, check=True, unsigned=True)


@pytest.mark.parametrize(
    "values",
    [
        {"media": ["../../secret_key"]},
        {"rows": []},
        {"format": "other"},
        {"name": "2020-01-01T000000Z"},
        {"made_at": "yesterday"},
        {"made_at": "2020-01-01T00:00:00"},
        {"made_at": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_a_manifest_with_anything_odd_is_refused(site, folder, now, values):
    make_backup(folder, now)
    change(folder, values)
    with pytest.raises(BackupProblem, match=r"manifest of the backup .* is damaged"):
        check_backup(folder)


def test_a_backup_of_another_kind_of_database_is_refused(site, folder, now):
    make_backup(folder, now)
    change_and_sign(folder, {"database": "oracle"})
    with pytest.raises(BackupProblem, match=r"is of oracle, and this site has .*\. Set DATABASE_URL"):
        check_backup(folder)


def test_a_backup_of_a_newer_ditcards_is_refused(site, folder, now):
    made = make_backup(folder, now)
    change_and_sign(folder, {"migrations": [*made.migrations, "cards.9999_later"], "version": "9.9"})
    with pytest.raises(BackupProblem, match=r"of Ditcards 9\.9, which has the migration cards\.9999_later"):
        check_backup(folder)


def test_a_manifest_reads_as_it_was_written(site, folder, now):
    made = make_backup(folder, now)
    with targets.reading(folder) as files:
        assert Manifest.read(files, made.name) == made
