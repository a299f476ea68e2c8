from datetime import UTC, datetime

import pytest

from apps.formats.anki.fields import cloze, field_markdown
from apps.formats.anki.records import AnkiDeck, AnkiNote, AnkiNoteType, CardTemplate
from apps.formats.anki.templates.rendering import CardMaker
from apps.formats.problems import Code, ImportProblem

DECK = AnkiDeck(7, ("Biology", "Cells & co"))
FIELDS = {"Front": "What is a <b>cell</b>?", "Back": "A unit", "Empty": " <br><div></div>"}


def maker(front, back="", *more, fields=FIELDS, is_cloze=False):
    sides = enumerate([(front, back), *more], start=1)
    templates = tuple(CardTemplate(f"Card {number}", *both) for number, both in sides)
    return CardMaker(AnkiNoteType(1, "Pair", tuple(fields), templates, "", is_cloze))


def note(fields=FIELDS, tags=("bio", "week::1")):
    return AnkiNote(1, "guid", 1, tuple(fields.values()), tags, datetime(2024, 1, 1, tzinfo=UTC))


def card(front, back="", *, fields=FIELDS, ordinal=0, is_cloze=False, tags=("bio", "week::1")):
    made = maker(front, back, fields=fields, is_cloze=is_cloze)
    return made.render(note(fields, tags), ordinal, DECK, flag=2)


def shown(template, fields=FIELDS, **options):
    return card("{{Front}}", template, fields=fields, **options).back


def test_the_back_repeats_the_front_where_it_asks_for_it():
    sides = card("{{Front}}!", "{{FrontSide}}<hr id=answer>{{ Back }}")
    assert sides.front == "What is a <b>cell</b>?!"
    assert sides.back == "What is a <b>cell</b>?!<hr id=answer>A unit"


@pytest.mark.parametrize(
    ("template", "html"),
    [
        pytest.param("{{#Front}}yes{{/Front}}{{^Front}}no{{/Front}}", "yes", id="a filled field"),
        pytest.param("{{#Empty}}yes{{/Empty}}{{^Empty}}no{{/Empty}}", "no", id="one with nothing but breaks"),
        pytest.param("{{#Front}}a{{#Empty}}b{{#Back}}c{{/Back}}{{/Empty}}d{{/Front}}", "ad", id="one in another"),
        pytest.param("{{#Tags}}tagged{{/Tags}}{{^Nothing}}!{{/Nothing}}", "tagged!", id="tags, and no such field"),
        pytest.param("{{Tags}}|{{Type}}|{{Card}}|{{CardFlag}}", "bio week::1|Pair|Card 1|flag2", id="special fields"),
        pytest.param("{{Deck}}|{{Subdeck}}", "Biology::Cells &amp; co|Cells &amp; co", id="the deck"),
        pytest.param("<!-- {{Front}} {{Nope}} -->{{Back}}", "A unit", id="a comment"),
        pytest.param("{{{Back}}}", "A unit}", id="three braces"),
        pytest.param("{{Back}} }} {{ and {more", "A unit }} {{ and {more", id="braces that mean nothing"),
        pytest.param("{{=<% %>=}}<%Back%> {{Back}}", "A unit {{Back}}", id="other braces"),
        pytest.param("{{Nope}}{{}}{{text:}}", "", id="fields that are not there"),
        pytest.param("{{text:Front}}", "What is a cell?", id="text"),
        pytest.param("{{unknown:text:Front}}", "What is a cell?", id="a filter of an add-on"),
        pytest.param("{{type:Back}} {{type:nc:Back}}", "A unit A unit", id="an answer to type"),
        pytest.param("{{tts en_US voices=Bob speed=1.2:Front}}{{tts-voices:}}.", ".", id="speech"),
        pytest.param(
            "{{hint:Back}}{{hint:Nope}}", '<details class="hint"><summary>Back</summary>A unit</details>', id="a hint"
        ),
    ],
)
def test_a_template_shows(template, html):
    assert shown(template) == html


def test_what_is_to_be_typed_is_not_in_the_question():
    assert card("{{Front}} {{type:Back}}", "{{FrontSide}}").back == "What is a <b>cell</b>? "


@pytest.mark.parametrize(
    ("filter_", "html"),
    [
        ("furigana", "<ruby>日本<rt>にほん</rt></ruby><ruby>語<rt>ご</rt></ruby> go[sound:a.mp3] x"),
        ("kanji", "日本語 go[sound:a.mp3] x"),
        ("kana", "にほんご go[sound:a.mp3] x"),
    ],
)
def test_readings_stand_in_brackets(filter_, html):
    fields = {"Front": "日本[にほん] 語[ご]&nbsp;go[sound:a.mp3] x<b>漢</b>[]"}
    assert shown(f"{{{{{filter_}:Front}}}}", fields) == html + "<b>漢</b>[]"


def test_text_has_no_tags_styles_scripts_or_comments():
    fields = {"Front": "a<br>b &amp; &lt;i&gt; <STYLE>p {}</style ><script>x</script><!-- <b> -->c < d"}
    assert shown("{{text:Front}}", fields) == "ab &amp; &lt;i&gt; "
    assert shown("{{text:Front}}", {"Front": "5 < 6 <b>7</b>"}) == "5 < 6 7"


def test_a_note_makes_the_cards_whose_fronts_show_something():
    fronts = ["{{Empty}}e", "{{#Back}}words{{/Back}}", "{{^Empty}}{{Front}}{{/Empty}}", "{{Tags}}", "{{type:Back}}"]
    made = maker("{{Front}}", "", *((front, "") for front in fronts))
    assert made.ordinals(note()) == [0, 3, 4, 5]
    assert made.ordinals(note(tags=())) == [0, 3, 5]


GAPS = {"Text": "The {{c1::cat}} sat on the {{c2::mat::where}}, {{c1::again}}", "Extra": "more {{c4::x}}"}


@pytest.mark.parametrize(
    ("ordinal", "front", "back"),
    [
        (
            0,
            'The <span class="cloze">[...]</span> sat on the mat, <span class="cloze">[...]</span>',
            'The <span class="cloze">cat</span> sat on the mat, <span class="cloze">again</span>',
        ),
        (
            1,
            'The cat sat on the <span class="cloze">[where]</span>, again',
            'The cat sat on the <span class="cloze">mat</span>, again',
        ),
        (2, "", ""),
    ],
)
def test_a_cloze_card_hides_its_own_blanks(ordinal, front, back):
    sides = card("{{cloze:Text}}", "{{cloze:Text}}", fields=GAPS, ordinal=ordinal, is_cloze=True)
    assert (sides.front, sides.back) == (front, back)


@pytest.mark.parametrize(
    ("text", "front", "back"),
    [
        (r"\({{c1::x^2}}\) is {{c1::big}}", "$\\boxed{?}$ is [...]", "${x^2}$ is big"),
        (r"\[y+{{c1::z::a hint}}\]", "$$y+\\boxed{?}$$", "$$y+{z}$$"),
        ("[$]{{c1::a {{c2::b}}}}[/$]", "$\\boxed{?}$", "${a b}$"),
        ("[latex]The {{c1::sum}} is $x$[/latex]", "The [...] is $x$", "The sum is $x$"),
    ],
)
def test_a_blank_inside_a_formula_is_a_box_in_it(text, front, back):
    sides = card("{{cloze:Text}}", "{{cloze:Text}}", fields={"Text": text}, is_cloze=True)
    assert [field_markdown.markdown(side).text for side in (sides.front, sides.back)] == [front, back]


def test_a_note_makes_a_card_for_each_number_in_the_fields_that_the_front_blanks():
    assert maker("{{cloze:Text}}", fields=GAPS, is_cloze=True).ordinals(note(GAPS)) == [0, 1]
    assert maker("{{cloze:Text}}{{cloze:Extra}}", fields=GAPS, is_cloze=True).ordinals(note(GAPS)) == [0, 1, 3]


@pytest.mark.parametrize(
    ("template", "front", "back"),
    [
        ("{{cloze-only:Text}}", "..., ...", "cat, again"),
        ("{{type:cloze:Text}}", "The [...] sat on the mat, [...]", "cat, again"),
        ("{{cloze:Text}}{{type:cloze:Text}}", "The [...] sat on the mat, [...]", None),
        ("{{text:cloze:Text}}", "The [...] sat on the mat, [...]", "The cat sat on the mat, again"),
        ("{{#c1}}one{{/c1}}{{#c2}}two{{/c2}}", "one", "one"),
    ],
)
def test_cloze_cards_take_filters_and_conditions(template, front, back):
    sides = card(template, template, fields=GAPS, is_cloze=True)
    assert sides.front.replace('<span class="cloze">', "").replace("</span>", "") == front
    assert back in (None, sides.back)


@pytest.mark.parametrize(
    ("text", "number", "front", "back"),
    [
        pytest.param("{{c1::a {{c2::b}} c}}", 1, "[...]", "<a b c>", id="another within is hidden too"),
        pytest.param("{{c1::a {{c2::b}} c}}", 2, "a [...] c", "a <b> c", id="the one within"),
        pytest.param("{{c1::a {{c2::b::in}} c::out}}", 1, "[out]", "<a b c>", id="each has its hint"),
        pytest.param("{{c1::{{c1::x}}y}}", 1, "[...]", "<<x>y>", id="the same number within"),
        pytest.param("{{c1::a::h::i}}", 1, "[h::i]", "<a>", id="colons in a hint"),
        pytest.param("{{c1::a}}} }}", 1, "[...]} }}", "<a>} }}", id="braces that close nothing"),
        pytest.param("{{c1::a}} {{c2::b {{c3::c}}", 1, "[...] {{c2::b c", "<a> {{c2::b c", id="one that never closes"),
        pytest.param("{{c1::a}} {{c2::b::d", 1, "[...] {{c2::b::d", "<a> {{c2::b::d", id="nor its hint"),
        pytest.param("{{c1,3::a}} {{c3::b}}", 3, "[...] [...]", "<a> <b>", id="one of two cards"),
        pytest.param("{{c02::a}} {{C2::b}} {{c2:c", 2, "[...] {{C2::b}} {{c2:c", "<a> {{C2::b}} {{c2:c", id="numbers"),
        pytest.param("{{c1::image-occlusion:rect:left=.1}}", 1, "", "", id="a part of a picture"),
        pytest.param("{{c0::a}} {{c501::b}}", 0, "", "", id="numbers that are none"),
    ],
)
def test_blanks(text, number, front, back):
    def readable(html):
        html = html.replace('<span class="cloze">[', "[").replace("]</span>", "]")
        return html.replace('<span class="cloze">', "<").replace("</span>", ">")

    assert readable(cloze.question(text, number)) == front
    assert readable(cloze.answer(text, number)) == back


def test_the_numbers_of_blanks_are_sorted():
    assert cloze.numbers("{{c3::a}} {{c1::b {{c20::c}}}} {{c3::d}} {{c0::e}} {{c501::f}} {{c7::open") == [1, 3, 20]


def test_blanks_that_are_too_deep_are_shown():
    text = "".join(f"{{{{c{number}::{number} " for number in range(1, 15)) + "}}" * 14
    assert cloze.numbers(text) == list(range(1, 11))
    assert cloze.answer(text, 10).endswith('<span class="cloze">10 11 12 13 14 </span>')


UNREADABLE = ["{{#Front}}", "{{/Front}}", "{{#Front}}{{^Back}}{{/Front}}{{/Back}}", "{{" + "text:" * 11 + "Front}}"]


@pytest.mark.parametrize("template", UNREADABLE)
def test_a_template_that_cannot_be_read_makes_no_cards_and_is_named(template):
    made = maker("{{Front}}", template, ("{{Back}}", "{{Front}}"))
    [problem] = made.problems
    assert (problem.code, str(problem.place)) == (Code.TEMPLATE, "Note type “Pair”, template “Card 1”")
    assert made.ordinals(note()) == [1]
    assert made.render(note(), 1, DECK).front == "A unit"


def test_a_card_that_is_too_long_is_refused():
    fields = {"Front": "x" * 60_000}
    with pytest.raises(ImportProblem) as caught:
        card("{{Front}}" * 20, fields=fields)
    assert caught.value.code == Code.TOO_LARGE


def test_a_template_of_too_many_steps_is_refused():
    assert [problem.code for problem in maker("{{Front}}" * 6_000).problems] == [Code.TOO_LARGE]


@pytest.mark.parametrize(
    "field",
    [
        "{{c1::" * 9_000,
        "}}" * 30_000,
        "[" * 60_000,
        "a" * 60_000,
        "a[" * 30_000,
        "<" * 60_000,
        "<!--" * 15_000,
        "{{c1::" * 5_000 + "}}" * 15_000,
    ],
)
def test_any_field_goes_through_any_filter(field):
    names = ("text", "furigana", "kana", "kanji", "cloze", "hint", "cloze-only")
    template = "".join(f"{{{{{name}:Front}}}}" for name in names)
    assert card("{{cloze:Front}}", template, fields={"Front": field}, is_cloze=True).back


@pytest.mark.parametrize("piece", ["{{#Front}}", "{{^Front}}{{/Front}}", "{{Front:"])
def test_a_template_of_nothing_but_openings_is_refused(piece):
    assert maker("{{Front}}", piece * (120_000 // len(piece)) + "}}").problems


@pytest.mark.parametrize("piece", ["{{", "}}", "<!--", "{{:", "<%"])
def test_a_template_of_nothing_but_signs_is_text(piece):
    assert maker("{{Front}}", piece * (120_000 // len(piece))).render(note(), 0, DECK).front
