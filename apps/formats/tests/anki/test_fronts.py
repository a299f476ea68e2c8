"""What Anki hides on a front is not on ours; a loss is named once; every card that can be asked is."""

import time
from datetime import UTC, datetime
from itertools import product

import pytest

from apps.cards.kinds import multi_card
from apps.formats.anki.conversion.from_anki import NoteMaker
from apps.formats.anki.records import AnkiNote, AnkiNoteType, CardTemplate
from apps.formats.problems import ImportProblem
from apps.formats.tests.support.hiding.fronts import HIDDEN, SEEN, UNCERTAIN

FIELDS = ("Q", "A", "Hint")
TEXTS = ("Where is it?", "SECRET", "near the door")
ANSWER = "{{FrontSide}}<hr id=answer>{{A}}"


def made(front, back=ANSWER, *more, css="", texts=TEXTS, fields=FIELDS, is_cloze=False, files=None):
    """Return a note of ours and the warnings, of a note of a type with these templates."""
    pairs = enumerate([(front, back), *more], start=1)
    templates = tuple(CardTemplate(f"Card {number}", *sides) for number, sides in pairs)
    maker = NoteMaker(AnkiNoteType(1, "Type", fields, templates, css, is_cloze), files=files)
    note = maker.note(AnkiNote(1, "guid", 1, texts, (), datetime(2024, 1, 1, tzinfo=UTC)), [], "")
    return note, [str(warning) for warning in maker.warnings()]


@pytest.mark.parametrize(("front", "css"), HIDDEN)
def test_what_anki_hides_is_not_on_the_front(front, css):
    note, warnings = made(front, css=css)
    assert (note.front, note.back, warnings) == ("Where is it?", "SECRET", [])


@pytest.mark.parametrize(("front", "css"), UNCERTAIN)
def test_what_is_hidden_at_times_is_left_out_with_a_warning(front, css):
    note, warnings = made(front, css=css)
    assert (note.front, note.back) == ("Where is it?", "SECRET")
    assert warnings == ["Note type “Type”: What the front of 1 card hides was left out: “Where is it?”."]


def test_what_is_hidden_and_on_no_back_is_named():
    note, warnings = made("{{Q}}<div style='display:none'>{{Hint}}</div>")
    assert (note.front, note.back) == ("Where is it?", "SECRET")
    assert warnings == ["Note type “Type”: What the front of 1 card hides was left out: “Where is it?”."]


@pytest.mark.parametrize(("front", "css"), SEEN)
def test_what_anki_shows_is_on_the_front(front, css):
    note, warnings = made(front, css=css)
    assert note.front.startswith("Where is it?")
    assert "near the door" in note.front
    assert warnings == []


def test_the_only_field_of_a_front_is_the_question_though_a_script_has_to_draw_it():
    note, warnings = made(
        "<div id=front><pre>{{Q}}</pre></div><script>draw()</script>", css="#front{visibility:hidden}"
    )
    assert "Where is it?" in note.front
    assert warnings == ["Note type “Type”: 1 script was left out: Card 1."]


def test_a_front_that_hides_all_of_several_fields_asks_nothing():
    front = "<div style='display:none'>{{Q}} {{A}}</div><script>draw()</script>"
    with pytest.raises(ImportProblem, match="shows nothing"):
        made(front)
    note, warnings = made(front, ANSWER, ("{{A}}", "{{Q}}"))
    assert [part for part in multi_card.parts(note.front) if part] == ["SECRET"]
    assert any("1 card shows nothing on its front and is not asked: “Where is it?”." in each for each in warnings)


def test_a_front_of_which_a_script_may_hide_all_is_named_and_is_not_asked():
    front = "<p id=a>{{Q}}</p><p id=b>{{A}}</p><script>document.getElementById(part).style.display = 'none'</script>"
    with pytest.raises(ImportProblem, match=r"A script or a style decides what its front shows\."):
        made(front)
    note, warnings = made(front, ANSWER, ("{{A}}", "{{Q}}"))
    assert [part for part in multi_card.parts(note.front) if part] == ["SECRET"]
    assert warnings == [
        "Note type “Type”: A script or a style decides what the front of 1 card shows, so it is not asked: "
        "“Where is it?”."
    ]


def test_the_only_field_of_a_front_is_the_question_beside_the_names_of_deck_and_tags():
    note, _ = made("<p id=a>{{Q}}</p><p id=b>{{Deck}} {{Tags}}</p><script>$(part).hide()</script>")
    assert note.front.startswith("Where is it?")


@pytest.mark.parametrize(
    "color", ["255, 85, 0", "255,0,0", "0, 0, 0", "0, 170, 0", "255, 255, 0", "0 85 0", "170, 0, 0", "85, 85, 0"]
)
@pytest.mark.parametrize("css", ["", ".card{color:black;background-color:white}"])
def test_a_word_in_any_color_of_three_parts_is_on_the_front(color, css):
    word = f'Which <span style="color: rgb({color});">drug</span> is {{{{c1::it}}}}?'
    note, warnings = made("{{Q}}", css=css, texts=(word, "SECRET", ""))
    assert ("drug" in note.front, warnings) == (True, [])
    note, _ = made("{{cloze:Q}}", "{{cloze:Q}}", css=css, texts=(word, "", ""), is_cloze=True)
    assert "drug" in note.front


@pytest.mark.parametrize(
    ("front", "css", "file", "text"),
    [
        ("{{Q}}<b class=s>{{A}}</b>", "@import url('_x.css');", "_x.css", ".s{display:none}"),
        ("<link rel=stylesheet href=_x.css>{{Q}}<b class=s>{{A}}</b>", "", "_x.css", ".s{display:none}"),
        ("{{Q}}<b class=s>{{A}}</b><script src='_x.js'></script>", "", "_x.js", "$('.s').hide()"),
    ],
)
def test_what_files_of_the_package_hide_is_not_on_the_front(front, css, file, text):
    assert made(front, css=css, files={file: text.encode})[0].front == "Where is it?"
    assert "SECRET" in made(front, css=css, files={})[0].front


@pytest.mark.parametrize("file", ["_hide.js", "https://example.org/spoilers.js"])
def test_a_script_that_is_elsewhere_hides_what_its_name_says(file):
    front = f"{{{{Q}}}}<b>{{{{A}}}}</b><script src='{file}'></script>"
    assert made(front, files={})[0].front == "Where is it?"


def test_a_sound_that_a_front_plays_stays_without_the_words_for_old_browsers():
    note, _ = made("{{Q}}<audio><source src='cat.mp3'>{{A}}</audio>")
    assert ("Where is it?" in note.front, "SECRET" in note.front) == (True, False)


LONG = ".x{color:red}" * 5_000
LEFT_OUT = ["Note type “Type”: What the front of 1 card hides was left out: “Where is it?”."]


def test_long_files_of_the_package_leave_room_for_the_style_sheet_of_the_note_type():
    css, files = (
        "@import '_1.css'; @import '_2.css'; .hint{display:none}",
        dict.fromkeys(("_1.css", "_2.css"), LONG.encode),
    )
    note, warnings = made("{{Q}}<b class=hint>{{A}}</b><i>{{Hint}}</i>", css=css, files=files)
    assert (note.front, warnings) == ("Where is it?", LEFT_OUT)


@pytest.mark.parametrize(
    ("front", "css"),
    [
        ("<script>" + "play();" * 6_000 + "</script>", ""),
        (f"<style>{LONG}</style>", ""),
        ("", LONG * 2),
        ("".join(f"<script src=_{number}.js></script>" for number in range(3)), ""),
    ],
    ids=["script", "style", "css", "files"],
)
def test_what_is_too_long_to_tell_what_it_hides_is_left_out_and_named(front, css):
    files = {f"_{number}.js": f"play({number});".ljust(19_000).encode for number in range(3)}
    note, warnings = made("{{Q}}<b>{{Hint}}</b>" + front, css=css, files=files)
    assert (note.front, LEFT_OUT[0] in warnings) == ("Where is it?", True)


def test_a_font_in_a_style_sheet_takes_no_room_in_it():
    css = f"@font-face{{src:url(data:font/woff2;base64,{'A' * 200_000})}} .s{{display:none}}"
    note, warnings = made("{{Q}}<b>{{Hint}}</b><i class=s>{{A}}</i>", css=css)
    assert (note.front, warnings) == ("Where is it?**near the door**", [])


def test_a_script_of_a_note_type_that_shows_only_its_fields_is_named():
    note, warnings = made("{{Q}}<script>play()</script>", "{{FrontSide}}<hr id=answer>{{A}}<script>x()</script>")
    assert (note.kind, note.front, note.back) == ("basic", "Where is it?", "SECRET")
    assert warnings == ["Note type “Type”: 2 scripts were left out: Card 1."]


@pytest.mark.parametrize("field", ['Where?<span class="s">SECRET</span>', 'Where?<i style="display:none">SECRET</i>'])
def test_what_a_field_hides_is_not_on_the_front(field):
    texts = (field, "SECRET", "")
    note, _ = made("{{Q}}", ANSWER, css=".s{display:none}", texts=texts)
    assert (note.kind, note.front, note.back) == ("basic", "Where?", "SECRET")
    note, _ = made(
        "{{cloze:Q}}", "{{cloze:Q}}", css=".s{display:none}", texts=(f"{{{{c1::x}}}} {field}", "", ""), is_cloze=True
    )
    assert "SECRET" not in note.front


@pytest.mark.parametrize(
    ("front", "asked"),
    [
        pytest.param("{{tts en_US:Q}}", "Where is it?", id="all that is asked"),
        pytest.param("Listen {{tts fr_FR voices=A,B:Q}}", "Listen Where is it?", id="after words of the template"),
        pytest.param("[anki:tts lang=en_US]{{Q}}[/anki:tts]", "Where is it?", id="between tags"),
        pytest.param("{{Q}} {{tts en_US:Q}}", "Where is it?", id="what is there to be read"),
        pytest.param("{{Q}} {{tts en_US:A}}", "Where is it?", id="the answer"),
        pytest.param("{{Q}} [anki:tts lang=en_US]{{A}}[/anki:tts]", "Where is it?", id="the answer between tags"),
        pytest.param("{{Q}}{{type:A}}{{tts en_US:A}}", "Where is it?", id="the answer that is typed"),
        pytest.param("{{Q}} {{tts en_US:Hint}}", "Where is it? near the door", id="what is nowhere else"),
    ],
)
def test_what_a_front_speaks_is_read_unless_it_is_the_answer(front, asked):
    note, warnings = made(front)
    assert (note.front, note.back, warnings) == (asked, "SECRET", [])


def test_a_dictation_whose_words_are_typed_is_left_out():
    with pytest.raises(ImportProblem, match="shows nothing"):
        made("{{tts en_US:A}}{{type:A}}")


@pytest.mark.parametrize(
    "front", ["{{type:cloze:Q}}", "{{cloze:Q}}<br>{{type:cloze:Q}}", "{{cloze:Q}} {{tts en:cloze-only:Q}}"]
)
def test_blanks_that_are_typed_or_spoken_are_a_cloze(front):
    note, _ = made(front, "{{cloze:Q}}<br>{{Hint}}", texts=("The {{c1::cat}} sat", "", "extra"), is_cloze=True)
    assert (note.kind, note.front, note.extra) == ("cloze", "The {{c1::cat}} sat", "extra")


BROKEN = "{{Q}}{{/z}}"


@pytest.mark.parametrize("broken", [(BROKEN, ANSWER), ("{{Q}}", BROKEN), ("{{#Q}}{{Q}}", "{{A}}")])
def test_a_broken_template_loses_only_its_cards_and_is_named_once(broken):
    note, warnings = made("{{Q}}", ANSWER, broken)
    assert (note.kind, note.front, note.back) == ("basic", "Where is it?", "SECRET")
    assert len(warnings) == 1
    assert warnings[0].startswith("Note type “Type”, template “Card 2”: ")


def test_notes_whose_only_template_is_broken_are_asked_by_their_fields():
    note, warnings = made(BROKEN, texts=("Where is it?", "Here", ""))
    assert (note.front, note.back, len(warnings)) == ("Where is it?", "Here", 1)
    note, _ = made(BROKEN, texts=("The {{c1::cat}}", "extra", ""), is_cloze=True)
    assert (note.kind, note.front, note.extra) == ("cloze", "The {{c1::cat}}", "extra")


@pytest.mark.parametrize(
    ("picture", "shown"),
    [
        ('<img src="https://example.com/x.png">', "<https://example.com/x.png>"),
        ("<img src=https://example.com/x.png?a=1&amp;b=2>", "<https://example.com/x.png?a=1&b=2>"),
        ('<div><img alt="" src="data:image/png;base64,iVBO"></div>', "`data:image/png;base64,iVBO`"),
        ('<img src="https://example.com/x.png"> and words', "and words"),
    ],
)
def test_an_answer_that_is_only_a_picture_from_elsewhere_is_its_url(picture, shown):
    assert made("{{Q}}", texts=("Where is it?", picture, ""))[0].back == shown


def test_cards_without_answers_are_named_once():
    note, warnings = made("{{Q}}", ANSWER, ("{{A}}", "{{Hint}}"), texts=("Where is it?", "Here", ""))
    assert multi_card.parts(note.front) == ["Where is it?", "Here"]
    assert warnings == ["Note type “Type”: 1 card has no answer and is not asked: “Where is it?”."]


HOSTILE = [
    "(" * 50_000 + "{}",
    "a{" * 20_000,
    ".a:not(" * 5_000,
    "@media x{" * 5_000,
    ".a{display:none}" * 4_000,
    "*{" * 9 + "display:none",
    *(f"b{{{name}:{value}}}" for name, value in product(("color", "background"), ("color()", "oklch(none 9 9)"))),
]


@pytest.mark.parametrize("css", HOSTILE)
def test_any_style_sheet_is_read(css):
    assert made("{{Q}}<b hidden>{{A}}</b>", css=css)[0].front in ("Where is it?",)


SLOW = [  # to the first tries at reading them
    (f"<script>console.log('{'-' * 36}');</script>", ANSWER, ""),
    (f"<script>{'if()' * 24}!.style.display = 0;</script>", ANSWER, ""),
    (f"<script>{'a' * 19_900};x.hide();</script>", ANSWER, ""),
    (f"<script>{'/*' * 9_900}</script>", ANSWER, ""),
    ("<script>" + "\n" * 19_900 + "</script>", ANSWER, ""),
    (f"<script>x='{'a ' * 5_000}';{'x.hide();' * 1_000}</script>", ANSWER, ""),
    (f"<script>{'a$' * 9_900};x.append(a)</script>", ANSWER, ""),
    (f"<script>{'.innerHTML=.split(' * 1_000}</script>", ANSWER, ""),
    ("", ANSWER, f"b{{scale: {'1' * 60}a}}"),
    ("", f"{{{{A}}}}{'<hr id=answer ' * 2_000}", ""),
    ("", ANSWER, "& &{" * 26 + "display:none"),
]


@pytest.mark.parametrize(("front", "back", "css"), SLOW)
def test_no_template_takes_long_to_read(front, back, css):
    started = time.process_time()
    made("{{Q}}<b hidden>{{A}}</b>" + front, back, css=css)
    assert time.process_time() - started < 1


def test_a_hint_is_closed_until_it_is_asked_for():
    note, warnings = made("{{Q}} {{hint:Hint}}")
    assert note.front == "Where is it?\n\n<details>\n<summary>Hint</summary>\n\nnear the door\n\n</details>"
    assert (note.back, warnings) == ("SECRET", [])


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("furigana", "<ruby>日本<rt>にほん</rt></ruby><ruby>語<rt>ご</rt></ruby>"),
        ("kanji", "日本語"),
        ("kana", "にほんご"),
    ],
)
def test_readings_are_ruby(name, shown):
    assert made(f"{{{{{name}:Q}}}}", texts=("日本[にほん] 語[ご]", "Japanese", ""))[0].front == shown
