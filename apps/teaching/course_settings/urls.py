"""URLs of the settings of a course, below `settings/`."""

from django.urls import path

from apps.teaching.course_settings.views import copy, settings

urlpatterns = [
    path("", settings.settings, name="settings"),
    path("cover/", settings.cover, name="cover"),
    path("archive/", settings.archive, name="archive_course"),
    path("copy/", copy.copy, name="copy_course"),
    path("delete/", settings.delete, name="delete_course"),
]
