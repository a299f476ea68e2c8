"""Takes back what an import changed in lessons. What was edited since stays, and so does every answer of a learner."""

from collections.abc import Iterator, Sequence

from django.db.models import Model

from apps.cards.models import Deck, Note, Section
from apps.cards.services.find_duplicates import update_duplicate_groups
from apps.cards.services.notes import save_notes, save_positions
from apps.cards.services.sections import SECTION_FIELDS, save_section
from apps.courses.models import Course
from apps.lessons.models import Attempt, Lesson, Mark, Writing
from apps.lessons.services.lesson_changes import DECK_FIELDS, LESSON_FIELDS, NOTE_FIELDS, Change, digest
from apps.reviews.models import Pick, Schedule, Subscription
from apps.web.statements import across_users

ANSWERS: Sequence[tuple[type[Model], str]] = (
    (Mark, "note"),
    (Attempt, "note"),
    (Writing, "note"),
    (Pick, "card__note"),
    (Schedule, "card__note"),
)


@across_users("a note that anyone answered is archived and not deleted")
def undo_changes(course: Course, changes: Sequence[Change]) -> list[str]:
    """Take back changes of a course's lessons, the last one first; return the names of what stays, edited since.

    A note that the import added is deleted, or archived once it is in anyone's answers or review. Call it in a
    transaction.
    """
    return [name for change in reversed(changes) for name in _undo(course, change)]


def _undo(course: Course, change: Change) -> list[str]:
    lesson, rows = Lesson.objects.select_related("deck").filter(pk=change["lesson"]).first(), change["rows"]
    if lesson is None:
        return []
    if lesson.course_id != course.pk:
        return [str(lesson)]
    own = rows.get("lesson", {}).get(str(lesson.pk))
    is_new = own is not None and own["was"] is None
    sections = rows.get("sections", {})
    replaced = _restore_sections(lesson.deck, sections)
    kept = list(_restore_notes(lesson.deck, rows.get("notes", {}), replaced))
    kept += _delete_sections(lesson.deck, sections)
    if not is_new:
        kept += _restore_texts(lesson, own, LESSON_FIELDS)
        kept += _restore_texts(lesson.deck, rows.get("deck", {}).get(str(lesson.deck_id)), DECK_FIELDS)
    elif _is_untouched(lesson, own):
        _delete(lesson)
        return kept
    else:
        kept.append(str(lesson))
    update_duplicate_groups(lesson.deck)
    return kept


def _restore_sections(deck: Deck, rows: Change) -> dict[int, Section]:
    """Put sections back as they were; return all of the deck's by the keys that they had then."""
    sections = {section.pk: section for section in deck.sections.all()}
    for pk, row in rows.items():
        section = sections.get(int(pk))
        if row["now"] is None:
            sections[int(pk)] = save_section(Section(deck=deck, **row["was"]))
        elif section and row["was"] is not None:
            _put_back(section, row, SECTION_FIELDS)
            save_section(section)
    return sections


def _delete_sections(deck: Deck, rows: Change) -> Iterator[str]:
    """Delete the sections that were added and have no notes; yield the names of those that were edited since."""
    for section in deck.sections.filter(pk__in=[int(pk) for pk in rows], notes=None):
        row = rows[str(section.pk)]
        if row["was"] is not None:
            continue
        if digest(section, SECTION_FIELDS) == row["now"]:
            section.delete()
        else:
            yield str(section)


def _restore_notes(deck: Deck, rows: Change, sections: dict[int, Section]) -> Iterator[str]:
    """Put notes back as they were, and take away those that were added; yield what stays, for it was edited since."""
    notes = {note.pk: note for note in deck.notes.select_related("section")}
    changed: list[Note] = []
    moved: list[Note] = []
    added: list[Note] = []
    for pk, row in rows.items():
        note = notes.get(int(pk))
        if note is None:
            continue
        if digest(note, NOTE_FIELDS) != row["now"] and _changes_more_than_position(row):
            yield str(note)
        elif row["was"] is None:
            added.append(note)
        else:
            section = note.section
            _put_back(note, row, NOTE_FIELDS)
            note.section = sections.get(note.section_id, section)
            (changed if _changes_more_than_position(row) else moved).append(note)
    save_notes([*changed, *_archived(added)])
    save_positions(moved)


def _archived(added: Sequence[Note]) -> list[Note]:
    """Delete added notes, but for those in anyone's answers or review; return these, to be archived."""
    used: set[int] = set()
    for model, path in ANSWERS:
        used |= set(model._default_manager.filter(**{f"{path}__in": added}).values_list(path, flat=True))
    Note.objects.filter(pk__in=[note.pk for note in added if note.pk not in used]).delete()
    archived = [note for note in added if note.pk in used]
    for note in archived:
        note.archived = True
    return archived


def _restore_texts(row: Lesson | Deck, change: Change | None, fields: Sequence[str]) -> Iterator[str]:
    """Put the texts of a lesson or its deck back; yield its name where they were edited since."""
    if change is None:
        return
    if digest(row, fields) != change["now"] and _changes_more_than_position(change):
        yield str(row)
    _put_back(row, change, fields)
    row.save(update_fields=list(change["was"]))


def _put_back(row: Model, change: Change, fields: Sequence[str]) -> None:
    """Give a row the values that it had; one that was edited since only its position."""
    is_same = digest(row, fields) == change["now"]
    for name, value in change["was"].items():
        if is_same or name == "position":
            setattr(row, name, value)


def _changes_more_than_position(row: Change) -> bool:
    """Return whether more than the position of a row changed."""
    return row["was"] is None or bool(row["was"].keys() - {"position"})


def _is_untouched(lesson: Lesson, row: Change) -> bool:
    """Return whether nobody added to a new lesson or studies it; call it once the import's own sections are gone."""
    is_same = digest(lesson, LESSON_FIELDS) == row["now"]
    has_more = lesson.deck.notes.exists() or lesson.deck.sections.exists()
    return is_same and not has_more and not Subscription.objects.filter(deck=lesson.deck_id).exists()


def _delete(lesson: Lesson) -> None:
    deck = lesson.deck
    lesson.delete()
    deck.delete()
