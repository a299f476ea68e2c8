"""Exports lessons as the Markdown of their practice pages."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from apps.formats.practice_page import page_writer
from apps.lessons.exporting import page_of
from apps.lessons.models import Lesson


class Command(BaseCommand):
    """Exports a course or some of its lessons; import_practice reads the folder again."""

    help = "Write lessons as Markdown: one to the terminal, or all into <folder>/<course>/<lesson>/practice.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to export, and where to."""
        parser.add_argument("course", help="the course's slug")
        parser.add_argument("lessons", nargs="*", metavar="LESSON", help="slugs of lessons; without them, all")
        parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="where to write the files")

    def handle(self, *args: object, course: str, lessons: list[str], output: Path | None, **options: object) -> None:
        """Write the pages."""
        found = _lessons(course, lessons)
        if output is not None:
            self._write(found, output / course)
        elif len(found) == 1:
            self.stdout.write(page_writer.write(page_of(found[0])), ending="")
        else:
            raise CommandError(f"These are {len(found)} lessons. Say where to write them: -o FOLDER.")

    def _write(self, lessons: list[Lesson], folder: Path) -> None:
        for lesson in lessons:
            path = folder / lesson.slug / "practice.md"
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(page_writer.write(page_of(lesson)), encoding="utf-8", newline="\n")
            except OSError as error:
                raise CommandError(f"{path} cannot be written: {error.strerror}. Choose another folder.") from error
            self.stdout.write(str(path))


def _lessons(course: str, slugs: list[str]) -> list[Lesson]:
    """Return the lessons of those names, all without names; raises CommandError where there is none."""
    there = {lesson.slug: lesson for lesson in Lesson.objects.filter(course__slug=course).select_related("deck")}
    if not there:
        raise CommandError(f"There is no lesson in “{course}”. Use the slug after /courses/ in its URL.")
    missing = [slug for slug in slugs if slug not in there]
    if missing:
        raise CommandError(f"There is no lesson “{missing[0]}” in “{course}”. There are: {', '.join(there)}.")
    return [there[slug] for slug in slugs or there]
