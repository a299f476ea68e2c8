"""URLs of preferences."""

from django.urls import path

from apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.preferences, name="preferences"),
    path("confirm/", views.confirm, name="confirm"),
    path("theme/", views.theme, name="theme"),
]
