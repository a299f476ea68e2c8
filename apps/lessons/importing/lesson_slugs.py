"""Which lesson each page of one import becomes, by its path and its title: no page replaces another."""

from collections import defaultdict
from collections.abc import Container
from itertools import count

from apps.courses.models import Course
from apps.formats.limits import MAX_SLUG_LENGTH
from apps.formats.messages import gettext as _
from apps.formats.practice_page.records import Page
from apps.formats.problems import page_problem
from apps.lessons.importing.field_values import title_of
from apps.lessons.importing.files import PageSource
from apps.lessons.services.lessons import slug_of

UNTITLED = "Lesson"


class LessonSlugs:
    """The lessons that the pages of one import become."""

    def __init__(self) -> None:
        self._taken: dict[str, dict[str, tuple[str, PageSource]]] = defaultdict(dict)  # by course: title and page

    def take(self, source: PageSource, page: Page, course: Course) -> str:
        """Return the slug of the page's lesson: the one its path names, else that of its title, else a new one.

        Raises ImportProblem if another page of this import is that lesson; another form of the same page may be.
        """
        taken, title = self._taken[course.slug], title_of(page) or UNTITLED
        titles = {slug: other for slug, (other, _page) in taken.items()}
        if course.pk:
            titles = dict(course.lessons.values_list("slug", "title")) | titles
        slug = source.lesson or _with_title(title, titles) or _free(title, titles)
        other_title, other = taken.setdefault(slug, (title, source))
        if (other_title.casefold(), other.track) != (title.casefold(), source.track):
            message = _("{path} already becomes the lesson “{slug}”. Rename one of them, or import it separately.")
            raise page_problem(message.with_parameters(path=other.path, slug=slug))
        return slug


def _with_title(title: str, titles: dict[str, str]) -> str:
    return next((slug for slug, other in titles.items() if other.casefold() == title.casefold()), "")


def _free(title: str, taken: Container[str]) -> str:
    """Return a slug made of the title that no lesson has."""
    name = slug_of(title) or slug_of(UNTITLED)
    names = (f"{name[: MAX_SLUG_LENGTH - 5]}-{number}" for number in count(2))
    return name if name not in taken else next(each for each in names if each not in taken)
