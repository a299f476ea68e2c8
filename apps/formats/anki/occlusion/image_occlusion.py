"""Anki's image occlusion as ours: its own blanks that are shapes, and the older add-on's pictures of masks (SVG)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from apps.cards.kinds import masks, occlusion
from apps.cards.kinds.masks import Mask
from apps.formats.anki.card_sides.card_sides import CardSides
from apps.formats.anki.fields import cloze, field_markdown
from apps.formats.anki.losses import LABELS, place_of
from apps.formats.anki.occlusion import occlusion_blanks, svg_masks
from apps.formats.anki.records import AnkiNote, AnkiNoteType
from apps.formats.anki.templates import filters, template_syntax
from apps.formats.anki.templates.template_syntax import Field, Template
from apps.formats.import_source import Files
from apps.formats.messages import Message
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem, Place

UNREADABLE = _("The masks over its picture cannot be read.")
NO_MASKS = _("There are no masks over its picture.")
NO_PICTURE = _("The picture under its masks is not in the package.")
CONTAINER = re.compile(r"id\s*=\s*[\"']?image-occlusion-container\b[^>]*>\s*\{\{\s*([^{}]+?)\s*\}\}", re.IGNORECASE)
OVERLAY = re.compile(
    r"id\s*=\s*[\"']?io-overlay\b[^>]*>\s*(?:<img[^<>]*src\s*=\s*[\"']?)?\{\{\s*([^{}]+?)\s*\}\}", re.IGNORECASE
)
MASK_NAME = re.compile(r"\b(?:q|question)[ _-]?masks?\b", re.IGNORECASE)
MASK_FILE = re.compile(r"[-_]q\.svg$", re.IGNORECASE)
NAME_ALONE = re.compile(r"\s*[^<>\n]+\.(?:svg|png)\s*", re.IGNORECASE)
UNSEEN_FILTERS = ("hint", "type", "tts")


@dataclass(frozen=True, slots=True)
class _Layers:
    """Which fields of a note are its picture and its masks, and the masks."""

    picture: str
    others: frozenset[str]
    masks: tuple[Mask, ...]


class OcclusionMaker:
    """Finds the image occlusions among the notes of one type."""

    def __init__(self, note_type: AnkiNoteType, sides: CardSides, files: Files | None) -> None:
        """`files` are missing where only the texts of the note are there."""
        self._type = note_type
        self._sides = sides
        self._files = files
        template = note_type.templates[0]
        self._sources = {"front": template.front, "back": template.back}
        self._templates = {side: _parsed(source) for side, source in self._sources.items()}
        self._named = [name.rpartition(":")[2] for name in CONTAINER.findall(template.front)]
        self._overlays = {side: OVERLAY.findall(source) for side, source in self._sources.items()}

    def texts(self, note: AnkiNote) -> dict[str, str] | None:
        """Return the texts of an image occlusion of ours; nothing for a note that is none.

        Raises ImportProblem for one that cannot be shown with its masks.
        """
        fields = dict(zip(self._type.fields, note.fields, strict=False))
        layers = self._of_blanks(fields) or self._of_overlay(fields)
        if layers is None:
            return None
        if any(occlusion_blanks.has_unreadable_labels(fields[name]) for name in layers.others if name):
            self._sides.losses.add(LABELS, place_of(note))
        picture = self._picture(fields[layers.picture])
        front, back = (self._shown(side, fields) for side in ("front", "back"))
        seen = self._sides.shown_on_front(note, masks.numbers(layers.masks)[0] - 1)
        others = {*front, *back} - {*layers.others, layers.picture}
        texts = {name: self._sides.markdown(fields[name]) for name in others}
        header = [texts[name] for name in front if texts.get(name) and texts[name] in seen]
        extra = [texts[name] for name in back if texts.get(name) and texts[name] not in header]
        return {
            "front": "\n\n".join((*header, picture)),
            "back": masks.spelled(layers.masks),
            "extra": "\n\n".join(extra),
        }

    def _of_blanks(self, fields: dict[str, str]) -> _Layers | None:
        """Return the layers of Anki's own image occlusion."""
        if not self._type.is_cloze:
            return None
        written = [name for name, text in fields.items() if occlusion_blanks.has_masks(text)]
        if not written:
            if self._named and not any(map(cloze.numbers, fields.values())):
                raise _problem(NO_MASKS)
            return None
        try:
            drawn = [mask for name in written for mask in occlusion_blanks.masks_in(fields[name])]
        except ValueError as error:
            raise _problem(UNREADABLE) from error
        pictures = [name for name in (*self._named, *fields) if "<img" in fields.get(name, "").lower()]
        if not pictures:
            raise _problem(NO_PICTURE)
        return _Layers(pictures[0], frozenset(written), _checked(drawn))

    def _of_overlay(self, fields: dict[str, str]) -> _Layers | None:
        """Return the layers of the add-on's image occlusion, a note for each card."""
        if not any("<img" in text.lower() for text in fields.values()):
            return None
        question = self._overlay(fields, "front")
        shown = [name for name in self._shown("front", fields) if name != question]
        pictures = [name for name in shown if "<img" in fields[name].lower()]
        if not question or not pictures:
            return None
        masked = [name for name in fields if field_markdown.PICTURE.search(fields[name]) and self._is_svg(fields[name])]
        answer = self._overlay(fields, "back")
        answer_file = self._file(fields.get(answer, "")) if answer != question else b""
        try:
            drawn = svg_masks.masks(self._file(fields[question]), answer_file)
        except ValueError as error:
            raise _problem(UNREADABLE) from error
        others = frozenset((question, answer, *masked))
        under = [name for name in pictures if name not in others]
        if not under:
            raise _problem(NO_PICTURE)
        return _Layers(under[0], others, _checked(drawn))

    def _overlay(self, fields: dict[str, str], side: str) -> str:
        """Return the name of the field that is laid over the picture; empty where none is."""
        named = [name.rpartition(":")[2] for name in self._overlays[side]]
        if named and named[0] in fields:
            return str(named[0])
        if side == "back":
            return next((name for name in self._shown(side, fields) if self._is_svg(fields[name])), "")
        shown = (name for name in self._shown(side, fields) if self._is_svg(fields[name]))
        return next((name for name in shown if MASK_NAME.search(name) or MASK_FILE.search(_src(fields[name]))), "")

    def _is_svg(self, field: str) -> bool:
        if ".svg" not in field.lower() or filters.without_tags(field).strip():
            return False
        return _src(field).lower().endswith(".svg")

    def _shown(self, side: str, fields: dict[str, str]) -> list[str]:
        """Return the names of the filled fields that a side shows at once; of one that cannot be read, all."""
        template = self._templates[side]
        filled = [name for name, text in fields.items() if text.strip()]
        if template is None:
            return filled
        shown = template_syntax.fields_shown(template, filled)
        return list(dict.fromkeys(field.name for field in shown if side == "back" or _is_seen(field)))

    def _picture(self, field: str) -> str:
        """Return the picture in Markdown. Raises ImportProblem where the package has no such file."""
        found = occlusion.PICTURE.findall(self._sides.markdown(field))
        if not found or (self._files is not None and not self._name(field)):
            raise _problem(NO_PICTURE)
        return str(found[0])

    def _file(self, field: str) -> bytes | None:
        name = self._name(field)
        return self._files[name]() if self._files and name else None

    def _name(self, field: str) -> str:
        """Return the name under which the package has the first file of a field; empty where it has none."""
        name = _src(field)
        return next((each for each in (name, unquote(name)) if each in (self._files or {})), "")


def _parsed(source: str) -> Template | None:
    try:
        return template_syntax.parse(source, Place())
    except ImportProblem:
        return None


def _src(field: str) -> str:
    """Return the name of the first file that a field shows, or that it names."""
    found = field_markdown.PICTURE.search(field)
    if found:
        return unescape("".join(filter(None, found.groups()))).strip()
    return unescape(field).strip() if NAME_ALONE.fullmatch(field) else ""


def _is_seen(field: Field) -> bool:
    return not any(name.startswith(UNSEEN_FILTERS) for name in field.filters)


def _checked(drawn: Sequence[Mask]) -> tuple[Mask, ...]:
    """Return masks that can be stored. Raises ImportProblem for any that cannot."""
    try:
        return masks.parse(masks.spelled(drawn))
    except masks.MaskError as error:
        raise _problem(UNREADABLE) from error


def _problem(message: Message) -> ImportProblem:
    return ImportProblem(Code.NOTHING, message)
