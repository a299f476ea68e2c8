"""Acts on many cards beside the web process, and what housekeeping deletes."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.jobs.models import Job
from apps.jobs.progress import JobFailed, Progress
from apps.jobs.registry import chore, job, piecework
from apps.jobs.services.lifecycle import submit
from apps.library.browse import act_words
from apps.library.browse.selection import CardSelection
from apps.library.models import BulkAct
from apps.library.services.bulk import run
from apps.library.services.bulk.acts import ACTS
from apps.library.services.removal import remove_deleted
from apps.search.tree import SearchError
from apps.web.translation import translate_message


def submit_act(act: BulkAct, selection: CardSelection, *, at: datetime) -> Job:
    """Let an act be done beside the web process. Raises TooManyJobs."""
    arguments = {"act": act.pk, "selection": selection.as_dict()}
    link = f"{reverse('library:browse')}?{urlencode({'q': selection.query, 'done': str(act.pk)})}"
    return submit(act.user, run.JOB, title=_("Change many cards"), at=at, arguments=arguments, link=link)


def submit_undo(act: BulkAct, *, at: datetime) -> Job:
    """Let an act be undone beside the web process. Raises TooManyJobs."""
    title, link = _("Undo a change of many cards"), reverse("library:browse")
    return submit(act.user, "undo_bulk_act", title=title, at=at, arguments={"act": act.pk}, link=link)


@job(run.JOB, is_short=True)
def bulk_act(progress: Progress, *, act: int, selection: dict[str, object]) -> None:
    """Do an act to all that a search finds."""
    found, now = _act(progress.owner, act), timezone.now()
    try:
        keys = CardSelection.from_dict(selection).keys(progress.owner, now, of_notes=ACTS[found.name].of_notes)
    except SearchError as error:
        raise JobFailed(translate_message(error.message)) from error
    run.run(found, keys, now=now, progress=progress.report)
    with progress.finishing() as outcome:
        outcome.message = act_words.outcome(found)


@job("undo_bulk_act", is_short=True)
def undo_bulk_act(progress: Progress, *, act: int) -> None:
    """Take an act back."""
    found = _act(progress.owner, act)
    try:
        run.undo(found, now=timezone.now(), progress=progress.report)
    except run.ActCannotBeUndone as problem:
        raise JobFailed(str(problem)) from problem
    with progress.finishing() as outcome:
        outcome.message = act_words.undone(found)


def _act(person: User, key: int) -> BulkAct:
    act = BulkAct.objects.filter(user=person, pk=key).select_related("user").first()
    if act is None:
        raise JobFailed(_("That was already undone, or a day has passed since. Nothing changed."))
    return act


chore(run.delete_expired_acts)
piecework(remove_deleted)
