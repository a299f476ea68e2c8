"""Decks of all sorts, for laws that hold for any."""

from dataclasses import replace

from hypothesis import strategies as st

from apps.cards.kinds.registry import CHOICE, NAMES, OCCLUSION
from apps.formats.records import EXERCISE, DeckRecord, NoteRecord, SectionRecord, labels_of
from apps.formats.tests.support.empty_texts import IN_MARKDOWN

NASTY = [
    *("=1+1", "'=1", "+", "-5", "@x", "- a\n- b", "'", "''-x", "\t=x", " =1", "＝x", "'quoted'"),
    *('"', '""', 'say "x"', "a;b,c|d\te", "#separator:tab", "# heading", "#", "a #b", "line\nbreak", "\n", "a\n\nb"),
    *("Q: a", "A: b\nA: c", "C: [x]", "Q:", "## Section", "---", "***", "===", "a :: b", "a ::: b", "x\n?\ny", "??"),
    *("a? #flashcards", "#flashcards/b", "START\nBasic\na\nBack: b\nEND", "STARTI [Basic] a Back: b ENDI"),
    *("```\ncode\nQ: no\n```", "```", "~~~~", "``` `", "> ```", "<details>", "</details>", "<Flashcard>"),
    *("<!-- note {} -->", "<!-- section {} -->", "-->", "<!--SR:!2020-01-01,1,1-->", "**YES.** no", "**YES.**"),
    *("{{c1::a}}", "{{c1::a::h}} {{c3::b}}", "{{c1::{{c2::x}}}}", "[a] {{c1::b}}", "{{c1::a b}} and {{c2::c}}", "{{"),
    *("$x^2$", "\\(y\\)", "\\", "*a*", "<b>x</b>", "&nbsp;", "🙂", "\u2028", "\xa0", " a ", "ß", "漢字", "null"),
    *IN_MARKDOWN,
]
texts = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=4).map("\n".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t"), max_size=30),
)
words = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=10)
lines = st.lists(words, min_size=1, max_size=3).map(" ".join)
labels = st.sampled_from(["YES", "NO", "IN SCOPE"])
masks = st.sampled_from(["c1 rect 0.1 0.2 0.3 0.1", "c1 ellipse 0.1 0.2 0.3 0.1 always\nc2 polygon 0 0 0.2 0 0.1 0.2"])


@st.composite
def notes(draw: st.DrawFn, section: int) -> NoteRecord:
    kind = draw(st.sampled_from(NAMES))
    return NoteRecord(
        front="![](map.png)" if kind == OCCLUSION else draw(texts),
        back=draw(masks) if kind == OCCLUSION else draw(texts | st.just("")),
        kind=kind,
        label=draw(labels) if kind == CHOICE else "",
        extra=draw(texts | st.just("")),
        tags=tuple(draw(st.lists(words, max_size=3, unique=True))),
        guid=draw(words | st.just("")),
        section=section,
        archived=draw(st.booleans()),
    )


@st.composite
def sections(draw: st.DrawFn) -> SectionRecord:
    return SectionRecord(
        title=draw(lines | texts),
        kind=draw(st.sampled_from(["self_check", "exercise", "flashcards"])),
        introduction=draw(texts | st.just("")),
        labels=tuple(draw(st.lists(labels, unique=True))),
        numbering=draw(st.sampled_from(["letters", "numbers", "named", "whole"])),
        closing=draw(texts | st.just("")),
    )


@st.composite
def decks(draw: st.DrawFn) -> DeckRecord:
    """Draw any deck whose notes stand in the order of their sections."""
    parts = draw(st.lists(sections(), min_size=1, max_size=3))
    found = [draw(notes(index)) for index in range(len(parts)) for _each in range(draw(st.integers(0, 3)))]
    head = {name: draw(lines | st.just("")) for name in ("title", "slug", "language", "licence", "attribution")}
    return DeckRecord(**head, source_url=draw(lines | st.just("")), sections=tuple(parts), notes=_guids_once(found))


@st.composite
def decks_of_rows(draw: st.DrawFn) -> DeckRecord:
    """Draw a deck of which rows can hold all: sections are no more than titles and the labels that their notes use."""
    titles = draw(st.lists(lines, min_size=1, max_size=3, unique=True))
    found = [draw(notes(index)) for index in range(len(titles)) for _each in range(draw(st.integers(1, 3)))]
    found = [note if note.front.strip() else replace(note, front="?") for note in found]  # a row asks something
    used = [labels_of(note for note in found if note.section == index) for index in range(len(titles))]
    parts = [
        SectionRecord(title, kind=EXERCISE, labels=each) if each else SectionRecord(title)
        for title, each in zip(titles, used, strict=True)
    ]
    deck = draw(decks())
    return replace(deck, title=draw(lines), sections=tuple(parts), notes=_guids_once(found))


def _guids_once(found: list[NoteRecord]) -> tuple[NoteRecord, ...]:
    seen: set[str] = set()
    result = []
    for note in found:
        result.append(replace(note, guid="" if note.guid in seen else note.guid))
        seen.add(note.guid)
    return tuple(result)
