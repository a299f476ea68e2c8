"""URLs of the pages of an import: where it begins, where a choice can be made again, and what was imported."""

from django.urls import reverse
from django.utils.http import urlencode

from apps.exchange.importing.report import Report
from apps.exchange.uploads import Upload, UploadKind

AGAIN = "again"  # the parameter that names an upload which could not be read


def start_of(upload: Upload) -> str:
    """Return the URL of the form in which an upload begins."""
    pages = upload.kind == UploadKind.PAGES
    return reverse("exchange:import_pages", args=[upload.course]) if pages else reverse("exchange:import")


def again(upload: Upload) -> str:
    """Return the URL of the form with what was chosen there, and why the upload could not be read."""
    return f"{start_of(upload)}?{urlencode({AGAIN: str(upload.pk)})}"


def before(upload: Upload) -> str:
    """Return the URL of the page from which an upload is read: where its owner can choose again, if they could."""
    if upload.options:
        return reverse("exchange:table", args=[upload.pk])
    return reverse("exchange:plan", args=[upload.pk]) if upload.report else start_of(upload)


def imported(upload: Upload, report: Report) -> str:
    """Return the URL of what was imported: a deck, or the page that lists several; the course of practice pages."""
    slugs = [deck.slug for deck in report.decks if deck.notes]
    if len(slugs) == 1:
        return reverse("library:deck", args=slugs)
    return reverse("lessons:course", args=[upload.course]) if upload.course else reverse("library:decks")
