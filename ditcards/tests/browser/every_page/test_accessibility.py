"""Every page: axe finds nothing, nothing is wider than the window, from 320 to 1600 px, light and dark."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.cards.models import Card, Note
from apps.cards.tests.support.factory import make_note
from apps.courses.models import Course, JoinLink
from apps.library.services.shared_links import share
from apps.reviews.models import Schedule
from apps.stats.tests.support.history import review
from apps.teaching.class_demo.services.fill_class import ClassSize, fill_class
from ditcards.tests.support.accessibility import look, too_wide

pytestmark = pytest.mark.browser

VISITORS = [
    "/",
    "/courses/",
    "/courses/multimodal-ai/",
    "/decks/transformers-in-diffusion/",
    "/decks/transformers-in-diffusion/print/",
    "/decks/transformers-in-diffusion/print/?layout=sheet",
    "/decks/transformers-in-diffusion/print/?layout=sheet&which=cards&margin_mm=90",
    "/courses/multimodal-ai/print/",
    "/nowhere/",
]
ACCOUNTS = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
LEARNERS = [
    "/",
    "/jobs/",
    "/paper/",
    "/review/",
    "/practice/",
    "/practice/?deck=transformers-in-diffusion",
    "/practice/?deck=transformers-in-diffusion&stop",
    "/preferences/",
    "/preferences/reminders/",
    "/decks/transformers-in-diffusion/export/",
    "/decks/transformers-in-diffusion/copy/",
    "/browse/",
    "/browse/?q=(is:duo",
    "/browse/searches/",
    "/export/?q=deck:*",
    "/print/?q=deck:*",
    "/decks/transformers-in-diffusion/",
    "/accounts/2fa/",
    "/accounts/email/",
]


@pytest.fixture
def jobs(site):
    """A job of the demo's learner in each state that looks different."""
    now = timezone.now()
    begun = {"state": "running", "attempts": 1, "started_at": now, "heartbeat_at": now}
    over = {"state": "done", "ended_at": now, "message": "Exported 40 notes.", "result": "a-long-name-" * 12}
    states = {"waiting": {}, "running": {**begun, "done": 10, "total": 40}, "unmeasured": begun, "done": over}
    learner = User.objects.get(email="learner@example.org")
    return {
        name: learner.jobs.create(kind="export", title="Export of " + "Biology" * 20, created_at=now, **fields)
        for name, fields in states.items()
    }


@pytest.mark.parametrize("url", VISITORS + ACCOUNTS)
def test_a_visitors_page(context, site, url):
    page = context.new_page()
    page.goto(site + url)
    look(page, url)


@pytest.mark.parametrize("url", LEARNERS)
def test_a_learners_page(log_in, url):
    look(log_in(url=url), url)


def test_the_pages_of_a_shared_deck(log_in, site):
    learner = User.objects.get(email="learner@example.org")
    deck = learner.decks.create(slug="shared-deck", title="A long title " * 12, description="Words")
    make_note(deck, "Front", "Back")
    share(deck, at=timezone.now())
    page = log_in()
    for url in ("/decks/shared-deck/share/", f"/decks/shared/{deck.shared_link.token}/"):
        page.goto(site + url)
        look(page, url)


def test_the_page_on_which_grades_from_paper_are_entered(log_in, site):
    page = log_in()
    page.goto(site)
    page.locator("main summary", has_text="More").click()
    page.get_by_role("button", name="Print today’s cards on paper").click()
    page.get_by_label("Type all grades in order").fill("4 9")
    page.get_by_role("button", name="Save the grades").click()
    page.get_by_role("alert").wait_for()
    look(page, "/paper/<code>/ with a mistake")
    page.get_by_label("Type all grades in order").fill("4")
    page.get_by_role("group", name="2. ").get_by_role("radio", name="5 Easy").check()
    page.get_by_role("button", name="Save the grades").click()
    assert "2 grades saved." in page.get_by_role("status").inner_text()
    look(page, "/paper/<code>/")
    page.get_by_role("link", name="Delete this session").click()
    page.get_by_role("heading", name="Delete session").wait_for()
    look(page, "/paper/<code>/delete/")


def test_the_statistics(log_in, site):
    page = log_in(url="/statistics/")
    look(page, "/statistics/ without answers")
    review(User.objects.get(email="learner@example.org"), 9, now=timezone.now())
    page.goto(f"{site}/statistics/")
    page.get_by_role("heading", name="Hardest cards").wait_for()
    page.get_by_label("New cards a day").fill("5")
    page.get_by_role("button", name="Show the forecast").click()
    page.get_by_role("heading", name="Reviews a day in the next").wait_for()
    page.get_by_role("heading", name="Due in the next").wait_for()
    for table in page.get_by_text("As a table").all():
        table.click()
    look(page, "/statistics/")


@pytest.mark.slow
def test_the_lessons_and_settings_of_a_course(log_in, site):
    page = log_in("instructor", "/teach/multimodal-ai/")
    page.get_by_text("More for").first.click()
    look(page, "/teach/multimodal-ai/")
    page.get_by_role("link", name="Rename").first.click()
    look(page, "the name of a lesson")
    for url in ("/teach/new/", "/teach/multimodal-ai/new/", "/teach/multimodal-ai/settings/"):
        page.goto(f"{site}{url}")
        look(page, url)


@pytest.mark.slow
def test_the_insight_of_a_class(log_in, site, settings):
    settings.INSIGHT_MIN_LEARNERS = 2
    course = Course.objects.get()
    fill_class(course, ClassSize(learners=5, weeks=2), timezone.now(), lambda _learners: None)
    page = log_in("instructor", "/teach/multimodal-ai/insight/?lesson=transformers-in-diffusion")
    page.get_by_role("heading", name="Hardest scenarios").wait_for()
    for table in page.get_by_text("As a table").all():
        table.click()
    look(page, "/teach/multimodal-ai/insight/")


def test_the_goals_of_a_course(log_in, site):
    course, today = Course.objects.get(), timezone.now().date()
    days = {"starts_on": today - timedelta(days=9), "last_on": today + timedelta(days=30)}
    goal = course.goals.create(kind="days", days=6, counted_at=timezone.now(), **days)
    page = log_in("instructor", "/teach/multimodal-ai/goals/")
    look(page, "/teach/multimodal-ai/goals/")
    page.goto(f"{site}/teach/multimodal-ai/goals/{goal.pk}/")
    page.get_by_text("As a table").click()
    look(page, "/teach/multimodal-ai/goals/<goal>/")
    page = log_in(url="/")
    page.get_by_text("0 of 6 days").wait_for()
    look(page, "/ with a goal")


def test_a_lesson_in_its_editor_with_an_open_card_and_one_that_was_archived(log_in, site):
    notes = Note.objects.filter(deck__slug="transformers-in-diffusion")
    page = log_in("instructor", "/teach/multimodal-ai/transformers-in-diffusion/")
    page.locator(f"#note-{notes[0].pk}").get_by_role("link").click()
    page.locator(f"#note-{notes[0].pk}").get_by_role("button", name="Archive").click()
    page.get_by_role("button", name="Undo").wait_for()
    page.locator(f"#note-{notes[1].pk}").get_by_role("link").click()
    page.locator(".card-form").wait_for()
    look(page, "teaching:lesson")


@pytest.mark.slow
def test_the_reports_of_a_course_and_its_paper(log_in, site):
    learner = User.objects.get(email="learner@example.org")
    card = Card.objects.filter(note__deck__course__isnull=False, note__kind="basic").order_by("pk")[0]
    wording = {"kind": "basic", "front": card.note.front, "back": "Another " * 40}
    fields = {"deck": card.note.deck, "note": card.note, "reported_at": timezone.now()}
    report = learner.reports.create(
        card=card, kind="wording", text="Word" * 60, proposal=wording, credit="Ada", **fields
    )
    reports = "/teach/multimodal-ai/reports/"
    page = log_in("instructor", reports)
    look(page, reports)
    for url in (f"{reports}{report.pk}/", f"{reports}{report.pk}/edit/", "/teach/multimodal-ai/paper/"):
        page.goto(site + url)
        look(page, url)
    page = log_in(url=f"/cards/{card.pk}/suggest/")
    look(page, "reports:suggest")
    page.goto(f"{site}/reports/")
    look(page, "/reports/")


def test_the_people_of_a_course_and_the_way_in(log_in, site):
    course = Course.objects.get(slug="multimodal-ai")
    group = course.groups.create(name="Monday at ten, in the large room")
    course.enrolments.update(group=group)
    for number in range(2):
        course.invitations.create(email=f"a-very-long-address-{number}@example.org", created_at=timezone.now())
    course.join_requests.create(user=User.objects.create_user("asks@example.org"), created_at=timezone.now())
    code = JoinLink.objects.create(course=course).code
    people = "/teach/multimodal-ai/people/"
    page = log_in("instructor", people)
    look(page, people)
    page.locator("input[name=person]").first.check()
    page.get_by_role("button", name="Remove chosen people").click()
    look(page, "teaching:remove_chosen")
    for url in (f"{people}?show=invited", f"{people}?show=requests", f"{people}groups/", "/code/"):
        page.goto(site + url)
        look(page, url)
    page.context.clear_cookies()
    page.goto(f"{site}/join/{code}/")
    look(page, "/join/<code>/")


def test_the_note_to_a_card_and_the_card_in_its_form(log_in, site):
    card = Schedule.objects.filter(user__email="learner@example.org").order_by("pk")[0].card_id
    page = log_in(url=f"/review/{card}/note/")
    look(page, "reviews:note")
    deck = User.objects.get(email="learner@example.org").decks.create(slug="knots", title="Knots")
    own = make_note(deck, "Which knot holds a sail?", "A bowline").cards.get()
    for url in (f"/cards/{own.pk}/edit/", "/decks/knots/media/"):
        page.goto(site + url)
        look(page, url)


def test_wide_cards_do_not_widen_their_pages(log_in, site):
    wide = "<pre><code>" + "x = 1; " * 60 + "</code></pre><table><tr>" + "<td>2023.25</td>" * 30 + "</tr></table>"
    Card.objects.update(front=wide, back=wide)
    page = log_in(url="/review/")
    page.get_by_role("link", name="Show answer").click()
    page.wait_for_selector("#answer")
    for url in ("", "/decks/transformers-in-diffusion/"):
        page.goto(site + url) if url else None
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert not too_wide(page), (url, width)


def test_the_answer_and_the_reason_of_its_dates(log_in, site):
    page = log_in(url="/review/")
    page.keyboard.press("Space")
    page.wait_for_selector("#answer")
    look(page, "answer")
    page.get_by_role("link", name="Why these dates?").click()
    page.get_by_role("heading", name="Why this date?").wait_for()
    look(page, "why")


def test_the_cards_menu_and_the_end_of_a_review(log_in, site):
    page = log_in(url="/review/")
    page.keyboard.press("m")
    page.get_by_role("link", name="History and dates").wait_for()
    look(page, "the card's menu")
    Schedule.objects.exclude(pk=Schedule.objects.order_by("pk")[0].pk).update(suspended=True, queue_on=None)
    page.goto(f"{site}/review/")
    for key in ("1", "3"):
        page.keyboard.press("Space")
        page.wait_for_selector("#answer")
        page.keyboard.press(key)
        page.wait_for_selector("#answer", state="detached")
    page.get_by_role("heading", name="Not there yet").wait_for()
    look(page, "the end of a review")


@pytest.mark.parametrize("state", ["waiting", "running", "unmeasured", "done"])
def test_a_jobs_page(log_in, jobs, state):
    page = log_in(url=f"/jobs/{jobs[state].pk}/")
    look(page, state)


def test_a_list_of_jobs(log_in, jobs):
    page = log_in(url="/jobs/")
    look(page, "jobs")
