"""Dates and numbers on pages are written by Django's formats, not by formats of ours."""

import re

from translations.extract import ROOT

# Machines and programmers read them; or English is what they are for, as in apps/formats/messages.py, or the format of
# the file that is read, as in its workbooks/.
NOT_OF_PAGES = {"tests", "migrations", "management", "messages.py", "workbooks"}
BY_HAND = {
    ".py": re.compile(r"""date_format\([^()]*(?:\([^()]*\))?[^()]*, ["'](?!l["'])|strftime\(|\{[^{}"']*:,\w?\}"""),
    # "c" is for machines, "l" the name of a weekday
    ".html": re.compile(r"""\|(?:date|time):["'](?!\w+_FORMAT["']|c["']|l["'])"""),
}


def written_by_hand():
    """Return the files, each with its lines that write a date or a number by hand."""
    files = [path for folder in ("apps", "templates") for path in sorted((ROOT / folder).rglob("*.*"))]
    return {
        path.relative_to(ROOT).as_posix(): lines
        for path in files
        if path.suffix in BY_HAND and not NOT_OF_PAGES & {*path.parts}
        if (lines := _lines(path.read_text(encoding="utf-8"), BY_HAND[path.suffix]))
    }


def _lines(text, pattern):
    return [
        f"line {number}: {line.strip()}" for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)
    ]


def test_dates_and_numbers_are_written_by_djangos_formats():
    assert written_by_hand() == {}


def test_formats_of_ours_are_found():
    for line in (
        'date_format(day, "j F Y")',
        'date_format(localtime(at), "j F")',
        'f"{count:,} cards"',
        "a.strftime(x)",
    ):
        assert BY_HAND[".py"].search(line), line
    for line in ("{{ day|date:'j F Y' }}", '{{ at|time:"H:i" }}'):
        assert BY_HAND[".html"].search(line), line


def test_formats_of_django_are_left_alone():
    for line in ("date_format(day)", 'date_format(day, "l")', 'f"{mm:.1f}mm"', "{**a, 'b': 1}"):
        assert not BY_HAND[".py"].search(line), line
    for line in ("{{ day|date }}", '{{ day|date:"DATETIME_FORMAT" }}', "{{ day|date:'c' }}"):
        assert not BY_HAND[".html"].search(line), line
