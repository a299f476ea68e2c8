"""What a worker does for the operator, and for who wants everything that is theirs."""

from django.utils.translation import gettext as _

from apps.jobs.progress import Progress
from apps.jobs.registry import chore, job, piecework
from apps.operations.backup.services.nightly import start_when_due
from apps.operations.my_data.archive import write_archive
from apps.operations.services import sweep

chore(start_when_due)
chore(sweep.delete_expired_cache_rows)
chore(sweep.delete_old_probes)
piecework(sweep.delete_expired_sessions)
piecework(sweep.delete_ended_logins)


@job("my_data")
def collect_my_data(progress: Progress) -> None:
    """Write all that is the owner's into a zip that they may download for a day."""
    progress.report(0)
    with progress.result("ditcards-my-data.zip") as file:
        write_archive(progress.owner, file, progress.report)
    with progress.finishing() as outcome:
        outcome.message = _("Everything that is yours is in this file; its README.txt says what is where.")
