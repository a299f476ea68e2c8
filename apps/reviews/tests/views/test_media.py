"""A picture or a sound reaches whoever may see a card with it, in the parts that a player asks for."""

import pytest

from apps.cards.media.verify_media import verify
from apps.cards.services.media import add_to_deck, delete_unused, store_media
from apps.cards.tests.support.pictures import MP3
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.storages import storages_in


@pytest.fixture(params=["folder", "bucket"])
def sound(request, deck):
    """The URL of a sound, in a storage on this machine and in one whose files have no path."""
    if request.param == "bucket":
        request.getfixturevalue("s3_files")
    media = store_media(verify(MP3))
    add_to_deck(deck, {"word.mp3": media})
    return f"/media/{media.file_name}"


def test_it_is_played_and_nothing_else(client, sound):
    response = client.get(sound)
    assert b"".join(response.streaming_content) == MP3
    assert response["Content-Type"] == "audio/mpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("asked", "status", "range_", "length"),
    [
        ("bytes=0-9", 206, f"bytes 0-9/{len(MP3)}", 10),
        ("bytes=10-", 206, f"bytes 10-{len(MP3) - 1}/{len(MP3)}", len(MP3) - 10),
        ("bytes=0-999999", 206, f"bytes 0-{len(MP3) - 1}/{len(MP3)}", len(MP3)),
        ("bytes=-10", 206, f"bytes {len(MP3) - 10}-{len(MP3) - 1}/{len(MP3)}", 10),
        ("bytes=-999999", 206, f"bytes 0-{len(MP3) - 1}/{len(MP3)}", len(MP3)),
        ("bytes=-0", 416, f"bytes */{len(MP3)}", 0),
        ("bytes=9999-", 416, f"bytes */{len(MP3)}", 0),
    ],
)
def test_a_player_gets_the_part_it_asks_for(client, sound, asked, status, range_, length):
    response = client.get(sound, headers={"Range": asked})
    assert (response.status_code, response["Content-Range"], len(response.content)) == (status, range_, length)


def test_a_browser_that_has_it_gets_nothing_again(client, sound):
    response = client.get(sound)
    assert b"".join(response.streaming_content) == MP3
    assert client.get(sound, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_another_name_is_missing(client, sound):
    assert client.get(sound.replace(".mp3", ".png")).status_code == 404
    assert client.get("/media/../settings.py").status_code == 404


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-9"}])
def test_a_file_that_is_not_in_its_storage_is_a_sentence(client, sound, settings, tmp_path, headers):
    settings.STORAGES = settings.STORAGES | storages_in(tmp_path / "elsewhere")
    response = client.get(sound, headers=headers)
    assert response.status_code == 404
    assert "The file of this sound is missing." in response.text
    assert "Cache-Control" not in response or "immutable" not in response["Cache-Control"]


@pytest.mark.usefixtures("s3_files")
def test_what_another_node_deleted_is_not_served_from_the_copy_of_this_one(client, deck, settings, tmp_path):
    media = store_media(verify(MP3))
    add_to_deck(deck, {"word.mp3": media})
    url, here = f"/media/{media.file_name}", settings.STORAGES
    assert b"".join(client.get(url)) == MP3
    options = here["media"]["OPTIONS"] | {"cache": tmp_path}
    settings.STORAGES = here | {"media": here["media"] | {"OPTIONS": options}}
    deck.media.all().delete()
    delete_unused(now=NOW.replace(year=NOW.year + 2), dry_run=False)
    settings.STORAGES = here
    assert (here["media"]["OPTIONS"]["cache"] / media.file_name).exists()
    assert client.get(url).status_code == 404
    assert client.get(url, headers={"Range": "bytes=0-9"}).status_code == 404
    assert client.get(url, headers={"If-None-Match": f'"{media.sha256}"'}).status_code == 404
