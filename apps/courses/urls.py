"""The URL of the list of courses; the page of one course belongs to lessons."""

from django.urls import path

from apps.courses import views

app_name = "courses"
urlpatterns = [
    path("", views.course_list, name="list"),
]
