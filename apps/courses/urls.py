"""The URLs of the list of courses, and of leaving one; the page of one course belongs to lessons."""

from django.urls import path

from apps.courses.views import asking, leaving, listing

app_name = "courses"
urlpatterns = [
    path("", listing.course_list, name="list"),
    path("<slug:slug>/leave/", leaving.leave, name="leave"),
    path("<slug:slug>/ask/", asking.ask, name="ask"),
]
