"""A card's HTML prepared for paper: formulas, pictures, break points, wide tables."""

import re

from apps.printing.engine.paper_html.formulas import draw_formulas
from apps.printing.engine.paper_html.line_breaks import with_breaks

MAX_COLUMNS_ON_CARD = 9  # of a table that still fits a card
MEDIA = "media"  # the URL scheme of our pictures, which the fetcher resolves
SOUND = re.compile(r'<audio [^>]*aria-label="([^"]*)"></audio>')
TABLE = re.compile(r"<table>(?=(.*?)</thead>)", re.DOTALL)


def for_paper(card_html: str, *, narrow: bool = False) -> str:
    """Return the HTML as WeasyPrint prints it without loss; `narrow` breaks words and tables wherever possible."""
    columns, word, every = (1, 0, 6) if narrow else (MAX_COLUMNS_ON_CARD, 30, 12)
    html = SOUND.sub(r"<span>♪ \1</span>", card_html)
    html = TABLE.sub(lambda match: _table(match[1].count("</th>") > columns), draw_formulas(html))
    return with_breaks(html, mixed_word=word, every=every)


def _table(wide: bool) -> str:
    return '<table class="print-wide">' if wide else "<table>"
