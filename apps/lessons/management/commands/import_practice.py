"""Imports practice pages: files, folders, zips."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from apps.courses.course_lookup import A_COURSE, check_slug, course_of
from apps.courses.models import Course
from apps.formats.practice_page import page_reader
from apps.formats.practice_page.records import EXERCISE, FLASHCARDS, SELF_CHECK, Page
from apps.formats.problems import ImportProblem, page_problem
from apps.lessons.importing.files import Source, sources
from apps.lessons.importing.lesson_slugs import LessonSlugs
from apps.lessons.importing.plan import Plan, plan
from apps.lessons.services.import_page import import_page, lesson_at


class Command(BaseCommand):
    """Imports practice pages; importing a page again changes only what was edited."""

    help = "Import practice pages (.mdx, .md, .html, .txt, a folder <track>/<lesson>/practice.mdx, or a .zip of one)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to import, and where to."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
        parser.add_argument("--course", help="the course's slug; without it, what the folder above a lesson names")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object per page")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import one page after the other; each succeeds or fails alone."""
        self.options, self.places = options, LessonSlugs()
        try:
            check_slug(options["course"] or A_COURSE)
        except ValueError as error:
            raise CommandError(error) from error
        refused = number = 0
        for path in options["paths"]:
            for source, refusal in self._sources(path):
                number += 1
                refused += not self._import(source, refusal)
        if number == 0:
            raise CommandError("There is no page here: no .mdx, .md, .html or .txt file.")
        if not options["json"]:
            self._say_sum(number, refused)
        if refused:
            raise SystemExit(1)

    def _sources(self, path: Path) -> Iterator[tuple[Source, ImportProblem | None]]:
        """Yield the pages of a path; a path that cannot be read is one page that is refused."""
        try:
            for source in sources(path):
                yield source, None
        except ImportProblem as refusal:
            yield Source(str(path), b""), refusal
        except OSError as error:
            yield (
                Source(str(path), b""),
                page_problem(f"This cannot be read: {error.strerror or error}. Check the path."),
            )

    def _import(self, source: Source, refusal: ImportProblem | None) -> bool:
        """Import a page and say what happened; return whether it was imported."""
        try:
            if refusal:
                raise refusal
            page = page_reader.read(Path(source.path).name, source.data)
            made = self._apply(page, source)
        except ImportProblem as refusal:
            self._say_refusal(source, refusal)
            return False
        self._say(source, page, made)
        return True

    def _apply(self, page: Page, source: Source) -> Plan:
        course = _course(source, self.options["course"])
        lesson = self.places.take(source, page, course)
        if self.options["dry_run"]:
            return plan(page, lesson_at(course, lesson))
        with transaction.atomic():  # a course is not made for a page that is refused
            if course.pk is None:
                course.save()
            return import_page(page, course, lesson).plan

    def _say(self, source: Source, page: Page, made: Plan) -> None:
        if self.options["json"]:
            self.stdout.write(json.dumps(_as_json(source, page, made), ensure_ascii=False))
            return
        told = _as_json(source, page, made)
        scenarios = sum(each["scenarios"] for each in told["exercises"])
        counts = ", ".join(f"{number} {sort}" for sort, number in made.counts.items() if number)
        self.stdout.write(
            f"{source.path}: {counts}. Self-check {told['self_check']}, exercises {len(told['exercises'])} "
            f"(scenarios {scenarios}), flashcards {told['flashcards']}."
        )
        for warned in page.warnings:
            self.stdout.write(f"  {source.path}:{warned.place.line}: {warned.message}")

    def _say_refusal(self, source: Source, refusal: ImportProblem) -> None:
        if self.options["json"]:
            error = {"line": refusal.place.line, "message": str(refusal.message)}
            self.stdout.write(json.dumps({"path": source.path, "error": error}, ensure_ascii=False))
        else:
            self.stderr.write(f"{source.path}:{refusal.place.line}: refused. {refusal.message}")

    def _say_sum(self, number: int, refused: int) -> None:
        done = "would be imported" if self.options["dry_run"] else "imported"
        self.stdout.write(f"{number - refused} of {number} page{'s' * (number != 1)} {done}.")


def _course(source: Source, named: str | None) -> Course:
    """Return the course of a page; one that is not there yet is not saved."""
    return course_of((named or source.track or A_COURSE)[:50], title="" if named else source.course)


def _as_json(source: Source, page: Page, made: Plan) -> dict[str, Any]:
    """Return what is printed of a page."""
    by_kind = {kind: [part for part in page.parts if part.kind == kind] for kind in (SELF_CHECK, EXERCISE, FLASHCARDS)}
    return {
        "path": source.path,
        "title": page.title,
        "self_check": sum(len(part.items) for part in by_kind[SELF_CHECK]),
        "exercises": [
            {"title": part.title, "scenarios": part.scenarios, "labels": list(part.labels)}
            for part in by_kind[EXERCISE]
        ],
        "flashcards": sum(len(part.items) for part in by_kind[FLASHCARDS]),
        "plan": made.counts,
        "warnings": [{"line": warned.place.line, "message": str(warned.message)} for warned in page.warnings],
    }
