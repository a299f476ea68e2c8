"""A bucket that accepts connections and never answers holds up nobody for long."""

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from apps.web import object_storage, storage
from apps.web.storage import StorageDown
from apps.web.tests.support.silent_bucket import silent_bucket

ATTEMPTS = object_storage.CONFIG["retries"]["total_max_attempts"]


def _page_with_a_file(_request):
    return HttpResponse(storage.read(storage.media_files(), "picture.png"))


urlpatterns = [path("picture/", _page_with_a_file), path("", include("ditcards.urls"))]


@pytest.fixture
def silent(settings, monkeypatch):
    with silent_bucket(settings, monkeypatch) as server:
        yield server


def test_somebody_waits_for_at_most_a_quarter_of_a_minute():
    waits = object_storage.CONFIG["connect_timeout"] + object_storage.CONFIG["read_timeout"]
    assert ATTEMPTS * waits < 15


@override_settings(ROOT_URLCONF=__name__)
def test_the_next_pages_do_not_wait_for_it_again(silent, client, db):
    for _page in range(3):
        assert client.get("/picture/").status_code == 503
    assert silent.asked == ATTEMPTS


def test_a_job_asks_it_each_time(silent):
    for times in (1, 2):
        with pytest.raises(StorageDown):
            storage.read(storage.job_files(), "upload")
        assert silent.asked == times * ATTEMPTS
