"""The papers of a class in one PDF: each begins on a new page, with its learner, its code and its QR code."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from apps.courses.models import Course
from apps.paper_sessions.sheets import PaperSheets
from apps.printing.layouts.document_info import DocumentInfo
from apps.printing.layouts.layout import Layout, Sheet


class ClassSheets(Layout):
    """The papers of several learners of a course, one after the other."""

    def __init__(self, course: Course, papers: list[PaperSheets]) -> None:
        self.course, self.papers = course, papers

    @property
    def file_name(self) -> str:
        """Return the name of the PDF, without its ending."""
        return f"paper-{self.course.slug}"

    @property
    def count(self) -> int:
        """Return how many cards there are."""
        return sum(paper.count for paper in self.papers)

    @property
    def about(self) -> DocumentInfo:
        """Return what the PDF states about itself: the paper and the foot are those of the single papers."""
        return replace(self.papers[0].about, title=_("Paper for the class: %(course)s") % {"course": self.course})

    def groups(self) -> Iterator[Sequence[Sheet]]:
        """Yield the rows of each paper apart from the others', so that each begins on a new page."""
        for paper in self.papers:
            yield from paper.groups()
