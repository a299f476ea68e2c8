"""Prints the schedule that a sequence of grades gives a new card."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.reviews.grading.arithmetic import explain_easiness, explain_interval, format_hundredths
from apps.scheduler import sm2
from apps.scheduler.sm2 import CardState, Sm2Variant


class Command(BaseCommand):
    """Prints repetitions, interval and easiness after each grade, with the arithmetic."""

    help = "Print the SM-2 schedule of a new card after each of the grades, as in: sm2 5 5 4 2 5"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the grades and the options."""
        parser.add_argument("grades", nargs="+", metavar="GRADE", help="whole numbers from 0 to 5")
        variants = [each.value for each in Sm2Variant]
        parser.add_argument("--reading", dest="variant", choices=variants, default=Sm2Variant.TEXT.value)
        parser.add_argument("--json", action="store_true", help="a list of objects; easiness in hundredths")

    def handle(self, *args: object, **options: Any) -> None:
        """Play the grades and print what each leads to."""
        grades = [_grade(word) for word in options["grades"]]
        variant = Sm2Variant(options["variant"])
        states = sm2.replay(grades, variant, cap_days=settings.INTERVAL_CAP_DAYS)
        self.stdout.write(_as_json(grades, states) if options["json"] else _as_table(grades, states, variant))


def _grade(word: str) -> int:
    if word not in {str(grade) for grade in sm2.GRADES}:
        raise CommandError(f"{word!r} is not a grade. Give whole numbers from 0 to 5.")
    return int(word)


def _as_json(grades: list[int], states: list[CardState]) -> str:
    rows = [
        {"grade": grade, "repetitions": s.repetitions, "interval_days": s.interval_days, "easiness": s.easiness}
        for grade, s in zip(grades, states, strict=True)
    ]
    return json.dumps(rows)


def _as_table(grades: list[int], states: list[CardState], variant: Sm2Variant) -> str:
    lines = ["grade  repetitions  interval  easiness  why"]
    for before, grade, after in zip([CardState(), *states], grades, states, strict=False):
        why = f"{explain_interval(before, grade, variant, cap_days=settings.INTERVAL_CAP_DAYS)}. "
        why += f"{explain_easiness(before, grade, variant)}."
        easiness = format_hundredths(after.easiness)
        lines.append(f"{grade:>5}  {after.repetitions:>11}  {after.interval_days:>8,}  {easiness:>8}  {why}")
    return "\n".join(lines)
