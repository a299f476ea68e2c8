"""URLs of the site's own pages."""

from django.urls import path

from apps.web import views

urlpatterns = [path("help/", views.help_page, name="help")]
