"""What a visitor's GET costs at most: every URL of the site, beside a deck of 50,000 cards and a lesson of 5,000 notes.

Each URL is opened a few times, as by somebody who wants to keep the site busy; the dearest time counts.
"""

import re
from collections.abc import Callable, Iterator
from uuid import UUID

from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from apps.cards.models import Deck, Section
from apps.cards.tests.support.factory import make_deck
from apps.courses.models import Course
from apps.exchange.export_formats import FORMATS
from apps.lessons.models import Lesson
from apps.library.services.shared_links import share
from benchmarks import site

CARDS, QUESTIONS = 50_000, 5_000
LIMIT_MS = 300
ROUNDS = 3
REPORTED = 15
ARGUMENT = re.compile(r"<(?:\w+:)?(?P<name>\w+)>")
COURSE, LESSON, LARGE = "course", "lesson", "large"
QUERIES = {
    "print/": ("layout=sheet", "layout=list", "which=all&order=shuffled&seed=7", "which=cards&q=question"),
    "print/cards.pdf": ("layout=sheet", "layout=list", "which=all&order=shuffled&seed=7"),
    "practice/": ("answers=shown",),
    f"decks/{LARGE}/": ("q=question", "page=500"),
}
OTHERS = {"sha256": "0" * 64, "extension": "png", "pk": str(UUID(int=1)), "name": "hours"}


def prepare() -> dict[str, list[str]]:
    """Fill the site; return the values of each argument of a URL."""
    site.prepare()
    course = Course.objects.create(slug=COURSE, title="Course", visibility=Course.Visibility.PUBLIC)
    large, page = (make_deck(course, slug) for slug in (LARGE, LESSON))
    site.add_notes(large, CARDS)
    site.add_notes(page, QUESTIONS)
    page.sections.update(kind=Section.Kind.SELF_CHECK)
    Lesson.objects.create(course=course, deck=page, slug=LESSON, title="Lesson")
    own = Deck.objects.get(pk=large.pk)
    share(own, at=timezone.now())
    site.analyze()
    values = {name: [value] for name, value in OTHERS.items()}
    values |= {"course": [COURSE], "lesson": [LESSON], "format_": list(FORMATS), "token": [own.shared_link.token]}
    return values | {"slug": [LARGE, LESSON, COURSE]}


def urls(values: dict[str, list[str]]) -> Iterator[str]:
    """Yield each URL of the site, with the queries that change what it does."""
    for route in _routes(get_resolver().url_patterns, ""):
        paths = [route]
        for name in dict.fromkeys(ARGUMENT.findall(route)):
            argument = re.compile(rf"<(?:\w+:)?{name}>")
            paths = [argument.sub(value, path) for path in paths for value in values.get(name, ["1"])]
        for path in paths:
            yield f"/{path}"
            ends = [queries for end, queries in QUERIES.items() if path.endswith(end)]
            yield from (f"/{path}?{query}" for queries in ends for query in queries)


def _routes(patterns: list[URLPattern | URLResolver], above: str) -> Iterator[str]:
    for pattern in patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        elif not re.search(r"[\\^$(]", route):
            yield route


def cpu_ms(client: Client, url: str, clock: Callable[[], float]) -> tuple[float, int]:
    """Return the CPU time of the dearest of a few requests, and its status."""
    worst, status = 0.0, 0
    for _ in range(ROUNDS):
        started = clock()
        response = client.get(url)
        b"".join(response) if response.streaming else response.content
        worst, status = max(worst, 1000 * (clock() - started)), response.status_code
    return worst, status


def main() -> None:
    """Print the dearest URLs."""
    values = prepare()
    client, clock = Client(headers={"host": "localhost"}), site.cpu_clock()
    client.get("/help/")
    measured = {}
    for url in dict.fromkeys(urls(values)):
        cache.clear()  # no rate limit may make a URL cheap here
        measured[url] = cpu_ms(client, url, clock)
    print(f"{len(measured)} URLs")
    with site.limits(" ms") as check:
        for url, (worst, status) in sorted(measured.items(), key=lambda each: -each[1][0])[:REPORTED]:
            check(f"{url} ({status})", worst, LIMIT_MS)


if __name__ == "__main__":
    main()
