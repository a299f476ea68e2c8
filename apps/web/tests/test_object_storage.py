"""What a bucket does beyond what every storage does: copies on this machine, and sentences when it is away."""

import os
import time
from pathlib import Path

import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from apps.web import storage
from apps.web.local_cache import LocalCache
from apps.web.storage import MissingFile, StorageDown
from apps.web.tests.support.htmx import HTMX

PICTURE = f"ab/{'ab' * 32}.png"


def _page_with_a_file(_request):
    return HttpResponse(storage.read(storage.media_files(), PICTURE))


urlpatterns = [path("picture/", _page_with_a_file), path("", include("ditcards.urls"))]

pytestmark = pytest.mark.usefixtures("s3_files")


@pytest.fixture
def away(monkeypatch):
    """The bucket's server does not answer."""

    def refuse(_endpoint, request):
        raise EndpointConnectionError(endpoint_url=request.url)

    monkeypatch.setattr("botocore.endpoint.Endpoint._send", refuse)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)  # between attempts


def test_what_is_named_by_its_hash_is_fetched_once(monkeypatch):
    files = storage.media_files()
    storage.write(files, PICTURE, b"a picture")
    assert storage.read(files, PICTURE) == b"a picture"
    monkeypatch.setattr(type(files), "bucket", property(lambda _self: pytest.fail("asked again")))
    assert storage.read(files, PICTURE) == b"a picture"
    with storage.local_copy(files, PICTURE) as path:
        assert path.read_bytes() == b"a picture"


@pytest.mark.parametrize(("files", "name"), [("scratch", "uploads/1/upload.json"), ("media", storage.SITE_MARKER)])
def test_what_may_change_is_fetched_each_time(files, name):
    for content in (b"one", b"two"):
        storage.write(storages[files], name, content)
        assert storage.read(storages[files], name) == content


def test_a_deleted_file_is_missing_on_this_machine_as_well():
    files = storage.media_files()
    storage.write(files, PICTURE, b"a picture")
    storage.read(files, PICTURE)
    files.delete(PICTURE)
    with pytest.raises(MissingFile, match="abab"):
        storage.read(files, PICTURE)


def test_a_file_of_many_parts_arrives_whole():
    content = os.urandom(20 * 1024 * 1024)
    storage.write(storage.job_files(), "1/upload", ContentFile(content))
    assert storage.read(storage.job_files(), "1/upload") == content


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize(
    "act",
    [
        lambda files: storage.read(files, "a/1"),
        lambda files: storage.write(files, "a/1", b"x"),
        lambda files: list(storage.names_below(files, "a")),
        lambda files: storage.local_copy(files, "a/1").__enter__(),
        lambda files: files.exists("a/1"),
        lambda files: files.delete("a/1"),
        lambda files: files.listdir("a"),
    ],
)
@pytest.mark.parametrize("name", ["media", "jobs"])
def test_a_bucket_that_is_away_is_no_missing_file(act, name):
    with pytest.raises(StorageDown):
        act({"media": storage.media_files, "jobs": storage.job_files}[name]())


def test_a_bucket_that_does_not_exist_is_no_missing_file(settings):
    options = settings.STORAGES["jobs"]["OPTIONS"] | {"bucket_name": "nobodys"}
    settings.STORAGES = settings.STORAGES | {"jobs": settings.STORAGES["jobs"] | {"OPTIONS": options}}
    with pytest.raises(StorageDown):
        storage.read(storage.job_files(), "1/upload")


def _content(data):
    return lambda file: file.write(data)


def test_the_copies_of_what_was_not_used_for_longest_go_first(tmp_path):
    cache, now = LocalCache(tmp_path, max_bytes=20), time.time() - 60
    for number in (1, 2, 3):
        cache.open(f"{number}.png", _content(b"ten bytes.")).close()
        os.utime(tmp_path / f"{number}.png", (now + number, now + number))
    cache.open("1.png", _content(b"never asked")).close()
    cache.open("0.png", _content(b"ten bytes.")).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.png", "1.png"]


def test_a_copy_that_nobody_used_for_a_week_goes(tmp_path):
    cache = LocalCache(tmp_path, max_bytes=100)
    cache.open("1.png", _content(b"x")).close()
    os.utime(tmp_path / "1.png", (1, 1))
    cache.open("0.png", _content(b"x")).close()
    assert [path.name for path in tmp_path.iterdir()] == ["0.png"]


def test_a_copy_in_use_outlives_the_cache(tmp_path):
    cache = LocalCache(tmp_path, max_bytes=20)
    with cache.path("1.png", _content(b"ten bytes.")) as path:
        Path(tmp_path / "1.png").unlink()
        assert path.read_bytes() == b"ten bytes."
    assert list(tmp_path.iterdir()) == []


def test_a_download_that_breaks_off_leaves_nothing(tmp_path):
    def broken(file):
        file.write(b"half")
        raise StorageDown

    with pytest.raises(StorageDown):
        LocalCache(tmp_path, max_bytes=20).open("1.png", broken)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_removed(tmp_path):
    (tmp_path / ".left").mkdir()
    os.utime(tmp_path / ".left", (1, 1))
    LocalCache(tmp_path, max_bytes=20).open("0.png", _content(b"x")).close()
    assert [path.name for path in tmp_path.iterdir()] == ["0.png"]


@pytest.mark.usefixtures("away")
@override_settings(ROOT_URLCONF=__name__)
def test_a_page_whose_file_does_not_come_says_so(client, db, caplog):
    response = client.get("/picture/")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "Files are out of reach" in response.text
    assert "The bucket of FILES_URL does not answer" in caplog.text


@pytest.mark.usefixtures("away")
@override_settings(ROOT_URLCONF=__name__)
def test_a_fragment_whose_file_does_not_come_says_so_in_the_status_line(client, db):
    response = client.get("/picture/", headers=HTMX)
    assert response.status_code == 503
    assert response.text == "Files are out of reach at the moment, and nothing was saved. Try again in a minute."
