"""Every page in both pseudo-languages: no sentence that nobody marked, nothing cut off, nothing over something else."""

from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.cards.models import Card, Deck, Note, Section
from apps.courses.models import Course, Enrolment, JoinLink
from apps.exchange.tests.support.imports import confirm, page_of
from apps.exchange.tests.support.practice import source, zipped
from apps.jobs.tests.support.working_client import WorkingClient
from apps.lessons.models import Lesson
from apps.lessons.services import demo
from apps.library.services.shared_links import share
from apps.reminders.models import Reminders
from apps.reminders.services import renew_calendar
from apps.reminders.tokens import unsubscribe_token
from apps.stats.tests.support.history import review
from apps.teaching.models import Room, RoomQuestion
from apps.teaching.room.services import presenting
from apps.teaching.room.state import questions_of
from ditcards.tests.browser.every_page import pages
from ditcards.tests.support.people import client_of, lend_session
from translations import pseudo

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parent / "language_audit.js").read_text(encoding="utf-8")
WIDTHS = (360, 1280)
# Names, which are the same in every language.
NAMES = ["Ditcards", "Anki", "SuperMemo", "SM", "FSRS", "PDF", "CSV", "TSV", "JSON", "HTML", "Markdown", "Excel"]
TEXTS = {
    User: ["name"],
    Course: ["title", "description"],
    Enrolment: ["pseudonym"],
    Deck: ["title"],
    Lesson: ["title", "description"],
    Section: ["title", "labels"],
    Note: ["front", "back", "extra", "label", "tags"],
}
DECK = "Q: gato\nA: cat\n\nQ: perro\nA: dog\n\n" * 2


@pytest.fixture(params=[pseudo.ACCENTED, pseudo.RIGHT_TO_LEFT])
def language(request):
    return request.param


@pytest.fixture
def browser_context_args(browser_context_args, language):
    return {**browser_context_args, "locale": language}


@pytest.fixture(scope="session")
def catalogs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pseudo")
    pseudo.write(folder)
    return folder


@pytest.fixture
def site(site, catalogs, settings):
    """The demo, whose names and titles have no plain letters either, and speaks pseudo-languages."""
    settings.LANGUAGES = [*settings.LANGUAGES, *settings.PSEUDO_LANGUAGES]
    settings.LOCALE_PATHS = [catalogs]
    for model, fields in TEXTS.items():
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**{field: disguised(getattr(row, field)) for field in fields})
    return site


def disguised(text):
    """Return what an author wrote without plain letters; a formula would break."""
    if isinstance(text, list):
        return [disguised(each) for each in text]
    return "Ñööţéé" if "$" in text else pseudo.accented(text)


def reauthenticated(name):
    """Return a client of one of the demo people, who may see the pages that ask for the password again."""
    client = client_of(name, WorkingClient)
    client.post("/accounts/reauthenticate/", {"password": demo.PASSWORD})
    return client


def opened_by(client, context, site):
    """Return a page of the browser in which the client's person is logged in."""
    lend_session(client, context, site)
    return context.new_page()


def places_of_demo():
    """Return the arguments of pages that everybody may see."""
    deck = Deck.objects.get(slug=demo.LESSONS[-1])
    section, note = deck.sections.first(), deck.notes.first()
    return {
        "course": demo.COURSE,
        "lesson": demo.LESSONS[-1],
        "reset_user": "1",
        "reset_key": "wrong-key",
        "wrong_key": "wrong-key",
        "deck": deck.pk,
        "section": section.pk,
        "note": note.pk,
        "lesson_row": Lesson.objects.get(deck=deck).pk,
        "course_row": deck.course_id,
        "join_code": JoinLink.objects.get_or_create(course=deck.course)[0].code,
        "member": deck.course.enrolments.learners().first().pk,
        "goal": _goal(deck.course).pk,
        "goal_kind": "days",
        "room": _revealed_room(Lesson.objects.get(deck=deck)).code,
        "ended_room": _ended_room(Lesson.objects.get(deck=deck)).code,
        "app": "cards",
    }


def _goal(course):
    """Return a goal of the course that runs now."""
    today = timezone.now().date()
    return course.goals.get_or_create(kind="days", days=3, starts_on=today, last_on=today + timedelta(days=9))[0]


def _revealed_room(lesson):
    """Return a room in which everything about a question is shown."""
    now = timezone.now()
    room = presenting.start_room(lesson, at=now)
    presenting.ask(room, questions_of(lesson).of_kind("exercise").first().note_id, seen_version=0, at=now)
    room = Room.objects.select_related("current").get(pk=room.pk)
    presenting.show(room, RoomQuestion.Stage.REVEALED, seen_version=1, at=now)
    return room


def _ended_room(lesson):
    room = _revealed_room(lesson)
    presenting.end(room, seen_version=2, at=timezone.now())
    return room


def places_of_learner(client):
    """Make what a learner can look at: jobs, a paper session, imports before and after they are confirmed."""
    learner = User.objects.get(email="learner@example.org")
    review(learner, 8, now=timezone.now(), schedules=[learner.schedules.last()])
    table = page_of(client.post("/import/", {"text": "gato\tcat\nperro\tdog\n"}, follow=True))
    plan, report = (_upload(client, name) for name in ("plan", "report"))
    assert page_of(confirm(client, client.get(report))).endswith("/report/")
    learner.jobs.all().delete()  # their titles have the language of this client
    own = Deck.objects.get(owner=learner)
    learner.decks.create(slug="another", title=own.title)  # with one alone, new cards go there without a question
    return {
        "card": learner.schedules.first().card_id,
        "paper_session": client.post("/paper/")["Location"].split("/")[2],
        "table": table.split("/")[2],
        "plan": plan.split("/")[2],
        "report": report.split("/")[2],
        "own_deck": own.slug,
        "shared_deck": _token(own),
        "suggestion": _suggestion(learner).pk,
        "unsubscribe_token": _with_calendar(learner),
        **_jobs(learner),
    }


def _with_calendar(learner):
    """Turn on the calendar of the learner, and return the token that unsubscribes them."""
    renew_calendar(learner)
    Reminders.objects.filter(user=learner).update(digest="worth_it", next_digest_at=timezone.now() + timedelta(days=1))
    return unsubscribe_token(learner)


def _suggestion(learner):
    """Suggest a new card for a lesson of the demo, in no language."""
    proposal = {"kind": "basic", "front": pseudo.accented("Front"), "back": pseudo.accented("Back")}
    deck = Deck.objects.get(slug=demo.LESSONS[-1])
    fields = {"kind": "new_card", "proposal": proposal, "credit": pseudo.accented("Name")}
    return learner.reports.create(deck=deck, reported_at=timezone.now(), **fields)


def _token(deck):
    share(deck, at=timezone.now())
    return deck.shared_link.token


def _upload(client, name):
    file = SimpleUploadedFile(pseudo.accented(name) + ".md", DECK.encode())
    return page_of(client.post("/import/", {"file": file}, follow=True))


def _upload_pages(client, language):
    """Upload in a language a page that changes a lesson, a new one and one that is refused; return its key."""
    changed, new, refused = map(pseudo.accented, ("One", "Two", "Three"))
    pages = {f"{demo.LESSONS[-1]}.md": source(changed, changed), "new.md": source(new, new), f"{refused}.md": ""}
    pages = {path: text.replace("Practice: ", "").replace("Flashcards", new) for path, text in pages.items()}
    url, sent = f"/courses/{demo.COURSE}/import/", {"file": zipped(**pages)}
    return page_of(client.post(url, sent, headers={"accept-language": language}, follow=True)).split("/")[2]


def _jobs(learner):
    now = timezone.now()
    begun = {"state": "running", "attempts": 1, "started_at": now, "heartbeat_at": now, "done": 10, "total": 40}
    over = {"state": "done", "ended_at": now, "message": pseudo.accented("Exported 40 notes.")}
    states = {"waiting_job": {}, "running_job": begun, "done_job": over}
    title = pseudo.accented("Biology")
    return {
        name: learner.jobs.create(kind="export", title=title, created_at=now, **fields).pk
        for name, fields in states.items()
    }


def audit(page, view, query=""):
    """Return what is wrong with a page at each width."""
    problems, label = [], view + query
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        problems += [(label, width, each) for each in page.evaluate(AUDIT, NAMES)]
    return problems


def audit_all(page, site, stops, places):
    """Look at each page of a list; return all problems, or fail where a page leads elsewhere."""
    problems = []
    for stop in stops:
        url = reverse(stop.view, args=[places[name] for name in stop.places.split()]) + stop.query
        response = page.goto(site + url)
        assert (response.url, response.status) == (site + url, stop.status), stop
        problems += audit(page, stop.view, stop.query)
    return problems


def fail_on(problems):
    """Fail with all of the problems, each with every page that has it, and not only with the first."""
    pages_of = defaultdict(list)
    for label, width, problem in problems:
        pages_of[problem].append(f"{label} ({width} px)")
    if pages_of:
        pytest.fail("\n".join(f"{problem}\n    {', '.join(at)}" for problem, at in pages_of.items()), pytrace=False)


def test_the_pages_of_a_visitor(context, site):
    page = context.new_page()
    problems = audit_all(page, site, pages.VISITOR, places_of_demo())
    page.goto(f"{site}/nowhere/")
    fail_on([*problems, *audit(page, "404")])


def test_the_pages_of_a_learner(context, site):
    client = reauthenticated("learner")
    places = {**places_of_demo(), **places_of_learner(client)}
    fail_on(audit_all(opened_by(client, context, site), site, pages.LEARNER, places))


def test_the_pages_of_a_person_with_a_second_factor(context, site):
    client = reauthenticated("learner")
    learner = User.objects.get(email="learner@example.org")
    TOTP.activate(learner, generate_totp_secret())
    RecoveryCodes.activate(learner)
    fail_on(audit_all(opened_by(client, context, site), site, pages.PROTECTED, {}))


def test_the_pages_of_an_instructor(context, site, language):
    client = reauthenticated("instructor")
    taught = Card.objects.filter(note__deck__course__slug="multimodal-ai").order_by("pk")[0].pk
    places = {**places_of_demo(), "page_plan": _upload_pages(client, language), "first": 1, "card": taught}
    places["card_report"] = _suggestion(User.objects.get(email="learner@example.org")).pk
    fail_on(audit_all(opened_by(client, context, site), site, pages.INSTRUCTOR, places))


FAULTS = {
    "<p>Plain</p>": "unmarked in p: Plain",
    '<button aria-label="Close">×</button>': "unmarked in button[aria-label]: Close",
    '<p data-failed="No answer yet."></p>': "unmarked in p[data-failed]: No answer yet.",
    '<p style="width: 9em; overflow: hidden; white-space: nowrap">éééééééééééééééééééééééééé</p>': "cut off in p: ",
    '<p style="height: 1em; overflow: hidden">ééé<br>ééé<br>èèè</p>': "cut off in p: èèè",
    '<p style="margin-bottom: -2em">éééé</p><p>èèèè</p>': "overlap: éééé | èèèè",
    '<p style="width: 200vw">é</p>': "the page is ",
}
SOUND = [
    '<p dir="auto">Plain <b>too</b></p>',
    '<p>ŠéŠé <span translate="no">Anna</span> anna@example.org cards.pdf 12</p>',
    '<p style="width: 9em; overflow: auto; white-space: nowrap">éééééééééééééééééééééééééé</p>',
    '<p style="position: absolute; width: 1px; height: 1px; overflow: hidden">éééé ééé</p><p>èèèè</p>',
]


def test_a_fault_is_found(context):
    page = context.new_page()
    for body, problem in FAULTS.items():
        page.set_content(f'<html lang="en"><body>{body}</body></html>')
        assert any(each.startswith(problem) for each in page.evaluate(AUDIT, NAMES)), body


def test_what_is_sound_is_left_alone(context):
    page = context.new_page()
    for body in SOUND:
        page.set_content(f'<html lang="en"><body>{body}</body></html>')
        assert page.evaluate(AUDIT, NAMES) == [], body
