"""Which lesson each page of one import becomes, by its path and its title: no page replaces another."""

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from itertools import chain, count

from apps.cards.deck_slugs import slug_of
from apps.courses.models import Course
from apps.formats.limits import MAX_SLUG_LENGTH
from apps.formats.messages import gettext as _
from apps.formats.practice_page.records import Page
from apps.formats.problems import page_problem
from apps.lessons.importing.field_values import title_of
from apps.lessons.importing.files import PageSource
from apps.web import reserved_slugs

UNTITLED = "Lesson"


class LessonSlugs:
    """The lessons that the pages of one import become."""

    def __init__(self) -> None:
        self._taken: dict[str, dict[str, _Taken]] = defaultdict(dict)  # by course

    def take(self, source: PageSource, page: Page, course: Course) -> str:
        """Return the slug of the page's lesson: the one its path names, else that of its title, else a new one.

        Where a lesson of another track has the slug of its path, its track goes before it.

        Raises ImportProblem if another page of this import is that lesson; another form of the same page may be.
        """
        taken, title = self._taken[course.slug], title_of(page) or UNTITLED
        lessons = _stored(course) | {slug: (each.title, each.track) for slug, each in taken.items()}
        titles = {slug: other for slug, (other, _track) in lessons.items()}
        slug = _of_path(source, page, lessons) or _with_title(title, titles) or _free(title, titles)
        other = taken.setdefault(slug, _Taken(title, page.track, source))
        if (other.title.casefold(), other.source.track) != (title.casefold(), source.track):
            message = _("{path} already becomes the lesson “{slug}”. Rename one of them, or import it separately.")
            raise page_problem(message.with_parameters(path=other.source.path, slug=slug))
        return slug

    def take_free(self, slug: str, source: PageSource, page: Page, course: Course) -> str:
        """Return a slug like this one for a lesson next to the one that has it."""
        taken = self._taken[course.slug]
        free = _free(slug, {*_stored(course), *taken})
        taken[free] = _Taken(title_of(page) or UNTITLED, page.track, source)
        return free


@dataclass(frozen=True)
class _Taken:
    title: str
    track: str
    source: PageSource


def _stored(course: Course) -> dict[str, tuple[str, str]]:
    """Return the titles and tracks of the course's lessons by their slugs."""
    if course.pk is None:
        return {}
    return {slug: (title, track) for slug, title, track in course.lessons.values_list("slug", "title", "track")}


def _of_path(source: PageSource, page: Page, lessons: Mapping[str, tuple[str, str]]) -> str:
    _title, track = lessons.get(source.lesson, ("", ""))
    if source.lesson in reserved_slugs.OF_LESSONS:
        return f"{source.lesson}-lesson"
    if not source.lesson or track in ("", page.track) or not page.track:
        return source.lesson
    return f"{source.track or slug_of(page.track)}-{source.lesson}"[:MAX_SLUG_LENGTH].strip("-")


def _with_title(title: str, titles: dict[str, str]) -> str:
    return next((slug for slug, other in titles.items() if other.casefold() == title.casefold()), "")


def _free(title: str, taken: Container[str]) -> str:
    """Return a slug made of the title that no lesson has."""
    name = slug_of(title) or slug_of(UNTITLED)
    names = (f"{name[: MAX_SLUG_LENGTH - 5]}-{number}" for number in count(2))
    return next(each for each in chain((name,), names) if each not in taken and each not in reserved_slugs.OF_LESSONS)
