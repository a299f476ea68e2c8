"""Files that are odd or broken: each is imported right, or refused with a sentence, and nothing is half-written."""

import io
import zipfile

import pytest

from apps.cards.models import Note
from apps.courses.models import Course
from apps.exchange.tests.support.practice import ORPHAN, PAGE, pages_of
from apps.formats.limits import MAX_PAGE_BYTES

BAD = {
    "empty.md": b"",
    "white.md": b" \n\t\n",
    "binary.md": bytes(range(256)) * 50,
    "png.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9,
    "unclosed.mdx": PAGE.replace("</details>", "").encode(),
    "orphan.mdx": ORPHAN.encode(),
    "nothing.md": b"# A title\n\nJust words.\n",
    "huge.md": PAGE.encode() + b"x" * (MAX_PAGE_BYTES + 1),
    "broken.zip": b"PK\x03\x04 no zip",
    "front.mdx": b"---\ntitle: [\n---\n" + PAGE.encode(),
    "card.mdx": b'## Flashcards\n\n<Flashcard question="x">\n\nNever closed.\n',
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_a_sentence_and_nothing_is_half_written(tmp_path, name):
    (tmp_path / name).write_bytes(BAD[name])
    pages, status = pages_of(tmp_path / name, "--course", "ropes")
    assert status == 1
    assert pages[0]["error"]["message"].endswith((".", "”"))
    assert not Course.objects.exists()
    assert not Note.objects.exists()


GOOD = {
    "crlf.md": PAGE.replace("\n", "\r\n").encode(),
    "cr.md": PAGE.replace("\n", "\r").encode(),
    "bom.md": b"\xef\xbb\xbf" + PAGE.encode(),
    "utf16.md": PAGE.encode("utf-16"),
    "latin1.md": PAGE.replace("slack", "loosé").encode("latin-1"),
    "fence.md": PAGE.replace("Friction under load.", "```\nQ: no card\nA: no answer\n```").encode(),
    "quotes.mdx": PAGE.replace('"What is a hitch?"', "'What is a \"hitch\"?'").encode(),
    "braces.mdx": PAGE.replace("A slack part", r"A \{slack\} part").encode(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", GOOD)
def test_odd_input_is_imported_right(tmp_path, name):
    (tmp_path / name).write_bytes(GOOD[name])
    pages, status = pages_of(tmp_path / name, "--course", "ropes")
    assert (status, pages[0]["self_check"], pages[0]["flashcards"]) == (0, 2, 1)
    warned = ["This file is not in Unicode. It was read as Western European (Windows): loosé."] * (name == "latin1.md")
    assert [each["message"].split(" If ")[0] for each in pages[0]["warnings"]] == warned
    texts = " ".join(Note.objects.values_list("front", flat=True)) + " ".join(
        Note.objects.values_list("back", flat=True)
    )
    assert {"latin1.md": "loosé", "quotes.mdx": '"hitch"', "fence.md": "Q: no card"}.get(name, "") in texts


@pytest.mark.django_db
def test_a_zip_in_a_zip_is_refused(tmp_path):
    inner, outer = io.BytesIO(), tmp_path / "outer.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("practice.mdx", PAGE)
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    pages, status = pages_of(outer, "--course", "ropes")
    assert status == 1
    assert "Unpack it first" in pages[0]["error"]["message"]
