"""The note types in which our own notes go to Anki. Their ids stay for ever: Anki knows a type again by its id."""

from functools import cache

from apps.formats.anki.records import AnkiNoteType, CardTemplate

CHANGED = 1_767_225_600  # seconds since 1970: raise it with every change below, or Anki keeps what it has
BASIC_ID, REVERSED_ID, CLOZE_ID, CHOICE_ID = (1_577_851_200_000 + number for number in range(4))
SEVERAL_ID = 1_577_851_201_000  # and one id for each number of cards
MAX_CARDS = 500

CSS = """.card {
  font-family: system-ui, sans-serif;
  font-size: 20px;
  line-height: 1.5;
  max-width: 40em;
  margin: 1em auto;
  padding: 0 1em;
  color: #1f2328;
  background: #ffffff;
}
.context, .extra { font-size: 0.85em; color: #59636e; }
.context { border-bottom: 1px solid #d1d9e0; margin-bottom: 1em; }
.extra { margin-top: 1.5em; }
.choices { margin: 1em 0; padding-left: 1.5em; }
.right { font-weight: bold; }
.cloze { font-weight: bold; color: #0550ae; }
hr { border: 0; border-top: 1px solid #d1d9e0; margin: 1.5em 0; }
img { max-width: 100%; height: auto; }
ul, ol, pre, blockquote, table { text-align: left; }
pre, code { font-family: ui-monospace, monospace; font-size: 0.9em; background: #f6f8fa; }
pre { padding: 0.75em; overflow-x: auto; }
blockquote { margin-left: 0; padding-left: 1em; border-left: 3px solid #d1d9e0; }
table { border-collapse: collapse; }
th, td { border: 1px solid #d1d9e0; padding: 0.3em 0.6em; }
.nightMode .card, .card.nightMode, .night_mode .card, .card.night_mode { color: #e6edf3; background: #1b1f24; }
.nightMode .context, .nightMode .extra, .night_mode .context, .night_mode .extra { color: #9198a1; }
.nightMode .cloze, .night_mode .cloze { color: #79c0ff; }
.nightMode pre, .nightMode code, .night_mode pre, .night_mode code { background: #2a3038; }
"""
CONTEXT = '{{#Context}}<div class="context">{{Context}}</div>{{/Context}}'
EXTRA = '{{#Extra}}<div class="extra">{{Extra}}</div>{{/Extra}}'
ANSWER = '<hr id="answer">'

BELOW_BLANKS = f"{{{{#Back Extra}}}}{ANSWER}\n{{{{Back Extra}}}}{{{{/Back Extra}}}}"


def _turned(front: str, back: str, extra: str = EXTRA) -> tuple[str, str]:
    """Return the two sides of a card that shows its front again above the back."""
    return front, f"{{{{FrontSide}}}}\n\n{ANSWER}\n\n{back}\n{extra}".rstrip()


def _type(id_: int, name: str, fields: str, *sides: tuple[str, str], is_cloze: bool = False) -> AnkiNoteType:
    templates = tuple(CardTemplate(f"Card {place}", *each) for place, each in enumerate(sides, start=1))
    return AnkiNoteType(id_, f"Ditcards {name}", tuple(fields.split(", ")), templates, CSS, is_cloze)


BASIC = _type(BASIC_ID, "Basic", "Front, Back, Extra, Context", _turned(CONTEXT + "{{Front}}", "{{Back}}"))
REVERSED = _type(
    REVERSED_ID,
    "Basic (and reversed card)",
    "Front, Back, Extra",
    _turned("{{Front}}", "{{Back}}"),
    _turned("{{Back}}", "{{Front}}"),
)
CLOZE = _type(
    CLOZE_ID,
    "Cloze",
    "Text, Back Extra, Extra",
    (
        "{{cloze:Text}}",
        f"{{{{cloze:Text}}}}\n{{{{#Back Extra}}}}{ANSWER}\n{{{{Back Extra}}}}{{{{/Back Extra}}}}\n{EXTRA}",
    ),
    is_cloze=True,
)
CHOICE = _type(
    CHOICE_ID,
    "Choice",
    "Front, Choices, Answer, Back, Extra, Context",
    _turned(CONTEXT + "{{Front}}\n{{Choices}}", '<div class="right">{{Answer}}</div>\n{{Back}}'),
)


@cache
def several(count: int) -> AnkiNoteType:
    """Return the type of notes with so many cards, each with a front and a back of its own."""
    if not 1 <= count <= MAX_CARDS:
        raise ValueError(f"A note makes 1 to {MAX_CARDS} cards, not {count}.")
    places = range(1, count + 1)
    fields = ", ".join([*(f"Front {place}, Back {place}" for place in places), "Extra"])
    sides = [_turned(f"{{{{Front {place}}}}}", f"{{{{Back {place}}}}}") for place in places]
    return _type(SEVERAL_ID + count, f"Several ({count})", fields, *sides)


def is_ours(note_type: AnkiNoteType) -> bool:
    """Say whether a note type is one of these, as it is written here."""
    number = note_type.id - SEVERAL_ID
    if 1 <= number <= MAX_CARDS:
        return note_type == several(number)
    return note_type in (BASIC, REVERSED, CLOZE, CHOICE)
