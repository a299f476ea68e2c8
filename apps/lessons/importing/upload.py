"""What an instructor uploads: kept for an hour between the plan that they look at and the import that they press."""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import caches

from apps.cards.models import Note
from apps.cards.services.notes import normal_tags
from apps.cards.text_diff import Step, difference
from apps.courses.models import Course
from apps.formats.practice_page import page_reader
from apps.formats.practice_page.records import Page
from apps.formats.problems import ImportProblem
from apps.lessons.importing.files import Source, of_file, of_zip
from apps.lessons.importing.lesson_slugs import LessonSlugs
from apps.lessons.importing.matching import Placed
from apps.lessons.importing.plan import Plan, plan
from apps.lessons.models import Lesson
from apps.lessons.services.import_page import import_page, lesson_at

KEY = "upload"  # where the session names the upload
SECONDS = 3600
SHOWN_CHANGES = 50  # of one page
NOTE_TEXT = ("pk", "section_id", "kind", "front", "back", "label", "extra", "tags", "archived")
SECTION_TEXT = ("pk", "title", "introduction", "labels", "numbering", "closing")


@dataclass(frozen=True)
class PageUpload:
    """What was pasted or chosen, and the lesson it shall become; empty: what the page calls itself."""

    name: str
    data: bytes
    lesson: str = ""

    def keep(self, session: SessionBase) -> None:
        """Keep it for this person, in the place of what they uploaded before."""
        forget(session)
        session[KEY] = secrets.token_urlsafe()
        caches["uploads"].set(session[KEY], asdict(self), SECONDS)


def kept(session: SessionBase) -> PageUpload | None:
    """Return what the person uploaded last, if it is still kept."""
    fields = caches["uploads"].get(session[KEY]) if KEY in session else None
    return PageUpload(**fields) if fields else None


def forget(session: SessionBase) -> None:
    """Throw away what the person uploaded."""
    caches["uploads"].delete(session.pop(KEY, ""))


@dataclass(frozen=True)
class FieldChange:
    """What becomes of a note: of its front and its back word by word, and of the rest in sentences."""

    front: list[Step]
    back: list[Step]
    besides: list[str]


@dataclass(frozen=True)
class PagePreview:
    """One page of an upload: what it holds and what would change, or why it is refused."""

    source: Source
    slug: str = ""
    page: Page | None = None
    plan: Plan | None = None
    refusal: ImportProblem | None = None

    @property
    def changes(self) -> list[FieldChange]:
        """Return the first changed notes, each with what becomes of it."""
        return [_change(note, each, self.plan) for note, each in self.plan.changed[:SHOWN_CHANGES]] if self.plan else []

    @property
    def more_changes(self) -> int:
        """Return how many changed notes there are besides the first ones."""
        return max(0, len(self.plan.changed) - SHOWN_CHANGES) if self.plan else 0


def _change(note: Note, placed: Placed, made: Plan) -> FieldChange:
    item = placed.item
    return FieldChange(
        difference(note.front, item.front), difference(note.back, item.back), list(_besides(note, placed, made))
    )


def _besides(note: Note, placed: Placed, made: Plan) -> Iterator[str]:
    """Yield in sentences what changes besides the words of the question and its answer."""
    item, section = placed.item, made.sections[placed.part]
    if note.archived:
        yield "It comes back."
    if section is None or section.pk != note.section_id:
        yield f"It moves to “{made.page.parts[placed.part].title}”."
    if note.label != item.label:
        yield f"Its right label was {_quoted(note.label)} and becomes {_quoted(item.label)}."
    if note.kind != item.kind:
        yield f"It becomes {item.kind}, no longer {note.kind}."
    if made.page.formatted and note.extra != item.extra:
        yield "The words below its answer change."
    if item.tags and normal_tags(item.tags.split()) != note.tags:
        yield f"Its tags become: {item.tags.strip()}."


def _quoted(label: str) -> str:
    return f"“{label}”" if label else "none"


def prospects(upload: PageUpload, course: Course) -> list[PagePreview]:
    """Return what importing the upload into the course would do, page by page."""
    try:
        sources = list(_sources(upload))
    except ImportProblem as refusal:
        return [PagePreview(Source(upload.name, b""), refusal=refusal)]
    places = LessonSlugs()
    return [_prospect(source, course, places) for source in sources]


def _sources(upload: PageUpload) -> Iterator[Source]:
    if not upload.name.lower().endswith(".zip"):
        source = of_file(upload.name, upload.data)
        yield replace(source, lesson=upload.lesson or source.lesson)
        return
    yield from of_zip(upload.name, upload.data)


def _prospect(source: Source, course: Course, places: LessonSlugs) -> PagePreview:
    try:
        page = page_reader.read(source.path, source.data)
        slug = places.take(source, page, course)
        return PagePreview(source, slug, page, plan(page, lesson_at(course, slug)))
    except ImportProblem as refusal:
        return PagePreview(source, refusal=refusal)


def fingerprint(pages: list[PagePreview]) -> str:
    """Return a name for exactly these changes, so that nothing else is applied than what was shown."""
    digest = hashlib.sha256()
    for each in pages:
        if each.plan:
            digest.update(repr((each.slug, each.page, *_stored(each.plan))).encode())
    return digest.hexdigest()


def _stored(made: Plan) -> Iterator[object]:
    """Yield what is stored now of all that the import would change."""
    yield [[getattr(note, name) for name in NOTE_TEXT] for note, _ in made.changed]
    yield [note.pk for note in made.removed]
    yield [[getattr(section, name) for name in SECTION_TEXT] for section in made.sections if section]
    yield made.lesson and (made.lesson.pk, made.lesson.title, made.lesson.description, made.lesson.introduction)


def apply(pages: list[PagePreview], course: Course) -> list[Lesson]:
    """Import the pages that were not refused, each in a transaction of its own; return their lessons."""
    lessons = []
    for each in pages:
        if each.page:
            lessons.append(import_page(each.page, course, each.slug).lesson)
    return lessons
