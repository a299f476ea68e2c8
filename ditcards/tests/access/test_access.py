"""Who may open what: every URL of ours, for every role and method. A URL without a row fails."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from apps.reviews.models import ReviewLog
from apps.web.tests.support.htmx import HTMX
from ditcards.tests.access.rows import LOGIN, ROLES, ROWS

OTHERS = ("admin", "account_", "mfa_")  # Django's and allauth's own; the admin has its own tests
BY_HTMX = ("reviews:grade", "reviews:undo")


def names(resolver, space=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


def ours():
    return {name for name in names(get_resolver()) if not name.startswith(OTHERS)}


def test_every_url_has_its_row():
    assert ours() == set(ROWS)


@pytest.mark.slow
@pytest.mark.parametrize("name", ROWS)
def test_what_each_role_gets(urls, cast, name):
    headers = HTMX if name in BY_HTMX else None
    for method, data, results in ROWS[name]:
        expected = dict(zip(ROLES, results, strict=True))
        found = {role: result(cast.get(role), method, urls[name], data, headers) for role in ROLES}
        assert found == expected, (method, data)


def result(person, method, url, data, headers):
    """Return the status of what a person gets, or LOGIN; the next one finds everything as it was."""
    client = Client()
    with transaction.atomic():
        if person:
            client.force_login(person)
        response = getattr(client, method)(url, data, headers=headers if person else None)
        if response.streaming:
            b"".join(response)  # a download, whose file is closed at its end
        assert method != "get" or not ReviewLog.objects.exists()
        transaction.set_rollback(True)
    return LOGIN if response.get("Location", "").startswith("/accounts/login/") else response.status_code
