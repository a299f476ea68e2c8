"""A card's HTML made ready for paper: formulas, pictures, break points, wide tables."""

import re

from apps.printing.layouts.breaks import with_breaks
from apps.printing.layouts.formulas import with_pictures

COLUMNS = 9  # of a table that still fits a card
MEDIA = "media"  # the scheme by which the fetcher knows our pictures
PICTURE = re.compile(r'<img src="/media/')
SOUND = re.compile(r'<audio [^>]*aria-label="([^"]*)"></audio>')
TABLE = re.compile(r"<table>(?=(.*?)</thead>)", re.DOTALL)


def for_paper(card_html: str, *, narrow: bool = False) -> str:
    """Return the HTML as WeasyPrint prints it without loss; `narrow` breaks words and tables wherever it may."""
    columns, word, every = (1, 0, 6) if narrow else (COLUMNS, 30, 12)
    html = SOUND.sub(r"<span>♪ \1</span>", PICTURE.sub(f'<img src="{MEDIA}:', card_html))
    html = TABLE.sub(lambda match: _table(match[1].count("</th>") > columns), with_pictures(html))
    return with_breaks(html, mixed_word=word, every=every)


def _table(wide: bool) -> str:
    return '<table class="print-wide">' if wide else "<table>"
