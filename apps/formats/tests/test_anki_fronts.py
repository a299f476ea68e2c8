"""What Anki hides on a front is not on ours; a loss is named once; every card that can be asked is."""

from datetime import UTC, datetime

import pytest

from apps.cards.kinds import multi_card
from apps.formats.anki.from_anki import NoteMaker
from apps.formats.anki.records import AnkiNote, AnkiNoteType, CardTemplate
from apps.formats.problems import ImportProblem

FIELDS = ("Q", "A", "Hint")
TEXTS = ("Where is it?", "SECRET", "near the door")
ANSWER = "{{FrontSide}}<hr id=answer>{{A}}"


def made(front, back=ANSWER, *more, css="", texts=TEXTS, fields=FIELDS, is_cloze=False):
    """Return a note of ours and the warnings, of a note of a type with these templates."""
    pairs = enumerate([(front, back), *more], start=1)
    templates = tuple(CardTemplate(f"Card {number}", *sides) for number, sides in pairs)
    maker = NoteMaker(AnkiNoteType(1, "Type", fields, templates, css, is_cloze))
    note = maker.note(AnkiNote(1, "guid", 1, texts, (), datetime(2024, 1, 1, tzinfo=UTC)), [], "")
    return note, [str(warning) for warning in maker.warnings()]


CHECK_BOX = "{{Q}}<input type=checkbox id=t><label for=t>show</label><b>{{A}}</b>"
SCRIPT = "document.getElementById('s').style.display = 'none'"
HIDDEN = [
    pytest.param('{{Q}}<div style="display:none">{{A}}</div>', "", id="a style"),
    pytest.param("{{Q}}<p style='color:red; DISPLAY : none !important'>{{A}}</p>", "", id="a style among others"),
    pytest.param("{{Q}}<div hidden>{{A}}</div>", "", id="an attribute"),
    pytest.param("{{Q}}<dialog>{{A}}</dialog>", "", id="a closed dialog"),
    pytest.param('{{Q}}<div class="x answer">{{A}}</div>', ".answer { visibility: hidden }", id="a class"),
    pytest.param("{{Q}}<div id=a>{{A}}</div>", "/* x */ .b, #a{display:none}", id="an id in a list"),
    pytest.param("{{Q}}<i><b>{{A}}</b></i>", ".card i > b{opacity:0}", id="a path"),
    pytest.param("{{Q}}<b><i>{{A}}</i></b>", "b{visibility:hidden}", id="inherited"),
    pytest.param("<style>.s{display:none}</style>{{Q}}<b class=s>{{A}}</b>", "", id="a style sheet in the template"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s{font-size:0}", id="no size"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s{color:#000;background:#000}", id="the color of its ground"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s{filter:blur(8px)} .s:hover{filter:none}", id="blurred"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s:not(:hover){display:none}", id="until the mouse is over it"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s{max-height:0;overflow:hidden}", id="no height"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s{position:absolute;left:-9999px}", id="off the page"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".card{& .s{display:none}}", id="a nested rule"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", "@media screen{.s{display:none}}", id="on screens"),
    pytest.param(CHECK_BOX, "b{display:none} #t:checked~b{display:inline}", id="a check box"),
    pytest.param("{{Q}}<button onclick='show()'>Hint</button><b>{{A}}</b>", "b{display:none}", id="a button"),
    pytest.param("{{Q}}<a href='#' onclick='x()'>Hint</a><b>{{A}}</b>", "b{display:none}", id="a link that only acts"),
    pytest.param("{{Q}}<!-- {{A}} --><script>x('{{A}}')</script>", "", id="a comment and a script"),
]  # fmt: skip


@pytest.mark.parametrize(("front", "css"), HIDDEN)
def test_what_anki_hides_is_not_on_the_front(front, css):
    note, warnings = made(front, css=css)
    assert (note.front, note.back, warnings) == ("Where is it?", "SECRET", [])


UNCERTAIN = [
    pytest.param("{{Q}}<b class=mobile-only>{{A}}</b>", ".mobile .mobile-only{display:none}", id="on phones"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", "@media (max-width: 500px){.s{display:none}}", id="on small screens"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".night_mode .s, .nightMode .s{display:none}", id="in the dark"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s:whatever(x){display:none}", id="in a state nobody knows"),
    pytest.param("{{Q}}<b id=s>{{A}}</b><script>" + SCRIPT + "</script>", "", id="by a script"),
    pytest.param("{{Q}}<b class=s>{{A}}</b><script>$('.s').hide()</script>", "", id="by another"),
]  # fmt: skip


@pytest.mark.parametrize(("front", "css"), UNCERTAIN)
def test_what_is_hidden_at_times_is_left_out_with_a_warning(front, css):
    note, warnings = made(front, css=css)
    assert (note.front, note.back) == ("Where is it?", "SECRET")
    assert warnings == ["Note type “Type”: What the front of 1 card hides was left out: “Where is it?”."]


def test_what_is_hidden_and_on_no_back_is_named():
    note, warnings = made("{{Q}}<div style='display:none'>{{Hint}}</div>")
    assert (note.front, note.back) == ("Where is it?", "SECRET")
    assert warnings == ["Note type “Type”: What the front of 1 card hides was left out: “Where is it?”."]


SEEN = [
    pytest.param("{{Q}} <b class=s>{{Hint}}</b>", ".s{display:none} .s{display:inline}", id="a later rule"),
    pytest.param("{{Q}} <b class=s style='display:inline'>{{Hint}}</b>", ".s{display:none}", id="a style"),
    pytest.param("{{Q}} <b class=s>{{Hint}}</b>", "@media print{.s{display:none}}", id="only on paper"),
    pytest.param("{{Q}} <i><b>{{Hint}}</b></i>", "i{visibility:hidden} b{visibility:visible}", id="a child"),
    pytest.param("{{Q}} <b class=s>{{Hint}}</b>", ".s::before{display:none} .other{display:none}", id="something else"),
    pytest.param("{{Q}} <b style='color:red'>{{Hint}}</b>", "", id="a color"),
]  # fmt: skip


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
    assert warnings == []


def test_a_front_that_hides_all_of_several_fields_asks_nothing():
    front = "<div style='display:none'>{{Q}} {{A}}</div><script>draw()</script>"
    with pytest.raises(ImportProblem, match="shows nothing"):
        made(front)
    note, warnings = made(front, ANSWER, ("{{A}}", "{{Q}}"))
    assert [part for part in multi_card.parts(note.front) if part] == ["SECRET"]
    assert any("1 card shows nothing on its front and is not asked: “Where is it?”." in each for each in warnings)


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
]


@pytest.mark.parametrize("css", HOSTILE)
def test_any_style_sheet_is_read(css):
    assert made("{{Q}}<b hidden>{{A}}</b>", css=css)[0].front in ("Where is it?",)


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
