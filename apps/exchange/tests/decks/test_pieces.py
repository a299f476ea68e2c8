"""An import is saved in pieces: people see all of it or nothing, and what breaks off is taken back or continued."""

from contextlib import contextmanager, nullcontext
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from django.db import transaction

from apps.cards.models import Card, Deck, Note, Section
from apps.cards.tests.support.factory import make_deck, make_note
from apps.exchange.importing import deck_plan
from apps.exchange.importing.targets import Target
from apps.exchange.services import apply, note_writer, staging
from apps.exchange.services.deck_import import import_decks
from apps.formats.readers import open_file
from apps.jobs.current import running_job
from apps.library.services.removal import remove_deleted
from apps.reviews import invariants
from apps.search.search import search_cards
from apps.web.tests.support.clock import NOW

HEADER = "guid,front,back,section"
NUMBER = 6


class Killed(BaseException):
    """The process ends here, without anything that a `finally` would do."""


def table(number=NUMBER, answer="Answer"):
    return "\n".join([HEADER, *(f"guid-{n},Question {n}?,{answer} {n},Part {n % 2}" for n in range(number))])


@pytest.fixture
def write(tmp_path, learner):
    """Import a table of so many notes into a deck of the learner's."""

    def write(text, **options):
        path = tmp_path / "Pieces.csv"
        path.write_text(text, encoding="utf-8")
        with open_file(path, path.name) as source:
            return import_decks(source, Target(owner=learner), now=NOW, **options)

    return write


@contextmanager
def killed_after(pieces):
    """End the process before this piece, of two notes each, without a look back."""
    done, piece = iter(range(pieces)), apply.piece

    def counted():
        if next(done, None) is None:
            raise Killed
        return piece()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(staging, "MOVE_BATCH_SIZE", 1)
        patched.setattr(note_writer, "CHANGES_BATCH_SIZE", 2)
        patched.setattr(deck_plan, "BATCH_SIZE", 2)
        patched.setattr(staging.Staging, "take_back", lambda _staging: None)
        for module in (apply, note_writer, staging):
            patched.setattr(module, "piece", counted)
        yield


def contents(deck):
    """Return all that is in a deck, in its order, without keys."""
    notes = deck.notes.select_related("section").order_by("section__position", "position")
    texts = [(note.section.title, note.guid, note.front, note.back, note.tags) for note in notes]
    return texts, Card.objects.filter(note__deck=deck).count()


@pytest.mark.parametrize("pieces", range(6))
def test_a_new_deck_that_is_not_complete_exists_for_nobody(write, learner, pieces):
    with killed_after(pieces), pytest.raises(Killed):
        write(table())
    assert not Deck.objects.exists()
    assert not search_cards(learner, "", now=NOW)
    assert not list(invariants.problems())


def test_the_next_attempt_of_a_job_takes_back_what_the_last_one_left(write, learner):
    with running_job(uuid4()):
        with killed_after(4), pytest.raises(Killed):
            write(table())
        assert Deck.with_deleted.get(owner=learner, slug="pieces").deleted_as == "unfinished"
        write(table())
    deck = Deck.objects.get()
    assert (deck.slug, deck.notes.count()) == ("pieces", NUMBER)


def test_after_a_kill_anywhere_importing_it_again_gives_the_whole(write, learner):
    make_note(make_deck(owner=learner, slug="pieces", title="Pieces"), "Old?", "Old.")
    write(table(3))
    for pieces in count():
        with transaction.atomic():
            if is_complete := finishes(write, pieces):
                break
            assert Deck.objects.get().notes.count() >= 4
            assert not list(invariants.problems())
            assert finishes(write, None)
            assert_complete()
            transaction.set_rollback(True)
    assert is_complete
    assert pieces > 8
    assert_complete()


def finishes(write, pieces):
    """Import six notes, of which three are there with other answers; whether that was not killed."""
    try:
        with killed_after(pieces) if pieces is not None else nullcontext():
            write(table(NUMBER, "New"))
    except Killed:
        return False
    return True


def assert_complete():
    texts, cards = contents(Deck.objects.get())
    assert len(texts) == cards == NUMBER + 1
    assert {back for _section, _guid, _front, back, _tags in texts} == {"Old.", *(f"New {n}" for n in range(NUMBER))}
    assert not list(invariants.problems())


def test_what_is_canceled_while_it_is_written_is_taken_back(write, learner):
    class CanceledError(Exception):
        pass

    def cancel_while_saving(_done, _total):
        if Deck.with_deleted.exists():
            raise CanceledError

    with pytest.raises(CanceledError):
        write(table(), progress=cancel_while_saving)
    for rows in (Deck.with_deleted, Note.objects, Section.objects, Note.history, Card.objects):
        assert not rows.exists()


def test_what_a_killed_import_left_is_removed_by_the_worker(write, learner):
    with killed_after(3), pytest.raises(Killed):
        write(table())
    assert Deck.with_deleted.exists()
    assert not list(remove_deleted(NOW + timedelta(hours=23)))
    assert list(remove_deleted(NOW + timedelta(days=1)))
    for rows in (Deck.with_deleted, Note.objects, Section.objects, Note.history):
        assert not rows.exists()


def test_hours_later_an_import_is_still_known_to_have_begun(write, learner):
    write(table())
    with killed_after(5), pytest.raises(Killed):
        write(table(NUMBER, "New"))
    mark = Deck.with_deleted.get(deleted_as=Deck.Deletion.UNFINISHED)
    assert mark.slug.startswith("import--person-")
    assert not list(remove_deleted(NOW + timedelta(hours=5)))
    write(table(NUMBER, "New"))
    assert not Deck.with_deleted.filter(pk=mark.pk).exists()


def test_notes_added_to_a_deck_that_exists_leave_nothing_behind(write, learner):
    write(table(2))
    write(table(NUMBER))
    deck = Deck.with_deleted.get()
    assert len(contents(deck)[0]) == NUMBER
    assert {each.deck_id for each in Note.history.all()} == {deck.pk}
    assert Section.objects.count() == Section.history.values("id").distinct().count() == 2
    assert not list(invariants.problems())
