"""Writes a deck as Markdown: Q: and A:, C: with blanks, under headings of its sections.

Each note is written in the plainest form that reads back exactly, as a test reading shows. What no plain form can hold
goes into a comment above the note, so that `markdown_reader.read` gives the same deck again.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from apps.cards.kinds.registry import CHOICE, CLOZE
from apps.formats import ditcards_json
from apps.formats.markdown import markdown_reader
from apps.formats.markdown.deck_file import IS_PAGE
from apps.formats.markdown.note_taking import start_blocks
from apps.formats.markdown.syntax import blanks
from apps.formats.markdown.syntax.choice_labels import with_label
from apps.formats.markdown.syntax.spellings import IS_OURS
from apps.formats.practice_page.markdown.syntax import front_matter
from apps.formats.problems import ImportProblem
from apps.formats.progress import ProgressCallback, no_progress, with_progress
from apps.formats.records import UNTITLED, DeckRecord, NoteRecord, SectionRecord

IN_HEAD = {
    "title": "title",
    "slug": "slug",
    "language": "language",
    "licence": "licence",
    "attribution": "attribution",
    "source": "source_url",
}
IN_COMMENT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "\u2028": "\\u2028", "\u2029": "\\u2029"})
TICKS = re.compile("`{3,}|~{3,}")
AFTER = "## After"


def write(deck: DeckRecord, progress: ProgressCallback = no_progress) -> bytes:
    """Return the deck in UTF-8. Notes stand under their sections, in their order. Raises what `progress` raises."""
    values = {key: getattr(deck, role) for key, role in IN_HEAD.items() if getattr(deck, role)}
    texts = [front_matter.write(values).rstrip("\n")] if values else []
    sections = deck.sections or (SectionRecord(UNTITLED),)
    inside: list[list[str]] = [[] for _section in sections]
    for note in with_progress(deck.notes, len(deck.notes), progress):
        inside[note.section].append(_note(note))
    for section, notes in zip(sections, inside, strict=True):
        texts += [_section(section, empty=not notes), *notes]
    whole = "\n\n".join(texts) + "\n"
    if not IS_OURS.search(whole) and (IS_PAGE.search(whole) or start_blocks.converted(whole) != whole):
        texts.insert(1 + bool(values), _comment("section", {}))
        whole = "\n\n".join(texts) + "\n"
    return whole.encode()


def _section(section: SectionRecord, *, empty: bool) -> str:
    """Return a heading with what follows it."""
    values = ditcards_json.to_dict(section)
    title = values.pop("title")
    plain = dict(values)
    plain.pop("introduction", None)
    bare = [{**plain, "title": title}, {**values, "title": title}]
    for fields, shown in ((plain, section.introduction), (values, ""), *((each, "") for each in bare)):
        comment = _comment("section", fields) if fields or empty else ""
        heading = f"## {title}" if "title" not in fields else "##"
        text = "\n\n".join(each for each in (heading, comment, shown) if each)
        if "\n" not in heading and _reads_as_section(text, section, has_comment=bool(comment)):
            return text
    return f"##\n\n{_comment('section', ditcards_json.to_dict(section))}"


def _reads_as_section(text: str, section: SectionRecord, *, has_comment: bool) -> bool:
    try:
        found = markdown_reader.read(f"{text}\n\nQ: One?\nA: Yes.{_ends(text)}")
    except ImportProblem:
        return False
    is_same = found.sections[:1] == (section,) and len(found.notes) == 1 and not found.warnings
    return is_same and (not has_comment or markdown_reader.read(f"{text}{_ends(text)}").sections[:1] == (section,))


def _ends(text: str) -> str:
    """Return what shows that a text leaves no fence open: a section, with lines that would close any."""
    longest = max((len(ticks) for ticks in TICKS.findall(text)), default=3)
    return f"\n\n{AFTER}\n\n{_comment('section', {})}\n\n{'`' * longest}\n\n{'~' * longest}\n"


def _note(note: NoteRecord) -> str:
    """Return the plainest text of a note that is read back as it is."""
    expected = replace(note, section=0)
    if _is_plain(note):
        return next(_spellings(note))
    return next(
        (text for text in _spellings(note) if _reads_as_note(text, expected)),
        _comment("note", ditcards_json.to_dict(expected)),
    )


def _is_plain(note: NoteRecord) -> bool:
    """Return whether both sides are single lines, which are read back whatever is in them."""
    sides = f"{note.front}{note.back}"
    return (
        bool(note.front and note.back)
        and note.kind != CLOZE
        and not any(sign in sides for sign in ("\n", "<!--", "[["))
    )


def _spellings(note: NoteRecord) -> Iterator[str]:
    """Yield spellings of a note, plainest first."""
    fields = {
        name: value for name, value in ditcards_json.to_dict(note).items() if name not in ("front", "back", "section")
    }
    back = with_label(note.back, note.label) if note.kind == CHOICE else note.back
    if note.kind == CLOZE:
        del fields["kind"]
        fields |= {"back": note.back} if note.back else {}
        yield _with_comment(fields, f"C: {blanks.bracketed(note.front)}")
        yield _with_comment(fields, f"C: {note.front}")
        return
    yield _with_comment(fields, f"Q: {note.front}", f"A: {back}" if back else "")
    yield _with_comment({**fields, "back": note.back}, f"Q: {note.front}")


def _with_comment(fields: dict[str, object], *texts: str) -> str:
    return "\n".join(text for text in (_comment("note", fields) if fields else "", *texts) if text)


def _reads_as_note(text: str, note: NoteRecord) -> bool:
    try:
        found = markdown_reader.read(f"{text}{_ends(text)}")
    except ImportProblem:
        return False
    return found.notes == (note,) and len(found.sections) == 2 and not found.sections[0].introduction


def _comment(about: str, values: dict[str, object]) -> str:
    """Return a comment, without characters that would end it."""
    source = json.dumps(values, ensure_ascii=False).translate(IN_COMMENT).replace("--", "-\\u002d")
    return f"<!-- {about} {source} -->"
