"""URLs of the pages on which a course is run. Fixed words come before the slugs of courses and lessons."""

from django.urls import include, path

from apps.teaching.course_settings.views import new
from apps.teaching.views import courses

app_name = "teaching"
urlpatterns = [
    path("", courses.courses, name="courses"),
    path("", include("apps.teaching.room.screen_urls")),
    path("new/", new.new, name="new"),
    path("", include("apps.teaching.reports.staff_urls")),
    path("", include("apps.teaching.goals.urls")),
    path("<slug:course>/people/", include("apps.teaching.people.urls")),
    path("<slug:course>/insight/", include("apps.teaching.insight.urls")),
    path("<slug:course>/settings/", include("apps.teaching.course_settings.urls")),
    path("<slug:course>/paper/", include("apps.teaching.paper.urls")),
    path("<slug:course>/", include("apps.teaching.lessons.urls")),
    path("<slug:course>/<slug:lesson>/", include("apps.teaching.editor.urls")),
]
