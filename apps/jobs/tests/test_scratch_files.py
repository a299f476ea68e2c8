from datetime import timedelta

from apps.jobs.services import housekeeping
from apps.web import storage


def test_files_nobody_came_back_for_are_removed_after_their_time(settings, tmp_path):
    backend = {"BACKEND": "apps.web.storage.FolderStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"scratch": backend}
    settings.SCRATCH_TTL = {"uploads": timedelta(hours=1), "prints": timedelta(days=7)}
    files = storage.scratch_files()
    for name in ("uploads/1/deck.csv", "prints/a.pdf"):
        storage.write(files, name, b"x")
    written = files.get_modified_time("prints/a.pdf")

    housekeeping.remove_old_scratch_files(written + timedelta(hours=2))

    assert not files.exists("uploads/1/deck.csv")
    assert files.exists("prints/a.pdf")
