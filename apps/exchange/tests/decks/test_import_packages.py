"""Packages of Anki become decks: kinds, schedules, pictures and sounds."""

from datetime import UTC, datetime, timedelta

import genanki
import pytest
from django.db import transaction
from django.utils import timezone

from apps.cards.models import Card, Deck, Note
from apps.cards.services.notes import save_note
from apps.cards.tests.support.pictures import MP3, picture
from apps.exchange.export_formats import FORMATS
from apps.exchange.tests.support.packages import COUNTED, counts, package
from apps.formats import anki
from apps.formats.tests.support.making import Collection
from apps.reviews.imported_schedules import ImportedSchedule, PastReview
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import import_schedules
from apps.scheduler.sm2 import CardState
from apps.web.tests.support.clock import NOW

STATE = ("interval_days", "easiness", "lapses", "due_on", "queue_on", "reviewed_at")


@pytest.fixture(autouse=True)
def temporary_folder():
    """genanki leaves a database behind: here the folder is not checked."""


def test_a_deck_keeps_its_path_and_its_notes_their_kind(import_file):
    report = import_file(package(["<b>Cell</b>?", "Unit of life"], tags=["bio"]), "cells.apkg")
    note = Note.objects.get()
    assert Deck.objects.get().title == "Biology::Cells"
    assert (note.kind, note.front, note.back, note.tags) == ("basic", "**Cell**?", "Unit of life", " bio ")
    assert counts(report) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("model", "fields", "kind", "cards"),
    [
        (genanki.BASIC_AND_REVERSED_CARD_MODEL, ["cat", "chat"], "reversed", 2),
        (genanki.CLOZE_MODEL, ["{{c1::a::hint}} and {{c2::{{c3::b}} c}}", "Extra"], "cloze", 3),
        (genanki.BASIC_TYPE_IN_THE_ANSWER_MODEL, ["2 + 2", "4"], "basic", 1),
        (COUNTED, ["hund", "dog", "Der Hund."], "multi_card", 2),
        (COUNTED, ["hund", "dog", ""], "basic", 1),
    ],
)
def test_note_types_become_kinds(import_file, model, fields, kind, cards):
    import_file(package(fields, model=model), "types.apkg")
    assert Note.objects.get().kind == kind
    assert Card.objects.filter(archived=False).count() == cards


def test_cards_of_templates_look_as_in_anki(import_file):
    import_file(package(["hund", "dog", "Der Hund."], model=COUNTED), "types.apkg")
    shown = [(card.front, card.back) for card in Card.objects.order_by("ordinal")]
    assert shown == [("<p>Say: hund</p>", "<p>dog</p>"), ("<p>Read: Der Hund.</p>", "<p>It is hund</p>")]


def test_original_fields_are_stored(import_file):
    import_file(package(["<i>hund</i>", "dog", "Der Hund."], model=COUNTED), "types.apkg")
    original = Note.objects.get().anki_origin
    assert original.fields == ["<i>hund</i>", "dog", "Der Hund."]
    assert original.note_type.name == "Counted"


def test_a_note_that_was_edited_here_stays_until_anki_changes_it(import_file):
    import_file(package(["Cell?", "Unit"]), "cells.apkg")
    note = Note.objects.get()
    note.back = "The unit of life"
    save_note(note)
    assert counts(import_file(package(["Cell?", "Unit"]), "cells.apkg")) == (0, 0, 1, 0)
    assert counts(import_file(package(["Cell?", "A room"]), "cells.apkg")) == (0, 1, 0, 0)
    assert Note.objects.get().back == "A room"


def test_a_note_is_found_though_its_deck_has_another_name(import_file):
    import_file(package(["Cell?", "Unit"]), "cells.apkg")
    assert counts(import_file(package(["Cell?", "Unit"], deck="Renamed"), "cells.apkg")) == (0, 0, 1, 0)
    assert Deck.objects.count() == 1


def test_formulas_become_ours(import_file):
    import_file(package([r"\(a^2\)?", "[$]b[/$] [latex]$c$[/latex]"]), "math.apkg")
    assert (Note.objects.get().front, Note.objects.get().back) == ("$a^2$?", "$b$ $c$")


def test_scripts_and_pictures_from_elsewhere_are_removed_and_counted(import_file):
    hostile = '<script>steal()</script><img src="https://example.org/x.png" onerror="steal()">Front'
    report = import_file(package([hostile, "Back"]), "hostile.apkg")
    assert Note.objects.get().front == "Front"
    assert [warned.message for warned in report.warnings] == [
        f"1 {what} was left out: “Front”." for what in ("script", "event handler", "remote image")
    ]


def test_pictures_and_sounds_are_imported(import_file, tmp_path, learner):
    for name, data in (("cell.png", picture()), ("word.mp3", MP3), ("virus.svg", b"<svg/>"), ("unused.png", b"x")):
        (tmp_path / name).write_bytes(data)
    made = package(['<img src="cell.png">', "[sound:word.mp3]"], ['<img src="virus.svg">Virus', "Back"])
    made.media_files = [str(tmp_path / name) for name in ("cell.png", "word.mp3", "virus.svg", "unused.png")]
    report = import_file(made, "media.apkg")
    assert (report.media, counts(report)) == (2, (2, 0, 0, 0))
    assert [warned.place for warned in report.warnings] == ["virus.svg"]
    assert "<img src=" in Card.objects.first().front
    assert "<audio src=" in Card.objects.first().back
    assert counts(import_file(made, "media.apkg")) == (0, 0, 2, 0)


def test_a_schedule_is_imported_and_exported_again(import_file, learner, tmp_path):
    import_file(package(["Cell?", "Unit"]), "cells.apkg")
    card = Card.objects.get()
    known = ImportedSchedule(card.pk, CardState(3, 12, 230, 1), NOW.date(), reviews=[PastReview(NOW, 4, 12, 230, 900)])
    with transaction.atomic():
        import_schedules.import_schedules(learner, Deck.objects.get(), [known], now=NOW)
    with (tmp_path / "back.apkg").open("wb") as file:
        FORMATS["apkg"].write(Deck.objects.get(), file, learner)
    before = list(Schedule.objects.values(*STATE))
    for rows in (ReviewLog, Schedule):
        rows.objects.filter(user=learner).delete()
    Deck.objects.all().delete()
    report = import_file((tmp_path / "back.apkg").read_bytes(), "again.apkg", learner=learner, schedules_of=learner)
    assert report.reviews == 1
    assert list(Schedule.objects.values(*STATE)) == before


def test_the_answers_of_a_card_that_was_reset_in_anki_come_along(import_file, learner):
    made = Collection().note(1, "Reset", "a").note(2, "Kept", "b").note(3, "Never seen", "c")
    made.card(11, 1).card(12, 2, state=(2, 2, 100, 12, 2500, 2, 0)).card(13, 3)
    for at, card, grade in ((1, 11, 3), (2, 11, 1), (3, 11, 3), (4, 11, 0), (5, 12, 3), (6, 12, 4), (7, 13, 0)):
        made.review(1_700_000_000_000 + at, card, grade)
    report = import_file(made.package().getvalue(), "reset.apkg", learner=learner, schedules_of=learner)
    assert report.reviews == 5
    reset = Schedule.objects.get(card__note__front="Reset", card__ordinal=0)
    assert (reset.due_on, reset.state, reset.queue_on) == (None, CardState(), NOW.date())
    assert [log.grade for log in reset.answers().order_by("version")] == [4, 1, 4]
    assert not Schedule.objects.filter(card__note__front="Never seen").exclude(version=0).exists()


def test_a_card_with_nothing_to_reveal_is_exported_too(import_file, tmp_path):
    import_file(package(["[sound:gone.wav]", ""]), "mute.apkg")
    assert Card.objects.get().front == "<p>gone.wav</p>"
    with (tmp_path / "back.apkg").open("wb") as file:
        FORMATS["apkg"].write(Deck.objects.get(), file, None)
    with anki.read(tmp_path / "back.apkg") as back:
        assert back.card_count == 1


@pytest.mark.parametrize(
    ("file_name", "source"),
    [
        ("%E5%85%AD.png", "%E5%85%AD.png"),
        ("per%cent.png", "per%cent.png"),
        ("a b.png", "a%20b.png"),
        ("六.png", "%E5%85%AD.png"),
        ("100%25.png", "100%25.png"),
        ("(1) 六.png", "(1) 六.png"),
    ],
)
def test_a_picture_is_found_by_its_name_as_it_is_and_then_decoded(import_file, file_name, source):
    made = Collection().note(1, f'<img src="{source}">', "Back").card(1, 1)
    report = import_file(made.package({file_name: picture()}).getvalue(), "media.apkg")
    assert (report.media, report.warnings) == (1, [])
    assert "<img src=" in Card.objects.first().front


def test_pictures_and_sounds_that_are_not_in_the_file_are_named_once(import_file):
    made = Collection()
    for number in range(1, 6):
        made.note(number, f'{number} <img src="gone{number}.png"> [sound:here.mp3]', "Back").card(number, number)
    report = import_file(made.package({"here.mp3": MP3}).getvalue(), "media.apkg")
    assert [line.message for line in report.warnings] == [
        "5 pictures or sounds aren’t in the file: gone1.png, gone2.png, gone3.png, …."
    ]


def test_a_note_keeps_the_moment_at_which_it_was_written(import_file, tmp_path):
    written = datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)
    made = Collection().note(int(written.timestamp() * 1000), "Old", "Back")
    import_file(made.note(1, "Counted", "Back").package().getvalue(), "old.apkg")
    old, counted = Note.objects.order_by("created_at")
    assert old.created_at == written
    assert timezone.now() - counted.created_at < timedelta(hours=1)
    for name in ("apkg", "json"):
        with (tmp_path / f"back.{name}").open("wb") as file:
            FORMATS[name].write(old.deck, file, None)
        old.deck.delete()
        import_file((tmp_path / f"back.{name}").read_bytes(), f"back.{name}")
        old = Note.objects.get(front="Old")
        assert old.created_at == written


def test_a_note_from_the_future_was_written_now(import_file):
    made = Collection().note(4_000_000_000_000, "Front", "Back")
    import_file(made.package().getvalue(), "future.apkg")
    assert Note.objects.get().created_at <= timezone.now()
