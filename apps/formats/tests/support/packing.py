"""Packages to be written: one of everything, and any."""

import string
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from apps.formats.anki import own_note_types
from apps.formats.anki.export_records import (
    LEARNING,
    RELEARNING,
    REVIEW,
    ExportedCard,
    ExportedDeck,
    ExportedNote,
    ExportedPackage,
    ExportedReview,
    ExportedSchedule,
)
from apps.formats.anki.fields.markdown_to_html import html
from apps.formats.anki.records import AnkiNoteType, CardTemplate

MODIFIED = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
THEIRS = AnkiNoteType(
    1_400_000_000_123,
    "Vocabulary",
    ("Word", "Reading", "Picture"),
    (
        CardTemplate("Read", "{{Word}}", "{{FrontSide}}<hr id=answer>{{furigana:Reading}}"),
        CardTemplate("See", "{{#Picture}}{{Picture}}{{/Picture}}", "{{Word}}"),
    ),
    ".card { color: teal }",
    False,
)
MEDIA = {"cat.png": b"not quite a picture", "été.mp3": b"nor a sound"}
DECKS = [ExportedDeck("Latin::Verbs", "Licence: CC BY 4.0\nBy <the> rope course")]


def answers(days, *, since=NOON):
    return tuple(
        ExportedReview(
            since + timedelta(days=day), grade=3, interval=day + 1, interval_before=-600, ease=2350, taken_ms=4000
        )
        for day in days
    )


def one_of_everything(**changes):
    """Return a package with a note of every kind, and cards in every state."""
    return ExportedPackage([_changed(note, changes) for note in NOTES], DECKS, MEDIA, [b'{"format": "ditcards-deck"}'])


def _changed(note, changes):
    return changes.get(note.guid, note)


NOTES = [
    ExportedNote(
        "basic",
        own_note_types.of_kind("basic"),
        (
            html("What is **this**? ![a cat](cat.png)"),
            html("A *cat*:\n\n- fur"),
            html("$a < b$"),
            html("Look."),
        ),
        "Latin::Verbs",
        MODIFIED,
        ("animals", "pets::furry"),
        (
            ExportedCard(
                schedule=ExportedSchedule(date(2026, 12, 24), 30, 2350, 7, 2), flag=3, answers=answers(range(5))
            ),
        ),
        created=date(2025, 6, 1),
    ),
    ExportedNote(
        "reversed",
        own_note_types.of_kind("reversed"),
        ("dog", "canis [sound:été.mp3]", ""),
        "Latin",
        MODIFIED,
        cards=(
            ExportedCard(0, suspended=True, schedule=ExportedSchedule(date(2019, 12, 24), 400, 1300, 1, 0)),
            ExportedCard(1, deck="Latin::Verbs"),
        ),
    ),
    ExportedNote(
        "cloze",
        own_note_types.of_kind("cloze"),
        (html("{{c1::The **sun**::star}} and {{c2::$\\frac{1}{x_{2}}$}}"), html("below"), ""),
        "Latin",
        MODIFIED,
        cards=(
            ExportedCard(0, schedule=ExportedSchedule(NOON, 0, 0, 1, 0, LEARNING)),
            ExportedCard(1, schedule=ExportedSchedule(date(2026, 11, 30), 5, 2000, 9, 1, RELEARNING)),
        ),
    ),
    ExportedNote(
        "choice",
        own_note_types.of_kind("choice"),
        ("Two ropes.", '<ul class="choices"><li>BEND</li><li>HITCH</li></ul>', "BEND", "Both take part.", "", "Which?"),
        "Default",
        MODIFIED,
        cards=(ExportedCard(suspended=True, flag=7),),
    ),
    ExportedNote(
        "several",
        own_note_types.of_kind("multi_card", 2),
        ("one", "unus", "two", "duo", "numbers"),
        "Latin",
        MODIFIED,
        cards=(ExportedCard(0), ExportedCard(1, schedule=ExportedSchedule(date(2027, 1, 1), 1))),
    ),
    ExportedNote("theirs", THEIRS, ("漢字", "漢字[かんじ]", ""), "日本語", MODIFIED, cards=(ExportedCard(0),)),
]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1f"), max_size=20)
days = st.dates(date(1980, 1, 1), date(2200, 1, 1))
moments = st.datetimes(datetime(2001, 1, 1), datetime(2038, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
small = st.integers(0, 60_000)
words = st.text(string.ascii_letters + "äß漢:-_", min_size=1, max_size=8)
levels = st.text(string.ascii_lowercase, min_size=1, max_size=3)
paths = st.lists(levels, min_size=1, max_size=3).map("::".join)
note_types = st.sampled_from(
    [
        own_note_types.of_kind("basic"),
        own_note_types.of_kind("reversed"),
        own_note_types.of_kind("cloze"),
        own_note_types.of_kind("choice"),
        THEIRS,
    ]
)
reviews = st.builds(ExportedReview, moments, st.integers(0, 4), small, small, small, st.integers(0, 5), small)
schedules = st.one_of(
    st.builds(ExportedSchedule, days, small, small, small, small, st.sampled_from([REVIEW, RELEARNING])),
    st.builds(ExportedSchedule, moments, small, small, small, small, st.just(LEARNING)),
)


@st.composite
def notes(draw: st.DrawFn, guid: str) -> ExportedNote:
    note_type = draw(note_types)
    ordinals = range(draw(st.integers(1, 3 if note_type.is_cloze else len(note_type.templates))))
    cards = tuple(
        ExportedCard(
            ordinal,
            draw(paths),
            draw(schedules | st.none()),
            draw(st.integers(0, 7)),
            draw(st.booleans()),
            tuple(draw(st.lists(reviews, max_size=2))),
        )
        for ordinal in ordinals
    )
    fields = tuple(draw(texts) for _field in note_type.fields)
    tags = tuple(draw(st.lists(words, max_size=3)))
    return ExportedNote(guid, note_type, fields, draw(paths), draw(moments), tags, cards, draw(days | st.none()))


@st.composite
def packages(draw: st.DrawFn) -> ExportedPackage:
    guids = draw(st.lists(st.text(string.printable.strip(), min_size=1, max_size=12), max_size=5, unique=True))
    media = st.dictionaries(words.map(lambda name: f"{name.replace(':', '')}.png"), st.binary(max_size=20), max_size=3)
    return ExportedPackage([draw(notes(guid)) for guid in guids], media=draw(media))
