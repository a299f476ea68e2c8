"""The URLs by which people join a course."""

from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from apps.courses.views import joining

app_name = "joining"
urlpatterns = [
    path("", require_safe(RedirectView.as_view(pattern_name="code:code", query_string=True))),
    path("<slug:code>/", joining.join, name="join"),
]
