"""Files become decks: new notes are added, changed ones changed, and nothing else moves."""

import pytest

from apps.cards.models import Card, Deck, Note
from apps.cards.services.notes import save_note
from apps.cards.tests.support.factory import make_note
from apps.exchange.importing.report import DeckReport
from apps.exchange.services import apply
from apps.exchange.tests.support.packages import counts
from apps.formats.problems import ImportProblem
from apps.formats.tests.support.examples import ANKI_TEXT
from apps.reviews.models import Schedule
from apps.reviews.services import subscribe
from apps.web.tests.support.clock import NOW

TABLE = "Front,Back\nWas ist 1?,eins\nWas ist 2?,zwei\n"


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

    def check_after_an_addition(plan):
        monkeypatch.undo()
        make_note(Deck.objects.get(), "Was ist 3?", "drei")
        apply._check(plan)

    monkeypatch.setattr(apply, "_check", check_after_an_addition)
    assert counts(import_file(more)) == (0, 0, 3, 0)


def test_blanks_that_cannot_be_read_are_reported_and_the_text_stays(import_file):
    report = import_file("C: Broken {{c1::never closed\n", "notes.md")
    assert Note.objects.get().kind == "basic"
    assert any("never closes" in warned.message for warned in report.warnings)


def test_many_broken_blanks_are_one_warning(import_file):
    report = import_file("".join(f"C: Broken {each} {{{{c1::never closed\n\n" for each in range(5)), "notes.md")
    [message] = [warned.message for warned in report.warnings if "never closes" in warned.message]
    assert message.startswith("5 notes have no blanks until they are fixed: lines 1, 3, 5, 7, 9. ")


def test_many_pictures_without_masks_are_one_warning(import_file):
    note = '<!-- note {"kind": "occlusion"} -->\nQ: ![](map%d.png)\nA: none\n\n'
    report = import_file("".join(note % each for each in range(5)) + "Q: a\nA: b\n", "notes.md")
    assert (report.added, report.refused) == (1, 5)
    [message] = [warned.message for warned in report.warnings if "left out" in warned.message]
    assert message.startswith("5 notes were left out: lines 2, 6, 10, 14, 18. ")


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
