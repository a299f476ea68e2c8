"""Formulas for paper: MathML, which WeasyPrint cannot print, becomes a picture with the text as its alternative."""

import base64
import html
import re
import xml.etree.ElementTree as ET
from functools import lru_cache

FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f]")
EM_PIXELS = 24  # of the drawing; the picture itself is measured in em
INK = "#1f1d1a"


def draw_formulas(card_html: str) -> str:
    """Return the HTML with every formula as a picture, or as text where it cannot be drawn."""
    return FORMULA.sub(lambda match: _picture(match[0]), card_html)


@lru_cache(maxsize=512)
def _picture(mathml: str) -> str:
    mathml = VARIATION_SELECTORS.sub("", mathml)
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", mathml)).split())
    try:
        return _draw(mathml, text)
    except Exception:  # ziamath raises whatever its fonts and parsers raise
        return f"<span>{html.escape(text)}</span>"


def _draw(mathml: str, text: str) -> str:
    from ziamath import zmath
    from ziamath.config import config

    display = 'display="block"' in mathml
    if not display:
        mathml = mathml.replace("<math", '<math display="inline"', 1)
    config.svg2 = False
    config.math.color = INK
    formula = zmath.Math(mathml, size=EM_PIXELS)
    svg = formula.svgxml()
    width = float(svg.get("width", EM_PIXELS)) / EM_PIXELS
    style = f"width:{width:.3f}em;vertical-align:{formula.getyofst() / EM_PIXELS:.3f}em"
    source = base64.b64encode(ET.tostring(svg)).decode()
    kind = "print-formula print-formula-display" if display else "print-formula"
    return f'<img class="{kind}" alt="{html.escape(text)}" style="{style}" src="data:image/svg+xml;base64,{source}">'
