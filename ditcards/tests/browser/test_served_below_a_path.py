"""The server itself, below a path: a person logs in and reviews, whether the proxy in front leaves the path or not."""

import http.client
import shutil
import socket
import subprocess
import sys
import zipfile
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from apps.cards.tests.support.pictures import picture
from apps.web.tests.support.waiting import free_port, wait_until
from ditcards.tests.support.served import ROOT, SECONDS, end, environment_in, manage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PREFIX, EMAIL, PASSWORD = "/team/cards", "first@example.org", "tulips in the rain"
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class StrippingProxy(BaseHTTPRequestHandler):
    """Takes the prefix off, as `proxy_pass http://server/;` does in nginx."""

    server_port = 0

    def pass_on(self):
        length = int(self.headers.get("Content-Length") or 0)
        with closing(http.client.HTTPConnection("127.0.0.1", self.server_port, timeout=SECONDS)) as client:
            client.request(self.command, self.path.removeprefix(PREFIX), self.rfile.read(length), dict(self.headers))
            response = client.getresponse()
            content = response.read()
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = pass_on  # noqa: N815 - the names that http.server calls

    def log_message(self, *_arguments):
        pass


@pytest.fixture(scope="module")
def new_site(tmp_path_factory):
    """A folder with a new site: its first account, made as the documentation says, who has a deck with a picture."""
    folder = tmp_path_factory.mktemp("site")
    environment = environment_in(folder, SITE_URL="http://localhost:8000", DJANGO_SUPERUSER_PASSWORD=PASSWORD)
    with zipfile.ZipFile(folder / "deck.zip", "w") as deck:
        deck.writestr("deck.md", "# deck\n\nQ: Which color? ![dot](dot.png)\nA: Red\n")
        deck.writestr("dot.png", picture())
    for command in (
        ("migrate", "--verbosity=0"),
        ("build_static",),
        ("createsuperuser", "--noinput", "--email", EMAIL),
        ("import_deck", str(folder / "deck.zip"), "--owner", EMAIL),
    ):
        result = manage(environment, *command)
        assert result.returncode == 0, result.stderr
    return folder


@pytest.fixture
def data(new_site, tmp_path):
    """The folder of a test's own copy of the new site."""
    return shutil.copytree(new_site, tmp_path / "site")


@contextmanager
def served(data, *, stripped):
    """Serve the site; yield its URL, which leads to the server itself or to a proxy that takes the prefix off."""
    port = free_port()
    StrippingProxy.server_port = port
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), StrippingProxy)
    Thread(target=proxy.serve_forever, daemon=True).start()
    url = f"http://localhost:{proxy.server_port if stripped else port}{PREFIX}"
    command = [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{port}"]
    site = subprocess.Popen(  # noqa: S603 - our own
        command, cwd=ROOT, env=environment_in(data, SITE_URL=url), stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_until(lambda: answers(port))
        yield url
    finally:
        end(site)
        proxy.shutdown()
        proxy.server_close()


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), SECONDS).close()
    except ConnectionRefusedError:
        return False
    return True


@pytest.mark.parametrize("stripped", [False, True], ids=["the path is left", "the path is taken off"])
def test_a_person_logs_in_and_reviews_a_card_with_a_picture(browser, data, stripped):
    with served(data, stripped=stripped) as url:
        context = browser.new_context()
        page = context.new_page()
        wrong = []
        page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
        page.on("response", lambda response: response.status >= 400 and wrong.append(response.url))
        page.on("request", lambda request: request.url.startswith(f"{url}/") or wrong.append(request.url))
        page.goto(f"{url}/decks/")
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in", exact=True).click()
        expect(page).to_have_url(f"{url}/decks/")
        assert {each["path"] for each in context.cookies()} == {PREFIX}
        page.get_by_role("link", name="deck", exact=True).click()
        page.get_by_role("button", name="Add to daily review").click()
        page.goto(f"{url}/review/")
        expect(page.get_by_role("img", name="dot")).to_be_visible()
        assert page.get_by_role("img", name="dot").evaluate("each => each.complete && each.naturalWidth") > 0
        page.get_by_text("Show answer").click()
        page.get_by_role("button", name="Good").click()
        expect(page.get_by_text("Show answer")).to_be_hidden()
        assert wrong == []
        context.close()
