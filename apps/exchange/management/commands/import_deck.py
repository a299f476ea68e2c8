"""Imports decks from a file: Anki's packages, tables, Markdown, our own JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.user_lookup import person_named
from apps.courses.course_lookup import A_COURSE, check_slug, course_of
from apps.exchange.importing.report import Report
from apps.exchange.importing.targets import Target
from apps.exchange.services import importing
from apps.formats.detect import open_file
from apps.formats.problems import Code, ImportProblem


class Command(BaseCommand):
    """Imports decks; importing a file again changes only what was changed in it."""

    help = "Import decks from a file: .apkg, .colpkg, .csv, .tsv, .txt, .xlsx, .md, .json, or a PDF that carries one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to import, and whose it becomes."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--title", default="", help="the deck's title; of decks within one another, the outermost's"
        )
        whose = parser.add_mutually_exclusive_group()
        whose.add_argument("--course", metavar="SLUG", help="the course that the decks are for")
        whose.add_argument("--owner", metavar="EMAIL", help="the person whose private decks they become")
        parser.add_argument("--with-schedule", metavar="EMAIL", help="whose schedules the file's are")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file, or say why not."""
        try:
            report = self._import(options["file"], options)
        except ImportProblem as problem:
            self._refuse(problem, as_json=options["json"])
            raise SystemExit(1) from problem
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self._say(report, done="would be" if options["dry_run"] else "were")

    def _import(self, path: Path, options: dict[str, Any]) -> Report:
        learner = person_named(options["with_schedule"]) if options["with_schedule"] else None
        target = _target(options, learner)
        if not path.is_file():
            raise ImportProblem(Code.NOTHING, "There is no such file. Check the path.", str(path))
        with open_file(path, path.name) as incoming:
            if options["dry_run"]:
                return importing.plan_import(incoming, target)
            return importing.import_(incoming, target, now=timezone.now(), learner=learner)

    def _say(self, report: Report, done: str) -> None:
        for deck in report.decks:
            self.stdout.write(f"{deck.title} ({deck.slug}): {deck.notes} notes, {deck.cards} cards")
        self.stdout.write(
            f"{report.added} notes {done} added, {report.changed} changed, {report.unchanged} are unchanged, "
            f"{report.refused} refused. Reviews: {report.reviews}. Media: {report.media}."
        )
        for each in report.warnings:
            self.stdout.write(f"  {each}")

    def _refuse(self, problem: ImportProblem, *, as_json: bool) -> None:
        error = {"code": problem.code, "message": str(problem.message), "where": str(problem.place)}
        if as_json:
            self.stdout.write(json.dumps({"error": error}, ensure_ascii=False))
        else:
            self.stderr.write(str(problem))


def _target(options: dict[str, Any], learner: User | None) -> Target:
    """Return whose the decks become: a course's, a person's, whose the schedules are, or the course of such decks."""
    owner = person_named(options["owner"]) if options["owner"] else learner
    if owner and not options["course"]:
        return Target(owner=owner, title=options["title"])
    slug = options["course"] or A_COURSE
    try:
        check_slug(slug)
    except ValueError as error:
        raise CommandError(error) from error
    return Target(course=course_of(slug), title=options["title"])
