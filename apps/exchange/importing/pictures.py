"""The pictures and sounds of a file: those that its notes show are verified, and kept aside until they can be saved."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile

from django.db.models import Q

from apps.cards import media, media_store
from apps.cards.media import MediaRefused, Verified
from apps.cards.models import Media
from apps.cards.rendering import Medium
from apps.exchange.importing.targets import TargetDeck
from apps.formats.import_source import Files
from apps.formats.problems import ImportWarning

IN_MEMORY = 16_000_000  # bytes


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

    def __init__(self, files: Files, files_of: Mapping[str, Files]) -> None:
        """`files_of` are those of single decks, by their paths in the file; `files` are those of all other decks."""
        self.warnings: list[ImportWarning] = []
        self._files, self._files_of = files, files_of
        self._spool = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the preparation
        self._known: dict[tuple[str, str], _Aside | None] = {}

    def take(self, text: str, place: TargetDeck, path: str) -> bool:
        """Let a place hold what a text of that path shows and the file brings; say whether any of it is new there."""
        source = path if path in self._files_of else ""
        brought = {name: aside.medium for name in media_store.names_in(text) if (aside := self._of(source, name))}
        new = {name: medium for name, medium in brought.items() if place.media.get(name) != medium}
        place.media.update(new)
        place.new_media.update(dict.fromkeys(new, source))
        return bool(new)

    def saved(self, place: TargetDeck) -> Iterator[tuple[str, Media]]:
        """Save what is new to a place, and yield it by its names."""
        for name, source in place.new_media.items():
            aside = self._known[source, name]
            if aside and aside.there:
                yield name, aside.there
            elif aside and aside.verified:
                self._spool.seek(aside.start)
                yield name, media_store.store(replace(aside.verified, data=self._spool.read(aside.size)))

    def close(self) -> None:
        """Let go of all files."""
        self._spool.close()

    def _of(self, source: str, name: str) -> _Aside | None:
        if (source, name) not in self._known:
            files = self._files_of.get(source, self._files)
            self._known[source, name] = self._looked_at(name, files[name]()) if name in files else None
        return self._known[source, name]

    def _looked_at(self, name: str, data: bytes) -> _Aside | None:
        """Return what becomes of a file; one that was kept before is not verified again."""
        digest = hashlib.sha256(data).hexdigest()
        there = Media.objects.filter(Q(source_sha256=digest) | Q(sha256=digest)).first()
        if there and media_store.path_of(there.file_name).is_file():
            return _Aside(media_store.medium_of(there), there=there)
        try:
            verified = media.verified(data)
        except MediaRefused as refused:
            self.warnings.append(ImportWarning(f"{refused} It was left out.", name))
            return None
        start = self._spool.seek(0, 2)
        self._spool.write(verified.data)
        row = Media(sha256=verified.sha256, extension=verified.extension, width=verified.width, height=verified.height)
        return _Aside(media_store.medium_of(row), replace(verified, data=b""), start, len(verified.data))
