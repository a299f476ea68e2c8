import os
from io import BytesIO

import pytest
from django.core.management import call_command
from PIL import Image

from apps.cards import media, media_store
from apps.cards.media import MediaRefused, verified
from apps.cards.models import Card, DeckMedia, Media, Note
from apps.cards.rendering import Medium, render
from apps.cards.services.notes import save_note
from apps.cards.tests.support.pictures import FRAME, MP3, picture


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path / "media"


@pytest.mark.parametrize(("kind", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif")])
def test_a_picture_is_kept_in_its_own_kind(kind, extension):
    found = verified(picture(kind))
    assert (found.extension, found.width, found.height) == (extension, 20, 10)
    assert Image.open(BytesIO(found.data)).format == kind


def test_what_a_camera_wrote_into_a_picture_is_taken_out_and_it_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "where I live"
    found = verified(picture("JPEG", exif=exif.tobytes()))
    assert (found.width, found.height) == (10, 20)
    assert b"where I live" not in found.data


def test_a_large_picture_becomes_as_large_as_a_page_needs():
    assert verified(picture("JPEG", size=(5000, 100))).width == 2000


def test_a_moving_picture_moves_on():
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 100, 200)]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=50)
    assert Image.open(BytesIO(verified(file.getvalue()).data)).n_frames == 3


def test_the_same_file_is_always_the_same():
    assert verified(picture("JPEG")).sha256 == verified(picture("JPEG")).sha256


@pytest.mark.parametrize(
    ("begins", "extension"),
    [
        (MP3, "mp3"),
        (3 * FRAME, "mp3"),
        (b"OggS" + bytes(100), "ogg"),
        (b"RIFF\0\0\0\0WAVEfmt " + bytes(16), "wav"),
        (b"fLaC" + bytes(100), "flac"),
        (b"\0\0\0 ftypmp42" + bytes(20) + b"hdlr" + bytes(8) + b"soun", "m4a"),
    ],
)
def test_a_sound_is_kept_as_it_is(begins, extension):
    found = verified(begins)
    assert (found.extension, found.data, found.width) == (extension, begins, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>steal()</script></svg>",
        b"<!doctype html><script>steal()</script>",
        b"%PDF-1.7",
        picture()[:40],
        picture("TIFF"),
        picture("BMP"),
        b"\0\0\0 ftypisom" + bytes(100),
        b"\0\0\0 ftypM4A " + b"hdlr" + bytes(8) + b"soun" + b"hdlr" + bytes(8) + b"vide",
        b"ID3\4\0\0\0\0\0\0<script>steal()</script>",
        "UTF-16 is no sound".encode("utf-16"),
        b"GIF89a" + b"\xff" * 100,
    ],
)
def test_anything_else_is_refused(data):
    with pytest.raises(MediaRefused, match="Use PNG"):
        verified(data)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked():
    bomb = picture("PNG", size=(1, 1))
    sized = bomb[:16] + (60_000).to_bytes(4) + (60_000).to_bytes(4) + bomb[24:]
    with pytest.raises(MediaRefused):
        verified(sized)


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(MediaRefused, match="25 MB"):
        verified(bytes(media.MAX_BYTES + 1))


class TestCards:
    def test_a_picture_of_the_deck_is_shown(self, deck):
        kept = media_store.store(verified(picture()))
        media_store.hold(deck, {"a cell.png": kept})
        save_note(Note(deck=deck, front="What is ![a cell](a%20cell.png)?", back="x ![](<a cell.png>)"))
        card = Card.objects.last()
        shown = f'<img src="/media/{kept.sha256}.png" alt="a cell" width="20" height="10" loading="lazy">'
        assert card.front == f"<p>What is {shown}?</p>"
        assert f"/media/{kept.sha256}.png" in card.back

    def test_a_sound_gets_a_player(self):
        shown = render("![](word.mp3)", media={"word.mp3": Medium("/media/x.mp3")}).html
        assert shown == '<p><audio controls preload="none" src="/media/x.mp3" aria-label="word.mp3"></audio></p>'

    @pytest.mark.parametrize("address", ["https://example.org/x.png", "/media/x.png", "other.png", "javascript:x"])
    def test_any_other_picture_is_its_description(self, address):
        assert "<img" not in render(f"![what](<{address}>)", media={"x.png": Medium("/media/x.png", 1, 1)}).html

    def test_a_description_is_only_text(self):
        shown = render('![" onerror="x](x.png)', media={"x.png": Medium("/media/x.png", 1, 1)}).html
        assert 'alt="&quot; onerror=&quot;x"' in shown

    def test_one_file_serves_all_decks_and_names(self, deck, folder):
        first, second = (media_store.store(verified(picture())) for _ in range(2))
        assert first == second
        assert media_store.hold(deck, {"a.png": first, "b.png": second}) == 2
        assert media_store.hold(deck, {"a.png": first}) == 0
        assert DeckMedia.objects.count() == 2
        assert len([path for path in folder.rglob("*") if path.is_file()]) == 1

    def test_what_no_deck_holds_is_cleaned_away(self, deck, folder):
        kept, left = (media_store.store(verified(picture(colour=(shade, 0, 0)))) for shade in (1, 2))
        media_store.hold(deck, {"kept.png": kept})
        for path in folder.rglob("*.png"):
            os.utime(path, (0, 0))
        call_command("clean_media")
        assert media_store.path_of(kept.file_name).exists()
        assert not media_store.path_of(left.file_name).exists()
        assert list(Media.objects.all()) == [kept]

    def test_an_exercise_shows_its_pictures_with_each_scenario(self, deck):
        media_store.hold(deck, {"plan.png": media_store.store(verified(picture()))})
        section = deck.sections.create(kind="exercise", title="Rooms", introduction="![the plan](plan.png)")
        save_note(Note(deck=deck, section=section, front="Which?", back="This."))
        assert "<img" in Card.objects.last().context
