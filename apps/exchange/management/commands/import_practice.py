"""Imports practice pages: files, folders, zips."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from apps.accounts.user_lookup import user_by_email
from apps.courses.course_lookup import DEFAULT_SLUG, check_slug, find_or_build_course
from apps.courses.models import Course
from apps.courses.services.new_course import give_owner
from apps.exchange.importing.practice_pages.plan import PagePreview, preview_page
from apps.exchange.models import UndoableImport
from apps.exchange.services.page_import import ImportUndone, import_if_same
from apps.formats.messages import verbatim
from apps.formats.practice_page.records import EXERCISE, FLASHCARDS, SELF_CHECK, Page, Part
from apps.formats.problems import ImportProblem, page_problem
from apps.formats.text.decode import ENCODINGS
from apps.lessons.importing.files import PageSource, page_sources
from apps.lessons.importing.lesson_slugs import LessonSlugs

MAX_NAME_LENGTH = 255


class Command(BaseCommand):
    """Imports practice pages; importing a page again changes only what was edited."""

    help = "Import practice pages (.mdx, .md, .html, .txt, a folder <track>/<lesson>/practice.mdx, or a .zip of one)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to import, and where to."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
        parser.add_argument("--course", help="the course's slug; without it, the folder above a lesson names it")
        parser.add_argument(
            "--encoding", default="", choices=ENCODINGS, help="the encoding of the pages; else detected"
        )
        parser.add_argument("--importer", metavar="EMAIL", help="the person whose import it is")
        parser.add_argument("--instructor", metavar="EMAIL", help="the person who owns a course that is new")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, and save nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object per page")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import one page after the other; each succeeds or fails alone."""
        self.options, self.slugs, self.numbers = options, LessonSlugs(), count(1)
        self.importer = user_by_email(options["importer"]) if options["importer"] else None
        self.instructor = user_by_email(options["instructor"]) if options["instructor"] else None
        self.undo: dict[str, UndoableImport] = {}  # by the course
        try:
            check_slug(options["course"] or DEFAULT_SLUG)
        except ValueError as error:
            raise CommandError(error) from error
        previews = [self._print(preview) for path in options["paths"] for preview in self._import(path)]
        if not previews:
            raise CommandError("There is no page here: no .mdx, .md, .html or .txt file.")
        refused = sum(preview.problem is not None for preview in previews)
        if not options["json"]:
            self._print_total(len(previews), refused)
        if refused:
            raise SystemExit(1)

    def _import(self, path: Path) -> Iterator[PagePreview]:
        """Import the pages of a path; a path that cannot be read is one page that is refused."""
        try:
            for source in page_sources(path):
                yield self._import_page(source)
        except ImportProblem as problem:
            yield PagePreview(PageSource(str(path), b""), problem=problem)
        except OSError as error:
            unreadable = page_problem(verbatim(f"This cannot be read: {error.strerror or error}. Check the path."))
            yield PagePreview(PageSource(str(path), b""), problem=unreadable)

    def _import_page(self, source: PageSource) -> PagePreview:
        source = replace(source, encoding=self.options["encoding"])
        course = _course(source, self.options["course"])
        preview = preview_page(source, course, self.slugs)
        if preview.page and not self.options["dry_run"]:
            return self._import_preview(preview, course)
        return preview

    def _import_preview(self, preview: PagePreview, course: Course) -> PagePreview:
        is_new = course.pk is None
        try:
            imported = import_if_same(preview, next(self.numbers), course, self._undo_of(course))
        except ImportUndone as undone:
            raise CommandError("Somebody undid this import while it was running, so it stopped.") from undone
        if is_new and course.pk and self.instructor:
            give_owner(course, self.instructor)
        return imported

    def _undo_of(self, course: Course) -> UndoableImport:
        """Return what undoes all that this run imports into a course."""
        if course.slug not in self.undo:
            name = ", ".join(path.name for path in self.options["paths"])[:MAX_NAME_LENGTH]
            self.undo[course.slug] = UndoableImport(
                id=uuid4(), importer=self.importer, name=name, changes=[], imported_at=timezone.now()
            )
        return self.undo[course.slug]

    def _print(self, preview: PagePreview) -> PagePreview:
        if self.options["json"]:
            self.stdout.write(json.dumps(_as_json(preview), ensure_ascii=False))
        elif preview.problem:
            problem = preview.problem
            self.stderr.write(f"{preview.source.path}:{problem.place.line}: refused. {problem.message}")
        else:
            self._print_page(preview)
        return preview

    def _print_page(self, preview: PagePreview) -> None:
        page = _as_json(preview)
        scenarios = sum(each["scenarios"] for each in page["exercises"])
        counts = ", ".join(f"{number} {name}" for name, number in page["plan"].items() if number)
        self.stdout.write(
            f"{preview.source.path}: {counts}. Self-check {page['self_check']}, exercises {len(page['exercises'])} "
            f"(scenarios {scenarios}), flashcards {page['flashcards']}."
        )
        for each in page["warnings"]:
            self.stdout.write(f"  {preview.source.path}:{each['line']}: {each['message']}")

    def _print_total(self, number: int, refused: int) -> None:
        verb = "would be imported" if self.options["dry_run"] else "imported"
        self.stdout.write(f"{number - refused} of {number} page{'s' * (number != 1)} {verb}.")
        for slug, undo in self.undo.items():
            if UndoableImport.objects.filter(pk=undo.pk).exists():
                self.stdout.write(f"To undo this within a day: {reverse('exchange:import_pages', args=[slug])}")


def _course(source: PageSource, slug: str | None) -> Course:
    """Return the course of a page; one that is not there yet is not saved."""
    return find_or_build_course((slug or source.track or DEFAULT_SLUG)[:50], title="" if slug else source.track_title)


def _as_json(preview: PagePreview) -> dict[str, Any]:
    """Return what is printed of a page."""
    page, plan, problem = preview.page, preview.plan, preview.problem
    if page is None or plan is None:
        error = {"line": problem.place.line, "message": str(problem.message)} if problem else {}
        return {"path": preview.source.path, "error": error}
    return {
        "path": preview.source.path,
        "title": page.title,
        "track": page.track,
        "self_check": _count(page, SELF_CHECK),
        "exercises": [
            {
                "title": part.title,
                "scenarios": part.scenarios,
                "labels": list(part.labels),
                "answers": _answers(part),
            }
            for part in page.parts
            if part.kind == EXERCISE
        ],
        "flashcards": _count(page, FLASHCARDS),
        "plan": plan.counts,
        "warnings": [{"line": each.place.line, "message": str(each.message)} for each in page.warnings],
    }


def _answers(part: Part) -> list[str | None]:
    """Return the right label of each scenario, null for one that is open."""
    return [item.label or None for item in part.items[: part.scenarios]]


def _count(page: Page, kind: str) -> int:
    return sum(len(part.items) for part in page.parts if part.kind == kind)
