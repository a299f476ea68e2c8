"""The jobs that read an upload, once it is imported: their rows say so, and lead to what was imported."""

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.exchange.uploads import Upload
from apps.jobs.models import Job
from apps.jobs.progress import Outcome

PLAN = "plan_import"  # the kind of job that reads an upload


def lead_to_import(person: User, upload: Upload, imported: Outcome) -> None:
    """Let the jobs that read an upload lead to its import: nothing is left to confirm on the page of its plan."""
    readings = Job.objects.filter(owner=person, kind=PLAN, state=Job.State.DONE, arguments__upload=str(upload.pk))
    message = _("The file was read, and what you confirmed was imported.")
    readings.update(message=message, link=imported.link, report=imported.report)
