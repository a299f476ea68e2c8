"""All URLs of the site."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from apps.accounts.views import sessions

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("apps.web.urls")),
    path("", include("apps.reviews.urls")),
    path("", include("apps.library.urls")),
    path("", include("apps.printing.urls")),
    path("paper/", include("apps.paper_sessions.urls")),
    path("", include("apps.exchange.urls")),
    path("courses/", include("apps.courses.urls")),
    path("courses/", include("apps.lessons.urls")),
    path("join/", include("apps.courses.join_urls")),
    path("teach/", include("apps.teaching.urls")),
    path("", include("apps.teaching.reports.urls")),
    path("code/", include("apps.teaching.code_urls")),
    path("room/", include("apps.teaching.room.urls")),
    path("statistics/", include("apps.stats.urls")),
    path("jobs/", include("apps.jobs.urls")),
    path("preferences/", include("apps.accounts.urls")),
    path("", include("apps.reminders.urls")),
    path("", include("apps.operations.urls")),
    path("accounts/sessions/", sessions, name="usersessions_list"),  # before allauth's, which logs out all others only
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    # Browsers request it where no page names an icon: for a PDF, for example.
    path("favicon.ico", require_safe(RedirectView.as_view(url=static("icon.svg"))), name="favicon"),
]

handler400 = "apps.web.requests.error_pages.bad_request"
handler500 = "apps.web.requests.outages.server_error"
