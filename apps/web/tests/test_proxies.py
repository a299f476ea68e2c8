"""A proxy that the settings do not name is noticed, once."""

import pytest
from django.core.cache import cache
from django.test import Client

FORWARDED = {"X-Forwarded-For": "198.51.100.1"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget():
    cache.clear()


def warnings(caplog):
    return [each.message for each in caplog.records if "TRUSTED_PROXIES" in each.message]


def test_a_proxy_that_is_not_trusted_is_warned_about_once(caplog):
    for _process in range(2):
        client = Client(headers=FORWARDED)
        for _request in range(2):
            client.get("/help/")
    assert len(warnings(caplog)) == 1


def test_a_proxy_that_is_trusted_is_not_warned_about(caplog, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    Client(headers=FORWARDED).get("/help/")
    assert warnings(caplog) == []


def test_a_site_without_a_proxy_is_not_warned_about(caplog):
    Client().get("/help/")
    assert warnings(caplog) == []
