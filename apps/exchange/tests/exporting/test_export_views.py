"""A deck is downloaded in any format, comes back as it was, and only to who may see it."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.cards.media.verify_media import verify
from apps.cards.models import Deck, DeckMedia, Section
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_note
from apps.cards.tests.support.pictures import one_dot, picture
from apps.courses.models import Course
from apps.exchange import export_formats
from apps.exchange import exporting as records_of_decks
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks
from apps.exchange.views import exporting
from apps.formats.anki import read
from apps.formats.readers import open_file
from apps.jobs import running
from apps.jobs.models import MAX_OPEN, Job
from apps.jobs.tests.support.results import result_of
from apps.reviews.services import grade_card
from apps.web.tests.support.clock import NOW

PAGE = "/decks/diffusion/export/"
TEXTS = ("front", "back", "kind", "label", "extra", "tags", "archived")
NAMES = sorted(export_formats.FORMATS)


@pytest.fixture
def deck(deck):
    """A deck with a note of each kind, and all that a deck can have."""
    Deck.objects.filter(pk=deck.pk).update(licence="CC BY 4.0", attribution="The course", language="de")
    section = Section.objects.create(
        deck=deck, position=9, kind="exercise", title="Which?", introduction="Choose.", labels=["YES & *NO*", "NO"]
    )
    make_note(deck, "=1+1, *really*?", "$2$", extra="So.", tags="sums easy")
    make_note(deck, "Hund", "dog", kind="reversed")
    make_note(deck, "A {{c1::cell}} has {{c2::a wall::what?}}.", kind="cloze")
    make_note(deck, "Is it?", "It is.", section=section, kind="choice", label="YES & *NO*")
    make_note(deck, "Which of them?", "Both.", section=section)
    add_to_deck(deck, {"map.png": store_media(verify(picture()))})
    make_note(deck, "One?\n\n===\n\nTwo?\n\n===\n\nThree?", "1\n\n===\n\n\n\n===\n\n3", kind="multi_card")
    deck.refresh_from_db()
    return deck


@pytest.fixture
def answered(schedule):
    """The learner has answered the first card."""
    grade_card(schedule, 4, seen_version=0, at=NOW)


def fetched(client, name, **query):
    response = client.get(f"{PAGE}{name}/", query)
    assert response.status_code == 200
    return b"".join(response)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["apkg", "csv"])
def test_while_a_deck_is_read_others_write_and_so_does_the_progress(deck, name, monkeypatch):
    monkeypatch.setattr(records_of_decks, "BATCH_SIZE", 2)
    written = []

    def write_elsewhere():
        try:
            Deck.objects.filter(pk=deck.pk).update(description="written by another")
        finally:
            connection.close()

    def progress(done, total):
        others.submit(write_elsewhere).result(timeout=30)
        written.append(Deck.objects.filter(pk=deck.pk).update(description="written by the export"))

    with ThreadPoolExecutor(1) as others:
        export_formats.FORMATS[name].write(deck, BytesIO(), progress=progress)
    assert len(written) >= deck.notes.count()


def import_again(content, name, tmp_path, target):
    path = tmp_path / name
    path.write_bytes(content)
    with open_file(path, name) as incoming:
        return import_decks(incoming, target, now=NOW)


def answers_in(content, tmp_path):
    path = tmp_path / "package.apkg"
    path.write_bytes(content)
    with read(path) as package:
        return len(list(package.reviews()))


def texts(deck):
    return sorted(tuple(getattr(note, name) for name in (*TEXTS, "guid")) for note in deck.notes.all())


@pytest.mark.parametrize("name", NAMES)
def test_a_file_comes_back_as_the_same_deck(client, deck, name, tmp_path):
    content = fetched(client, name)
    report = import_again(
        content, f"diffusion{export_formats.FORMATS[name].suffix}", tmp_path, Target(course=deck.course)
    )
    assert (report.added, report.changed, report.unchanged) == (0, 0, 9)
    assert Deck.objects.count() == 1


@pytest.mark.parametrize("name", ["csv", "tsv", "md", "json"])
def test_a_file_gives_another_course_the_same_notes(client, deck, name, tmp_path):
    content = fetched(client, name)
    other = Course.objects.create(slug="other", title="Other")
    import_again(content, f"diffusion{export_formats.FORMATS[name].suffix}", tmp_path, Target(course=other))
    copy = Deck.objects.get(course=other)
    assert texts(copy) == texts(deck)
    assert (copy.title, copy.licence, copy.attribution, copy.language) == ("Diffusion", "CC BY 4.0", "The course", "de")


@pytest.mark.parametrize("name", NAMES)
def test_the_browser_saves_it_under_the_decks_name(client, deck, name):
    response = client.get(f"{PAGE}{name}/")
    chosen = export_formats.FORMATS[name]
    assert b"".join(response)
    assert response["Content-Disposition"] == f'attachment; filename="diffusion{chosen.suffix}"'
    assert response["Content-Type"] == chosen.content_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_deck_gives_the_same_bytes(client, deck, name):
    assert fetched(client, name) == fetched(client, name)


@pytest.mark.parametrize("url", [PAGE, f"{PAGE}csv/"])
def test_a_deck_that_one_may_not_see_does_not_exist(client, deck, stranger, url):
    Course.objects.update(visibility="private")
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_an_unknown_format_does_not_exist(client, deck):
    assert client.get(f"{PAGE}docx/").status_code == 404


def test_the_page_offers_every_format_and_the_deck_leads_to_it(client, deck):
    assert f'href="{PAGE}"' in client.get("/decks/diffusion/").content.decode()
    page = client.get(PAGE).content.decode()
    assert all(f'method="get" action="{PAGE}{name}/"' in page for name in NAMES)
    assert 'name="schedule"' not in page


def test_a_deck_without_pictures_is_offered_without_zips(client, deck):
    DeckMedia.objects.filter(deck=deck).delete()
    page = client.get(PAGE).content.decode()
    assert all((f'action="{PAGE}{name}/"' in page) == (name in export_formats.PLAIN) for name in NAMES)


def test_who_studies_the_deck_can_include_the_schedule(client, subscription, learner, classmate):
    for person, offered in ((learner, True), (classmate, False)):
        client.force_login(person)
        assert ('name="schedule"' in client.get(PAGE).content.decode()) == offered


def test_a_schedule_is_included_when_its_box_is_checked(client, answered, learner, tmp_path):
    client.force_login(learner)
    assert answers_in(fetched(client, "apkg", schedule="on"), tmp_path) == 1
    assert answers_in(fetched(client, "apkg"), tmp_path) == 0


def test_nobody_exports_the_schedule_of_somebody_else(client, answered, classmate, tmp_path):
    assert answers_in(fetched(client, "apkg", schedule="on"), tmp_path) == 0
    client.force_login(classmate)
    assert answers_in(fetched(client, "apkg", schedule="on"), tmp_path) == 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.slow
def test_other_formats_do_without_the_schedule(client, subscription, learner, name):
    plain = fetched(client, name) if name != "apkg" else None
    client.force_login(learner)
    assert plain is None or fetched(client, name, schedule="on") == plain


def test_nothing_stays_open_when_writing_breaks_off(client, deck, monkeypatch):
    monkeypatch.setattr(export_formats.exporting, "deck_of", lambda deck, progress: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        client.get(f"{PAGE}csv/")  # a file that is left open is a warning, which fails


@pytest.mark.parametrize("name", ["apkg", *(each.name for each in export_formats.ZIPPED.values())])
def test_a_file_whose_picture_is_missing_is_not_made_without_it(name, client, deck, learner, files, capsys):
    medium = store_media(verify(one_dot()))
    add_to_deck(deck, {"dot.png": medium})
    next(files.glob(f"**/{medium.file_name}")).unlink()
    sentence = "The picture or sound “dot.png” is missing. Add it to the deck again, then export."
    assert sentence in client.get(f"{PAGE}{name}/", follow=True).content.decode()
    with pytest.raises(CommandError, match=r"“dot\.png” is missing"):
        call_command("export_deck", "diffusion", format=name, output=str(files / "deck.file"))
    assert not (files / "deck.file").exists()


class TestLargeDecks:
    @pytest.fixture(autouse=True)
    def large(self, deck, monkeypatch):
        monkeypatch.setattr(exporting, "MAX_NOTES_IN_REQUEST", 6)

    def test_a_visitor_has_to_log_in(self, client):
        page = client.get(PAGE).content.decode()
        assert "Log in to export it" in page
        assert "<button" not in page[page.index('class="decks') :].split("</ul>")[0]
        assert client.post(f"{PAGE}csv/")["Location"] == f"/accounts/login/?next={PAGE}"
        assert not Job.objects.exists()

    def test_an_old_link_leads_to_the_page(self, client):
        assert client.get(f"{PAGE}csv/")["Location"] == PAGE

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.slow
    def test_a_job_makes_the_same_file(self, client, learner, name, monkeypatch):
        client.force_login(learner)
        assert f'method="post" action="{PAGE}{name}/"' in client.get(PAGE).content.decode()
        response = client.post(f"{PAGE}{name}/")
        job = Job.objects.get()
        assert response["Location"] == f"/jobs/{job.pk}/"
        running.run(job.pk)
        job.refresh_from_db()
        chosen = export_formats.FORMATS[name]
        assert (job.state, job.result) == ("done", f"diffusion{chosen.suffix}")
        assert job.message == f"Exported “Diffusion” as {chosen.title}."
        monkeypatch.setattr(exporting, "MAX_NOTES_IN_REQUEST", 2_000)
        assert result_of(job) == fetched(client, name)

    @pytest.mark.parametrize(("name", "rounds"), [("csv", 1), ("json", 1), ("apkg", 2), ("md", 2), ("txt", 2)])
    def test_a_job_says_how_far_it_is(self, client, learner, name, rounds, monkeypatch):
        reports = []
        monkeypatch.setattr("apps.jobs.progress.Progress.report", lambda _self, *how_far: reports.append(how_far))
        client.force_login(learner)
        client.post(f"{PAGE}{name}/")
        running.run(Job.objects.get().pk)
        assert reports == [(done, rounds * 9) for done in range(rounds * 9)]

    def test_who_may_not_see_the_deck_any_more_gets_no_file(self, client, stranger):
        client.force_login(stranger)
        client.post(f"{PAGE}csv/")
        Course.objects.update(visibility="private")
        running.run(Job.objects.get().pk)
        job = Job.objects.get()
        assert (job.state, job.result) == ("failed", "")
        assert job.message.startswith("This deck was deleted")

    def test_a_job_includes_only_ones_own_schedule(self, client, answered, classmate, learner, tmp_path):
        for person, answers in ((learner, 1), (classmate, 0)):
            client.force_login(person)
            client.post(f"{PAGE}apkg/", {"schedule": "on"})
            job = Job.objects.get(owner=person)
            running.run(job.pk)
            job.refresh_from_db()
            assert answers_in(result_of(job), tmp_path) == answers

    def test_too_many_jobs_are_refused_with_a_sentence(self, client, learner):
        for _ in range(MAX_OPEN):
            learner.jobs.create(kind="export_deck", title="Export", created_at=NOW)
        client.force_login(learner)
        page = client.post(f"{PAGE}csv/", follow=True)
        assert "You already have 20 open jobs" in page.content.decode()
