"""A collection's note types, decks and settings in the JSON that Anki stored them in until 2020."""

import json
from collections.abc import Mapping
from html import escape

from apps.formats.anki.records import AnkiNoteType

CONF = {"schedVer": 2, "creationOffset": 0, "curDeck": 1, "activeDecks": [1], "nextPos": 1, "sortType": "noteFld"}
LATEX_BEFORE = (
    "\\documentclass[12pt]{article}\n\\usepackage{amsmath,amssymb}\n\\pagestyle{empty}\n"
    "\\setlength{\\parindent}{0pt}\n\\begin{document}\n"
)
LATEX_AFTER = "\\end{document}"
OCCLUDES = "anki.imageOcclusion"  # what a template of Anki's own image occlusion runs
IMAGE_OCCLUSION = 6  # the number of that kind, by which Anki opens its editor of masks
OCCLUSION_TAGS = {"Occlusion": 0, "Image": 1, "Header": 2, "Extra": 3, "Comments": 4}  # the numbers of its fields
OPTIONS = {
    "id": 1,
    "mod": 0,
    "name": "Default",
    "usn": 0,
    "maxTaken": 60,
    "autoplay": True,
    "timer": 0,
    "replayq": True,
    "new": {"bury": True, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 0], "order": 1, "perDay": 20},
    "rev": {"bury": True, "ease4": 1.3, "ivlFct": 1, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2},
    "lapse": {"delays": [10], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0},
    "dyn": False,
}


def conf() -> str:
    """Return the settings."""
    return json.dumps(CONF)


def deck_options() -> str:
    """Return the options of decks: Anki's usual ones, which its import leaves out."""
    return json.dumps({"1": OPTIONS})


def decks(by_id: Mapping[int, tuple[str, str]]) -> str:
    """Return decks, each of which has a name and a text."""
    return _json({str(id_): _deck(id_, name, text) for id_, (name, text) in by_id.items()})


def note_types(modified: Mapping[AnkiNoteType, int]) -> str:
    """Return note types, each of which was changed at a second since 1970."""
    return _json({str(each.id): _note_type(each, seconds) for each, seconds in modified.items()})


def _deck(id_: int, name: str, text: str) -> dict[str, object]:
    return {
        "id": id_,
        "mod": 0,
        "name": name,
        "usn": 0,
        "lrnToday": [0, 0],
        "revToday": [0, 0],
        "newToday": [0, 0],
        "timeToday": [0, 0],
        "collapsed": False,
        "browserCollapsed": False,
        "desc": escape(text, quote=False).replace("\n", "<br>"),
        "dyn": 0,
        "conf": 1,
        "extendNew": 0,
        "extendRev": 0,
    }


def _note_type(note_type: AnkiNoteType, modified: int) -> dict[str, object]:
    occludes = note_type.is_cloze and OCCLUDES in note_type.templates[0].front
    return {
        "id": note_type.id,
        "name": note_type.name,
        "type": int(note_type.is_cloze),
        "mod": modified,
        "usn": 0,
        "sortf": 0,
        "did": None,
        "tmpls": [_template(index, each.name, each.front, each.back) for index, each in enumerate(note_type.templates)],
        "flds": [_field(index, name) | (_tag(name) if occludes else {}) for index, name in enumerate(note_type.fields)],
        "css": note_type.css,
        "latexPre": LATEX_BEFORE,
        "latexPost": LATEX_AFTER,
        "req": [[index, "any", [0]] for index in range(len(note_type.templates))],
        **({"originalStockKind": IMAGE_OCCLUSION} if occludes else {}),
    }


def _template(index: int, name: str, front: str, back: str) -> dict[str, object]:
    return {"name": name, "ord": index, "qfmt": front, "afmt": back, "bqfmt": "", "bafmt": "", "did": None}


def _field(index: int, name: str) -> dict[str, object]:
    return {"name": name, "ord": index, "sticky": False, "rtl": False, "font": "Arial", "size": 20}


def _tag(name: str) -> dict[str, object]:
    """Return what Anki knows a field of an image occlusion by: “Back Extra”, as ours is called “Extra”."""
    tag = OCCLUSION_TAGS.get(name.removeprefix("Back "))
    return {} if tag is None else {"tag": tag}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
