"""Cards show the pictures and sounds of their deck, wherever the files and the site are."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import set_script_prefix

from apps.cards.media import media_storage
from apps.cards.media.verify_media import verify
from apps.cards.models import Card, DeckMedia, Media
from apps.cards.rendering.markdown import render
from apps.cards.rendering.media_tags import MediaReference
from apps.cards.rendering.trusted import trusted, trusted_on_paper
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_note
from apps.cards.tests.support.pictures import picture
from apps.web.storage import SITE_MARKER, MissingFile, media_files, write

X_PNG = {"x.png": MediaReference("x.png", 1, 1)}


@pytest.fixture(autouse=True, params=["folder", "bucket"])
def storage(request):
    """A storage on this machine, and one whose files have no path."""
    if request.param == "bucket":
        request.getfixturevalue("s3_files")


def stored(color=(200, 30, 30)):
    return store_media(verify(picture(color=color)))


def test_a_card_shows_a_picture_of_its_deck(deck):
    media = stored()
    add_to_deck(deck, {"a cell.png": media})
    make_note(deck, "What is ![a cell](a%20cell.png)?", "x ![](<a cell.png>)")
    card = Card.objects.last()
    shown = f'<img src="/media/{media.sha256}.png" alt="a cell" width="20" height="10" loading="lazy">'
    assert trusted(card.front) == f"<p>What is {shown}?</p>"
    assert f"/media/{media.sha256}.png" in trusted(card.back)


def test_stored_and_printed_html_names_the_file_and_no_url(deck):
    media = stored()
    add_to_deck(deck, {"cell.png": media})
    make_note(deck, "![a cell](cell.png)", "x")
    front = Card.objects.last().front
    assert f'<img src="media:{media.file_name}"' in front
    assert "/media/" not in front
    assert trusted_on_paper(front) == front


def test_the_site_may_be_anywhere():
    html = render("![what](x.png)", media=X_PNG).html
    set_script_prefix("/ditcards/")
    try:
        assert '<img src="/ditcards/media/x.png"' in trusted(html)
    finally:
        set_script_prefix("/")


def test_a_sound_gets_a_player():
    shown = trusted(render("![](word.mp3)", media={"word.mp3": MediaReference("x.mp3")}).html)
    assert shown == '<p><audio src="/media/x.mp3" controls preload="none" aria-label="word.mp3"></audio></p>'


@pytest.mark.parametrize(
    "source", ["https://example.org/x.png", "/media/x.png", "media:x.png", "other.png", "javascript:x"]
)
def test_any_other_picture_is_its_description(source):
    assert "<img" not in render(f"![what](<{source}>)", media=X_PNG).html


def test_a_description_is_only_text():
    shown = render('![" onerror="x](x.png)', media=X_PNG).html
    assert 'alt="&quot; onerror=&quot;x"' in shown


@pytest.mark.parametrize("text", ['<img src="media:x.png">', '`<img src="media:x.png">`'])
def test_a_tag_that_an_author_writes_stays_text(text):
    assert 'src="media:x.png"' in trusted(render(text).html)


def test_one_file_serves_all_decks_and_names(deck):
    first, second = stored(), stored()
    assert first == second
    assert add_to_deck(deck, {"a.png": first, "b.png": second}) == 2
    assert add_to_deck(deck, {"a.png": first}) == 0
    assert DeckMedia.objects.count() == 2
    assert [file.name for file in media_storage.stored_files()] == [f"{first.sha256[:2]}/{first.file_name}"]


def test_another_process_reads_a_file_by_its_path(deck):
    media = stored()
    with media_storage.local_copy(media.file_name) as path:
        assert path.read_bytes() == media_storage.read(media.file_name)


def test_a_file_that_is_not_there_is_missing():
    for reading in (media_storage.read, media_storage.open_file):
        with pytest.raises(MissingFile):
            reading("0.png")


def test_what_no_deck_holds_is_deleted_after_an_hour(deck, clock, capsys):
    used, unused = stored((1, 0, 0)), stored((2, 0, 0))
    add_to_deck(deck, {"used.png": used})
    write(media_files(), SITE_MARKER, b"which site")
    call_command("clean_media")
    assert media_storage.exists(unused.file_name)
    clock.shift(timedelta(days=900))
    call_command("clean_media", dry_run=True)
    assert "1 file of 0.0 MiB would be deleted." in capsys.readouterr().out
    assert media_storage.exists(unused.file_name)
    call_command("clean_media")
    assert media_storage.exists(used.file_name)
    assert not media_storage.exists(unused.file_name)
    assert list(Media.objects.all()) == [used]
    assert media_files().exists(SITE_MARKER)


@pytest.mark.django_db
@pytest.mark.parametrize("storage", ["folder"], indirect=True)  # a bucket tells no fractions of seconds
def test_a_file_that_is_stored_again_is_a_new_one_for_the_cleanup(clock):
    name = media_storage.storage_name(stored().file_name)
    written_at = media_files().get_modified_time(name)
    Media.objects.all().delete()
    clock.shift(1)
    stored()
    assert media_files().get_modified_time(name) > written_at


def test_an_exercise_shows_its_pictures_with_each_scenario(deck):
    add_to_deck(deck, {"plan.png": stored()})
    section = deck.sections.create(kind="exercise", title="Rooms", introduction="![the plan](plan.png)")
    make_note(deck, "Which?", "This.", section=section)
    assert "<img" in Card.objects.last().context
