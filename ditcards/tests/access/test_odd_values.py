"""No form of ours fails, whatever is sent: nothing at all, or what no browser would send."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve

from apps.cards.tests.support.factory import make_note
from apps.cards.tests.support.posted import forms_in
from apps.courses.models import Enrolment
from ditcards.tests.access.rows import ROWS
from ditcards.tests.access.teaching_rows import TEACHING_ROWS

OTHERS = ("account_",)  # allauth's own: after a logout, every answer would be the login
ODD = ("\0", "9" * 400, "nan", "x" * 20_000)


@pytest.mark.slow
def test_whatever_a_form_sends_is_answered_without_an_error(urls, learner, own_deck):
    learner.enrolments.update(role=Enrolment.Role.OWNER)
    make_note(own_deck, "Front?", "Back.")
    client = Client(raise_request_exception=False)
    client.force_login(learner)
    failed = [
        (url, data) for url, fields in _forms(client, urls) for data in _sent(fields) if _fails(client, url, data)
    ]
    assert failed == []


def _forms(client, urls):
    """Return one form of each kind: those on the pages, and what the rows of the access matrix post."""
    pages = [_read(client.get(url)) for url in (*urls.values(), "/decks/own/", "/decks/own/add/", "/decks/own/export/")]
    shown = [form for page in pages if page.get("Content-Type", "").startswith("text/html") for form in forms_in(page)]
    posted = [
        (urls[name], data)
        for name, rows in (ROWS | TEACHING_ROWS).items()
        for method, data, _ in rows
        if method == "post"
    ]
    kinds = {(resolve(url.partition("?")[0]).view_name, *sorted(data)): (url, data) for url, data in posted + shown}
    return [form for (name, *_fields), form in kinds.items() if not name.startswith(OTHERS)]


def _sent(fields):
    """Yield nothing, an odd value in all fields, and, where a database refuses it, a null character in each alone."""
    yield {}
    yield from (dict.fromkeys(fields, odd) for odd in ODD)
    if connection.vendor == "postgresql":
        yield from (fields | {name: "\0"} for name in fields)


def _fails(client, url, data):
    """Whether the response is an error of ours; the next form finds everything as it was."""
    with transaction.atomic():
        response = _read(client.post(url, data))
        transaction.set_rollback(True)
    return response.status_code >= 500


def _read(response):
    """Return a response, the file of which is closed at its end."""
    if response.streaming:
        b"".join(response)
    return response
