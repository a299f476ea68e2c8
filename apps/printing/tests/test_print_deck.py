"""manage.py print_deck."""

import pytest
from django.core.management import CommandError, call_command

from apps.reviews import services
from apps.reviews.models import Schedule
from apps.web.tests.support.clock import NOW


def test_a_deck_is_written_to_a_file(deck, tmp_path, capsys, paper):
    target = tmp_path / "cards.pdf"
    call_command("print_deck", "diffusion", "-o", str(target))
    assert capsys.readouterr().out == f"{target}: 3 cards, 3 pages.\n"
    assert list(tmp_path.iterdir()) == [target]
    made = paper(target.read_bytes())
    assert [page.split()[1] for page in made.pages] == ["1?", "2?", "3?"]


def test_a_course_goes_to_standard_output(deck, lesson, capfdbinary, paper):
    call_command("print_deck", "--course", "multimodal", "-o", "-")
    written = capfdbinary.readouterr()
    assert "What is a token?" in paper(written.out).text
    assert "Question 3?" in paper(written.out).text
    assert written.err == b"Standard output: 4 cards, 5 pages.\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("which", "count"),
    [
        ("whole", 1),
        ("all", 7),
        ("section:1", 2),
        ("section:U-Net or DiT?", 2),
        ("tag:hard", 1),
        ("leeches", 1),
        ("weakest:2", 2),
        ("due", 0),
    ],
)
def test_which_cards_are_printed_can_be_chosen(lesson, learner, tmp_path, capsys, which, count):
    first, second = lesson.deck.cards_in_use()[:2]
    lesson.deck.notes.filter(pk=first.note_id).update(tags="hard")
    services.subscribe(learner, lesson.deck, today=learner.study_day(NOW))
    tomorrow = {"due_on": "2026-11-24", "queue_on": "2026-11-24", "interval_days": 1}
    for card, lapses in [(first, 8), (second, 0)]:
        Schedule.objects.update_or_create(
            user=learner, card=card, deck=lesson.deck, defaults={**tomorrow, "lapses": lapses}
        )
    command = ["print_deck", "backbones", "-o", str(tmp_path / "c.pdf"), "--which", which, "--person", learner.email]
    if count:
        call_command(*command)
        assert f": {count} card" in capsys.readouterr().out
    else:
        with pytest.raises(CommandError, match="no such cards"):
            call_command(*command)


def test_picked_cards_are_printed_shuffled_by_a_seed(deck, tmp_path, paper):
    cards = list(deck.cards_in_use())
    picked = ",".join(str(card.pk) for card in cards[:2])
    target = tmp_path / "c.pdf"
    call_command("print_deck", "diffusion", "-o", str(target), "--which", f"cards:{picked}", "--seed", "1")
    assert sorted(page.split()[1] for page in paper(target.read_bytes()).pages) == ["1?", "2?"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["nothing"], "There is no deck nothing.", id="an unknown deck"),
        pytest.param(["--course", "nothing"], "There is no course nothing.", id="an unknown course"),
        pytest.param([], "Name one deck, or a course", id="nothing to print"),
        pytest.param(["diffusion", "--course", "multimodal"], "Name one deck, or a course", id="too much to print"),
        pytest.param(["diffusion", "-o", "missing/cards.pdf"], "cannot be written: No such file", id="no folder"),
        pytest.param(["diffusion", "-o", "."], "is not a file.", id="a folder"),
        pytest.param(["diffusion", "-o", "/dev/null"], "is not a file.", id="a device"),
        pytest.param(["diffusion", "--which", "some"], "--which is one of: whole, all", id="an unknown way"),
        pytest.param(["diffusion", "--which", "due:3"], "--which is one of|Name the learner", id="a way with too much"),
        pytest.param(["diffusion", "--which", "due"], "--person EMAIL", id="whose"),
        pytest.param(["diffusion", "--which", "due", "--person", "a@b.org"], "No account has", id="nobody"),
        pytest.param(["diffusion", "--which", "section:7"], "no section 7. Choose one of: 1 ", id="no section"),
        pytest.param(["diffusion", "--which", "section"], "Choose a section.", id="which section"),
        pytest.param(["diffusion", "--which", "weakest:x", "--person", "x"], "needs numbers", id="no number"),
        pytest.param(["diffusion", "--which", "cards:x"], "needs numbers", id="no keys"),
        pytest.param(["diffusion", "--which", "tag:none"], "no such cards in diffusion", id="no cards"),
        pytest.param(["diffusion", "--margin", "90"], "Margins .mm.: enter a number from 3 to 40.", id="a wide margin"),
        pytest.param(["diffusion", "--layout", "worksheet"], "has no lesson", id="no lesson"),
    ],
)
def test_a_bad_argument_is_a_sentence(deck, tmp_path, monkeypatch, arguments, sentence):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=sentence):
        call_command("print_deck", "-o", "cards.pdf", *arguments)
    assert list(tmp_path.iterdir()) == []


def test_a_deck_without_cards_is_a_sentence(deck, tmp_path):
    deck.notes.all().delete()
    with pytest.raises(CommandError, match="There are no such cards"):
        call_command("print_deck", "diffusion", "-o", str(tmp_path / "cards.pdf"))


def test_a_missing_pango_leaves_the_old_file_alone(deck, tmp_path, pango_missing):
    target = tmp_path / "cards.pdf"
    target.write_bytes(b"old")
    with pytest.raises(CommandError, match="apt install libpango"):
        call_command("print_deck", "diffusion", "-o", str(target))
    assert target.read_bytes() == b"old"
