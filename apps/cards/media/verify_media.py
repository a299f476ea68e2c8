"""Verifies pictures and sounds by their content. Pictures are encoded again, without anything but their pixels."""

import hashlib
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageFile, ImageOps, ImageSequence

from apps.formats.limits import MIB, as_size
from apps.formats.messages import Message
from apps.formats.messages import gettext as _

MAX_BYTES = 25 * MIB
MAX_PIXELS = 40_000_000
MAX_FRAMES = 200
MAX_ANIMATED_PIXELS = 20_000_000  # pixels of all frames together: each takes four bytes of memory
MAX_SIDE_PIXELS = 2_000
FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif"}
ANIMATED = ("GIF", "WEBP")
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


class MediaProblem(Exception):
    """A file is not a picture or sound that can be stored; the message is what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class VerifiedMedia:
    """A picture or a sound as it is stored; a sound has no size. `source_sha256` is that of the uploaded file."""

    data: bytes
    extension: str
    source_sha256: str
    width: int = 0
    height: int = 0

    @property
    def sha256(self) -> str:
        """Return the hash of its content, which names its file."""
        return hashlib.sha256(self.data).hexdigest()


def verify(data: bytes) -> VerifiedMedia:
    """Return a file as it can be stored, or raise MediaProblem."""
    if len(data) > MAX_BYTES:
        raise MediaProblem(_("This file is larger than {size}. Make it smaller.", size=as_size(MAX_BYTES)))
    source = hashlib.sha256(data).hexdigest()
    if extension := _sound(data):
        return VerifiedMedia(data, extension, source)
    try:
        with warnings.catch_warnings(), _only_whole_pictures():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _picture(data, source)
    except MediaProblem:
        raise
    except Exception as error:  # whatever a damaged picture makes its decoder raise
        message = _(
            "This file is not a picture or sound that can be shown. "
            "Use PNG, JPEG, WebP or GIF for pictures, and MP3, Ogg, WAV, M4A or FLAC for sounds."
        )
        raise MediaProblem(message) from error


@contextmanager
def _only_whole_pictures() -> Iterator[None]:
    """Refuse a picture that ends too early also where WeasyPrint is loaded, which lets Pillow accept them."""
    accepted = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = accepted


def _picture(data: bytes, source: str) -> VerifiedMedia:
    with Image.open(BytesIO(data), formats=tuple(FORMATS)) as image:
        _check_size(image)
        kind = str(image.format)
        animated = kind in ANIMATED and _frames(image) > 1
        encoded = _encode_animation(image) if animated else _encode_picture(image, kind)
    with Image.open(BytesIO(encoded)) as result:
        return VerifiedMedia(encoded, FORMATS[kind], source, result.width, result.height)


def _check_size(image: Image.Image) -> None:
    """Raise MediaProblem for more than can be decoded."""
    pixels, frames = image.width * image.height, _frames(image)
    if pixels > MAX_PIXELS:
        raise MediaProblem(_("This picture has more than {count} pixels. Make it smaller.", count=MAX_PIXELS))
    if frames > MAX_FRAMES or (frames > 1 and frames * pixels > MAX_ANIMATED_PIXELS):
        message = _("This animation is too long. Use at most {count} frames, or make the picture smaller.")
        raise MediaProblem(message.with_parameters(count=MAX_FRAMES))


def _frames(image: Image.Image) -> int:
    return int(getattr(image, "n_frames", 1))


def _encode_picture(image: Image.Image, kind: str) -> bytes:
    """Return a picture upright, no larger than a page needs, and nothing but its pixels."""
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((MAX_SIDE_PIXELS, MAX_SIDE_PIXELS))
    if kind == "JPEG" and upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
    bare = upright.copy()
    bare.info = {name: value for name, value in bare.info.items() if name == "transparency"}
    return _encode(bare, kind, **({"quality": 88} if kind in ("JPEG", "WEBP") else {}))


def _encode_animation(image: Image.Image) -> bytes:
    frames = [frame.copy().convert("RGBA") for frame in _checked_frames(image)]
    durations = [max(20, min(int(frame.info.get("duration", 100)), 10_000)) for frame in ImageSequence.Iterator(image)]
    for frame in frames:
        frame.thumbnail((MAX_SIDE_PIXELS, MAX_SIDE_PIXELS))
        frame.info = {}
    options = {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": 0, "disposal": 2}
    return _encode(frames[0], str(image.format), **options)


def _checked_frames(image: Image.Image) -> Iterator[Image.Image]:
    """Yield the frames, none of them decoded yet; a GIF may have larger ones than it begins with."""
    for frame in ImageSequence.Iterator(image):
        _check_size(frame)
        yield frame


def _encode(image: Image.Image, kind: str, **options: object) -> bytes:
    if kind == "WEBP":
        options.pop("disposal", None)
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _sound(data: bytes) -> str:
    """Return the extension of a sound by its first bytes; empty for anything else."""
    return next((extension for extension, matches in SOUNDS.items() if matches(data)), "")


def _is_mp3(data: bytes) -> bool:
    """Return whether three frames of MPEG sound follow each other, behind a tag if there is one."""
    offset = 0
    if data.startswith(b"ID3") and len(data) > 10:
        offset = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    for _frame in range(3):
        length = _frame_length(data[offset : offset + 4])
        if not length:
            return False
        offset += length
    return True


def _frame_length(head: bytes) -> int:
    """Return how many bytes a frame of MPEG layer III takes; 0 for anything else."""
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
    """Return whether a file of MPEG-4 has a track of sound and none of pictures."""
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
