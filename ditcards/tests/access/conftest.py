"""What the URLs of ours lead to: a private course whose deck the learner studies, and what people made."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from apps.accounts.models import User
from apps.cards.media.verify_media import verify
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_note
from apps.cards.tests.support.pictures import one_dot
from apps.courses.models import Course, Enrolment
from apps.exchange import uploads
from apps.exchange.importing.report import PageReport, Report
from apps.exchange.models import UndoableImport
from apps.exchange.uploads import Upload, UploadKind
from apps.formats.practice_page.records import Page
from apps.formats.tables.table_reader import TableOptions
from apps.jobs.files import store_result
from apps.lessons.models import Lesson
from apps.library.services.shared_links import share
from apps.paper_sessions.services.start import start_session
from apps.reminders.models import Reminders
from apps.reminders.services import renew_calendar
from apps.reminders.tokens import unsubscribe_token
from apps.web.tests.support.clock import NOW
from ditcards.tests.access.teaching_urls import teaching_urls
from ditcards.tests.support.people import enrolled, former


@pytest.fixture
def finished_job(learner):
    """A job of the learner that has made a file."""
    fields = {"state": "done", "attempts": 1, "result": "deck.csv", "created_at": NOW, "ended_at": NOW}
    job = learner.jobs.create(kind="export", title="Export", **fields)
    store_result(job, ContentFile(b"front,back"))
    return job


@pytest.fixture
def picture(schedule):
    """A picture of the deck that the learner studies."""
    picture = store_media(verify(one_dot()))
    add_to_deck(schedule.deck, {"dot.png": picture})
    return picture


@pytest.fixture
def upload(learner):
    """A table that the learner uploaded, and whose preview they have seen."""
    upload = Upload("words.csv", 3, options=TableOptions(), report=Report(added=1))
    uploads.store(learner, upload, ContentFile(b"a,b"))
    return upload


@pytest.fixture
def page_upload(instructor):
    """A practice page that the instructor uploaded, and whose preview they have seen."""
    upload = Upload("", 3, kind=UploadKind.PAGES, course="multimodal", report=Report(pages=[PageReport("A", "", 1)]))
    uploads.store(instructor, upload, ContentFile(b"Q. What is luff?\nThe front edge."))
    uploads.store_page(instructor, upload, 1, Page("Luff"))
    return upload


@pytest.fixture
def page_import(course):
    """An import of practice pages that can be undone."""
    return UndoableImport.objects.create(id=uuid4(), course=course, changes=[], imported_at=timezone.now())


@pytest.fixture
def imported(learner, upload):
    """An upload that the learner imported."""
    done = Upload("words.csv", 3, report=Report(added=1))
    uploads.finish(learner, done)
    return done


@pytest.fixture
def own_deck(learner):
    learner.decks.create(slug="archived", title="Archived", archived_at=NOW)
    learner.decks.create(slug="deleted", title="Deleted", deleted_at=NOW)
    return learner.decks.create(slug="own", title="Own")


@pytest.fixture
def shared_deck(own_deck, picture):
    """A deck that the learner shares by a link."""
    add_to_deck(own_deck, {"dot.png": picture})
    share(own_deck, at=NOW)
    return f"/decks/shared/{own_deck.shared_link.token}"


@pytest.fixture
def paper_session(schedule):
    """A paper session with the cards of the learner that are due today."""
    return start_session(schedule.user, None, now=NOW)


@pytest.fixture
def bulk_act(learner):
    """Something that the learner did to many cards."""
    return learner.bulk_acts.create(name="suspend", begun_at=NOW)


@pytest.fixture
def saved_search(learner):
    return learner.saved_searches.create(name="Leeches", query="is:leech")


@pytest.fixture
def suggestion(learner, deck):
    """A new card that the learner suggested."""
    fields = {"kind": "new_card", "proposal": {"kind": "basic", "front": "Who?", "back": "Ada."}}
    return learner.reports.create(deck=deck, reported_at=NOW, **fields)


@pytest.fixture
def insight(course):
    """A finished count of the course's answers."""
    return course.insights.create(as_of=NOW, week_from=NOW.date(), checked_at=NOW, finished=True)


@pytest.fixture
def calendar(learner):
    """The reminders of the learner, with a calendar."""
    renew_calendar(learner)
    return Reminders.objects.select_related("user").get(user=learner)


@pytest.fixture
def goal(course):
    """A goal of the course that runs today."""
    days = {"starts_on": NOW.date(), "last_on": NOW.date()}
    return course.goals.create(kind="days", days=1, **days)


@pytest.fixture
def cast(stranger, classmate, learner, instructor):
    """Everyone but the visitor, by role."""
    return {"stranger": stranger, "classmate": classmate, "learner": learner, "instructor": instructor}


@pytest.fixture
def teaching_cast(stranger, learner, instructor, course):
    """Everyone but the visitor, by their role where a course is run."""
    elsewhere = Course.objects.create(slug="elsewhere", title="Elsewhere")
    return {
        "stranger": stranger,
        "learner": learner,
        "former": former(enrolled(course, "former", Enrolment.Role.OWNER)),
        "elsewhere": enrolled(elsewhere, "elsewhere", Enrolment.Role.OWNER),
        "assistant": enrolled(course, "assistant", Enrolment.Role.ASSISTANT),
        "instructor": instructor,
        "owner": enrolled(course, "owner", Enrolment.Role.OWNER),
        "root": User.objects.create_superuser("root@example.org"),
    }


@pytest.fixture
def urls(
    schedule,
    course,
    finished_job,
    picture,
    upload,
    page_upload,
    page_import,
    imported,
    own_deck,
    paper_session,
    bulk_act,
    saved_search,
    shared_deck,
    suggestion,
    insight,
    goal,
    calendar,
):
    course.visibility = "private"
    course.save(update_fields=["visibility"])
    lesson = Lesson.objects.create(course=course, deck=schedule.card.note.deck, slug="diffusion", title="Diffusion")
    question, scenario = (_note_of(schedule.card.note.deck, kind) for kind in ("self_check", "exercise"))
    card, deck, practice = f"/review/{schedule.card_id}", "/decks/diffusion", "/courses/multimodal/diffusion/practice"
    return {
        "reviews:today": "/",
        "reviews:session": "/review/",
        "reviews:undo": "/review/undo/",
        "reviews:release": "/review/let-in/",
        "reviews:more_new": "/review/more-new/",
        "library:practice": "/practice/",
        "library:practice_answer": "/practice/answer/",
        "library:practice_again": "/practice/again/",
        "reviews:reveal": f"{card}/answer/",
        "reviews:grade": f"{card}/grade/",
        "reviews:why": f"{card}/why/",
        "reviews:edit": f"{card}/edit/",
        "reviews:note": f"{card}/note/",
        "reviews:suspend": f"{card}/suspend/",
        "reviews:unsuspend": f"{card}/unsuspend/",
        "reviews:flag": f"{card}/flag/",
        "library:deck": f"{deck}/",
        "library:subscribe": f"{deck}/subscribe/",
        "library:pause": f"{deck}/pause/",
        "library:limits": f"{deck}/limits/",
        "reviews:media": f"/media/{picture.file_name}",
        "courses:list": "/courses/",
        "lessons:course": "/courses/multimodal/",
        "lessons:practice": f"{practice}/",
        "lessons:mark": f"{practice}/questions/{question.pk}/",
        "lessons:check": f"{practice}/exercises/{scenario.section_id}/",
        "lessons:write": f"{practice}/scenarios/{scenario.pk}/",
        "lessons:add": f"{practice}/review/",
        "lessons:pick": f"{practice}/review/{question.pk}/",
        "lessons:export": f"{practice}.md",
        "exchange:import_pages": "/courses/multimodal/import/",
        "help": "/help/",
        "accounts:preferences": "/preferences/",
        "reminders:reminders": "/preferences/reminders/",
        "reminders:change_calendar": "/preferences/reminders/calendar/",
        "reminders:unsubscribe": f"/unsubscribe/{unsubscribe_token(calendar.user)}/",
        "reminders:calendar": f"/calendar/{calendar.user_id}-{calendar.calendar_key}.ics",
        "accounts:theme": "/preferences/theme/",
        "accounts:confirm": "/preferences/confirm/",
        "oidc_login": "/accounts/oidc/login/",
        "oidc_callback": "/accounts/oidc/callback/",
        "saml_login": "/accounts/saml/login/",
        "saml_acs": "/accounts/saml/acs/",
        "saml_finish": "/accounts/saml/finish/",
        "saml_metadata": "/accounts/saml/metadata/",
        "jobs:list": "/jobs/",
        "jobs:job": f"/jobs/{finished_job.pk}/",
        "jobs:cancel": f"/jobs/{finished_job.pk}/cancel/",
        "jobs:result": f"/jobs/{finished_job.pk}/result/",
        "exchange:export": f"{deck}/export/",
        "exchange:copy": f"{deck}/copy/",
        "exchange:copy_shared": f"{shared_deck}/copy/",
        "library:share": "/decks/own/share/",
        "library:unshare": "/decks/own/unshare/",
        "library:shared": f"{shared_deck}/",
        "library:shared_media": f"{shared_deck}/media/{picture.file_name}",
        "printing:shared_pdf": f"{shared_deck}/cards.pdf",
        "exchange:download": f"{deck}/export/csv/",
        "exchange:export_found": "/export/",
        "exchange:download_found": "/export/csv/",
        "operations:my_data": "/preferences/my-data/",
        "exchange:history": "/history/ditcards-history.jsonl",
        "exchange:fsrs": "/history/fsrs-reviews.csv",
        "exchange:import": "/import/",
        "exchange:table": f"/import/{upload.pk}/",
        "exchange:plan": f"/import/{upload.pk}/plan/",
        "exchange:page_preview": f"/import/{page_upload.pk}/pages/1/",
        "exchange:undo": f"/import/{page_import.pk}/undo/",
        "exchange:report": f"/import/{imported.pk}/report/",
        "stats:statistics": "/statistics/",
        "stats:cards": "/statistics/cards/",
        "stats:ahead": "/statistics/ahead/",
        "stats:what_if": "/statistics/what-if/",
        "stats:table": "/statistics/hours.csv",
        "library:delete_account": "/preferences/delete/",
        "library:decks": "/decks/",
        "library:new": "/decks/new/",
        "library:edit_deck": "/decks/own/edit/",
        "library:archive": "/decks/own/archive/",
        "library:unarchive": "/decks/archived/unarchive/",
        "library:delete": "/decks/own/delete/",
        "library:browse": "/browse/",
        "library:change_cards": "/browse/change/",
        "library:undo_change": f"/browse/undo/{bulk_act.pk}/",
        "library:changes": "/browse/changes/",
        "library:searches": "/browse/searches/",
        "library:save_search": "/browse/searches/save/",
        "library:rename_search": f"/browse/searches/{saved_search.pk}/rename/",
        "library:delete_search": f"/browse/searches/{saved_search.pk}/delete/",
        "library:card": f"/cards/{schedule.card_id}/",
        "library:add": f"{deck}/add/",
        "library:undo_add": f"{deck}/add/undo/",
        "library:media": f"{deck}/media/",
        "library:delete_unused_media": f"{deck}/media/delete-unused/",
        "library:add_anywhere": "/add/",
        "library:edit": f"/cards/{schedule.card_id}/edit/",
        "library:restore": "/decks/deleted/restore/",
        "favicon": "/favicon.ico",
        "printing:deck": f"{deck}/print/",
        "printing:pdf": f"{deck}/print/cards.pdf",
        "printing:course": "/courses/multimodal/print/",
        "printing:course_pdf": "/courses/multimodal/print/cards.pdf",
        "printing:found": "/print/",
        "printing:found_pdf": "/print/cards.pdf",
        "printing:worksheet": f"{practice}/worksheet/",
        "printing:answer_key": f"{practice}/answer-key/",
        "paper_sessions:list": "/paper/",
        "paper_sessions:session": f"/paper/{paper_session.code}/",
        "paper_sessions:undo": f"/paper/{paper_session.code}/undo/",
        "paper_sessions:pdf": f"/paper/{paper_session.code}/cards.pdf",
        "paper_sessions:delete": f"/paper/{paper_session.code}/delete/",
        **teaching_urls(schedule, lesson, question, scenario, suggestion=suggestion, goal=goal, picture=picture),
    }


def _note_of(deck, kind):
    section = deck.sections.create(kind=kind, title=kind)
    return make_note(deck, "Front?", "Back.", section=section)
