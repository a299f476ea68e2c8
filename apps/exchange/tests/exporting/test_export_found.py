"""What a search found is exported in every format."""

import io
import json
import zipfile

import pytest

from apps.cards.media.verify_media import verify
from apps.cards.models import Card, Deck, Note
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_deck, make_note
from apps.cards.tests.support.pictures import one_dot, picture
from apps.exchange.export_formats import FORMATS
from apps.exchange.tests.support.imports import words
from apps.exchange.views import found
from apps.jobs import running
from apps.jobs.models import Job
from apps.jobs.tests.support.results import result_of
from apps.reviews.models import Schedule
from apps.web.tests.support.clock import NOW

SHOWN = "front of {slug}\n\n![A map](map.png)"


@pytest.fixture
def own(client, learner):
    client.force_login(learner)
    for slug, data in (("one", one_dot()), ("two", picture())):
        deck = make_deck(owner=learner, slug=slug)
        add_to_deck(deck, {"map.png": store_media(verify(data))})
        make_note(deck, SHOWN.format(slug=slug), "back", tags="both" if slug == "one" else "")


def fetched(client, name, query="", **more):
    response = client.get(f"/export/{name}/", {"q": query, **more})
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_the_page_offers_every_format(client, own):
    page = client.get("/export/?q=front")
    assert "Download 2 notes in the format that your other program reads." in words(page)
    for name in FORMATS:
        assert f'action="/export/{name}/"' in page.text


def test_a_zip_is_offered_where_a_note_that_was_found_shows_a_picture(client, own):
    make_note(Deck.objects.get(slug="one"), "plain")
    offered = 'id="export-md-zip"'
    assert offered in client.get("/export/?q=map").text
    assert offered not in client.get("/export/?q=plain").text


@pytest.mark.parametrize("query", ["(", "x" * 2_001, "nul\0"])
def test_a_search_that_cannot_be_read_is_refused_before_a_job_begins(client, own, query):
    page = client.post("/export/csv/", {"q": query})
    assert (page.status_code, Job.objects.count()) == (302, 0)


@pytest.mark.parametrize("name", ["csv", "tsv", "md", "json", "txt"])
def test_notes_of_several_decks_are_one_file(client, own, name):
    text = fetched(client, name).decode()
    assert "front of one" in text
    assert "front of two" in text


def test_only_what_was_found_is_in_it(client, own):
    text = fetched(client, "csv", "tag:both").decode()
    assert "front of one" in text
    assert "front of two" not in text


def test_pictures_of_one_name_in_two_decks_stay_apart_in_a_zip(client, own):
    with zipfile.ZipFile(io.BytesIO(fetched(client, "json-zip"))) as archive:
        assert sorted(archive.namelist()) == ["cards.json", "media/map-2.png", "media/map.png"]
        fronts = [note["front"] for note in json.loads(archive.read("cards.json"))["notes"]]
        assert archive.read("media/map.png") != archive.read("media/map-2.png")
    assert fronts == [SHOWN.format(slug="one"), SHOWN.format(slug="two").replace("map.png", "map-2.png")]


def test_a_package_of_several_decks_gives_each_note_its_deck_and_its_picture(client, own, import_file, classmate):
    content = fetched(client, "apkg")
    import_file(content, "found.apkg", learner=classmate)
    decks = Deck.objects.filter(owner=classmate)
    assert sorted(decks.values_list("title", flat=True)) == ["One", "Two"]
    copies = Card.objects.filter(note__deck__in=decks)
    originals = Card.objects.exclude(note__deck__in=decks)
    assert sorted(_shown(copies)) == sorted(_shown(originals))


def _exercises(owner):
    """Make two decks of an exercise each, with one identifier in both; return their texts and choices."""
    for slug, label in (("one", "BEND"), ("two", "HITCH")):
        deck = make_deck(owner=owner, slug=slug)
        section = deck.sections.create(
            kind="exercise", title="Which?", introduction=f"Of *{slug}*.", labels=["BEND", "HITCH"]
        )
        texts = {"kind": "choice", "label": label, "section": section}
        make_note(deck, "Two ropes.", "Both.", guid="same", **texts)
        make_note(deck, f"A rope of {slug}.", "One.", tags=slug, **texts)
    return _content(owner)


def _content(owner):
    notes = Note.objects.filter(deck__owner=owner).order_by("deck__title", "position", "pk")
    columns = ("deck__title", "guid", "kind", "front", "back", "label", "tags")
    sections = ("section__kind", "section__introduction", "section__labels", "cards__choices")
    return list(notes.values_list(*columns, *sections))


def test_a_package_of_several_decks_gives_choices_back_with_their_exercise(client, learner, import_file, classmate):
    client.force_login(learner)
    content = _exercises(learner)
    import_file(fetched(client, "apkg"), "found.apkg", learner=classmate)
    assert _content(classmate) == content


def test_a_package_of_several_decks_changes_nothing_where_it_came_from(client, learner, import_file):
    client.force_login(learner)
    content = _exercises(learner)
    report = import_file(fetched(client, "apkg"), "found.apkg")
    assert (report.added, report.changed, report.unchanged) == (0, 0, 4)
    assert _content(learner) == content


def _shown(cards):
    """Return the file that each card shows."""
    return [card.front.partition("media:")[2].partition('"')[0] for card in cards]


def test_a_package_includes_the_schedules_if_that_was_ticked(client, own, learner, import_file, classmate):
    card = Card.objects.get(note__front__startswith="front of two")
    state = {"repetitions": 2, "interval_days": 6, "easiness": 250, "due_on": NOW.date(), "queue_on": NOW.date()}
    Schedule.objects.create(user=learner, card=card, deck=card.note.deck, **state)
    content = fetched(client, "apkg", schedule="on")
    import_file(content, "found.apkg", learner=classmate, schedules_of=classmate)
    assert classmate.schedules.get().interval_days == 6


def test_a_search_with_a_mistake_leads_back_to_the_browser(client, own):
    for url in ("/export/?q=(", "/export/csv/?q=("):
        assert "This parenthesis is never closed." in words(client.get(url, follow=True))


def test_many_notes_are_exported_in_the_background(client, own, learner, monkeypatch):
    expected = fetched(client, "apkg", "front")
    monkeypatch.setattr(found, "MAX_NOTES_IN_REQUEST", 1)
    assert client.get("/export/apkg/?q=front")["Location"] == "/export/?q=front"
    assert 'method="post" action="/export/apkg/"' in client.get("/export/?q=front").text
    response = client.post("/export/apkg/", {"q": "front"})
    job = Job.objects.get()
    assert response["Location"] == f"/jobs/{job.pk}/"
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.message) == ("done", "cards.apkg", "Exported “Search: front” as Anki.")
    assert result_of(job) == expected


def test_nobody_exports_the_notes_of_others(client, own, classmate):
    client.force_login(classmate)
    assert "front of" not in fetched(client, "csv").decode()
    assert Note.objects.exists()
