"""URLs of a person's jobs."""

from django.urls import path

from apps.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.list_, name="list"),
    path("<uuid:pk>/", views.detail, name="job"),
    path("<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("<uuid:pk>/result/", views.result, name="result"),
]
