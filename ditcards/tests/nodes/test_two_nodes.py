"""Two nodes with folders of their own, one PostgreSQL and one bucket: whichever answers, the site is one."""

import re
import signal
import time
from urllib.parse import urlsplit

import pytest
import requests
from django.db import connection

from apps.cards.models import Deck
from apps.cards.tests.support.pictures import picture
from apps.formats.tests.support.making import Collection
from apps.reviews import invariants
from apps.reviews.models import ReviewLog
from ditcards.tests.nodes.two_nodes import SECONDS, TwoNodes

PASSWORD = "a long and quiet evening"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("not os.environ.get('DATABASE_URL')", reason="Several machines need PostgreSQL."),
]


class Person:
    """Somebody with a browser whose requests go to one node after the other."""

    def __init__(self, url):
        self.url, self.session = url, requests.Session()

    def get(self, path):
        return self.session.get(self.url + path, timeout=SECONDS)

    def post(self, path, data=None, **files):
        token = {"csrfmiddlewaretoken": self.session.cookies.get("csrftoken", "")}
        return self.session.post(self.url + path, token | (data or {}), files=files, timeout=SECONDS)

    def until(self, path, holds):
        """Open a page again and again until it is as it shall be."""
        end = time.monotonic() + SECONDS
        while not holds(response := self.get(path)):
            assert time.monotonic() < end, response.text
            time.sleep(0.3)
        return response


@pytest.fixture
def site(s3_url, tmp_path):
    """Two nodes that serve; the second has a worker."""
    name = connection.settings_dict["NAME"] + tmp_path.name.replace("_", "-")
    nodes = TwoNodes(tmp_path, s3_url.replace("?", f"/{name}?"))
    with nodes.serving(), nodes.working():
        yield nodes


def deck_with_a_picture():
    """A package of two notes, one with a picture."""
    notes = Collection().note(1, 'A cell? <img src="a.png">', "Yes.").card(1, 1).note(2, "A leaf?", "No.").card(2, 2)
    return notes.package({"a.png": picture()}).getvalue()


def graded(person):
    """Grade the next card; return the page after it."""
    card = re.search(r"/review/(\d+)/answer/", person.get("/review/").text)[1]
    answer = person.get(f"/review/{card}/answer/").text
    version = re.search(r'name="version" value="(\d+)"', answer)[1]
    return person.post(f"/review/{card}/grade/", {"grade": 4, "version": version})


def undone(person, page):
    """Undo the answer that a page names."""
    return person.post("/review/undo/", {"log": re.search(r'name="log" value="(\d+)"', page.text)[1]})


@pytest.fixture
def me(site):
    """Somebody who has signed up."""
    person = Person(site.url)
    person.get("/accounts/signup/")
    signed_up = person.post("/accounts/signup/", {"email": "me@example.org", "password1": PASSWORD})
    assert signed_up.status_code == 200
    return person


@pytest.fixture
def deck(me):
    """A deck that they imported: the first node has the file, a worker of the second reads it."""
    me.get("/import/")
    uploaded = me.post("/import/", {"title": "Cells"}, file=("cells.apkg", deck_with_a_picture()))
    read = me.until(path_of(uploaded), lambda page: "/plan/" in page.text)
    plan = me.get(re.search(r"/import/[0-9a-f-]{36}/plan/", read.text)[0])
    fingerprint = re.search(r'name="fingerprint" value="(\w+)"', plan.text)[1]
    me.post(path_of(plan), {"fingerprint": fingerprint})
    me.until("/decks/", lambda _page: Deck.objects.exists())
    return Deck.objects.get().slug


def path_of(response):
    return urlsplit(response.url).path


def test_pictures_prints_and_exports_come_from_either_node(me, deck):
    shown = re.search(r"/media/[0-9a-f]{64}\.\w+", me.get(f"/decks/{deck}/").text)[0]
    for _node in range(2):
        assert me.get(shown).content[:4] == b"\x89PNG"
        assert me.get(f"/decks/{deck}/export/json/").status_code == 200
        assert me.get(f"/decks/{deck}/print/cards.pdf").content[:4] == b"%PDF"


def test_a_killed_node_loses_no_answer_that_was_acknowledged(site, me, deck):
    me.post(f"/decks/{deck}/subscribe/")
    for number in range(10):
        if number == 5:
            site.servers[0].send_signal(signal.SIGKILL)
        page = graded(me)
        assert page.status_code == undone(me, page).status_code == 200
    assert ReviewLog.objects.count() == 10
    assert list(invariants.problems()) == []
