"""What an upload of practice pages would change in a course, page by page. Reads, and writes nothing."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from apps.cards.comparing.note_matching import PositionedItem
from apps.cards.media.deck_media import media_for_text
from apps.cards.models import Deck, Note
from apps.cards.rendering.media_tags import MediaByName
from apps.cards.tags import normalize_tags
from apps.courses.models import Course
from apps.exchange.importing.note_changes import change_of_texts
from apps.exchange.importing.practice_pages import losses
from apps.exchange.importing.practice_pages.choices import PageChoice
from apps.exchange.importing.report import MAX_CHANGES, NoteDiff, PageReport, Report, line_of
from apps.formats.import_source import Reading
from apps.formats.practice_page import page_reader
from apps.formats.practice_page.records import Page
from apps.formats.problems import ImportProblem
from apps.formats.progress import ProgressCallback, no_progress, with_progress
from apps.formats.text.decode import UNICODE, detect_encoding
from apps.lessons.importing import field_values
from apps.lessons.importing.files import PageSource, of_file, of_zip
from apps.lessons.importing.lesson_slugs import LessonSlugs
from apps.lessons.importing.plan import LessonPlan, lesson_at, plan_page
from apps.lessons.importing.tracks import track_of
from apps.lessons.models import Lesson
from apps.web.translation import translate_error

NOTE_TEXT = ("pk", "section_id", *Note.CONTENT_FIELDS)
SECTION_TEXT = ("pk", "title", "introduction", "labels", "numbering", "closing")


@dataclass(frozen=True)
class PagePreview:
    """One page of an upload: what it holds and what it would change, or why it is refused.

    `choice` is what its owner chose for it, empty for the usual. One that is skipped has no plan.
    """

    source: PageSource
    slug: str = ""
    page: Page | None = None
    plan: LessonPlan | None = None
    problem: ImportProblem | None = None
    choice: str = ""


def sources_of(name: str, data: bytes, lesson: str = "") -> list[PageSource]:
    """Return the pages of a zip, or of a file or a pasted text, which may become a chosen lesson.

    Raises ImportProblem.
    """
    if not name.lower().endswith(".zip"):
        source = of_file(name, data)
        return [replace(source, lesson=lesson or source.lesson)]
    return list(of_zip(name, data))


def preview_pages(
    sources: Sequence[PageSource],
    course: Course,
    progress: ProgressCallback = no_progress,
    slugs: LessonSlugs | None = None,
) -> list[PagePreview]:
    """Return what importing pages into a course would do. Raises whatever `progress` raises.

    `slugs` get to know the lessons that the pages become.
    """
    slugs = slugs or LessonSlugs()
    return [preview_page(source, course, slugs) for source in with_progress(sources, len(sources), progress)]


def preview_page(source: PageSource, course: Course, slugs: LessonSlugs) -> PagePreview:
    """Return what importing a page would do; `slugs` are those that pages of the same import have."""
    try:
        page = page_reader.read(source.path, source.data, source.encoding)
        page = page if source.lesson else field_values.with_title(page)
        page = replace(page, track=track_of(source, page, course))
        slug = slugs.take(source, page, course)
        lesson = lesson_at(course, slug)
        page = replace(page, warnings=(*page.warnings, *losses.warnings_of(page, _media(page, lesson))))
        return PagePreview(source, slug, page, plan_page(page, lesson))
    except ImportProblem as problem:
        return PagePreview(source, problem=problem)


def _media(page: Page, lesson: Lesson | None) -> MediaByName:
    """Return the pictures and sounds that the items of a page may show: those of its lesson."""
    items = "".join(f"{item.front}{item.back}{item.extra}" for part in page.parts for item in part.items)
    return media_for_text(items, lesson.deck if lesson else Deck())


def with_choices(
    previews: Iterable[PagePreview], choices: Mapping[str, str], course: Course, slugs: LessonSlugs
) -> Iterator[PagePreview]:
    """Yield previews as their owner chose, by their numbers: one is skipped, another becomes a lesson of its own."""
    for number, preview in enumerate(previews, 1):
        choice = choices.get(str(number), "")
        if choice == PageChoice.SKIP and preview.plan:
            yield replace(preview, plan=None, choice=choice)
        elif choice == PageChoice.ADD and preview.page and preview.plan and preview.plan.lesson:
            slug = slugs.take_free(preview.slug, preview.source, preview.page, course)
            yield replace(preview, slug=slug, plan=plan_page(preview.page, None), choice=choice)
        else:
            yield preview


def report_of(previews: list[PagePreview], done: Mapping[int, PageReport] | None = None) -> Report:
    """Return the report of an upload; `done` is what became of pages, by their numbers.

    Raises ImportProblem for a single page that is refused.
    """
    if len(previews) == 1 and previews[0].problem:
        raise previews[0].problem
    done = done or {}
    pages = [done.get(number) or page_report(each, number) for number, each in enumerate(previews, 1)]
    return Report(
        pages=pages,
        added=sum(len(page.added) for page in pages),
        changed=sum(page.changed for page in pages),
        archived=sum(len(page.removed) for page in pages),
        unchanged=sum(page.unchanged for page in pages),
        reading=Reading(encoding=_encoding(previews)),
        fingerprint=fingerprint(previews),
    )


def _encoding(previews: list[PagePreview]) -> str:
    """Return the encoding that was chosen for the pages, also where no page can be read by it; else what was detected.

    Of several that were detected it is the first that is not Unicode.
    """
    if chosen := next((each.source.encoding for each in previews if each.source.encoding), ""):
        return chosen
    encodings = [detect_encoding(each.source.data) for each in previews if each.page]
    return next((each for each in encodings if each not in UNICODE), next(iter(encodings), ""))


def fingerprint(previews: Iterable[PagePreview]) -> str:
    """Return a name for exactly these changes, so that nothing else is imported than what was shown."""
    digest = hashlib.sha256()
    for each in previews:
        if each.plan:
            digest.update(repr((each.slug, each.page, *_stored(each.plan))).encode())
    return digest.hexdigest()


def _stored(plan: LessonPlan) -> Iterator[object]:
    """Yield what is stored now of all that the import would change."""
    yield [[getattr(note, name) for name in NOTE_TEXT] for note, _item in plan.changed]
    yield [note.pk for note in plan.removed]
    yield [[getattr(section, name) for name in SECTION_TEXT] for section in plan.sections if section]
    yield plan.lesson and (plan.lesson.pk, plan.lesson.title, plan.lesson.description, plan.lesson.introduction)


def page_report(preview: PagePreview, number: int) -> PageReport:
    """Return what importing a page would do to its lesson, or why it is refused."""
    page, plan, path = preview.page, preview.plan, preview.source.path
    if page is None or plan is None:
        problem, title = translate_error(preview.problem) if preview.problem else "", page.title if page else ""
        return PageReport(title or path or _("The page"), path, number, preview.choice, problem=problem)
    return PageReport(
        number=number,
        choice=preview.choice,
        track=page.track,
        title=page.title or path or _("The page"),
        path=path,
        slug=preview.slug,
        lesson=plan.lesson.title if plan.lesson else "",
        added=[each.item.front for each in plan.added],
        removed=[str(note) for note in plan.removed],
        changed=len(plan.changed),
        unchanged=len(plan.unchanged),
        changes=[_change(note, each, plan) for note, each in plan.changed[:MAX_CHANGES]],
        surroundings=list(_surroundings(plan)),
        warnings=[line_of(each) for each in page.warnings],
    )


def _surroundings(plan: LessonPlan) -> Iterator[str]:
    for title in plan.changed_surroundings:
        if title:
            yield _("“%(section)s”: its position, texts or labels") % {"section": title}
        else:
            yield _("The title, track, introduction or credits of the page")


def _change(note: Note, placed: PositionedItem, plan: LessonPlan) -> NoteDiff:
    """Return what becomes of a note; what the page cannot express stays as the note has it."""
    item, section = placed.item, plan.sections[placed.part]
    old = {name: getattr(note, name) for name in Note.CONTENT_FIELDS}
    new = {name: getattr(item, name) for name in ("kind", "front", "back", "label")} | {
        "extra": item.extra if plan.page.formatted else note.extra,
        "tags": normalize_tags(item.tags.split()) if item.tags else note.tags,
        "archived": False,
    }
    moves = section is None or section.pk != note.section_id
    return change_of_texts(old, new, plan.page.parts[placed.part].title if moves else "")
