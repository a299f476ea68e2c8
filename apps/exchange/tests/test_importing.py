"""Files become decks: new notes are added, changed ones changed, and nothing else moves."""

import genanki
import pytest
from django.db import transaction

from apps.cards.models import Card, Deck, Note
from apps.cards.services.notes import save_note
from apps.cards.tests.support.factory import make_note
from apps.cards.tests.support.pictures import MP3, picture
from apps.exchange.export_formats import FORMATS
from apps.exchange.importing.report import DeckReport
from apps.exchange.importing.targets import Target
from apps.exchange.services import apply, deck_import
from apps.exchange.services.deck_import import import_decks, plan_import
from apps.formats import anki
from apps.formats.detect import open_file
from apps.formats.problems import ImportProblem
from apps.formats.tests.support.examples import ANKI_TEXT
from apps.formats.tests.support.making import Collection
from apps.reviews.imported_schedules import ImportedSchedule, PastReview
from apps.reviews.models import Schedule
from apps.reviews.services import import_schedules, subscribe
from apps.scheduler.sm2 import CardState
from apps.web.tests.support.clock import NOW

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
def import_file(tmp_path, learner):
    """Return what imports a text, or a package, as the learner's own."""

    def import_file(
        content, name="words.csv", *, learner=learner, title="", dry_run=False, course=None, schedules_of=None
    ):
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

    return import_file


@pytest.fixture(autouse=True)
def temporary_folder():
    """genanki leaves a database behind: here the folder is not checked."""


def counts(report):
    return report.added, report.changed, report.unchanged, report.refused


def package(*notes, model=genanki.BASIC_MODEL, deck="Biology::Cells", tags=()):
    made = genanki.Deck(2_059_400_110, deck)
    for number, fields in enumerate(notes):
        made.add_note(genanki.Note(model=model, fields=list(fields), guid=f"guid{number}", tags=list(tags)))
    return genanki.Package(made)


def test_a_table_becomes_a_deck_of_ones_own(import_file, learner, stranger):
    report = import_file(TABLE)
    deck = Deck.objects.get()
    assert (deck.owner, deck.title, deck.slug) == (learner, "words", "words")
    assert [(note.front, note.back) for note in deck.notes.all()] == [("Was ist 1?", "eins"), ("Was ist 2?", "zwei")]
    assert not Deck.objects.visible_to(stranger).exists()
    assert report.decks == [DeckReport("words", "words", notes=2, cards=2, language="en")]


def test_importing_again_changes_nothing(import_file):
    import_file(TABLE)
    for _ in range(2):
        assert counts(import_file(TABLE)) == (0, 0, 2, 0)
    assert Note.objects.count() == 2


def test_equal_notes_are_added_once_each(import_file):
    twice = "Front,Back\nNoun,one\nNoun,two\n"
    assert counts(import_file(twice)) == (2, 0, 0, 0)
    assert counts(import_file(twice)) == (0, 0, 2, 0)


def test_a_changed_answer_keeps_the_schedule(import_file, learner):
    import_file(TABLE)
    subscribe(learner, Deck.objects.get(), today=learner.study_day(NOW))
    schedules = list(Schedule.objects.values())
    assert counts(import_file(TABLE.replace("eins", "one"))) == (0, 1, 1, 0)
    assert list(Schedule.objects.values()) == schedules
    assert Card.objects.filter(back="<p>one</p>").exists()


def test_a_changed_question_is_matched_by_its_identifier(import_file):
    head = "guid,Front,Back\n"
    import_file(f"{head}g1,Old?,Yes.\n")
    assert counts(import_file(f"{head}g1,New?,Yes.\n")) == (0, 1, 0, 0)
    assert Note.objects.get().front == "New?"


def test_what_a_table_does_not_have_stays(import_file):
    import_file(TABLE)
    note = Note.objects.first()
    note.tags, note.extra = " stays ", "Also stays."
    save_note(note)
    assert counts(import_file(TABLE.replace("eins", "one"))) == (0, 1, 1, 0)
    note.refresh_from_db()
    assert (note.back, note.tags, note.extra) == ("one", " stays ", "Also stays.")


def test_a_plan_writes_nothing(import_file):
    assert counts(import_file(TABLE, dry_run=True)) == (2, 0, 0, 0)
    assert not Deck.objects.exists()


def test_two_people_may_have_a_deck_of_one_name(import_file, classmate):
    import_file(TABLE)
    import_file(TABLE, learner=classmate)
    assert sorted(Deck.objects.values_list("slug", flat=True)) == ["words", "words-2"]


def test_a_course_gets_a_deck_and_a_title(import_file, course):
    import_file(TABLE, course=course, title="Numbers in German")
    assert (Deck.objects.get().course, Deck.objects.get().slug) == (course, "numbers-in-german")


def test_a_refused_file_writes_nothing(import_file):
    with pytest.raises(ImportProblem):
        import_file('Front,Back\n"never closed,Yes.\n')
    assert not Deck.objects.exists()


def test_notes_that_somebody_adds_in_the_meantime_are_matched(import_file, monkeypatch):
    import_file(TABLE)
    more = f"{TABLE}Was ist 3?,drei\n"

    def save_after_an_addition(plan, schedules):
        monkeypatch.undo()
        deck = Deck.objects.get()
        make_note(deck, "Was ist 3?", "drei")
        apply.save(plan, schedules)

    monkeypatch.setattr(deck_import, "save", save_after_an_addition)
    assert counts(import_file(more)) == (0, 0, 3, 0)


def test_blanks_that_cannot_be_read_are_reported_and_the_text_stays(import_file):
    report = import_file("C: Broken {{c1::never closed\n", "notes.md")
    assert Note.objects.get().kind == "basic"
    assert any("never closes" in warned.message for warned in report.warnings)


def test_many_broken_blanks_are_one_warning(import_file):
    report = import_file("".join(f"C: Broken {each} {{{{c1::never closed\n\n" for each in range(5)), "notes.md")
    [message] = [warned.message for warned in report.warnings if "never closes" in warned.message]
    assert message.startswith("5 notes have no blanks until they are fixed (Line 1, Line 3, Line 5, …).")


def test_many_pictures_without_masks_are_one_warning(import_file):
    note = '<!-- note {"kind": "occlusion"} -->\nQ: ![](map%d.png)\nA: none\n\n'
    report = import_file("".join(note % each for each in range(5)) + "Q: a\nA: b\n", "notes.md")
    assert (report.added, report.refused) == (1, 5)
    [message] = [warned.message for warned in report.warnings if "left out" in warned.message]
    assert message.startswith("5 notes were left out (Line 2, Line 6, Line 10, …).")


@pytest.mark.parametrize("mask", ["c1 rect 0.1", "c1 rect 2 2 1 1", "none"])
def test_a_picture_whose_masks_cannot_be_read_is_left_out_and_named(import_file, mask):
    note = '<!-- note {"kind": "occlusion"} -->\nQ: ![](map.png)\nA: %s\n'
    report = import_file(note % "c1 rect 0.1 0.1 0.2 0.2" + "\n" + note % mask, "notes.md")
    assert (Note.objects.get().back, report.refused) == ("c1 rect 0.1 0.1 0.2 0.2", 1)
    assert any(mask in warned.message and "left out" in warned.message for warned in report.warnings)


def test_a_change_that_breaks_the_masks_of_a_note_changes_nothing(import_file):
    note = '<!-- note {"kind": "occlusion", "guid": "m"} -->\nQ: ![](map.png)\nA: %s\n'
    import_file(note % "c1 rect 0.1 0.1 0.2 0.2", "notes.md")
    table = "#separator:comma\n#columns:guid,front,back\n#guid column:1\nm,![](map.png),c1 rect\n"
    assert import_file("#markdown:true\n" + table, name="notes.csv").refused == 1
    assert (Note.objects.get().kind, Note.objects.get().back) == ("occlusion", "c1 rect 0.1 0.1 0.2 0.2")


def test_formulas_that_cannot_be_drawn_are_counted_once_and_shown_as_they_are_written(import_file):
    first = r"a $\toggle{x}{y}$ and $\toggle{x}{y}$" + "\tb\n"
    second = r"c $\ce{H2O}$" + "\t" + r"$\foo$ $\bar$ $\baz$" + "\n"
    report = import_file("#format:markdown\n" + first + second, name="deck.tsv")
    (warned,) = [each.message for each in report.warnings if "drawn" in each.message]
    assert str(warned).startswith("4 formulas cannot be drawn and are shown as they are written")
    assert r"$\toggle{x}{y}$, $\foo$, $\bar$" in warned
    assert r">\foo</code>" in Card.objects.get(note__front__startswith="c").back


def test_decks_of_a_column_become_decks_of_their_own(import_file):
    import_file(ANKI_TEXT, "anki.txt")
    decks = Deck.objects.order_by("pk")
    assert [(deck.title, [note.guid for note in deck.notes.all()]) for deck in decks] == [
        ("Latin::Verbs", ["g1", "g3"]),
        ("Latin::Nouns", ["#g2"]),
    ]
    assert all(deck.sections.count() == 1 for deck in decks)


class TestPackages:
    def test_a_deck_keeps_its_path_and_its_notes_their_kind(self, import_file):
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
    def test_note_types_become_kinds(self, import_file, model, fields, kind, cards):
        import_file(package(fields, model=model), "types.apkg")
        assert Note.objects.get().kind == kind
        assert Card.objects.filter(archived=False).count() == cards

    def test_cards_of_templates_look_as_in_anki(self, import_file):
        import_file(package(["hund", "dog", "Der Hund."], model=COUNTED), "types.apkg")
        shown = [(card.front, card.back) for card in Card.objects.order_by("ordinal")]
        assert shown == [("<p>Say: hund</p>", "<p>dog</p>"), ("<p>Read: Der Hund.</p>", "<p>It is hund</p>")]

    def test_original_fields_are_stored(self, import_file):
        import_file(package(["<i>hund</i>", "dog", "Der Hund."], model=COUNTED), "types.apkg")
        original = Note.objects.get().anki_origin
        assert original.fields == ["<i>hund</i>", "dog", "Der Hund."]
        assert original.note_type.name == "Counted"

    def test_a_note_that_was_edited_here_stays_until_anki_changes_it(self, import_file):
        import_file(package(["Cell?", "Unit"]), "cells.apkg")
        note = Note.objects.get()
        note.back = "The unit of life"
        save_note(note)
        assert counts(import_file(package(["Cell?", "Unit"]), "cells.apkg")) == (0, 0, 1, 0)
        assert counts(import_file(package(["Cell?", "A room"]), "cells.apkg")) == (0, 1, 0, 0)
        assert Note.objects.get().back == "A room"

    def test_a_note_is_found_though_its_deck_has_another_name(self, import_file):
        import_file(package(["Cell?", "Unit"]), "cells.apkg")
        assert counts(import_file(package(["Cell?", "Unit"], deck="Renamed"), "cells.apkg")) == (0, 0, 1, 0)
        assert Deck.objects.count() == 1

    def test_formulas_become_ours(self, import_file):
        import_file(package([r"\(a^2\)?", "[$]b[/$] [latex]$c$[/latex]"]), "math.apkg")
        assert (Note.objects.get().front, Note.objects.get().back) == ("$a^2$?", "$b$ $c$")

    def test_scripts_and_pictures_from_elsewhere_are_removed_and_counted(self, import_file):
        hostile = '<script>steal()</script><img src="https://example.org/x.png" onerror="steal()">Front'
        report = import_file(package([hostile, "Back"]), "hostile.apkg")
        assert Note.objects.get().front == "Front"
        assert any("were left out" in str(warned.message) for warned in report.warnings)

    def test_pictures_and_sounds_are_imported(self, import_file, tmp_path, learner):
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

    def test_a_schedule_is_imported_and_exported_again(self, import_file, learner, tmp_path):
        import_file(package(["Cell?", "Unit"]), "cells.apkg")
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
        report = import_file((tmp_path / "back.apkg").read_bytes(), "again.apkg", learner=learner, schedules_of=learner)
        assert report.reviews == 1
        assert list(Schedule.objects.values(*STATE)) == before

    def test_the_answers_of_a_card_that_was_reset_in_anki_come_along(self, import_file, learner):
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

    def test_a_card_with_nothing_to_reveal_is_exported_too(self, import_file, tmp_path):
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
