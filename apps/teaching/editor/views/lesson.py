"""The page of a lesson's editor: a line for each card."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.cards.models import Section
from apps.teaching.editor.outline import line_in, listed, parts_of
from apps.teaching.editor.place import staff_place
from apps.teaching.lessons.last_act import shown_act
from apps.web.http import LearnerRequest, is_row_id

PER_PAGE = 500


@login_required
@require_safe
@never_cache
def lesson(request: LearnerRequest, course: str, lesson: str) -> HttpResponse:
    """List the sections of the lesson and their cards, archived ones too if asked (?archived=shown)."""
    place = staff_place(request, course, lesson)
    parts, archived = parts_of(place.lesson), request.GET.get("archived") == "shown"
    total = sum(len(part.notes if archived else part.in_use) for part in parts)
    page = Paginator(range(total), PER_PAGE).get_page(request.GET.get("page"))
    undo = request.GET.get("undo", "")
    gone = line_in(parts, int(undo)) if is_row_id(undo) else None
    context = {
        "parts": parts,
        "sections": listed(parts, range(page.start_index() - 1, page.end_index()), archived=archived),
        "page": page,
        "has_questions": any(part.in_use and part.section.kind != Section.Kind.FLASHCARDS for part in parts),
        "archived_shown": archived,
        "archived_count": sum(part.archived_count for part in parts),
        "done": shown_act(request, place.access.course),
        "undo": gone if gone and gone.archived else None,
    }
    return place.page(request, "teaching/editor/lesson.html", context)
