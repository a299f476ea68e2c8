"""Pictures and sounds, verified by what is in them. Pictures are written anew, without anything that is not picture.

Pure: bytes in, bytes out.
"""

import hashlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, ImageSequence

MB = 1024 * 1024
MOST_BYTES = 25 * MB
MOST_PIXELS = 40_000_000
MOST_FRAMES = 200
LONGEST_SIDE = 2_000  # pixels
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
    if len(data) > MOST_BYTES:
        raise MediaRefused(f"This file has more than {MOST_BYTES // MB} MB. Make it smaller.")
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
        if image.width * image.height > MOST_PIXELS:
            raise MediaRefused(f"This picture has more than {MOST_PIXELS:,} pixels. Make it smaller.")
        kind = str(image.format)
        frames = getattr(image, "n_frames", 1)
        if frames > MOST_FRAMES or frames * image.width * image.height > MOST_PIXELS * 4:
            raise MediaRefused(f"This picture moves for too long. Use at most {MOST_FRAMES} frames.")
        written = _moving(image) if kind in MOVING and frames > 1 else _still(image, kind)
    with Image.open(BytesIO(written)) as again:
        return Verified(written, FORMATS[kind], source, again.width, again.height)


def _still(image: Image.Image, kind: str) -> bytes:
    """Return a picture as it is to be held up, no larger than a page needs, and nothing but its pixels."""
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if kind == "JPEG" and turned.mode not in ("RGB", "L"):
        turned = turned.convert("RGB")
    bare = turned.copy()
    bare.info = {name: value for name, value in bare.info.items() if name == "transparency"}
    return _saved(bare, kind, **({"quality": 88} if kind in ("JPEG", "WEBP") else {}))


def _moving(image: Image.Image) -> bytes:
    frames = [frame.copy().convert("RGBA") for frame in ImageSequence.Iterator(image)]
    lasting = [max(20, min(int(frame.info.get("duration", 100)), 10_000)) for frame in ImageSequence.Iterator(image)]
    for frame in frames:
        frame.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
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
    is_frame = len(data) > 3 and data[0] == 0xFF and data[1] & 0xE6 in (0xE2, 0xE4, 0xE6) and data[2] >> 4 != 0xF
    return data.startswith(b"ID3") or is_frame


def _is_m4a(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in (b"M4A ", b"M4B ")


SOUNDS: dict[str, Callable[[bytes], bool]] = {
    "ogg": lambda data: data.startswith(b"OggS") and b"\x80theora" not in data[:512],
    "wav": lambda data: data.startswith(b"RIFF") and data[8:12] == b"WAVE",
    "flac": lambda data: data.startswith(b"fLaC"),
    "m4a": _is_m4a,
    "weba": lambda data: data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in data[:64] and b"V_" not in data[:4096],
    "mp3": _is_mp3,
}
