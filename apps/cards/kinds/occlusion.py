"""Image occlusion: one card for each number of the masks over the picture in the front; the back has the masks."""

import re
from collections.abc import Iterator, Sequence

from apps.cards.kinds import masks
from apps.cards.kinds.anki_type import EXTRA, PREFIX, AnkiField, AnkiType
from apps.cards.kinds.kind import CardSource, MarkdownText, NoteKind, NoteTexts, texts
from apps.formats.messages import Message
from apps.formats.messages import gettext as _

PICTURE = re.compile(r"!\[[^\]\[]*\]\((?:<[^<>\n]*>|[^\s()<>]+)\)")
HIDDEN_MASKS = '<div style="display: none">{{cloze:Occlusion}}</div>'
DRAWN = (
    '<div id="image-occlusion-container">{{Image}}<canvas id="image-occlusion-canvas"></canvas></div>\n'
    "<script>\ntry {\n  anki.imageOcclusion.setup();\n} catch (error) {\n"
    '  document.getElementById("image-occlusion-container").textContent = "This card needs Anki 23.10 or newer.";\n'
    "}\n</script>"
)
FRONT = f"{{{{#Header}}}}<div>{{{{Header}}}}</div>{{{{/Header}}}}\n{HIDDEN_MASKS}\n{DRAWN}"
ANKI_TYPE = AnkiType(
    id=1_577_851_200_004,
    name="Ditcards Image Occlusion",
    fields=(
        AnkiField("Occlusion", "masks"),
        AnkiField("Header", "header"),
        AnkiField("Image", "picture"),
        AnkiField("Extra", "extra"),
    ),
    sides=((FRONT, f"{FRONT}\n{EXTRA}"),),
    is_cloze=True,
)


def picture_of(front: str) -> str:
    """Return the picture of a front, as it is written; nothing where it has none, or several."""
    found = PICTURE.findall(front)
    return found[0] if len(found) == 1 else ""


def header_of(front: str) -> str:
    """Return the front without its picture."""
    before, _picture, after = front.partition(picture_of(front) or "\0")
    return "\n\n".join(filter(None, (before.strip(), after.strip())))


def cards(note: NoteTexts, _labels: Sequence[str]) -> Iterator[CardSource]:
    """Yield a card for each number, or raise MaskError for masks that cannot be read."""
    over_picture = masks.parse(note.back)
    for number in masks.numbers(over_picture):
        front, back = (
            MarkdownText(note.front, drawing=masks.drawing(over_picture, number, reveal=reveal))
            for reveal in (False, True)
        )
        yield CardSource(number - 1, front, (back, *texts(masks.under(over_picture, number)), *texts(note.extra)))


def problems(note: NoteTexts, _in_exercise: bool) -> dict[str, Message]:
    """Return what is wrong with the picture and the masks."""
    found = {}
    if not picture_of(note.front):
        found["front"] = _("An image occlusion needs one picture. Write {picture}.", picture="![](name.png)")
    try:
        masks.parse(note.back)
    except masks.MaskError as error:
        found["back"] = error.message
    return found


KIND = NoteKind(
    name="occlusion",
    label=_("Image occlusion"),
    description=_("Image occlusion: a picture in the front, a line for each mask over it in the back"),
    fields=("front", "back", "extra"),
    cards=cards,
    problems=problems,
    anki_type=lambda _parts: ANKI_TYPE,
    spelling="occlusion",
    note_type=ANKI_TYPE.name.removeprefix(PREFIX),
    note_type_words=re.compile(r"image.?occlusion|bildverdeckung|occlusion d.image", re.IGNORECASE),
)
