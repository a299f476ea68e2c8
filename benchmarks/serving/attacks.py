"""What somebody with an account may send to keep a site busy: pages and uploads at their dearest, again and again."""

import http.client
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from itertools import count
from urllib.parse import urlencode
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.cache import cache
from django.utils import timezone
from PIL import Image

from apps.accounts.models import User
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Course, Enrolment
from apps.jobs.models import Job
from apps.jobs.services.lifecycle import cancel
from apps.lessons.models import Lesson
from apps.reminders.models import Reminders
from apps.reminders.services import renew_calendar
from apps.teaching.room.services.presenting import ask, start_room
from benchmarks import site
from benchmarks.library import collection

CARDS, NOTES_A_DECK, LEARNERS = 10_000, 500, 200
TIMEOUT_SECONDS = 30
FORM = "application/x-www-form-urlencoded"
NUMBERS = count()

type Body = Callable[[], tuple[bytes, str]]  # what is sent, and its type


@dataclass
class Attack:
    """Requests that one after the other are sent on several connections."""

    url: str  # {number} in it is another one each time
    body: Body | None = None
    cookie: str = ""
    others: list[str] = field(default_factory=list)  # more URLs, which have their turn

    def send(self, port: int) -> None:
        """Send the next request; wait for its whole answer, whatever it is."""
        number = next(NUMBERS)
        url = [self.url, *self.others][number % (1 + len(self.others))].replace("{number}", str(number))
        content, kind = self.body() if self.body else (b"", FORM)
        headers = {"Host": "localhost", "Cookie": self.cookie, "X-CSRFToken": site.CSRF_TOKEN, "Content-Type": kind}
        server = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
        with suppress(OSError, http.client.HTTPException):
            server.request("POST" if self.body else "GET", url, content, headers)
            server.getresponse().read()
        server.close()


def prepare() -> dict[str, Attack]:
    """Give somebody all that an account may have; return what they can send, by name."""
    attacker = collection.person_with_cards(NOTES_A_DECK)
    site.add_notes(make_deck(owner=attacker, slug="large", title="Large"), CARDS)
    room = _course(attacker)
    cookie = site.session_of(attacker)
    attacks = _pages(room, _calendar(attacker)) | _forms() | _uploads() | _visitors()
    for name, attack in attacks.items():
        attack.cookie = f"csrftoken={site.CSRF_TOKEN}" if name in _visitors() else cookie
    return attacks


def _course(teacher: User) -> str:
    """Make a course of a large class, which the attacker teaches; return the code of its room."""
    course = Course.objects.create(slug="course", title="Course", shows_names=True)
    people = [User(email=f"member{number}@example.org", name=f"Member {number}") for number in range(LEARNERS)]
    Enrolment.objects.create(user=teacher, course=course, role=Enrolment.Role.INSTRUCTOR)
    Enrolment.objects.bulk_create(Enrolment(user=each, course=course) for each in User.objects.bulk_create(people))
    deck = make_deck(course, "lesson")
    site.add_notes(deck, CARDS // 2)
    section = deck.sections.create(kind="exercise", title="Exercise", labels=["yes", "no"])
    note = make_note(deck, "Which?", "Because.", section=section, kind="choice", label="yes")
    room = start_room(Lesson.objects.create(course=course, deck=deck, slug="lesson", title="Lesson"), at=timezone.now())
    ask(room, note.pk, seen_version=0, at=timezone.now())
    return room.code


def _calendar(person: User) -> str:
    renew_calendar(person)
    reminders = Reminders.objects.get(user=person)
    return f"/calendar/{person.pk}-{reminders.calendar_key}.ics"


def _pages(room: str, calendar: str) -> dict[str, Attack]:
    query = " or ".join(f"re:(a|b|[^c]){{1,{number}}}z" for number in (7, 8, 9))
    wide = " or ".join(f"*{letter}*e*{letter}" for letter in "abcdefghijklmnopqrst")
    search = urlencode({"q": query})
    return {
        "large deck": Attack("/decks/large/?page=150", others=["/decks/large/?q=question", "/decks/large/"]),
        "search": Attack(f"/browse/?{search}", others=[f"/browse/?{urlencode({'q': wide})}"]),
        "statistics": Attack(f"/statistics/?days=365&{search}", others=["/statistics/cards/?days=365"]),
        "what if": Attack("/statistics/what-if/?new=300&reviews=3000&days=365"),
        "print page": Attack("/decks/large/print/?layout=sheet&which=cards&q=question", others=[f"/print/?{search}"]),
        "print": Attack("/decks/deck0/print/cards.pdf?which=weakest&limit=25&scale=50&seed={number}"),
        "export": Attack("/decks/deck0/export/apkg/", others=["/decks/deck0/export/md/", "/export/csv/?q=deck:*"]),
        "history": Attack("/history/ditcards-history.jsonl", others=["/history/fsrs-reviews.csv"]),
        "insight": Attack("/teach/course/insight/", others=["/teach/course/insight/cards/"]),
        "roster": Attack("/teach/course/people/", others=["/teach/course/people/roster.csv"]),
        "lesson editor": Attack("/teach/course/lesson/", others=["/courses/course/lesson/practice/"]),
        "calendar": Attack(calendar),
        "room": Attack(f"/room/{room}/?seen=0-0", others=["/room/XXXXXX/"]),
    }


def _forms() -> dict[str, Attack]:
    formulas = "".join(rf"$\frac{{\sqrt{{x_{number}}}}}{{\sum_{{i=0}}^n i^{number}}}$ " for number in range(600))
    nested = "> " * 2_000 + "[" * 5_000 + "*a **b " * 5_000 + "![x](" * 2_000
    texts = {"formulas": formulas[:60_000], "Markdown": nested[:60_000]}
    fields = {"kind": "basic", "preview": "1", "back": "b"}
    return {
        f"preview of {name}": Attack("/decks/large/add/", _form({**fields, "front": text}))
        for name, text in texts.items()
    } | {
        "print job": Attack(
            "/decks/large/print/cards.pdf", _form({}), others=["/decks/deck0/print/cards.pdf?layout=sheet"]
        ),
        "export job": Attack("/decks/large/export/apkg/", _form({})),
        "everything of mine": Attack("/preferences/my-data/", _form({})),
        "invitations": Attack(
            "/teach/course/people/invite/",
            _form({"text": "\n".join(f"a{number}@example.org" for number in range(2_000))}),
        ),
    }


def _uploads() -> dict[str, Attack]:
    rows = "".join(f"Question {number} $x^{{{number}}}$;Answer *{number}*\n" for number in range(100_000))
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}.md", b"# a\n\nQ: b\nA: c\n" * 1_400_000)
    picture, sound = BytesIO(), zlib.compress(bytes(1_000_000))
    Image.new("P", (8_000, 8_000)).save(picture, "PNG")
    return {
        "import of a table": Attack("/import/", _file("a.csv", rows.encode())),
        "import of a bomb": Attack("/import/", _file("a.zip", bomb.getvalue())),
        "import of nonsense": Attack("/import/", _file("a.apkg", sound * 1_000)),
        "picture": Attack("/decks/large/media/", _file("a.png", picture.getvalue())),
    }


def _visitors() -> dict[str, Attack]:
    def login() -> tuple[bytes, str]:
        return urlencode({"login": f"{uuid4().hex}@example.org", "password": "wrong"}).encode(), FORM

    return {"logins": Attack("/accounts/login/", login)}


def _form(values: dict[str, str]) -> Body:
    content = urlencode(values).encode()
    return lambda: (content, FORM)


def _file(name: str, data: bytes) -> Body:
    """Return a form with a file, which is another one each time."""
    boundary = uuid4().hex

    def body() -> tuple[bytes, str]:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{next(NUMBERS)}{name}"\r\n\r\n'
        return head.encode() + data + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"

    return body


def settle() -> None:
    """Take back all that goes on in the background, and forget what rate limits counted."""
    cache.clear()
    for job in Job.objects.open():
        cancel(job, at=timezone.now() + timedelta(seconds=1))
