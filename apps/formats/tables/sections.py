"""Lines of a table that are no cards but the titles of those below: `### Lesson 1`, `== Verbs ==`, `Unit 3`."""

import re
from collections.abc import Sequence

WORDS = """lesson|unit|chapter|section|part|module|topic|week|day|lektion|kapitel|abschnitt|einheit|teil|thema|woche
    |leçon|unité|chapitre|partie|lección|unidad|capítulo|tema|parte|lezione|unità|capitolo|lição|unidade|les|hoofdstuk|lekcja
    |rozdział|lekce|kapitola|урок|глава|раздел|тема|ders|bölüm|ünite"""
MAX_LENGTH = 200  # characters
BLANK = "{{c"  # which asks something
TITLE = re.compile(
    r"(?:(?:#{1,6}|={2,})[ \t]+(?P<marked>\S.*?)[ \t#=]*"
    r"|(?:[=*~_:+-]{2,}[ \t]*|[=-][ \t]+)(?P<between>\w.*?)(?:[ \t]*[=*~_:+-]{2,}|[ \t]+[=-])"
    r"|\[(?P<boxed>\w[^\[\]:]{0,60})\]"
    rf"|(?P<counted>(?:{'|'.join(word.strip() for word in WORDS.split('|'))})[ \t]+\d{{1,3}}\b[^\n]{{0,80}}?)"
    r"|(?P<asian>第[ \t]?[\d〇一二三四五六七八九十百]{1,4}[ \t]?[课課章節节単元单][^\n]{0,40}?))[ \t:]*",
    re.IGNORECASE,
)


def title_of(cells: Sequence[str]) -> str:
    """Return the title that a row is, or nothing for any other row."""
    first, *others = cells or ("",)
    if any(cell.strip() for cell in others) or len(first) > MAX_LENGTH or BLANK in first:
        return ""
    if not (found := TITLE.fullmatch(first.strip())):
        return ""
    return next(found[name] for name in ("marked", "between", "boxed", "counted", "asian") if found[name])
