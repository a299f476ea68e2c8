"""The site's own pages, which belong to no app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show what a newcomer wants to know: first steps, the buttons, how dates are worked out, the keys."""
    return render(request, "help.html")
