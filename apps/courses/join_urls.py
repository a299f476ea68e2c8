"""The URLs by which people join a course."""

from django.urls import path

from apps.courses.views import joining

app_name = "joining"
urlpatterns = [
    path("", joining.find, name="find"),
    path("<slug:code>/", joining.join, name="join"),
]
