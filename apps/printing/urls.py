"""Addresses of PDFs."""

from django.urls import path

from apps.printing import views

app_name = "printing"
urlpatterns = [path("decks/<slug:slug>/print/", views.deck, name="deck")]
