"""The pictures and sounds of a deck: added, listed, and deleted where no card uses them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.cards.models import DeckMedia, Media
from apps.cards.tests.support.factory import make_deck, make_note
from apps.cards.tests.support.pictures import MP3, picture
from apps.lessons.models import Lesson
from apps.library.deck_pages.deck_files import size_text
from apps.library.services import deck_files
from apps.library.views import media

URL = "/decks/knots/media/"


@pytest.fixture
def knots(learner):
    return make_deck(owner=learner, slug="knots")


def upload(client, data, name="map.png", *, as_json=False):
    headers = {"accept": "application/json" if as_json else "text/html"}
    return client.post(URL, {"file": SimpleUploadedFile(name, data)}, headers=headers)


def test_a_picture_is_added_by_a_form_and_listed(me, knots):
    assert upload(me, picture())["Location"] == URL
    page = me.get(URL).text
    assert "![](map.png)" in page
    assert "not used" in page
    assert Media.objects.get().file_name in page


def test_an_editor_gets_the_name_to_write(me, knots):
    answer = upload(me, picture(size=(20, 10)), "My map (1).PNG", as_json=True).json()
    assert answer["name"] == "my-map-1.png"
    assert answer["about"].startswith("20 × 10, ")
    assert b"".join(me.get(answer["url"])).startswith(b"\x89PNG")


def test_a_card_shows_the_picture_in_preview_and_review(me, knots):
    name = upload(me, picture(), as_json=True).json()["name"]
    fields = {"kind": "basic", "front": f"![A map]({name})", "back": "Here."}
    assert f"/media/{Media.objects.get().file_name}" in me.post("/decks/knots/add/", fields | {"preview": "1"}).text
    me.post("/decks/knots/add/", fields)
    assert 'alt="A map"' in knots.notes.get().cards.get().front
    assert "not used" not in me.get(URL).text


def test_another_file_of_the_same_name_gets_another_and_the_same_file_none(me, knots):
    names = [upload(me, data, as_json=True).json()["name"] for data in (picture(), picture(color=(0, 0, 9)), picture())]
    assert names == ["map.png", "map-2.png", "map.png"]


def test_a_sound_is_added(me, knots):
    answer = upload(me, MP3, "voice.mp3", as_json=True).json()
    assert (answer["name"], answer["isPicture"]) == ("voice.mp3", False)


def test_the_name_has_the_ending_of_what_the_file_is(me, knots):
    assert upload(me, picture("JPEG"), "../../x.svg", as_json=True).json()["name"] == "x.jpg"


@pytest.mark.parametrize("data", [b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\nbroken", b"MZ"])
def test_what_is_neither_is_refused_with_what_to_do(me, knots, data):
    response = upload(me, data, as_json=True)
    assert response.status_code == 422
    assert "Use PNG" in response.json()["error"]
    page = upload(me, data)
    assert page.status_code == 422
    assert "Use PNG" in page.text
    assert not DeckMedia.objects.exists()


def test_without_a_file_one_is_asked_for(me, knots):
    response = me.post(URL, {})
    assert response.status_code == 422
    assert "Choose a picture or a sound first." in response.text


def test_unused_files_are_deleted_and_used_ones_stay(me, knots):
    upload(me, picture(), "used.png")
    upload(me, picture(color=(0, 0, 9)), "unused.png")
    make_note(knots, "![A map](media/used.png)", "Here.", archived=True)
    assert "Delete 1 file that no card uses" in me.get(URL).text
    me.post(f"{URL}delete-unused/")
    assert [each.name for each in knots.media.all()] == ["used.png"]


@pytest.mark.parametrize("limit", [0, 500])
def test_a_file_stays_that_a_note_shows_which_is_written_while_the_others_are_read(me, knots, monkeypatch, limit):
    monkeypatch.setattr(deck_files, "MAX_WRITTEN", limit)
    upload(me, picture(), "used.png")
    upload(me, picture(color=(0, 0, 9)), "unused.png")
    lock = deck_files.lock_deck

    def somebody_writes_first(deck):
        if not knots.notes.exists():
            make_note(knots, "![A map](used.png)", "Here.")
        lock(deck)

    monkeypatch.setattr(deck_files, "lock_deck", somebody_writes_first)
    assert deck_files.delete_unused_files(knots) == 1
    assert [each.name for each in knots.media.all()] == ["used.png"]


def test_an_empty_list_says_so(me, knots):
    assert "This deck has no pictures or sounds yet." in me.get(URL).text


def test_the_list_is_paged(me, knots, monkeypatch):
    monkeypatch.setattr(media, "PER_PAGE", 2)
    for shade in range(3):
        upload(me, picture(size=(1, 1), color=(0, 0, shade)), f"p{shade}.png")
    assert "1 to 2 of 3" in " ".join(me.get(URL).text.split())


@pytest.mark.parametrize(
    ("size", "text"), [(5, "5 bytes"), (39_321, "38 KiB"), (1_300_000, "1.2 MiB"), (26_214_400, "25 MiB")]
)
def test_sizes_have_few_digits(size, text):
    assert size_text(size) == text


def test_editors_of_the_admin_take_files_too(client, schedule, instructor):
    client.force_login(instructor)
    deck = schedule.deck
    page = client.get(f"/admin/cards/note/{schedule.card.note_id}/change/").text
    assert f'data-media-upload="/decks/{deck.slug}/media/"' in page


def test_the_editor_of_a_new_note_knows_where_each_decks_files_go(client, deck, instructor):
    client.force_login(instructor)
    page = client.get("/admin/cards/note/add/")
    assert page.context["media_urls"] == {deck.pk: f"/decks/{deck.slug}/media/"}
    assert 'id="media-urls"' in page.text


def test_the_editor_of_a_lesson_takes_files_too(client, course, schedule, instructor):
    lesson = Lesson.objects.create(course=course, deck=schedule.deck, slug="diffusion", title="Diffusion")
    client.force_login(instructor)
    page = client.get(f"/admin/lessons/lesson/{lesson.pk}/change/").text
    assert f'data-media-upload="/decks/{schedule.deck.slug}/media/"' in page
