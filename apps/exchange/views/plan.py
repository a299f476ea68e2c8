"""What an upload would change, for confirmation, and the report of what was changed."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.cards.models import Deck, DeckState
from apps.exchange import upload_steps, uploads
from apps.exchange.forms.plan import PlanForm
from apps.exchange.importing.practice_pages.choices import are_all_skipped, choices_in, planned_pages
from apps.exchange.importing.read_as import described
from apps.exchange.importing.report import Report
from apps.exchange.models import UndoableImport
from apps.exchange.services.page_import import EVERY_PAGE_SKIPPED
from apps.exchange.uploads import Upload, course_of
from apps.exchange.views.page_preview import lesson_preview
from apps.exchange.views.upload_access import no_longer_here, with_upload
from apps.formats.problems import Code, ImportProblem
from apps.jobs.models import Job, page_that_leads_on
from apps.jobs.services.lifecycle import TooManyJobs
from apps.lessons.models import Lesson
from apps.web.http import LearnerRequest
from apps.web.translation import translate_error

MAX_SHOWN_WARNINGS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def plan(request: LearnerRequest, pk: UUID) -> HttpResponse:
    """Show what an upload would change, and import exactly that when it is confirmed."""
    if uploads.load_finished(request.user, pk):
        return redirect("exchange:report", pk)
    return _plan(request, pk)


@with_upload
def _plan(request: LearnerRequest, upload: Upload) -> HttpResponse:
    shown, problem = upload.report, upload.problem
    if upload.job and (shown is None or Job.objects.open().filter(pk=upload.job).exists()):
        return redirect(page_that_leads_on(upload.job))
    if shown is None:
        raise Http404
    form = PlanForm(request.POST if request.method == "POST" else None, upload, shown)
    chosen = replace(upload, choices=choices_in(shown, request.POST))
    if form.is_valid() and (shown.can_be_imported or "encoding" in form.fields):
        try:
            return redirect(_confirm(request, upload, replace(form.upload(), choices=chosen.choices), shown))
        except (ImportProblem, TooManyJobs) as error:
            problem = translate_error(error)
    context = {**_context(request, upload, shown), **_pages(request, chosen, shown)}
    context |= {"problem": problem, "form": form, "reading": described(shown.reading)}
    return render(request, "exchange/plan.html", context, status=422 if request.method == "POST" else 200)


def _pages(request: LearnerRequest, upload: Upload, shown: Report) -> dict[str, object]:
    """Return what the plan shows of practice pages; of one that is new and comes alone, all that it holds."""
    is_new_alone = [page.lesson for page in shown.pages] == [""]
    return {
        "page_groups": planned_pages(shown, upload.choices),
        "preview": lesson_preview(request, upload, shown.pages[0]) if is_new_alone else None,
    }


def _confirm(request: LearnerRequest, before: Upload, upload: Upload, shown: Report) -> str:
    """Let what was shown be imported, or be shown as it is now; return the URL of the page of the job that does so.

    Raises ImportProblem where nothing is left to import, TooManyJobs and MissingFile.
    """
    now = timezone.now()
    if "update" in request.POST or upload.encoding != before.encoding or not shown.can_be_imported:
        return upload_steps.preview(request.user, upload, at=now)
    confirmed = request.POST.get("fingerprint", "")
    if confirmed == shown.fingerprint and are_all_skipped(shown, upload.choices):
        raise ImportProblem(Code.OPTIONS, EVERY_PAGE_SKIPPED)
    if confirmed == shown.fingerprint:
        return upload_steps.confirm(request.user, upload, at=now, fingerprint=confirmed)
    messages.info(request, _("Something changed in the meantime. This is what will happen now."))
    return upload_steps.preview(request.user, upload, at=now)  # of an older page: the options were changed since


@require_safe
@never_cache
@login_required
def report(request: LearnerRequest, pk: UUID) -> HttpResponse:
    """Show what was imported, and what to check."""
    upload = uploads.load_finished(request.user, pk)
    if upload and upload.job:
        return redirect(page_that_leads_on(upload.job))
    if upload is None or upload.report is None:
        return no_longer_here(request)
    decks = Deck.objects.visible_to(request.user).filter(slug__in=[deck.slug for deck in upload.report.decks])
    studied = request.user.subscriptions.filter(deck__in=decks, paused=False).values_list("deck__slug", flat=True)
    context = {**_context(request, upload, upload.report), "studied": set(studied)}
    context["undo"] = UndoableImport.objects.undoable(timezone.now()).filter(pk=pk).first()
    lessons = Lesson.objects.filter(course__slug=upload.course, deck__state=DeckState.DRAFT)
    drafts = lessons if upload.report.pages else decks.filter(state=DeckState.DRAFT)
    context["drafts"] = set(drafts.values_list("slug", flat=True))
    context["there"] = set(decks.values_list("slug", flat=True))
    return render(request, "exchange/report.html", context)


def _context(request: LearnerRequest, upload: Upload, report: Report) -> dict[str, object]:
    return {
        "upload": upload,
        "course": course_of(request.user, upload),
        "report": report,
        "warnings": report.warnings[:MAX_SHOWN_WARNINGS],
        "more_warnings": max(0, len(report.warnings) - MAX_SHOWN_WARNINGS),
    }
