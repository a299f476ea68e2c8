"""QR codes as pictures."""

import base64
import re

import qrcode

from apps.web.qr_code import QUIET_ZONE, qr_code

ADDRESS = "https://cards.example.org/room/K7M2QX/"


def black_modules(picture):
    """Return the places of the black squares of a picture, by row and column."""
    svg = base64.b64decode(picture.partition(",")[2]).decode()
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg)
    return {(int(y), int(x) + step) for x, y, width in runs for step in range(int(width))}


def test_the_picture_has_the_squares_of_the_code():
    code = qrcode.QRCode(border=QUIET_ZONE)
    code.add_data(ADDRESS)
    matrix = code.get_matrix()
    assert black_modules(qr_code(ADDRESS)) == {
        (y, x) for y, row in enumerate(matrix) for x, black in enumerate(row) if black
    }


def test_another_text_has_another_picture():
    assert qr_code(ADDRESS) != qr_code(ADDRESS.replace("X", "Y"))
