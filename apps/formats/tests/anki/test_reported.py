"""Small packages that once came out wrong, where they are: what their cards ask."""

import json
import re
from pathlib import Path

import pytest

from apps.cards.kinds import multi_card
from apps.formats.anki import read
from apps.formats.anki.conversion import from_anki

REPORTED = Path(__file__).resolve().parents[5] / "shared" / "material" / "reported"
DETAILS = re.compile(r"<details>.*?</details>", re.DOTALL)

# The kinds of the notes, the number of cards, what a front or back holds, and what no front shows before it is asked.
PACKAGES = {
    "A07_type_cloze": (["cloze", "multi_card"], 3, ["{{c1::"], []),
    "A13_furigana": (["basic"] * 8, 8, ["<ruby>日本語<rt>にほんご</rt></ruby>です"], []),
    "A14_tts_hint": (["multi_card", "basic", "basic", "basic"], 5, ["<summary>H</summary>"], ["my hint"]),
    "A24_hidden_answer": (["multi_card"], 2, ["SECRET"], ["SECRET"]),
    "A31_hint_button": (["multi_card"], 2, ["HERE"], ["HERE", "the hint text"]),
    "A32_hint_translation": (["basic"] * 2, 2, ["I run."], ["I run.", "I go."]),
    "A08_media_names": (["basic"] * 23, 23, ["<https://example.com/x.png>", "`data:image/png"], []),
    "A34_reset_card_history": (["basic"] * 3, 3, ["reset me"], []),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_reported_package_asks_what_it_should(name):
    path = REPORTED / f"{name}.apkg"
    if not path.exists():
        pytest.skip(f"{path.name} is kept beside the repository, and is not there")
    kinds, count, held, hidden = PACKAGES[name]
    with read(path) as package:
        notes = [each.note for each in from_anki.open_source(package).notes()]
    fronts = [part for note in notes for part in multi_card.parts(note.front) if part.strip()]
    shown = "\n".join(DETAILS.sub("", front) for front in fronts)
    everything = "\n".join((*fronts, *(note.back for note in notes)))
    assert ([note.kind for note in notes], len(fronts)) == (kinds, count)
    assert all(note.back.strip() for note in notes if note.kind != "cloze")
    assert [text for text in held if text not in everything] == []
    assert [text for text in hidden if text in shown] == []


def test_the_answers_of_a_card_that_was_reset_are_read_with_those_of_the_others():
    path = REPORTED / "A34_reset_card_history.apkg"
    if not path.exists():
        pytest.skip(f"{path.name} is kept beside the repository, and is not there")
    expected = json.loads((REPORTED / "EXPECTED.json").read_text())[path.name]
    with read(path) as package:
        answers = [each for each in package.reviews() if each.grade]
    assert len(answers) == expected["answers"]
