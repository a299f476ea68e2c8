"""Files become decks: new notes are added, changed ones changed, and nothing else moves."""

import genanki
import pytest
from django.db import transaction

from apps.cards.models import Card, Deck, Note
from apps.cards.services.notes import save_note
from apps.cards.tests.support.pictures import MP3, picture
from apps.exchange.export_formats import FORMATS
from apps.exchange.importing.targets import Target
from apps.exchange.services import apply, deck_import
from apps.exchange.services.deck_import import import_decks, plan_import
from apps.formats import anki
from apps.formats.detect import open_file
from apps.formats.problems import ImportProblem
from apps.formats.tests.test_anki_texts import FILE
from apps.reviews.models import Schedule
from apps.reviews.schedule_import import ImportedSchedule, PastReview
from apps.reviews.services import import_schedules, subscribe
from apps.scheduler.sm2 import CardState
from conftest import NOW

TABLE = "Front,Back\nWas ist 1?,eins\nWas ist 2?,zwei\n"
STATE = ("interval_days", "easiness", "lapses", "due_on", "queue_on", "reviewed_at")
COUNTED = genanki.Model(
    1_700_000_000_001,
    "Counted",
    fields=[{"name": name} for name in ("Word", "Meaning", "Sentence")],
    templates=[
        {"name": "Recall", "qfmt": "Say: {{Word}}", "afmt": "{{FrontSide}}<hr id=answer>{{Meaning}}"},
        {"name": "Recognise", "qfmt": "{{#Sentence}}Read: {{Sentence}}{{/Sentence}}", "afmt": "It is {{Word}}"},
    ],
)


@pytest.fixture
def bring(tmp_path, learner):
    """Return what imports a text, or a package, as the learner's own."""

    def bring(content, name="words.csv", *, learner=learner, title="", dry_run=False, course=None, schedules_of=None):
        path = tmp_path / name
        if isinstance(content, genanki.Package):
            content.write_to_file(str(path))
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        target = Target(course=course, title=title) if course else Target(owner=learner, title=title)
        with open_file(path, name) as incoming:
            if dry_run:
                return plan_import(incoming, target)
            return import_decks(incoming, target, now=NOW, learner=schedules_of)

    return bring


@pytest.fixture(autouse=True)
def temporary_folder():
    """genanki leaves a database behind: here the folder is not looked at."""


def counts(report):
    return report.added, report.changed, report.unchanged, report.refused


def package(*notes, model=genanki.BASIC_MODEL, deck="Biology::Cells", tags=()):
    made = genanki.Deck(2_059_400_110, deck)
    for number, fields in enumerate(notes):
        made.add_note(genanki.Note(model=model, fields=list(fields), guid=f"guid{number}", tags=list(tags)))
    return genanki.Package(made)


def test_a_table_becomes_a_deck_of_ones_own(bring, learner, stranger):
    report = bring(TABLE)
    deck = Deck.objects.get()
    assert (deck.owner, deck.title, deck.slug) == (learner, "words", "words")
    assert [(note.front, note.back) for note in deck.notes.all()] == [("Was ist 1?", "eins"), ("Was ist 2?", "zwei")]
    assert not Deck.objects.visible_to(stranger).exists()
    assert [vars(each) for each in report.decks] == [{"title": "words", "slug": "words", "notes": 2, "cards": 2}]


def test_importing_again_changes_nothing(bring):
    bring(TABLE)
    for _ in range(2):
        assert counts(bring(TABLE)) == (0, 0, 2, 0)
    assert Note.objects.count() == 2


def test_notes_that_look_alike_are_added_once_each(bring):
    twice = "Front,Back\nNoun,one\nNoun,two\n"
    assert counts(bring(twice)) == (2, 0, 0, 0)
    assert counts(bring(twice)) == (0, 0, 2, 0)


def test_a_changed_answer_keeps_the_schedule(bring, learner):
    bring(TABLE)
    subscribe(learner, Deck.objects.get(), today=learner.study_day(NOW))
    schedules = list(Schedule.objects.values())
    assert counts(bring(TABLE.replace("eins", "one"))) == (0, 1, 1, 0)
    assert list(Schedule.objects.values()) == schedules
    assert Card.objects.filter(back="<p>one</p>").exists()


def test_a_changed_question_is_known_by_its_identifier(bring):
    head = "guid,Front,Back\n"
    bring(f"{head}g1,Old?,Yes.\n")
    assert counts(bring(f"{head}g1,New?,Yes.\n")) == (0, 1, 0, 0)
    assert Note.objects.get().front == "New?"


def test_what_a_table_does_not_say_stays(bring):
    bring(TABLE)
    note = Note.objects.first()
    note.tags, note.extra = " kept ", "Also kept."
    save_note(note)
    assert counts(bring(TABLE.replace("eins", "one"))) == (0, 1, 1, 0)
    note.refresh_from_db()
    assert (note.back, note.tags, note.extra) == ("one", " kept ", "Also kept.")


def test_a_look_writes_nothing(bring):
    assert counts(bring(TABLE, dry_run=True)) == (2, 0, 0, 0)
    assert not Deck.objects.exists()


def test_two_people_may_have_a_deck_of_one_name(bring, classmate):
    bring(TABLE)
    bring(TABLE, learner=classmate)
    assert sorted(Deck.objects.values_list("slug", flat=True)) == ["words", "words-2"]


def test_a_course_gets_a_deck_and_a_title(bring, course):
    bring(TABLE, course=course, title="Numbers in German")
    assert (Deck.objects.get().course, Deck.objects.get().slug) == (course, "numbers-in-german")


def test_a_refused_file_writes_nothing(bring):
    with pytest.raises(ImportProblem):
        bring('Front,Back\n"never closed,Yes.\n')
    assert not Deck.objects.exists()


def test_notes_that_somebody_adds_meanwhile_are_seen(bring, monkeypatch):
    bring(TABLE)
    more = f"{TABLE}Was ist 3?,drei\n"

    def prepared_then_added(prepared, carry):
        monkeypatch.undo()
        deck = Deck.objects.get()
        save_note(Note(deck=deck, front="Was ist 3?", back="drei"))
        apply.save(prepared, carry)

    monkeypatch.setattr(deck_import, "save", prepared_then_added)
    assert counts(bring(more)) == (0, 0, 3, 0)


def test_blanks_that_cannot_be_read_are_named_and_the_text_is_kept(bring):
    report = bring("C: Broken {{c1::never closed\n", "notes.md")
    assert Note.objects.get().kind == "basic"
    assert any("never closes" in warned.message for warned in report.warnings)


def test_decks_of_a_column_become_decks_of_their_own(bring):
    bring(FILE, "anki.txt")
    decks = Deck.objects.order_by("pk")
    assert [(deck.title, [note.guid for note in deck.notes.all()]) for deck in decks] == [
        ("Latin::Verbs", ["g1", "g3"]),
        ("Latin::Nouns", ["#g2"]),
    ]
    assert all(deck.sections.count() == 1 for deck in decks)


class TestPackages:
    def test_a_deck_keeps_its_path_and_its_notes_their_kind(self, bring):
        report = bring(package(["<b>Cell</b>?", "Unit of life"], tags=["bio"]), "cells.apkg")
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
            (COUNTED, ["hund", "dog", "Der Hund."], "several", 2),
            (COUNTED, ["hund", "dog", ""], "basic", 1),
        ],
    )
    def test_note_types_become_kinds(self, bring, model, fields, kind, cards):
        bring(package(fields, model=model), "types.apkg")
        assert Note.objects.get().kind == kind
        assert Card.objects.filter(archived=False).count() == cards

    def test_cards_of_templates_look_as_in_anki(self, bring):
        bring(package(["hund", "dog", "Der Hund."], model=COUNTED), "types.apkg")
        shown = [(card.front, card.back) for card in Card.objects.order_by("ordinal")]
        assert shown == [("<p>Say: hund</p>", "<p>dog</p>"), ("<p>Read: Der Hund.</p>", "<p>It is hund</p>")]

    def test_original_fields_are_kept(self, bring):
        bring(package(["<i>hund</i>", "dog", "Der Hund."], model=COUNTED), "types.apkg")
        original = Note.objects.get().original
        assert original.fields == ["<i>hund</i>", "dog", "Der Hund."]
        assert original.note_type.name == "Counted"

    def test_a_note_that_was_edited_here_stays_until_anki_changes_it(self, bring):
        bring(package(["Cell?", "Unit"]), "cells.apkg")
        note = Note.objects.get()
        note.back = "The unit of life"
        save_note(note)
        assert counts(bring(package(["Cell?", "Unit"]), "cells.apkg")) == (0, 0, 1, 0)
        assert counts(bring(package(["Cell?", "A room"]), "cells.apkg")) == (0, 1, 0, 0)
        assert Note.objects.get().back == "A room"

    def test_a_note_is_found_though_its_deck_has_another_name(self, bring):
        bring(package(["Cell?", "Unit"]), "cells.apkg")
        assert counts(bring(package(["Cell?", "Unit"], deck="Renamed"), "cells.apkg")) == (0, 0, 1, 0)
        assert Deck.objects.count() == 1

    def test_formulas_become_ours(self, bring):
        bring(package([r"\(a^2\)?", "[$]b[/$] [latex]$c$[/latex]"]), "math.apkg")
        assert (Note.objects.get().front, Note.objects.get().back) == ("$a^2$?", "$b$ $c$")

    def test_scripts_and_pictures_from_elsewhere_are_taken_out_and_counted(self, bring):
        hostile = '<script>steal()</script><img src="https://example.org/x.png" onerror="steal()">Front'
        report = bring(package([hostile, "Back"]), "hostile.apkg")
        assert Note.objects.get().front == "Front"
        assert any("taken out" in warned.message for warned in report.warnings)

    def test_pictures_and_sounds_come_along(self, bring, settings, tmp_path, learner):
        settings.DATA = tmp_path
        for name, data in (("cell.png", picture()), ("word.mp3", MP3), ("virus.svg", b"<svg/>"), ("unused.png", b"x")):
            (tmp_path / name).write_bytes(data)
        made = package(['<img src="cell.png">', "[sound:word.mp3]"], ['<img src="virus.svg">Virus', "Back"])
        made.media_files = [str(tmp_path / name) for name in ("cell.png", "word.mp3", "virus.svg", "unused.png")]
        report = bring(made, "media.apkg")
        assert (report.media, counts(report)) == (2, (2, 0, 0, 0))
        assert [warned.where for warned in report.warnings] == ["virus.svg"]
        assert "<img src=" in Card.objects.first().front
        assert "<audio controls" in Card.objects.first().back
        assert counts(bring(made, "media.apkg")) == (0, 0, 2, 0)

    def test_a_schedule_comes_along_and_goes_back(self, bring, learner, tmp_path):
        bring(package(["Cell?", "Unit"]), "cells.apkg")
        card = Card.objects.get()
        known = ImportedSchedule(
            card.pk, CardState(3, 12, 230, 1), NOW.date(), reviews=[PastReview(NOW, 4, 12, 230, 900)]
        )
        with transaction.atomic():
            import_schedules.import_schedules(learner, Deck.objects.get(), [known], now=NOW)
        with (tmp_path / "back.apkg").open("wb") as file:
            FORMATS["apkg"].write(Deck.objects.get(), file, learner)
        before = list(Schedule.objects.values(*STATE))
        Schedule.objects.all().delete()
        Deck.objects.all().delete()
        report = bring((tmp_path / "back.apkg").read_bytes(), "again.apkg", learner=learner, schedules_of=learner)
        assert report.reviews == 1
        assert list(Schedule.objects.values(*STATE)) == before

    def test_a_card_with_nothing_to_reveal_goes_back_too(self, bring, tmp_path):
        bring(package(["[sound:gone.wav]", ""]), "mute.apkg")
        assert Card.objects.get().front == "<p>gone.wav</p>"
        with (tmp_path / "back.apkg").open("wb") as file:
            FORMATS["apkg"].write(Deck.objects.get(), file, None)
        with anki.read(tmp_path / "back.apkg") as back:
            assert back.card_count == 1
