"""Under which heading of the course's page the lesson of an imported page stands."""

from apps.courses.models import Course
from apps.formats.limits import MAX_TITLE_LENGTH
from apps.formats.practice_page.records import Page
from apps.lessons.importing.files import PageSource


def track_of(source: PageSource, page: Page, course: Course) -> str:
    """Return the track of a page's lesson; empty where nothing names one, so that its lesson stays where it is.

    The page itself names it, else its folder, where there are several: here, or in the course already.
    """
    if page.track:
        return page.track[:MAX_TITLE_LENGTH]
    is_course = source.track[:50] == course.slug or source.track_title.casefold() == course.title.casefold()
    if is_course or not (source.is_of_several or _has_tracks(course)):
        return ""
    return source.track_title


def _has_tracks(course: Course) -> bool:
    return course.pk is not None and course.lessons.exclude(track="").exists()
