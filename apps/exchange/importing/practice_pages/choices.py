"""What a person chooses for each page of an upload: to skip it, to add it, or that it replaces its lesson's page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.exchange.importing.report import PageReport, Report


class PageChoice(StrEnum):
    """What becomes of a page. One that is added becomes a lesson of its own, even where its lesson is there."""

    REPLACE = "replace"
    ADD = "add"
    SKIP = "skip"


class PageGroup(StrEnum):
    """What a page does to its course, in the order in which a plan lists them."""

    CHANGED = "changed"
    NEW = "new"
    REFUSED = "refused"
    UNCHANGED = "unchanged"


OFFERED = {
    PageGroup.CHANGED: (PageChoice.REPLACE, PageChoice.ADD, PageChoice.SKIP),
    PageGroup.NEW: (PageChoice.ADD, PageChoice.SKIP),
    PageGroup.REFUSED: (),
    PageGroup.UNCHANGED: (),
}


@dataclass(frozen=True)
class ChoiceOption:
    """One choice as a radio button."""

    value: PageChoice
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class PlannedPage:
    """A page of a plan, with the choices that it offers."""

    page: PageReport
    options: list[ChoiceOption]


def group_of(page: PageReport) -> PageGroup:
    """Return what a page does to its course."""
    if page.problem:
        return PageGroup.REFUSED
    if not page.lesson:
        return PageGroup.NEW
    changes = page.added or page.changed or page.removed or page.surroundings
    return PageGroup.CHANGED if changes else PageGroup.UNCHANGED


def planned_pages(report: Report, choices: Mapping[str, str]) -> dict[str, list[PlannedPage]]:
    """Return the pages of an upload by what they do, without empty groups; choices are by the numbers of pages."""
    groups: dict[str, list[PlannedPage]] = {group: [] for group in PageGroup}
    for page in report.pages:
        options = list(_options(page, choices, has_others=len(report.pages) > 1))
        groups[group_of(page)].append(PlannedPage(page, options if len(options) > 1 else []))
    return {group: pages for group, pages in groups.items() if pages}


def choices_in(report: Report, data: Mapping[str, object]) -> dict[str, str]:
    """Return by the numbers of pages what a form chooses for them; what is not offered is left out."""
    sent = ((page, data.get(f"page-{page.number}")) for page in report.pages)
    return {str(page.number): str(value) for page, value in sent if value in OFFERED[group_of(page)]}


def are_all_skipped(report: Report, choices: Mapping[str, str]) -> bool:
    """Return whether nothing is left to import of the pages of an upload."""
    return bool(report.importable_pages) and all(
        choices.get(str(page.number)) == PageChoice.SKIP for page in report.importable_pages
    )


def _options(page: PageReport, choices: Mapping[str, str], *, has_others: bool) -> Iterator[ChoiceOption]:
    """Yield the choices of a page, the usual one first; a page that comes alone is not skipped."""
    offered = [each for each in OFFERED[group_of(page)] if has_others or each != PageChoice.SKIP]
    chosen = choices.get(str(page.number), offered[0] if offered else "")
    labels = {
        PageChoice.REPLACE: _("Replace what the lesson holds"),
        PageChoice.ADD: _("Add as another lesson") if page.lesson else pgettext("a lesson", "Add"),
        PageChoice.SKIP: pgettext("a page of an import", "Skip"),
    }
    for value in offered:
        yield ChoiceOption(value, labels[value], value == chosen)
