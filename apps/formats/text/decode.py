"""Bytes become text: in the encoding that a person chose, or the one that they show. Pure."""

import re

from apps.formats.limits import MAX_BYTES, MIB
from apps.formats.problems import Code, ImportProblem

# what a person may choose from, by the names that Python knows them by
ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16-le": "Unicode (UTF-16, Windows)",
    "utf-16-be": "Unicode (UTF-16, big-endian)",
    "cp1252": "Western European (Windows)",
    "latin-1": "Western European (ISO 8859-1)",
    "cp1250": "Central European (Windows)",
    "cp1251": "Cyrillic (Windows)",
    "koi8-r": "Cyrillic (KOI8-R)",
    "cp1253": "Greek (Windows)",
    "cp1254": "Turkish (Windows)",
    "mac-roman": "Western European (Mac)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
    "shift-jis": "Japanese (Shift JIS)",
    "euc-kr": "Korean (EUC-KR)",
}
MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", ""),  # UTF-32, which nothing writes; before UTF-16, whose mark it begins with
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
LOOKED_AT = 4_000  # bytes, for zeros between Latin letters
UTF_8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
NOT_OF_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
ASCII = bytes(range(128))
MANY = 8  # signs that are none of a text; fewer slipped in and are left out
LINE_ENDS = re.compile("\r\n?")
BINARY = "This is no text but a binary file. Choose a file of text, or a spreadsheet that ends in .xlsx."
DAMAGED = "The letters here are damaged, or in another encoding. Choose the encoding, or save the file again as UTF-8."


def check_size(data: bytes) -> None:
    """Raise Problem for an empty file and for one that is too large."""
    if not data:
        raise ImportProblem(Code.NOTHING, "This file is empty. Choose another one.")
    if len(data) > MAX_BYTES:
        raise ImportProblem(Code.TOO_LARGE, f"This file has more than {MAX_BYTES // MIB} MB. Divide it into several.")


def found(data: bytes) -> str:
    """Return the encoding that bytes show. Raises Problem where they are no text, or a damaged one."""
    for mark, encoding in MARKS:
        if data.startswith(mark) and encoding:
            return encoding
    if zeros := _of_two_bytes(data[:LOOKED_AT]):
        return zeros
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _of_one_byte(data, error.start)
    return "utf-8"


def decoded(data: bytes, encoding: str) -> str:
    """Return bytes as text with LF at its line ends, without a byte order mark. Raises Problem."""
    if encoding not in ENCODINGS:
        raise ImportProblem(Code.OPTIONS, "Choose one of the encodings in the list.")
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ImportProblem(Code.ENCODING, DAMAGED, _line(data, error.start)) from error
    foreign = len(NOT_OF_TEXT.findall(text[: MAX_BYTES // 10]))
    if foreign >= MANY or "\0" in text:
        raise ImportProblem(Code.NOT_A_TEXT, BINARY)
    return tidied(text)


def tidied(text: str) -> str:
    """Return a text with LF at its line ends and without what is none of a text."""
    if text.isascii() and text.isprintable():
        return text
    return LINE_ENDS.sub("\n", NOT_OF_TEXT.sub("", text))


def _of_two_bytes(head: bytes) -> str:
    """Return the UTF-16 of a text without a mark, whose every other byte is mostly zero."""
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) // 5 and even < len(head) // 50 + 1:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 5 and odd < len(head) // 50 + 1 else ""


def _of_one_byte(data: bytes, start: int) -> str:
    """Return the encoding of a Western text, unless it is plainly a damaged one of UTF-8."""
    letters = len(UTF_8_LETTER.findall(data))
    others = len(UTF_8_LETTER.sub(b"", data).translate(None, ASCII)) if letters else 1
    if letters > others:
        raise ImportProblem(Code.ENCODING, DAMAGED, _line(data, start))
    return "latin-1" if NOT_IN_CP1252.search(data) else "cp1252"


def _line(data: bytes, position: int) -> str:
    return f"Line {data.count(b'\n', 0, position) + 1}"
