"""The reports of a course: open and settled, and a single one with what can be done about it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.teaching.access import TeachingAccess, staff_access
from apps.teaching.models import CardReport
from apps.teaching.names import names_of
from apps.teaching.reports.forms import ReplyForm
from apps.teaching.reports.lookup import report_of
from apps.teaching.reports.queue import OPEN, SETTLED, group_of, mergeable, reports_page
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest, is_row_id


@login_required
@require_safe
@never_cache
def reports(request: LearnerRequest, course: str) -> HttpResponse:
    """List the open reports of the course, or the settled ones (?part=settled), the newest first."""
    access = staff_access(request, course)
    part = SETTLED if request.GET.get("part") == SETTLED else OPEN
    page, groups = reports_page(access.course, part, request.GET.get("page"))
    people = {report.user_id for group in groups for report in group.reports}
    done = _done(access, request.GET.get("done", ""))
    context = {
        "page": page,
        "part": part,
        "groups": groups,
        "names": names_of(access.course, people),
        "done": done,
        "still_open": list(mergeable(done)) if done and done.state == CardReport.State.ACCEPTED else [],
    }
    return teaching_page(request, access, "reports", "teaching/reports/list.html", context)


@login_required
@require_safe
@never_cache
def report(request: LearnerRequest, course: str, pk: int) -> HttpResponse:
    """Show one report with its card, and what can be done about it."""
    access = staff_access(request, course)
    return report_page(request, access, report_of(access.course, pk), ReplyForm())


def report_page(request: LearnerRequest, access: TeachingAccess, report: CardReport, form: ReplyForm) -> HttpResponse:
    """Show a report, with a form as it was filled in."""
    group = group_of(report)
    context = {
        "report": report,
        "group": group,
        "names": names_of(access.course, {each.user_id for each in group.reports}),
        "form": form,
        "mergeable": list(mergeable(report)) if access.may_edit else [],
    }
    status = 422 if form.errors else 200
    return teaching_page(request, access, "reports", "teaching/reports/one.html", context, status=status)


def _done(access: TeachingAccess, pk: str) -> CardReport | None:
    """Return the report that the URL names as just settled (?done=), as long as it is, so that it can be undone."""
    if not (access.may_edit and is_row_id(pk)):
        return None
    return CardReport.objects.of_course(access.course).settled().filter(pk=pk).first()
