"""Pictures and sounds, verified by what is in them. Pictures are written anew, without anything that is not picture.

Pure: bytes in, bytes out.
"""

import hashlib
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, ImageSequence

from apps.formats.limits import MIB

MAX_BYTES = 25 * MIB
MAX_PIXELS = 40_000_000
MAX_FRAMES = 200
MAX_ANIMATED_PIXELS = 20_000_000  # pixels of all frames together: each takes four bytes at once
MAX_SIDE_PIXELS = 2_000  # pixels
FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif"}
MOVING = ("GIF", "WEBP")
CONTENT_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "flac": "audio/flac",
    "weba": "audio/webm",
}
KINDS = "Use PNG, JPEG, WebP or GIF for pictures, and MP3, Ogg, WAV, M4A or FLAC for sounds."


class MediaRefused(Exception):
    """A file is no picture or sound that can be kept; the text says what to do."""


@dataclass(frozen=True)
class Verified:
    """A picture or a sound as it is kept; a sound has no size. `source_sha256` is that of the file as it came."""

    data: bytes
    extension: str
    source_sha256: str
    width: int = 0
    height: int = 0

    @property
    def sha256(self) -> str:
        """Return the name under which it is kept."""
        return hashlib.sha256(self.data).hexdigest()


def verified(data: bytes) -> Verified:
    """Return a file as it can be kept, or raise MediaRefused."""
    if len(data) > MAX_BYTES:
        raise MediaRefused(f"This file has more than {MAX_BYTES // MIB} MB. Make it smaller.")
    source = hashlib.sha256(data).hexdigest()
    if extension := _sound(data):
        return Verified(data, extension, source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _picture(data, source)
    except MediaRefused:
        raise
    except Exception as error:  # whatever a damaged picture makes its decoder raise
        raise MediaRefused(f"This is no picture or sound that can be shown. {KINDS}") from error


def _picture(data: bytes, source: str) -> Verified:
    with Image.open(BytesIO(data), formats=tuple(FORMATS)) as image:
        if image.width * image.height > MAX_PIXELS:
            raise MediaRefused(f"This picture has more than {MAX_PIXELS:,} pixels. Make it smaller.")
        kind = str(image.format)
        frames = getattr(image, "n_frames", 1)
        if frames > MAX_FRAMES or (frames > 1 and frames * image.width * image.height > MAX_ANIMATED_PIXELS):
            raise MediaRefused(f"This picture moves for too long. Use at most {MAX_FRAMES} frames.")
        written = _moving(image) if kind in MOVING and frames > 1 else _still(image, kind)
    with Image.open(BytesIO(written)) as again:
        return Verified(written, FORMATS[kind], source, again.width, again.height)


def _still(image: Image.Image, kind: str) -> bytes:
    """Return a picture as it is to be held up, no larger than a page needs, and nothing but its pixels."""
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((MAX_SIDE_PIXELS, MAX_SIDE_PIXELS))
    if kind == "JPEG" and turned.mode not in ("RGB", "L"):
        turned = turned.convert("RGB")
    bare = turned.copy()
    bare.info = {name: value for name, value in bare.info.items() if name == "transparency"}
    return _saved(bare, kind, **({"quality": 88} if kind in ("JPEG", "WEBP") else {}))


def _moving(image: Image.Image) -> bytes:
    frames = [frame.copy().convert("RGBA") for frame in ImageSequence.Iterator(image)]
    lasting = [max(20, min(int(frame.info.get("duration", 100)), 10_000)) for frame in ImageSequence.Iterator(image)]
    for frame in frames:
        frame.thumbnail((MAX_SIDE_PIXELS, MAX_SIDE_PIXELS))
        frame.info = {}
    return _saved(
        frames[0], str(image.format), save_all=True, append_images=frames[1:], duration=lasting, loop=0, disposal=2
    )


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    if kind == "WEBP":
        options.pop("disposal", None)
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _sound(data: bytes) -> str:
    """Return how a sound's name ends, told by its first bytes; empty for what is none."""
    return next((extension for extension, begins in SOUNDS.items() if begins(data)), "")


def _is_mp3(data: bytes) -> bool:
    """Say whether three frames of MPEG sound follow each other, behind a tag if there is one."""
    at = 0
    if data.startswith(b"ID3") and len(data) > 10:
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    for _ in range(3):
        length = _length_of_frame(data[at : at + 4])
        if not length:
            return False
        at += length
    return True


def _length_of_frame(head: bytes) -> int:
    """Return how many bytes a frame of MPEG layer III takes; 0 for what is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    is_first = head[1] & 0x18 == 0x18  # version 1 of the standard
    rates = (44_100, 48_000, 32_000)
    kilobits = KILOBITS[is_first][head[2] >> 4]
    if not kilobits or head[2] >> 2 & 3 == 3 or head[1] & 0x18 == 0x08:
        return 0
    rate = rates[head[2] >> 2 & 3] // (1 if is_first else 2 if head[1] & 0x18 == 0x10 else 4)
    return (144_000 if is_first else 72_000) * kilobits // rate + (head[2] >> 1 & 1)


def _is_m4a(data: bytes) -> bool:
    """Say whether a file of MPEG-4 has a track of sound and none of pictures."""
    tracks = {found[1] for found in TRACK.finditer(data)} if data[4:8] == b"ftyp" else set()
    return b"soun" in tracks and b"vide" not in tracks


TRACK = re.compile(rb"hdlr.{8}([a-z]{4})", re.DOTALL)
KILOBITS = {  # of layer III by their numbers: of version 1, and of the others
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
SOUNDS: dict[str, Callable[[bytes], bool]] = {
    "ogg": lambda data: data.startswith(b"OggS") and b"\x80theora" not in data[:512],
    "wav": lambda data: data.startswith(b"RIFF") and data[8:12] == b"WAVE" and b"fmt " in data[12:4096],
    "flac": lambda data: data.startswith(b"fLaC"),
    "m4a": _is_m4a,
    "weba": lambda data: data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in data[:64] and b"V_" not in data[:4096],
    "mp3": _is_mp3,
}
