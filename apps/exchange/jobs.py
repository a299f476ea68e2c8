"""Long imports and exports, done beside the web process."""

from django.utils.text import Truncator

from apps.cards.models import Deck
from apps.exchange.downloads import FORMATS
from apps.jobs.progress import JobFailed, Progress
from apps.jobs.registry import job

GONE = "This deck is gone, or you may not open it any more. Ask its instructor."


@job("export_deck")
def export_deck(progress: Progress, *, deck: str, format_: str, schedule: bool) -> None:
    """Write a deck into a file that its owner may fetch for a day."""
    owner, chosen = progress.job.owner, FORMATS[format_]
    found = Deck.objects.visible_to(owner).filter(slug=deck).first()
    if found is None:
        raise JobFailed(GONE)
    with progress.result(chosen.file_name(found)) as file:
        chosen.write(found, file, owner if schedule else None, progress.report)
    with progress.finishing() as outcome:
        outcome.message = f"Exported “{Truncator(found.title).chars(100)}” as {chosen.title}."
