"""A page that is only looked at writes nothing, whoever looks."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from ditcards.tests.access.rows import ROWS
from ditcards.tests.access.teaching_rows import TEACHING_ROWS

WRITE = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)', re.IGNORECASE)
# What looking may write, by table.
KEPT = {
    "django_session": "what a browser is shown next",
    "ditcards_cache": "rate limits",
}
# What looking at one URL writes as well.
OF_URL = {"room:room": {"teaching_room"}}  # whoever opens a room has joined it, with a new key
OF_ALLAUTH = ("account_email", "account_change_password", "account_logout", "mfa_index")


class Writes:
    """Collects the tables that statements write."""

    def __init__(self):
        self.tables = set()

    def __call__(self, execute, sql, params, many, context):
        if found := WRITE.match(sql):
            self.tables.add(found[1])
        return execute(sql, params, many, context)


def written_by(person, url):
    """Return the tables that are written when the person opens the URL."""
    client, writes = Client(), Writes()
    with transaction.atomic():
        if person:
            client.force_login(person)
        with connection.execute_wrapper(writes):
            response = client.get(url)
            if response.streaming:
                b"".join(response)
        transaction.set_rollback(True)
    return writes.tables - KEPT.keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", ROWS)
def test_looking_writes_nothing(urls, cast, name):
    for person in (None, *cast.values()):
        assert written_by(person, urls[name]) <= OF_URL.get(name, set())


@pytest.mark.slow
@pytest.mark.parametrize("name", TEACHING_ROWS)
def test_looking_writes_nothing_where_a_course_is_run(urls, teaching_cast, name):
    for person in (None, *teaching_cast.values()):
        assert written_by(person, urls[name]) <= OF_URL.get(name, set())


@pytest.mark.parametrize("name", OF_ALLAUTH)
def test_looking_at_ones_account_writes_nothing(learner, name):
    """allauth saves the address of who has none, whom an administrator made, when they open its page."""
    EmailAddress.objects.create(user=learner, email=learner.email, primary=True, verified=True)
    assert written_by(learner, reverse(name)) == set()
