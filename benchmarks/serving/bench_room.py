"""What a room costs: 200 phones ask every two seconds what it shows, 200 people answer in a minute.

First the CPU time of each request beside a visitor's empty view. Then the shipped server for some seconds at that pace:
how much of a core it takes; how long an answer takes beside all the phones is printed, as other programs lengthen it.
"""

import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from urllib.parse import urlencode

from django.db import connections
from django.test import Client
from django.utils import timezone

from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Course
from apps.lessons.models import Lesson
from apps.teaching.models import Room
from apps.teaching.room.services.presenting import ask, start_room
from benchmarks import site
from benchmarks.served_site import TIMEOUT_SECONDS, cpu_seconds, served

PHONES, POLLS_A_SECOND, ANSWERS_A_MINUTE = 200, 100, 200
SECONDS, THREADS, ROUNDS = 12, 8, 5
POLL_LIMIT, CORE_LIMIT = 1.5, 0.5
LABELS = ("U-Net", "DiT")


def main() -> None:
    """Print the ratios; exit with 1 where one misses its goal."""
    site.prepare()
    room = _room_asked()
    cookies = [_joined(room) for _ in range(PHONES)]
    poll, url, answers = f"/room/{room.code}/?seen=1-1", f"/room/{room.code}/answer/", _answers(room)
    turns = count()
    acts: dict[str, site.Act] = {
        "empty": lambda: site.request("GET", "/empty/", cookies[0]),
        "poll": lambda: site.request("GET", poll, cookies[0]),
        "answer": lambda: site.request("POST", url, cookies[next(turns) % PHONES], next(answers)),
    }
    seconds = site.blocks_in_turn({name: partial(_prepared, act) for name, act in acts.items()}, ROUNDS)
    print(", ".join(f"{name} {1000 * each:.2f} ms CPU" for name, each in seconds.items()))
    connections.close_all()
    with served() as (server, port):
        share, latencies = _at_pace(server, port, room, cookies)
    p50, p99 = (1000 * latencies[int(part * len(latencies))] for part in (0.5, 0.99))
    print(f"{len(latencies)} answers beside the phones: p50 {p50:.0f} ms, p99 {p99:.0f} ms")
    with site.limits() as check:
        check("a phone that asks, beside a visitor's empty view", seconds["poll"] / seconds["empty"], POLL_LIMIT)
        check("share of a core, served", share, CORE_LIMIT)


def _prepared(act: site.Act) -> site.Act:
    return act


def _room_asked() -> Room:
    """Return a room that is asked a question with two labels."""
    course = Course.objects.create(slug="course", title="Course")
    deck = make_deck(course, "lesson")
    section = deck.sections.create(kind="exercise", title="Exercise", labels=LABELS)
    note = make_note(deck, "Which?", "Because.", section=section, kind="choice", label=LABELS[0])
    room = start_room(Lesson.objects.create(course=course, deck=deck, slug="lesson", title="Lesson"), at=timezone.now())
    ask(room, note.pk, seen_version=0, at=timezone.now())
    return Room.objects.get()


def _joined(room: Room) -> str:
    """Return the Cookie header of a phone that has joined."""
    client = Client(headers={"host": "localhost"})
    client.get(f"/room/{room.code}/")
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={site.CSRF_TOKEN}"


def _answers(room: Room) -> Iterator[dict[str, object]]:
    """Yield answers, each with the other label than the one before."""
    for turn in count():
        yield {"question": room.current_id, "label": LABELS[turn // PHONES % 2]}


def _at_pace(server: int, port: int, room: Room, cookies: list[str]) -> tuple[float, list[float]]:
    """Ask and answer for some seconds; return the share of a core, and the seconds of each answer, sorted."""
    poll, answers = f"/room/{room.code}/?seen=1-1", _answers(room)
    between = POLLS_A_SECOND * 60 // ANSWERS_A_MINUTE
    latencies = []
    with ThreadPoolExecutor(THREADS) as pool:
        began, used = time.perf_counter(), cpu_seconds(server)
        for turn in range(SECONDS * POLLS_A_SECOND):
            cookie = cookies[turn % PHONES]
            pool.submit(_send, port, "GET", poll, cookie)
            if turn % between == 0:
                body = urlencode(next(answers))
                latencies.append(pool.submit(_send, port, "POST", f"/room/{room.code}/answer/", cookie, body))
            time.sleep(max(0, began + turn / POLLS_A_SECOND - time.perf_counter()))
        taken = sorted(each.result() for each in latencies)
        return (cpu_seconds(server) - used) / (time.perf_counter() - began), taken


def _send(port: int, method: str, url: str, cookie: str, body: str = "") -> float:
    """Send a request as htmx does; return the seconds until it was answered."""
    began = time.perf_counter()
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    headers = {"Host": "localhost", "Cookie": cookie, "HX-Request": "true", "X-CSRFToken": site.CSRF_TOKEN}
    client.request(method, url, body, headers | {"Content-Type": "application/x-www-form-urlencoded"})
    response = client.getresponse()
    response.read()
    client.close()
    if response.status not in (200, 204):
        raise SystemExit(f"{method} {url}: {response.status}")
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
