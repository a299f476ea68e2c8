"""A paper session as PDF."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.paper_sessions.models import PaperSession
from apps.paper_sessions.sheets import PaperSheets
from apps.paper_sessions.views.find_session import find_session
from apps.paper_sessions.views.session import session_page
from apps.printing.engine.printer import PrintFailed
from apps.printing.engine.weasyprint_door import PangoMissing
from apps.printing.jobs import pango_missing
from apps.printing.make_print import Print
from apps.printing.request.options import SHEET_PAPERS
from apps.printing.views.pdf_file import pdf_file
from apps.web.http import LearnerRequest, absolute_url
from apps.web.requests.rate_limits import count_or_refuse


@require_safe
@login_required
def pdf(request: LearnerRequest, code: str) -> HttpResponse:
    """Return the session as PDF, for A4 or (?paper=letter) US Letter."""
    found, paper = find_session(request, code), request.GET.get("paper", "")
    url = absolute_url(reverse("paper_sessions:list"))
    sheets = PaperSheets(found, paper if paper in SHEET_PAPERS else SHEET_PAPERS[0], url)
    document = Print(sheets)
    etag = quote_etag(document.key)
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    content = document.cached()
    if content is None and count_or_refuse(request, "print_deck"):
        return _problem(request, found, _("Too many prints in a short time. Wait a minute, then try again."), 429)
    try:
        return pdf_file(content or document.make(), sheets.file_name, etag)
    except PangoMissing:
        return _problem(request, found, pango_missing(), 503)
    except PrintFailed as failure:
        return _problem(request, found, str(failure), 503)


def _problem(request: LearnerRequest, found: PaperSession, problem: str, status: int) -> HttpResponse:
    return session_page(request, found, timezone.now(), problem=problem, status=status)
