"""manage.py print_deck."""

import pytest
from django.core.management import CommandError, call_command

from apps.printing import flashcards


def test_all_parts_of_a_deck_are_written_to_a_file(deck, tmp_path, monkeypatch, capsys, paper):
    monkeypatch.setattr(flashcards, "CARDS_PER_PART", 2)
    target = tmp_path / "cards.pdf"
    call_command("print_deck", "diffusion", "-o", str(target))
    assert capsys.readouterr().out == f"3 cards, 3 pages: {target}\n"
    assert list(tmp_path.iterdir()) == [target]
    made = paper(target.read_bytes())
    assert [page.split()[1] for page in made.pages] == ["1?", "2?", "3?"]
    assert [place for _, place in made.bookmarks] == [0, 1, 2]


def test_one_part_goes_to_standard_output(deck, monkeypatch, capfdbinary, paper):
    monkeypatch.setattr(flashcards, "CARDS_PER_PART", 2)
    call_command("print_deck", "diffusion", "-o", "-", "--part", "2")
    written = capfdbinary.readouterr()
    assert "Question 3?" in paper(written.out).text
    assert written.err == b"1 card, 1 page: standard output\n"


@pytest.mark.parametrize(
    ("slug", "arguments", "sentence"),
    [
        pytest.param("nothing", [], "There is no deck nothing.", id="an unknown deck"),
        pytest.param("diffusion", ["--part", "2"], "has no part 2. Its parts are 1 to 1.", id="an unknown part"),
        pytest.param("diffusion", ["-o", "missing/cards.pdf"], "cannot be written: No such file", id="no folder"),
        pytest.param("diffusion", ["-o", "."], "is not a file.", id="a folder"),
        pytest.param("diffusion", ["-o", "/dev/null"], "is not a file.", id="a device"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(deck, tmp_path, monkeypatch, slug, arguments, sentence):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=sentence):
        call_command("print_deck", slug, "-o", "cards.pdf", *arguments)
    assert list(tmp_path.iterdir()) == []


def test_a_deck_without_cards_is_a_sentence(deck, tmp_path):
    deck.notes.all().delete()
    with pytest.raises(CommandError, match="no cards yet"):
        call_command("print_deck", "diffusion", "-o", str(tmp_path / "cards.pdf"))


def test_a_missing_pango_leaves_the_old_file_alone(deck, tmp_path, pango_missing):
    target = tmp_path / "cards.pdf"
    target.write_bytes(b"old")
    with pytest.raises(CommandError, match="apt install libpango"):
        call_command("print_deck", "diffusion", "-o", str(target))
    assert target.read_bytes() == b"old"
