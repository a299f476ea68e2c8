"""Random note types as people make them in Anki: hints, speech, typed answers, conditions, blanks, hidden parts."""

from hypothesis import strategies as st

from apps.formats.anki.export_records import ExportedCard, ExportedNote, ExportedPackage
from apps.formats.anki.records import AnkiNoteType, CardTemplate
from apps.formats.tests.support.empty_texts import IN_HTML
from apps.formats.tests.support.packing import MODIFIED

FIELDS = ("Q", "A", "Note")
WRAPPED = [
    "{}",
    "{}",
    '<div class="s">{}</div>',
    '<div style="display:none">{}</div>',
    "<b hidden>{}</b>",
    "<i><b>{}</b></i>",
    "<details><summary>?</summary>{}</details>",
    "<!-- {} -->",
]
SHOWN = ["{{%s}}", "{{%s}}", "{{hint:%s}}", "{{type:%s}}", "{{tts en_US:%s}}", "{{text:%s}}", "{{furigana:%s}}"]
BLANKS = ["{{cloze:%s}}", "{{cloze:%s}}", "{{type:cloze:%s}}", "{{cloze-only:%s}}"]
CONDITIONAL = ["{}", "{}", "{{{{#Note}}}}{}{{{{/Note}}}}", "{{{{^A}}}}{}{{{{/A}}}}", "{{{{#Gone}}}}{}{{{{/Gone}}}}"]
WORDS = ["", "", "Say: ", "<br>", "<script>document.getElementById('s').remove()</script>", "{{/z}}", "{{Tags}}"]
STYLES = ["", ".card {}", ".s { display: none }", "i > b { visibility: hidden }", ".mobile .s { display: none }", "b {"]
TEXTS = [
    "",
    " ",
    "<br>",
    "&nbsp;",
    "Where?",
    "<b>there</b>",
    "\\(x^2\\)",
    '<img src="gone.png">',
    "[sound:gone.mp3]",
    '<span class="s">x</span>',
    '<i style="display:none">x</i>',
    "<div><br></div>",
    "===",
    "{{c1::x}}",
    "{{c2::y::hint}} and {{c1::z}}",
    "{{c1::}}",
    "<!-- x -->",
    "漢[かん]",
    *IN_HTML,
]


@st.composite
def _parts(draw: st.DrawFn, shown: list[str]) -> str:
    """Return one thing that a side of a template shows."""
    field = draw(st.sampled_from(shown)) % draw(st.sampled_from(FIELDS))
    wrapped = draw(st.sampled_from(WRAPPED)).format(field)
    return draw(st.sampled_from(WORDS)) + draw(st.sampled_from(CONDITIONAL)).format(wrapped)


@st.composite
def note_types(draw: st.DrawFn, number: int) -> AnkiNoteType:
    """Return a note type with up to three templates, or with blanks."""
    is_cloze = draw(st.booleans())
    side = st.lists(_parts(BLANKS + SHOWN[:1] if is_cloze else SHOWN), min_size=1, max_size=3).map("".join)
    back = side | side.map("{{FrontSide}}<hr id=answer>{}".format)
    pairs = draw(st.lists(st.tuples(side, back), min_size=1, max_size=1 if is_cloze else 3))
    templates = tuple(CardTemplate(f"Card {index}", *pair) for index, pair in enumerate(pairs, start=1))
    return AnkiNoteType(1_000 + number, f"Type {number}", FIELDS, templates, draw(st.sampled_from(STYLES)), is_cloze)


@st.composite
def template_packages(draw: st.DrawFn) -> ExportedPackage:
    """Return a package with notes of one or two such types."""
    types = [draw(note_types(number)) for number in range(draw(st.integers(1, 2)))]
    texts = st.tuples(*[st.sampled_from(TEXTS)] * len(FIELDS))
    return ExportedPackage(
        [
            ExportedNote(f"note-{index}", note_type, fields, "Deck", MODIFIED, cards=_cards(note_type))
            for index, (note_type, fields) in enumerate(
                draw(st.lists(st.tuples(st.sampled_from(types), texts), min_size=1, max_size=5))
            )
        ]
    )


def _cards(note_type: AnkiNoteType) -> tuple[ExportedCard, ...]:
    return tuple(map(ExportedCard, range(2 if note_type.is_cloze else len(note_type.templates))))
