"""Addresses of courses."""

from django.urls import path

from apps.courses import views

app_name = "courses"
urlpatterns = [
    path("", views.course_list, name="list"),
    path("<slug:slug>/", views.course, name="course"),
]
