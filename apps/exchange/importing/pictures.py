"""The pictures and sounds of a file: those that its notes show are verified, and spooled until they can be saved."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile

from django.db.models import Q

from apps.cards.kinds.registry import OCCLUSION
from apps.cards.media import media_storage
from apps.cards.media.deck_media import names_by_target, reference_to
from apps.cards.media.verify_media import MediaProblem, VerifiedMedia, verify
from apps.cards.models import Media
from apps.cards.rendering.media_tags import MediaReference
from apps.exchange.importing.targets import TargetDeck
from apps.formats.import_source import Files
from apps.formats.losses import Losses
from apps.formats.messages import Message, ngettext
from apps.formats.problems import ImportWarning, Place
from apps.formats.text.external_urls import is_external

IN_MEMORY = 16_000_000  # bytes
NOT_THERE = ngettext(
    "{count} picture or sound isn’t in the file: {places}.",
    "{count} pictures or sounds aren’t in the file: {places}.",
    1,
)
NOT_ASKED = ngettext(
    "{count} image occlusion is not asked, because its picture isn’t in the file: {places}.",
    "{count} image occlusions are not asked, because their pictures aren’t in the file: {places}.",
    1,
)


@dataclass(frozen=True, slots=True)
class _MediaSource:
    """What a card shows of a file: one that is stored already, or one that was verified and where its bytes are."""

    medium: MediaReference
    stored: Media | None = None
    verified: VerifiedMedia | None = None
    start: int = 0
    size: int = 0


class Pictures:
    """The pictures and sounds of one import."""

    def __init__(self, files: Files, files_of: Mapping[str, Files]) -> None:
        """`files_of` are those of single decks, by their paths in the file; `files` are those of all other decks."""
        self._losses = Losses()
        self._missing: set[str] = set()
        self._files, self._files_of = files, files_of
        self._spool = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the plan
        self._found: dict[tuple[str, str], _MediaSource | None] = {}

    def take(self, text: str, target: TargetDeck, path: str) -> bool:
        """Let a deck hold what a text of that path shows, if the file has it; return whether any of it is new there."""
        source = path if path in self._files_of else ""
        shown: dict[str, MediaReference] = {}
        for names in names_by_target(text):
            for name, found in ((name, self._find(source, name)) for name in names):
                if found:
                    shown[name] = found.medium
                    break
            else:
                self._note_missing(source, names, target)
        new = {name: medium for name, medium in shown.items() if target.media.get(name) != medium}
        target.media.update(new)
        target.new_media.update(dict.fromkeys(new, source))
        return bool(new)

    @property
    def warnings(self) -> list[ImportWarning]:
        """Return which files were rejected, and which are shown and not there."""
        return self._losses.warnings()

    def note_unasked(self, values: Mapping[str, object], asked: Sequence[object], place: Place) -> None:
        """Note an image occlusion that asks nothing, since its picture is not there."""
        if values.get("kind") == OCCLUSION and not values.get("archived") and not asked:
            self._losses.add(NOT_ASKED, place)

    def _note_missing(self, source: str, names: tuple[str, ...], target: TargetDeck) -> None:
        """Note a picture or sound that neither the file nor its deck has; one from elsewhere is none of them."""
        files = self._files_of.get(source, self._files)
        if not (is_external(names[0]) or any(name in files or name in target.media for name in names)):
            if names[-1] not in self._missing:
                self._losses.add(NOT_THERE, names[-1])
            self._missing.add(names[-1])

    def new_files(self, target: TargetDeck) -> Iterator[tuple[str, Media | VerifiedMedia]]:
        """Yield what is new to a deck by its names: what is stored already, or a file that is not."""
        for name, source in target.new_media.items():
            found = self._found[source, name]
            if found and found.stored:
                yield name, found.stored
            elif found and found.verified:
                self._spool.seek(found.start)
                yield name, replace(found.verified, data=self._spool.read(found.size))

    def read(self, target: TargetDeck, name: str, limit: int) -> bytes:
        """Return what is new to a deck by this name; nothing of a file of more than `limit` bytes."""
        found = self._found[target.new_media[name], name]
        if found and found.stored and found.stored.size <= limit:
            with media_storage.open_file(found.stored.file_name) as file:
                return bytes(file.read())
        if found is None or found.stored or found.size > limit:
            return b""
        self._spool.seek(found.start)
        return self._spool.read(found.size)

    def close(self) -> None:
        """Let go of all files."""
        self._spool.close()

    def _find(self, source: str, name: str) -> _MediaSource | None:
        if (source, name) not in self._found:
            files = self._files_of.get(source, self._files)
            self._found[source, name] = self._verify(name, files[name]()) if name in files else None
        return self._found[source, name]

    def _verify(self, name: str, data: bytes) -> _MediaSource | None:
        """Return what becomes of a file; one that is stored already is not verified again."""
        digest = hashlib.sha256(data).hexdigest()
        stored = Media.objects.filter(Q(source_sha256=digest) | Q(sha256=digest)).first()
        if stored and media_storage.exists(stored.file_name):
            return _MediaSource(reference_to(stored), stored)
        try:
            verified = verify(data)
        except MediaProblem as refused:
            self._losses.add(_left_out(refused.message), Place(name=name))
            return None
        start = self._spool.seek(0, 2)
        self._spool.write(verified.data)
        row = Media(sha256=verified.sha256, extension=verified.extension, width=verified.width, height=verified.height)
        return _MediaSource(reference_to(row), None, replace(verified, data=b""), start, len(verified.data))


def _left_out(problem: Message) -> Message:
    """Return the sort of files that are left out for this reason."""
    return ngettext(
        "{problem} The file was left out.", "{count} files were left out: {places}. {problem}", 1, problem=problem
    )
