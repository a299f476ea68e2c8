"""A site to measure: an empty database, people, decks, and requests without a network."""

import re
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from itertools import batched
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

import ditcards.urls
from apps.accounts.models import User
from apps.cards.kinds.registry import BASIC
from apps.cards.models import Card, Deck, Note, new_guid
from apps.cards.services import notes as note_services
from apps.cards.siblings import RenderedCard
from apps.cards.tests.support.factory import make_deck, make_note
from apps.reviews.models import Schedule, Subscription
from ditcards.gc_tuning import tune_gc
from ditcards.wsgi import application

CSRF_TOKEN = "c" * 32
BATCH_SIZE = 2000
BLOCK_SIZE = 20

type Act = Callable[[], object]


def empty(request: HttpRequest) -> HttpResponse:
    """Return an empty response: what remains to measure is the middleware with session and user."""
    return HttpResponse()


def prepare() -> None:
    """Create the tables, and add the empty view to the URLs."""
    ditcards.urls.urlpatterns += [path("empty/", empty)]
    call_command("migrate", verbosity=0)
    settings.DEBUG = False
    tune_gc()  # after creating the tables, which a server does not do


def analyze() -> None:
    """Let the database know what is in its tables, as the database does by itself or as housekeeping has it done."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def learner_with(number: int, today: date, *, due: bool = True, new: bool = False) -> User:
    """Return a new learner of a deck with this number of cards: all due (or new) today, or due over 300 days."""
    user = User.objects.create_user(f"learner{number}-{due}@example.org")
    deck = make_deck(owner=user, slug=f"deck{number}-{due}", title=f"{number} cards")
    Subscription.objects.create(user=user, deck=deck, queue_built_on=today)
    note = make_note(deck, "Question", "Answer")
    for start in range(1, number + 1, BATCH_SIZE):
        numbers = range(start, min(start + BATCH_SIZE, number + 1))
        notes = Note.objects.bulk_create(
            Note(deck=deck, section=note.section, position=n, front="Question", back="Answer") for n in numbers
        )
        cards = Card.objects.bulk_create(
            Card(note=each, front="<p>Question</p>", back="<p>Answer</p>") for each in notes
        )
        Schedule.objects.bulk_create(
            Schedule(user=user, deck=deck, card=card, queue_on=today)
            if new
            else _learned(user, deck, card, today + timedelta(days=0 if due else n % 300))
            for n, card in zip(numbers, cards, strict=True)
        )
    return user


def add_notes(deck: Deck, number: int) -> None:
    """Add so many notes, with a card each, to a section of the deck."""
    section = deck.sections.create(title="Flashcards")
    for numbers in batched(range(number), BATCH_SIZE):
        rows = [
            {
                "deck_id": deck.pk,
                "section_id": section.pk,
                "position": n,
                "guid": new_guid(),
                "kind": BASIC,
                "front": f"Question {n}",
                "back": f"Answer {n}",
                "label": "",
                "extra": "",
                "tags": "",
                "archived": False,
            }
            for n in numbers
        ]
        note_services.add_notes(rows, [[RenderedCard(0, "<p>Question</p>", "<p>Answer</p>")] for _ in rows])


def _learned(user: User, deck: Deck, card: Card, day: date) -> Schedule:
    return Schedule(
        user=user, deck=deck, card=card, repetitions=3, interval_days=15, easiness=250, due_on=day, queue_on=day
    )


def study_day() -> date:
    """Return today's study day of the learners."""
    return User().study_day(timezone.now())


def session_of(user: User) -> str:
    """Return the Cookie header of a logged-in person."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={CSRF_TOKEN}"


def request(method: str, url: str, cookie: str, data: dict[str, object] | None = None, *, htmx: bool = True) -> str:
    """Send a request, of htmx or of a browser, through all of Django; return the status line."""
    path_info, _, query = url.partition("?")
    body = urlencode(data or {}).encode()
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path_info,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": BytesIO(),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": cookie,
        "HTTP_X_CSRFTOKEN": CSRF_TOKEN,
        "REMOTE_ADDR": "127.0.0.1",
    } | ({"HTTP_HX_REQUEST": "true"} if htmx else {})
    status: list[str] = []

    def start(line: str, *_: object) -> Callable[[bytes], object]:
        status.append(line)
        return len

    response = application(environ, start)
    b"".join(response)
    response.close()
    return status[0]


def medians_in_turn(
    functions: dict[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.process_time
) -> dict[str, float]:
    """Run the functions in turn, A B A B; return the median seconds of each, by default of this process's CPU time."""
    durations: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(rounds):
        for name, function in functions.items():
            started = clock()
            function()
            durations[name].append(clock() - started)
    return {name: median(times) for name, times in durations.items()}


def blocks_in_turn[Name: Hashable](
    blocks: dict[Name, Callable[[], Act]], rounds: int, clock: Callable[[], float] = time.process_time
) -> dict[Name, float]:
    """Run blocks of each act in turn; return the seconds of one call of each, in its best block.

    By default, of this process's CPU time. Calls that alternate one by one would cool the caches of the cheaper one.
    What prepares a block and returns its act is not measured.
    """
    best = dict.fromkeys(blocks, float("inf"))
    for _ in range(rounds):
        for name, prepared in blocks.items():
            act = prepared()
            act()
            started = clock()
            for _ in range(BLOCK_SIZE):
                act()
            best[name] = min(best[name], (clock() - started) / BLOCK_SIZE)
    return best


def cpu_clock() -> Callable[[], float]:
    """Return what reads the CPU time of this process, and of the one in which PostgreSQL works for it."""
    if connection.vendor != "postgresql":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # all in that one process
        cursor.execute("SELECT pg_backend_pid()")
        of_server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: time.process_time() + int(of_server.read_text().split()[0]) / 1e9


def peak_mib() -> int:
    """Return the peak memory of this process since its program started."""
    # getrusage also counts the memory of the process that started it.
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) // 1024  # type: ignore[index]


@contextmanager
def limits(unit: str = "x") -> Iterator[Callable[[str, float, float], None]]:
    """Print the goal of each measured ratio, or number in that unit, and a verdict; exit with status 1 on a miss."""
    over = []

    def check(what: str, measured: float, limit: float) -> None:
        verdict = "met" if measured <= limit else "MISSED"
        share = measured / limit if limit else 0
        figures = f"goal {limit:g}{unit}, measured {measured:.2f}{unit}, {share:.2f} of it"
        print(f"{what}: {figures}, {verdict} ({connection.vendor})")
        if measured > limit:
            over.append(what)

    yield check
    if over:
        raise SystemExit(1)
