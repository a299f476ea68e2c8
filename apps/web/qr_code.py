"""QR codes, as pictures that a page or a PDF can show."""

import base64
from functools import lru_cache
from itertools import groupby

import qrcode

QUIET_ZONE = 4  # modules of white around it, which readers need


@lru_cache(maxsize=256)
def qr_code(text: str) -> str:
    """Return the QR code of a text as the data URL of an SVG: black on white, in a dark theme too."""
    code = qrcode.QRCode(border=QUIET_ZONE)
    code.add_data(text)
    rows = code.get_matrix()
    size, path = len(rows), "".join(_runs(y, row) for y, row in enumerate(rows))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _runs(y: int, row: list[bool]) -> str:
    """Return the path of one row: a rectangle for each run of black modules."""
    path, x = "", 0
    for black, run in groupby(row):
        width = len(list(run))
        path += f"M{x} {y}h{width}v1h-{width}z" if black else ""
        x += width
    return path
