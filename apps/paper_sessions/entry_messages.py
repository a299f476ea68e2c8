"""The messages about grades that were entered from paper."""

from collections.abc import Iterator

from django.contrib.messages import INFO, SUCCESS, WARNING
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.paper_sessions.services.enter_grades import EntryResult
from apps.web.localized import enumeration


def entry_messages(result: EntryResult) -> Iterator[tuple[int, str]]:
    """Yield what became of the grades, each with its level."""
    if count := len(result.recorded):
        yield SUCCESS, ngettext("%(count)s grade saved.", "%(count)s grades saved.", count) % {"count": count}
    if result.unchanged and not (result.recorded or result.skipped or result.conflicting):
        yield INFO, _("Nothing changed. These grades were entered before.")
    if result.conflicting:
        yield WARNING, _conflicting(result.conflicting)
    if result.skipped:
        yield WARNING, _skipped(result.skipped)


def _conflicting(numbers: list[int]) -> str:
    sentence = ngettext(
        "Card %(numbers)s: another grade was entered before, and stays. To change today’s grades, undo them first,"
        " starting with the last.",
        "Cards %(numbers)s: other grades were entered before, and stay. To change today’s grades, undo them first,"
        " starting with the last.",
        len(numbers),
    )
    return sentence % {"numbers": enumeration(map(str, numbers))}


def _skipped(numbers: list[int]) -> str:
    sentence = ngettext(
        "Card %(numbers)s was skipped. The reason is next to it.",
        "Cards %(numbers)s were skipped. The reason is next to each.",
        len(numbers),
    )
    return sentence % {"numbers": enumeration(map(str, numbers))}
