"""The address of the list of courses; one course is a page of lessons."""

from django.urls import path

from apps.courses import views

app_name = "courses"
urlpatterns = [
    path("", views.course_list, name="list"),
]
