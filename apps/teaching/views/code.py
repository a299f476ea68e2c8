"""Where a code leads that somebody typed: that of a course, or of a room."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.courses.entrance import find_entrance
from apps.teaching.models import Room
from apps.web import codes
from apps.web.http import VisitorRequest
from apps.web.requests.rate_limits import count_or_refuse


@require_safe
@never_cache
def code(request: VisitorRequest) -> HttpResponse:
    """Lead to the room or the course with the code (?code=), or ask for one."""
    typed = request.GET.get("code", "")
    found = codes.normalized(typed)
    if not found:
        return render(request, "teaching/code.html")
    if Room.objects.filter(code=found).exists():
        return redirect("room:room", found)
    if find_entrance(found, timezone.now()):
        return redirect("joining:join", found)
    return count_or_refuse(request, "join") or render(request, "teaching/code.html", {"typed": typed}, status=422)
