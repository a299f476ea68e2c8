"""What a browser gets over the wire for a page that it never saw, a day later, and for an answer; without fonts.

Sizes are of bodies as they are sent; those of headers are printed beside them.
"""

import gzip
import http.client
import re
import subprocess
import sys
from dataclasses import dataclass, field
from urllib.parse import urlencode

import brotli
from django.core.management import call_command
from django.db import connections
from django.urls import reverse

from apps.accounts.models import User
from apps.lessons.models import Lesson
from apps.reviews.models import Schedule
from benchmarks import site
from benchmarks.served_site import served

KIB = 1024
RESOURCE = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script[^>]* src|img[^>]* src|use href)="(/[^"#]+)')
FONT = re.compile(r'<link rel="preload" href="([^"]+)" as="font"')


@dataclass
class Visit:
    """What was loaded for a page."""

    bodies: int = 0
    headers: int = 0
    requests: int = 0
    again: int = 0  # requests a day later
    text: str = ""
    fonts: list[str] = field(default_factory=list)


def main() -> None:
    """Print each goal with what is measured; exit with 1 where one is missed."""
    site.prepare()
    call_command("demo", yes=True, verbosity=0)
    learner = User.objects.get(email="learner@example.org")
    cookie = site.session_of(learner)
    lesson = Lesson.objects.select_related("course").order_by("pk")[0]
    practice_url = reverse("lessons:practice", args=[lesson.course.slug, lesson.slug])
    connections.close_all()
    subprocess.run([sys.executable, "manage.py", "build_static"], check=True)
    with served() as (_server, port):
        review = _visit(port, "/review/", cookie)
        practice = _visit(port, practice_url, "")
        fonts = sum(len(_get(port, url, cookie)[1]) for url in review.fonts)
        card = re.search(r"/review/(\d+)/", review.text)
        assert card, review.text
        schedule = Schedule.objects.get(user=learner, card=int(card[1]))
        form = {"grade": 4, "version": schedule.version}
        answer = _post(port, f"/review/{card[1]}/grade/", cookie, form)
    print(f"headers of a cold review: {review.headers / KIB:.1f} KiB")
    with site.limits("") as check:
        check("cold review, KiB", review.bodies / KIB, 24)
        check("cold review, requests", review.requests, 6)
        check("review on the next day, requests", review.again, 1)
        check("fonts, KiB", fonts / KIB, 50)
        check("a grade's answer, KiB", answer / KIB, 1)
        check("cold practice page, KiB", practice.bodies / KIB, 32)


def _visit(port: int, url: str, cookie: str) -> Visit:
    """Load a page and what it names."""
    visit = Visit()
    visit.text = _load(port, url, cookie, visit).decode()
    visit.fonts = FONT.findall(visit.text)
    for resource in sorted({*RESOURCE.findall(visit.text)}):
        _load(port, resource, cookie, visit)
    return visit


def _load(port: int, url: str, cookie: str, visit: Visit) -> bytes:
    response, body = _get(port, url, cookie)
    assert response.status == 200, (url, response.status)
    visit.requests += 1
    visit.again += "immutable" not in response.headers.get("Cache-Control", "")
    visit.bodies += len(body)
    visit.headers += len(str(response.headers))
    return _plain(response, body)


def _plain(response: http.client.HTTPResponse, body: bytes) -> bytes:
    """Return the text as it was before it was compressed."""
    encoding = response.headers.get("Content-Encoding", "")
    return bytes({"gzip": gzip.decompress, "br": brotli.decompress}.get(encoding, bytes)(body))


def _get(port: int, url: str, cookie: str) -> tuple[http.client.HTTPResponse, bytes]:
    return _ask(port, "GET", url, {"Cookie": cookie})


def _post(port: int, url: str, cookie: str, form: dict[str, int]) -> int:
    headers = {
        "Cookie": cookie,
        "X-CSRFToken": site.CSRF_TOKEN,
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    response, body = _ask(port, "POST", url, headers, urlencode(form))
    assert response.status == 200, response.status
    return len(body)


def _ask(
    port: int, method: str, url: str, headers: dict[str, str], body: str = ""
) -> tuple[http.client.HTTPResponse, bytes]:
    client = http.client.HTTPConnection("localhost", port, timeout=30)
    client.request(method, url, body or None, {"Accept-Encoding": "gzip, br", **headers})
    response = client.getresponse()
    content = response.read()
    client.close()
    return response, content


if __name__ == "__main__":
    main()
