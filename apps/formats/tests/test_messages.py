import pickle

from apps.formats.messages import gettext as _
from apps.formats.messages import ngettext, verbatim
from apps.formats.problems import Code, ImportProblem, ImportWarning, Place


def test_a_message_is_an_english_sentence():
    assert str(_("The {name} has more than {limit} characters.", name="{front}", limit=64_000)) == (
        "The {front} has more than 64,000 characters."
    )


def test_a_message_of_one_thing_is_in_the_singular():
    counted = [str(ngettext("{count} note", "{count} notes", count)) for count in (0, 1, 2_000)]
    assert counted == ["0 notes", "1 note", "2,000 notes"]


def test_a_message_may_hold_another():
    assert str(_("{problem} The note was left out.", problem=verbatim("50% {empty}."))) == (
        "50% {empty}. The note was left out."
    )


def test_a_problem_begins_with_its_place():
    places = [
        Place(line=12),
        Place(line=2, column=1_200),
        Place(row=3),
        Place(row=3, column=2),
        Place(section="Cells"),
        Place(note="abc"),
        Place(note_type="Basic"),
        Place(note_type="Basic", template="Card 1"),
        Place(name="notes[3].front"),
    ]
    assert [str(ImportProblem(Code.DAMAGED, _("Damaged."), place)) for place in places] == [
        "Line 12: Damaged.",
        "Line 2, column 1200: Damaged.",
        "Row 3: Damaged.",
        "Row 3, column 2: Damaged.",
        "Section “Cells”: Damaged.",
        "Note “abc”: Damaged.",
        "Note type “Basic”: Damaged.",
        "Note type “Basic”, template “Card 1”: Damaged.",
        "notes[3].front: Damaged.",
    ]


def test_a_warning_of_the_whole_file_has_no_place():
    assert str(ImportWarning(_("Some media are missing."))) == "Some media are missing."


def test_messages_go_from_one_process_to_another():
    warning = ImportWarning(ngettext("{count} card", "{count} cards", 2), Place(row=3))
    assert pickle.loads(pickle.dumps(warning)) == warning  # noqa: S301
