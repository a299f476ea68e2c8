from io import BytesIO
from zlib import crc32

import pytest
from PIL import Image, ImageFile

from apps.cards.media import verify_media
from apps.cards.media.verify_media import MAX_BYTES, MediaProblem, verify
from apps.cards.tests.support.pictures import FRAME, MP3, picture


@pytest.mark.parametrize(("kind", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif")])
def test_a_picture_is_stored_in_its_own_format(kind, extension):
    found = verify(picture(kind))
    assert (found.extension, found.width, found.height) == (extension, 20, 10)
    assert Image.open(BytesIO(found.data)).format == kind


def test_a_cameras_metadata_is_removed_and_the_picture_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "where I live"
    found = verify(picture("JPEG", exif=exif.tobytes()))
    assert (found.width, found.height) == (10, 20)
    assert b"where I live" not in found.data


def test_a_large_picture_becomes_as_large_as_a_page_needs():
    assert verify(picture("JPEG", size=(5000, 100))).width == 2000


def test_an_animation_stays_animated():
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 100, 200)]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=50)
    assert Image.open(BytesIO(verify(file.getvalue()).data)).n_frames == 3


def test_the_same_file_always_gives_the_same_bytes():
    assert verify(picture("JPEG")).sha256 == verify(picture("JPEG")).sha256


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
def test_a_sound_is_stored_unchanged(begins, extension):
    found = verify(begins)
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
def test_anything_else_is_rejected(data):
    with pytest.raises(MediaProblem, match="Use PNG"):
        verify(data)


def stating(width, height):
    """Return a picture of one pixel that states another size."""
    data = picture("PNG", size=(1, 1))
    header = data[12:16] + width.to_bytes(4) + height.to_bytes(4) + data[24:29]
    return data[:12] + header + crc32(header).to_bytes(4) + data[33:]


def test_a_picture_of_more_than_forty_megapixels_is_rejected_before_it_is_decoded():
    with pytest.raises(MediaProblem, match="more than 40,000,000 pixels"):
        verify(stating(8_000, 5_001))
    with pytest.raises(MediaProblem, match="not a picture"):  # for its missing pixels alone
        verify(stating(8_000, 5_000))


def test_a_picture_that_ends_too_early_is_rejected_also_where_pdfs_are_made(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it
    with pytest.raises(MediaProblem, match="not a picture"):
        verify(stating(80, 50))


def test_a_picture_of_sixty_thousand_pixels_square_is_rejected():
    with pytest.raises(MediaProblem):
        verify(stating(60_000, 60_000))


def animation(frames):
    file = BytesIO()
    shades = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in range(frames)]
    shades[0].save(file, "GIF", save_all=True, append_images=shades[1:])
    return file.getvalue()


def test_an_animation_may_have_two_hundred_frames():
    assert verify(animation(200)).extension == "gif"
    with pytest.raises(MediaProblem, match="at most 200 frames"):
        verify(animation(201))


def test_the_frames_of_an_animation_may_have_so_many_pixels_together(monkeypatch):
    monkeypatch.setattr(verify_media, "MAX_ANIMATED_PIXELS", 3 * 64)
    assert verify(animation(3)).extension == "gif"
    with pytest.raises(MediaProblem, match="animation is too long"):
        verify(animation(4))


def test_an_animation_whose_frames_outgrow_its_first_one_is_rejected_before_they_are_decoded():
    first, large = picture("GIF", size=(1, 1)), picture("GIF", size=(4_000, 4_000))
    frame = large[large.index(b"," + bytes(4)) : -1]
    with pytest.raises(MediaProblem, match="animation is too long"):
        verify(first[:-1] + 2 * frame + b";")


def test_a_file_that_is_too_large_is_rejected():
    with pytest.raises(MediaProblem, match="25 MiB"):
        verify(bytes(MAX_BYTES + 1))
    with pytest.raises(MediaProblem, match="not a picture"):  # zeros are none
        verify(bytes(MAX_BYTES))
