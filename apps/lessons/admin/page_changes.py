"""What a person changed on a lesson's page, and the message that sums it up."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.cards.models import Section
from apps.lessons.admin.note_row import NoteRow
from apps.lessons.admin.page_form import PageForm
from apps.lessons.admin.section_row import SectionRow
from apps.lessons.editing.row_order import increasing
from apps.lessons.services.save_page import ChangeKind, NoteChange, PageChanges
from apps.web.localized import number

NO_POSITION = -1


def changes_of(page: PageForm) -> PageChanges:
    """Return what the person changed on a valid page; the rest stays as it is, or as someone else left it."""
    changes = PageChanges(page.lesson)
    if page.lesson_text.is_bound and page.lesson_text.is_changed:
        changes.has_new_texts = True
        changes.renames_deck = page.lesson.deck.title == page.lesson_text.initial["title"]
    saved = _add_sections(page, changes, _add_labels(page))
    for row, notes in page.ordered:
        # What a form has of a section that is not saved may be older than what is stored.
        section = row.instance if row.key in saved else page.stored_sections[row.key]
        _add_notes(section, notes, changes)
    return changes


def summary(changes: PageChanges) -> str:
    """Return a message with the number of parts that are new or different."""
    parts = list(_parts(changes))
    separator = pgettext("between the parts of a list", ", ")
    return _("Saved: %(changes)s.") % {"changes": separator.join(parts)} if parts else _("Nothing changed.")


def _parts(changes: PageChanges) -> Iterator[str]:
    if changes.has_new_texts:
        yield _("lesson text")
    if count := len(changes.sections) + len(changes.removed_sections):
        yield ngettext("%(count)s section", "%(count)s sections", count) % {"count": number(count)}
    counts = Counter(change.kind for change in changes.notes)
    if count := counts["added"]:
        yield ngettext("%(count)s note added", "%(count)s notes added", count) % {"count": number(count)}
    if count := counts["changed"]:
        yield ngettext("%(count)s note changed", "%(count)s notes changed", count) % {"count": number(count)}
    if count := counts["archived"]:
        yield ngettext("%(count)s note archived", "%(count)s notes archived", count) % {"count": number(count)}
    if changes.moved_sections or changes.moved_notes or counts["moved"]:
        yield pgettext("what was saved", "order")


def _add_labels(page: PageForm) -> set[str]:
    """Add new labels to the exercises whose scenarios ask for it; return the keys of these."""
    keys = set()
    for row in page.notes:
        if row.is_bound and row.cleaned_data["add_label"] and row.cleaned_data["label"]:
            section = page.sections[row.section_key].instance
            section.labels = list(dict.fromkeys([*section.labels, row.cleaned_data["label"]]))
            keys.add(row.section_key)
    return keys


def _add_sections(page: PageForm, changes: PageChanges, new_labels: set[str]) -> set[str]:
    """Add the sections to save, to move and to remove; return the keys of those to save."""
    removed = [row for row, notes in page.ordered if not notes and row.is_to_be_removed]
    rows = [row for row, _notes in page.ordered if row not in removed]
    saved = {row.key for row in rows if row.is_bound and (row.is_new or row.is_changed)} | new_labels
    changes.removed_sections = [row.instance for row in removed]
    for row, position in zip(rows, increasing([_position(row) for row in rows]), strict=True):
        is_moved, row.instance.position = row.instance.position != position, position
        if row.key in saved:
            changes.sections.append(row.instance)
        elif is_moved:
            changes.moved_sections.append(row.instance)
    return saved


def _add_notes(section: Section, rows: list[NoteRow], changes: PageChanges) -> None:
    for row, position in zip(rows, increasing([_position(row) for row in rows]), strict=True):
        note = row.instance
        is_moved, note.position = note.position != position, position
        if row.is_new or (row.is_bound and (row.is_changed or row.is_moved)):
            changes.notes.append(NoteChange(note, section, _kind_of(row)))
        elif is_moved:
            changes.moved_notes.append(note)


def _kind_of(row: NoteRow) -> ChangeKind:
    if row.is_new:
        return "added"
    if row.instance.archived:
        return "archived"
    return "changed" if row.is_changed else "moved"


def _position(row: SectionRow | NoteRow) -> int:
    """Return the stored position; none for a new row and for one from another section."""
    return NO_POSITION if row.is_new or row.is_moved else int(row.instance.position)
