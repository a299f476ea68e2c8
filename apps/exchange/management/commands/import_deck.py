"""Imports decks from a file: Anki packages, tables, Markdown, our own JSON."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.user_lookup import user_by_email
from apps.cards.forms.fields import language_tag
from apps.courses.course_lookup import DEFAULT_SLUG, check_slug, find_or_build_course
from apps.courses.services.new_course import give_owner
from apps.exchange.importing.report import Report
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks, plan_import
from apps.formats.import_source import Reading
from apps.formats.messages import verbatim
from apps.formats.problems import Code, ImportProblem, Place
from apps.formats.readers import open_file
from apps.formats.text.decode import ENCODINGS


class Command(BaseCommand):
    """Imports decks; importing a file again changes only what was changed in it."""

    help = (
        "Import decks from a file: .apkg, .colpkg, .cards, .csv, .tsv, .txt, .xlsx, .md, .json, .xml, a PDF with a "
        "deck in it, or a zip of a deck with its media."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to import, and whose it becomes."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--title", default="", help="the deck's title; of nested decks, the outermost's")
        owner = parser.add_mutually_exclusive_group()
        owner.add_argument("--course", metavar="SLUG", help="the course that the decks are for")
        owner.add_argument("--owner", metavar="EMAIL", help="the person whose private decks they become")
        parser.add_argument("--instructor", metavar="EMAIL", help="the person who owns a course that is new")
        parser.add_argument("--with-schedule", metavar="EMAIL", help="the person whose schedules the file has")
        parser.add_argument("--encoding", default="", choices=ENCODINGS, help="the encoding of a text; else detected")
        parser.add_argument("--bold-cloze", action="store_true", help="bold words in paragraphs of Markdown are blanks")
        parser.add_argument("--language", type=_tag, help="the language tag of the decks; else guessed")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, and save nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file, or print why not."""
        try:
            report = self._import(options["file"], options)
        except ImportProblem as problem:
            self._print_problem(problem, as_json=options["json"])
            raise SystemExit(1) from problem
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self._print_report(report, verb="would be" if options["dry_run"] else "were")

    def _import(self, path: Path, options: dict[str, Any]) -> Report:
        learner = user_by_email(options["with_schedule"]) if options["with_schedule"] else None
        instructor = user_by_email(options["instructor"]) if options["instructor"] else None
        target = _target(options, learner)
        if not path.is_file():
            raise ImportProblem(Code.NOTHING, verbatim("There is no such file. Check the path."), Place(name=str(path)))
        with open_file(path, path.name, encoding=options["encoding"], bold_cloze=options["bold_cloze"]) as source:
            if options["dry_run"]:
                return plan_import(source, target)
            is_new = target.course is not None and target.course.pk is None
            report = import_decks(source, target, now=timezone.now(), learner=learner)
        if is_new and target.course and target.course.pk and instructor:
            give_owner(target.course, instructor)
        return report

    def _print_report(self, report: Report, verb: str) -> None:
        for deck in report.decks:
            counts = f"{deck.notes} notes, {deck.cards} cards, language {deck.language}"
            self.stdout.write(f"{deck.title} ({deck.slug}): {counts}")
        self.stdout.write(f"Read as: {_described(report.reading)}.")
        self.stdout.write(
            f"{report.added} notes {verb} added, {report.changed} changed, {report.unchanged} are unchanged, "
            f"{report.refused} skipped. Reviews: {report.reviews}. Media: {report.media}."
        )
        if report.schedules:
            self.stdout.write(f"Cards with a schedule: {report.schedules}. To import it, add --with-schedule EMAIL.")
        for each in (*report.surroundings, *report.warnings):
            self.stdout.write(f"  {each}")

    def _print_problem(self, problem: ImportProblem, *, as_json: bool) -> None:
        error = {"code": problem.code, "message": str(problem.message), "place": str(problem.place)}
        if as_json:
            self.stdout.write(json.dumps({"error": error}, ensure_ascii=False))
        else:
            self.stderr.write(str(problem))


def _target(options: dict[str, Any], learner: User | None) -> Target:
    """Return whose the decks become: a course's, a person's, the schedules' owner's, or the course for imports."""
    owner = user_by_email(options["owner"]) if options["owner"] else learner
    if owner and not options["course"]:
        return Target(owner=owner, title=options["title"], language=options["language"] or "")
    slug = options["course"] or DEFAULT_SLUG
    try:
        check_slug(slug)
    except ValueError as error:
        raise CommandError(error) from error
    return Target(course=find_or_build_course(slug), title=options["title"], language=options["language"] or "")


def _tag(text: str) -> str:
    """Return a language tag, or raise ArgumentTypeError."""
    try:
        language_tag(text)
    except ValidationError as error:
        raise ArgumentTypeError("Write a language tag, such as en or pt-BR.") from error
    return text


def _described(reading: Reading) -> str:
    """Return what a file was taken for."""
    columns = f"columns {', '.join(reading.columns)}" if reading.columns else ""
    separator = f"separator {reading.separator!r}" if reading.separator else ""
    return ", ".join(filter(None, (reading.format, separator, reading.encoding, columns)))
