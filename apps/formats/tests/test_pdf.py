"""A PDF that carries a deck gives it back; any other is refused with a sentence."""

import resource
import zlib
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from apps.formats import anki, ditcards_json, pdf
from apps.formats.anki.export_records import ExportedDeck, ExportedPackage
from apps.formats.limits import MAX_PDF_DECKS
from apps.formats.own_files import own_name
from apps.formats.problems import ImportProblem
from apps.formats.readers import open_file
from apps.formats.tests.support.examples import DECK


def printed(attached=None, name=pdf.NAME, **saved):
    document = pikepdf.new()
    document.add_blank_page()
    if attached is not None:
        document.attachments[name] = attached
    file = BytesIO()
    document.save(file, **saved)
    return file.getvalue()


def test_a_deck_that_is_attached_comes_back():
    assert ditcards_json.read(pdf.decks_in(printed(ditcards_json.write(DECK)))[0]) == DECK


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (printed(), "not-a-deck"),
        (printed(b"{}", name="other.json"), "not-a-deck"),
        (b"%PDF-1.7\nbroken", "damaged"),
        (printed(ditcards_json.write(DECK))[:-200], "damaged"),
        (printed(ditcards_json.write(DECK), encryption=pikepdf.Encryption(owner="one", user="two")), "damaged"),
    ],
)
def test_any_other_is_refused(data, code):
    with pytest.raises(ImportProblem) as caught:
        pdf.decks_in(data)
    assert caught.value.code == code


def test_an_attachment_that_unpacks_to_too_much_is_refused():
    assert pdf.decks_in(printed(bytes(5_000)), 5_000) == [bytes(5_000)]
    with pytest.raises(ImportProblem) as caught:
        pdf.decks_in(printed(bytes(5_000)), 4_999)
    assert caught.value.code == "too-large"


@pytest.mark.parametrize("attached", [MAX_PDF_DECKS, MAX_PDF_DECKS + 1])
def test_so_many_decks_of_a_pdf_are_read(attached):
    document = pikepdf.new()
    document.add_blank_page()
    for number in range(attached):
        document.attachments[own_name(number)] = b"x"
    file = BytesIO()
    document.save(file)
    assert len(pdf.decks_in(file.getvalue())) == MAX_PDF_DECKS


def test_a_package_that_many_decks_name_is_opened_once(tmp_path):
    document = pikepdf.new()
    document.add_blank_page()
    package = BytesIO()
    anki.write(ExportedPackage([], [ExportedDeck("Same")], {"a.png": bytes(1_000)}), package)
    for number in range(20):
        document.attachments[own_name(number)] = ditcards_json.write(replace(DECK, slug="same"))
    document.attachments[pdf.package_name("same")] = package.getvalue()
    document.save(tmp_path / "many.pdf")
    assert list(pdf.packages_in((tmp_path / "many.pdf").read_bytes(), ["same"] * 20)) == ["same"]
    with open_file(tmp_path / "many.pdf", "many.pdf") as incoming:
        assert set(incoming.media) == {"a.png"}
        assert all(files == incoming.media for files in incoming.media_of.values())


def bomb(megabytes):
    """Return a PDF whose table of objects unpacks to so much."""
    packer = zlib.compressobj(9)
    table = b"".join(packer.compress(b"\1" + bytes(999_999)) for _ in range(megabytes)) + packer.flush()
    start = b"%PDF-1.5\n"
    about = b"/Type/XRef/W[1 2 0]/Size %d/Root 2 0 R/Filter/FlateDecode/Length %d" % (megabytes * 333_333, len(table))
    objects = b"1 0 obj\n<<%s>>\nstream\n%s\nendstream\nendobj\n2 0 obj\n<</Type/Catalog>>\nendobj\n" % (about, table)
    return start + objects + b"startxref\n%d\n%%%%EOF\n" % len(start)


@pytest.mark.slow
def test_a_table_that_unpacks_to_too_much_is_refused_before_it_takes_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ImportProblem) as caught:
        pdf.decks_in(bomb(300))
    assert caught.value.code == "damaged"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KB
