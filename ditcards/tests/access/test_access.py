"""Who may open what: every URL of ours, for every role and method. A URL without a row fails."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from apps.reviews.models import ReviewLog
from apps.web.tests.support.htmx import HTMX
from ditcards.tests.access.rows import BY_HTMX, LOGIN, ROLES, ROWS
from ditcards.tests.access.teaching_rows import TEACHING_ROLES, TEACHING_ROWS

OTHERS = (
    "admin",
    "account_",
    "mfa_",
    "socialaccount_",
    "usersessions_",
)  # Django's and allauth's own; the admin has its own tests


def names(resolver, space=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}"


def ours():
    return {name for name in names(get_resolver()) if not name.startswith(OTHERS)}


def test_every_url_has_its_row():
    assert ours() == {*ROWS, *TEACHING_ROWS}


@pytest.mark.slow
@pytest.mark.parametrize("name", ROWS)
def test_what_each_role_gets(urls, cast, name):
    check(ROWS[name], ROLES, cast, urls[name], HTMX if name in BY_HTMX else None)


@pytest.mark.slow
@pytest.mark.parametrize("name", TEACHING_ROWS)
def test_what_each_role_gets_where_a_course_is_run(urls, teaching_cast, deck, name):
    rows = [(method, _of_deck(deck, data), results) for method, data, results in TEACHING_ROWS[name]]
    check(rows, TEACHING_ROLES, teaching_cast, urls[name])


def _of_deck(deck, data):
    """Return what a row sends, with the key of the deck where it stands for one."""
    return {name: value.format(deck=deck.pk) if isinstance(value, str) else value for name, value in data.items()}


def check(rows, roles, people, url, headers=None):
    for method, data, results in rows:
        expected = dict(zip(roles, results, strict=True))
        found = {role: result(people.get(role), method, url, data, headers) for role in roles}
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
