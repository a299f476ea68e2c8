"""What the rows of the matrix leave out: other methods, and people who are nobody where the objects of others are."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.web.tests.support.htmx import HTMX
from ditcards.tests.access.rows import BY_HTMX, LOGIN, MISSING, ROLES, ROWS
from ditcards.tests.access.teaching_rows import TEACHING_ROLES, TEACHING_ROWS

NOBODIES = ("former", "elsewhere", "staff")  # of whom the course and its learners know nothing
EVERYBODY = dict.fromkeys((*ROLES, *TEACHING_ROLES, "staff"))
NO_ANSWER = {403, MISSING, 405, LOGIN}
WITHOUT_HEAD = {"room:room"}  # whoever opens it has joined, which no program does that looks at links
THEIR_OWN = {"library:delete_account"}  # whoever owns a course alone hands it over first
CHANGES = ("INSERT", "UPDATE", "DELETE")
# Pictures and sounds, whose names tell their contents, and calendars; PDFs, which a browser asks for again.
OWN_COPIES = ("private, max-age=", "private, no-cache")


@pytest.fixture
def everybody(cast, teaching_cast):
    """Everyone but the visitor, by role."""
    return {**cast, **teaching_cast, "staff": User.objects.create_user("staff@example.org", is_staff=True)}


def answered(person, method, url, data=None, headers=None):
    """Return the response to a person; the next one finds everything as it was."""
    client = Client()
    with transaction.atomic():
        if person:
            client.force_login(person)
        response = getattr(client, method)(url, data or {}, headers=headers)
        if response.streaming:
            b"".join(response)
        transaction.set_rollback(True)
    return response


def status(response):
    """Return the status, or LOGIN for what leads there."""
    return LOGIN if response.get("Location", "").startswith("/accounts/login/") else response.status_code


@pytest.mark.slow
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_no_url_takes_another_method_from_anybody(urls, everybody, method):
    taken = {}
    for role in EVERYBODY:
        client = Client()
        if role != "visitor":
            client.force_login(everybody[role])
        with CaptureQueriesContext(connection) as queries:
            found = {name: status(getattr(client, method)(url)) for name, url in urls.items()}
        changes = [each["sql"] for each in queries if each["sql"].startswith(CHANGES)]
        taken |= {(role, name): result for name, result in found.items() if result not in NO_ANSWER}
        assert not changes, role
    assert taken == {}


@pytest.mark.slow
@pytest.mark.parametrize("role", ["visitor", "learner", "instructor"])
def test_the_head_of_a_page_is_that_of_the_page(urls, everybody, role):
    different = {}
    for name, url in ((name, urls[name]) for name in urls.keys() - WITHOUT_HEAD):
        head, page = (status(answered(everybody.get(role), method, url)) for method in ("head", "get"))
        if head != page:
            different[name] = (head, page)
    assert different == {}


@pytest.mark.slow
@pytest.mark.parametrize("role", NOBODIES)
def test_who_has_nothing_to_do_with_a_course_gets_what_a_stranger_gets(urls, everybody, role):
    others = {name: tried for name, tried in ROWS.items() if name not in THEIR_OWN}
    assert _others(urls, everybody[role], others, lambda results: {results[ROLES.index("stranger")]}) == {}


@pytest.mark.slow
def test_a_superuser_opens_what_an_instructor_does_and_nothing_of_a_learner(urls, everybody):
    def allowed(results):
        return {results[ROLES.index("stranger")], results[ROLES.index("instructor")]}

    assert _others(urls, everybody["root"], ROWS, allowed) == {}


@pytest.mark.slow
def test_staff_of_the_site_gets_what_a_stranger_gets_where_a_course_is_run(urls, everybody, deck):
    def allowed(results):
        return {results[TEACHING_ROLES.index("stranger")]}

    assert _others(urls, everybody["staff"], TEACHING_ROWS, allowed, deck=deck.pk) == {}


@pytest.mark.slow
def test_a_classmate_gets_nothing_where_a_course_is_run_that_a_learner_does_not(urls, everybody, deck):
    def allowed(results):
        return {results[TEACHING_ROLES.index(role)] for role in ("learner", "stranger")}

    assert _others(urls, everybody["classmate"], TEACHING_ROWS, allowed, deck=deck.pk) == {}


@pytest.mark.slow
@pytest.mark.parametrize("role", ["stranger", "classmate", "learner", "instructor", "root"])
def test_what_is_sent_to_somebody_is_kept_by_no_cache(urls, everybody, role):
    kept = {}
    for name, url in urls.items():
        header = answered(everybody[role], "get", url).get("Cache-Control", "")
        if not {"private", "no-store"} <= set(header.split(", ")) and not header.startswith(OWN_COPIES):
            kept[name] = header
    assert kept == {}


def _others(urls, person, rows, allowed, deck=None):
    """Return what a person gets beside what the rows allow."""
    found = {}
    for name, tried in rows.items():
        for method, data, results in tried:
            sent = {key: value.format(deck=deck) if isinstance(value, str) else value for key, value in data.items()}
            result = status(answered(person, method, urls[name], sent, HTMX if name in BY_HTMX else None))
            if result not in allowed(results):
                found[name, method] = (result, allowed(results))
    return found
