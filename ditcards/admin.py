"""The admin site: for superusers, and for instructors of a course."""

from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.auth.views import RedirectURLMixin, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from apps.courses.scoping import teaches


class InstructorSite(admin.AdminSite):
    """Django's admin, open to anyone who teaches a course; the rest of the rules are in courses/scoping.py."""

    site_header = "Ditcards"
    site_title = "Ditcards"
    index_title = _("Your courses")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Allow superusers and the instructors of a course."""
        return request.user.is_active and (request.user.is_superuser or teaches(request.user))

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Redirect to the login of the site; refuse people who are logged in and teach no course."""
        next_url = RedirectURLMixin().get_redirect_url(request)
        if not urlsplit(next_url).path.startswith("/"):  # of no page: a word, or nothing
            next_url = resolve_url("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(next_url)
        if not self.has_permission(request):
            return render(request, "admin/instructors_only.html", status=403)
        return HttpResponseRedirect(next_url)
