"""Saves an import that was planned, piece by piece: nobody waits for it, and people see all of it or nothing.

First all that is new is written where nobody finds it; whatever breaks off there is taken back. Then, marked as begun,
existing rows change, and all that is new is revealed in one transaction: what breaks off there is continued by the next
import of the same, which finds the mark.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.cards.models import Deck, Media
from apps.cards.services.media import add_to_deck, lock_media, store_media
from apps.cards.services.sections import save_section
from apps.courses.models import Course
from apps.exchange.importing.import_plan import ImportPlan, PlannedNote, stamp
from apps.exchange.importing.pictures import Pictures
from apps.exchange.importing.targets import Target, TargetDeck
from apps.exchange.services.anki_schedules import ScheduleImporter
from apps.exchange.services.note_writer import NoteWriter
from apps.exchange.services.staging import Staging
from apps.formats.progress import ProgressCallback
from apps.web.pieces import piece
from apps.web.services.removal import delete_unreferenced


class ConcurrentChange(Exception):
    """Somebody else changed the same decks, or deleted a picture, after the import was planned. Plan it again."""


@dataclass
class DeckImport:
    """An import that is saved in two steps: `stage`, and then `apply`."""

    plan: ImportPlan
    schedules: ScheduleImporter | None
    at: datetime

    def __post_init__(self) -> None:
        self._staging = Staging(self.at)
        self._writer = NoteWriter(self.plan, self._staging)

    def stage(self, progress: ProgressCallback) -> None:
        """Write what is new where nobody finds it. Raises ConcurrentChange, and whatever `progress` raises."""
        _check(self.plan)
        for target in self.plan.decks.all:
            if target.deck.pk is None and target.is_saved:
                self._staging.hide(target.deck)
                _save_deck_and_sections(target)
                _save_pictures(target, self.plan.pictures)
        for batch in self._batches(progress):
            keys = self._writer.add(batch)
            if self.schedules:
                self.schedules.find_cards(batch, keys)

    def apply(self, progress: ProgressCallback) -> None:
        """Change what exists, reveal what is new, and save the schedules. Raises ConcurrentChange.

        What `progress` raises leaves it half done, for the next import of the same to continue.
        """
        mark_begun(self.plan.target, self.plan.report.fingerprint, self.at)
        for target in self.plan.decks.all:
            if not self._staging.is_new(target.deck):
                _save_deck_and_sections(target)
                _save_pictures(target, self.plan.pictures)
        for batch in self._batches(progress):
            self._writer.change(batch)
        _check(self.plan)
        moved = self._staging.move_most()
        with piece():
            _lock(self.plan.target)
            if not moved and stamp(self.plan.target) != self.plan.stamp:
                raise ConcurrentChange
            self._staging.reveal()
        if self.schedules:
            self.plan.report.reviews = self.schedules.save(self.plan.decks.all, progress)
            self.plan.report.schedules = 0

    def _batches(self, progress: ProgressCallback) -> Iterator[Sequence[PlannedNote]]:
        """Yield what is planned, after reporting how much of it is done."""
        report, done = self.plan.report, 0
        for batch in self.plan.batches:
            progress(done, report.added + report.changed + report.unchanged)
            yield batch
            done += len(batch)

    def take_back(self) -> None:
        """Remove what was staged and is not revealed."""
        self._staging.take_back()


def has_begun(target: Target, fingerprint: str) -> bool:
    """Whether an import of these changes was begun and broke off: what is left of it is no surprise."""
    return Deck.with_deleted.filter(slug=_mark(target, fingerprint), deleted_as=Deck.Deletion.UNFINISHED).exists()


def mark_begun(target: Target, fingerprint: str, at: datetime) -> None:
    """Remember for a day that an import has begun to change what exists: its next attempt finds the mark."""
    of = {"course": target.course} if target.course else {"owner": target.owner}
    mark = _mark(target, fingerprint)
    hidden = {"title": mark, "deleted_at": at, "deleted_as": Deck.Deletion.UNFINISHED}
    Deck.with_deleted.update_or_create(slug=mark, defaults=of | hidden)


def mark_finished(target: Target, fingerprint: str) -> None:
    """Forget that an import had begun: all of it is done."""
    delete_unreferenced(Deck.with_deleted.filter(slug=_mark(target, fingerprint), deleted_as=Deck.Deletion.UNFINISHED))


def _mark(target: Target, fingerprint: str) -> str:
    owner = f"course-{target.course.pk}" if target.course else f"person-{target.owner and target.owner.pk}"
    return f"import--{owner}-{fingerprint[:40]}"


def _check(plan: ImportPlan) -> None:
    """Raise ConcurrentChange if somebody added notes to the decks since they were planned for."""
    with piece():
        _lock(plan.target)
        if stamp(plan.target) != plan.stamp:
            raise ConcurrentChange


def _lock(target: Target) -> None:
    """Let one import at a time write to the decks of a course or a person."""
    if target.course and target.course.pk is None:
        target.course.save()
    rows = Course.objects.filter(pk=target.course.pk) if target.course else target.people
    rows.select_for_update(no_key=True).get()


def _save_deck_and_sections(target: TargetDeck) -> None:
    """Save a deck that is new or has new credits, and those sections that are changed, or new and used."""
    if not target.is_saved:
        return
    with piece():
        _save_deck(target.deck, target.changed)
        for section in target.new_sections:
            section.pk, section.deck = None, target.deck
            save_section(section)
    for change in target.changed_sections:
        with piece():
            save_section(change.section)


def _save_deck(deck: Deck, changed: dict[str, str]) -> None:
    for name, text in changed.items():
        setattr(deck, name, text)
    if deck.pk is None:
        deck.save()
    elif changed:
        deck.save(update_fields=list(changed))


def _save_pictures(target: TargetDeck, pictures: Pictures) -> None:
    """Add pictures and sounds to a deck; their files are stored before, so that nobody waits for the disk."""
    if not target.new_media:
        return
    new = dict(pictures.new_files(target))
    files = {name: each if isinstance(each, Media) else store_media(each) for name, each in new.items()}
    with piece():
        keys = {each.pk for each in files.values()}
        if lock_media(keys) != keys:
            raise ConcurrentChange
        add_to_deck(target.deck, files)
