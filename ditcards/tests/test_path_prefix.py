"""Below a path (https://www.example.org/cards): every link, form, file and picture of the pages leads there."""

from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import clear_script_prefix, resolve, set_script_prefix
from django.utils import timezone

from apps.accounts.models import User
from apps.lessons.services import demo

PREFIX = "/cards"
FOLLOWED = {"href", "src", "hx-get"}
PAGES_OF_A_VIEW = 2


class Attributes(HTMLParser):
    """The attributes of a page's tags whose values are paths or URLs of this site."""

    def __init__(self, html, base):
        super().__init__()
        self.base, self.found = base, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if value and (name in FOLLOWED or value.startswith("/")):
                self.found.append((name, urljoin(self.base, value)))


@pytest.fixture
def prefixed(settings, db):
    """Place the site below the prefix, as SITE_URL would."""
    settings.SITE = replace(settings.SITE, prefix=PREFIX)
    settings.FORCE_SCRIPT_NAME, settings.STATIC_URL = PREFIX, f"{PREFIX}/static/"
    settings.SESSION_COOKIE_PATH = settings.CSRF_COOKIE_PATH = PREFIX
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "cards_sessionid", "cards_csrftoken"
    set_script_prefix(f"{PREFIX}/")
    yield
    clear_script_prefix()


@pytest.fixture
def filled(prefixed):
    """Fill the site with the demo."""
    demo.fill(timezone.now())


def crawl(client):
    """Follow links from the home page, a few of each view; yield each URL with the response."""
    waiting, seen, views = [f"{PREFIX}/"], {f"{PREFIX}/"}, Counter()
    while waiting:
        url = waiting.pop(0)
        path = urlsplit(url).path.removeprefix(PREFIX)

        view = path if path.startswith("/static/") else resolve(path).view_name
        views[view] += 1
        if views[view] > PAGES_OF_A_VIEW:
            continue
        response = client.get(url.removeprefix(PREFIX))
        found = []
        if response.status_code in (301, 302):
            found = [("href", urljoin(url, response["Location"]))]
        elif response["Content-Type"].startswith("text/html"):
            found = Attributes(response.text, url).found
        if response.streaming:
            response.getvalue()  # which closes its file
        yield url, response, [each for _name, each in found if each.startswith("/")]
        for name, each in found:
            link = each.partition("#")[0]
            if name in FOLLOWED and link.startswith(PREFIX) and link not in seen:
                seen.add(link)
                waiting.append(link)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["visitor", "learner", "instructor", "superuser"])
def test_every_link_and_every_file_of_the_pages_resolves(filled, name):
    client = Client(headers={"host": "testserver"})
    if name == "superuser":
        client.force_login(User.objects.create_superuser("root@example.org", password="x"))
    elif name != "visitor":
        client.force_login(User.objects.get(email=f"{name}@example.org"))
    broken, outside, pages = [], set(), 0
    for url, response, links in crawl(client):
        pages += 1
        if response.status_code >= 400:
            broken.append((url, response.status_code))
        outside.update((url, link) for link in links if not link.startswith(f"{PREFIX}/"))
    assert (broken, outside) == ([], set())
    assert pages > 20


def test_every_cookie_is_below_the_path_and_has_a_name_of_its_own(prefixed, client, learner):
    client.force_login(learner)
    client.post("/preferences/", client.get("/preferences/").context["form"].initial)
    client.post("/preferences/theme/", {"theme": "dark"})
    found = {(name, each["path"]) for name, each in client.cookies.items()}
    ours = {(f"cards_{name}", PREFIX) for name in ("csrftoken", "messages", "theme")}
    assert found == ours | {("cards_sessionid", "/")}  # the path of this one is the test client's


def test_the_messages_and_colors_of_another_site_of_the_host_are_left_alone(prefixed, client):
    client.cookies.load({"theme": "dark", "messages": "of another site"})
    response = client.get("/courses/")
    assert "data-theme" not in response.text
    assert "messages" not in response.cookies


def test_a_message_and_the_chosen_colors_come_back(prefixed, client, learner):
    client.force_login(learner)
    client.post("/preferences/theme/", {"theme": "dark"})
    form = client.get("/preferences/").context["form"].initial
    client.post("/preferences/", form)
    page = client.get("/preferences/")
    assert 'data-theme="dark"' in page.text
    assert len(page.context["messages"]) == 1
    assert not client.cookies["cards_messages"].value
