"""Decodes bytes of any text file: in the encoding that a person chose, or the one that the bytes show."""

import re
from collections.abc import Iterator

from apps.formats.limits import MAX_FILE_BYTES, MIB, as_size
from apps.formats.messages import Message
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem, ImportWarning, Place
from apps.formats.text import encodings

# what a person may choose from, by Python's names for them
ENCODINGS = {
    "utf-8": _("Unicode (UTF-8)"),
    "utf-16-le": _("Unicode (UTF-16, Windows)"),
    "utf-16-be": _("Unicode (UTF-16, big-endian)"),
    "cp1252": _("Western European (Windows)"),
    "latin-1": _("Western European (ISO 8859-1)"),
    "cp1250": _("Central European (Windows)"),
    "cp1251": _("Cyrillic (Windows)"),
    "koi8-r": _("Cyrillic (KOI8-R)"),
    "cp1253": _("Greek (Windows)"),
    "iso8859-7": _("Greek (ISO 8859-7)"),
    "cp1254": _("Turkish (Windows)"),
    "mac-roman": _("Western European (Mac)"),
    "gb18030": _("Chinese (GB 18030)"),
    "big5": _("Chinese (Big5)"),
    "shift-jis": _("Japanese (Shift JIS)"),
    "euc-jp": _("Japanese (EUC-JP)"),
    "euc-kr": _("Korean (EUC-KR)"),
}
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", ""),  # UTF-32, which nothing writes; before UTF-16, whose mark it begins with
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
SAMPLE_BYTES = 4_000  # searched for zeros between Latin letters
CONTROL_SAMPLE_LENGTH = 5 * MIB  # characters, counted for control characters
UTF_8_CHARACTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
UTF_8_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
UNICODE = ("utf-8", "utf-16-le", "utf-16-be")
OTHER_WORD = re.compile(r"\w*[^\W\x00-\x7f]\w*")
MAX_SAMPLE_WORDS = 5
ASCII = bytes(range(128))
MIN_BINARY_CONTROLS = 8  # control characters of a binary file; fewer slipped in and are left out
LINE_ENDS = re.compile("\r\n?")
BINARY = _("This is a binary file, not text. Choose a text file, or a spreadsheet that ends in .xlsx.")
DAMAGED = _("Some characters here are damaged or in another encoding. Save the file as UTF-8, then try again.")


def check_size(data: bytes, limit: int = MAX_FILE_BYTES) -> None:
    """Raise ImportProblem for an empty file and for one of more than `limit` bytes."""
    if not data:
        raise ImportProblem(Code.NOTHING, _("This file is empty. Choose another one."))
    if len(data) > limit:
        message = _("This file is larger than {size}. Divide it into several.", size=as_size(limit))
        raise ImportProblem(Code.TOO_LARGE, message)


def first_lines(data: bytes, size: int) -> bytes:
    """Return the lines within the first bytes of a text, in any encoding; all of a text that is no longer."""
    head = data[:size]
    if len(data) <= size:
        return data
    unit = 2 if b"\0" in head[:SAMPLE_BYTES] else 1
    line_ends = (head.rfind(end) for end in ((b"\n\0", b"\0\n") if unit == 2 else (b"\n",)))
    last = next((at for at in line_ends if at >= 0 and at % unit == 0), -unit)
    return head[: last + unit] or head


def detect_encoding(data: bytes) -> str:
    """Return the encoding that bytes show. Raises ImportProblem for damaged text."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark) and encoding:
            return encoding
    if utf_16 := _utf_16_without_mark(data[:SAMPLE_BYTES]):
        return utf_16
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _other_encoding(data, error.start)
    return "utf-8"


def to_text(data: bytes, encoding: str = "") -> str:
    """Return bytes as text with LF at its line ends, without byte order marks: each part of a joined file has one.

    Raises ImportProblem. Without an encoding, it is the one that the bytes show.
    """
    encoding = encoding or detect_encoding(data)
    if encoding not in ENCODINGS:
        raise ImportProblem(Code.OPTIONS, _("Choose one of the encodings in the list."))
    try:
        text = data.decode(encoding).replace("\ufeff", "")
    except UnicodeDecodeError as error:
        message = _(
            "This is not in {encoding}, or it is damaged. Choose another encoding.", encoding=ENCODINGS[encoding]
        )
        raise _damaged(data, error.start, message) from error
    controls = len(CONTROL.findall(text[:CONTROL_SAMPLE_LENGTH]))
    if controls >= MIN_BINARY_CONTROLS or "\0" in text:
        raise ImportProblem(Code.NOT_A_TEXT, BINARY)
    return clean(text)


def clean(text: str) -> str:
    """Return a text with LF at its line ends and without control characters."""
    if text.isascii() and text.isprintable():
        return text
    return LINE_ENDS.sub("\n", CONTROL.sub("", text))


def _utf_16_without_mark(head: bytes) -> str:
    """Return the UTF-16 of a Latin text without a mark, whose every other byte is mostly zero; empty for any other."""
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) // 5 and even < len(head) // 50 + 1:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 5 and odd < len(head) // 50 + 1 else ""


def encoding_warnings(data: bytes, encoding: str) -> Iterator[ImportWarning]:
    """Yield what a person should check of a text that is not in Unicode: some of its letters."""
    if encoding in ("", *UNICODE):
        return
    words = OTHER_WORD.findall(data[:CONTROL_SAMPLE_LENGTH].decode(encoding, "replace"))
    if not words:
        return
    sample = ", ".join(dict.fromkeys(words[:MAX_SAMPLE_WORDS]))
    message = _(
        "This file is not in Unicode. It was read as {encoding}: {sample}. "
        "If letters are wrong, choose another encoding.",
        encoding=ENCODINGS[encoding],
        sample=sample,
    )
    yield ImportWarning(message)


def _other_encoding(data: bytes, start: int) -> str:
    """Return the encoding of a text that is not Unicode, unless it is plainly damaged UTF-8."""
    whole = UTF_8_SURROGATE.sub(b"", data)
    characters = len(UTF_8_CHARACTER.findall(whole))
    others = len(UTF_8_CHARACTER.sub(b"", whole).translate(None, ASCII))
    if characters > others or not others:
        raise _damaged(data, start)
    found = encodings.guess(data)
    if found and _decodes(data, found):
        return found
    return "latin-1" if NOT_IN_CP1252.search(data) else "cp1252"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _damaged(data: bytes, position: int, message: Message = DAMAGED) -> ImportProblem:
    return ImportProblem(Code.ENCODING, message, Place(line=data.count(b"\n", 0, position) + 1))
