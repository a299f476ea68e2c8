"""The pictures and sounds of a file: those that its notes show are verified, and kept aside until they can be saved."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile

from django.db.models import Q

from apps.cards import media, media_store
from apps.cards.media import MediaRefused, Verified
from apps.cards.models import Media
from apps.cards.rendering import Medium, name_of
from apps.exchange.importing.places import Place
from apps.exchange.records import Warned

IN_MEMORY = 16_000_000  # bytes
SHOWN = re.compile(r"!\[[^\]\[]*\]\((?:<([^<>\n]*)>|([^\s()<>]+))")


@dataclass(frozen=True, slots=True)
class _Aside:
    """A file that was verified: what a card shows of it, and where its bytes lie, or what was kept of it before."""

    medium: Medium
    verified: Verified | None = None
    start: int = 0
    size: int = 0
    there: Media | None = None


class Pictures:
    """The media of one import."""

    def __init__(self, files: Mapping[str, Callable[[], bytes]]) -> None:
        self.warnings: list[Warned] = []
        self._files = files
        self._spool = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the preparation
        self._known: dict[str, _Aside | None] = {}

    def take(self, text: str, place: Place) -> bool:
        """Let a place hold what a text shows and the file brings; say whether any of it is new to the place."""
        if not self._files or "![" not in text:
            return False
        names = {name_of(found[1] or found[2]) for found in SHOWN.finditer(text)}
        brought = {name: aside.medium for name in names if (aside := self._of(name))}
        new = {name: medium for name, medium in brought.items() if place.media.get(name) != medium}
        place.media.update(new)
        place.new_media.update(dict.fromkeys(new))
        return bool(new)

    def saved(self, place: Place) -> Iterator[tuple[str, Media]]:
        """Save what is new to a place, and yield it by its names."""
        for name in place.new_media:
            aside = self._known[name]
            if aside and aside.there:
                yield name, aside.there
            elif aside and aside.verified:
                self._spool.seek(aside.start)
                yield name, media_store.store(replace(aside.verified, data=self._spool.read(aside.size)))

    def close(self) -> None:
        """Let go of all files."""
        self._spool.close()

    def _of(self, name: str) -> _Aside | None:
        if name not in self._known:
            self._known[name] = self._looked_at(name, self._files[name]()) if name in self._files else None
        return self._known[name]

    def _looked_at(self, name: str, data: bytes) -> _Aside | None:
        """Return what becomes of a file; one that was kept before is not verified again."""
        digest = hashlib.sha256(data).hexdigest()
        there = Media.objects.filter(Q(source_sha256=digest) | Q(sha256=digest)).first()
        if there and media_store.path_of(there.file_name).is_file():
            return _Aside(media_store.medium_of(there), there=there)
        try:
            verified = media.verified(data)
        except MediaRefused as refused:
            self.warnings.append(Warned(name, f"{refused} It was left out."))
            return None
        start = self._spool.seek(0, 2)
        self._spool.write(verified.data)
        row = Media(sha256=verified.sha256, extension=verified.extension, width=verified.width, height=verified.height)
        return _Aside(media_store.medium_of(row), replace(verified, data=b""), start, len(verified.data))
