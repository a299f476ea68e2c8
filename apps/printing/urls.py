"""Addresses of PDFs."""

from django.urls import path

from apps.printing import views

PRACTICE = "courses/<slug:course>/<slug:lesson>/practice"

app_name = "printing"
urlpatterns = [
    path("decks/<slug:slug>/print/", views.deck, name="deck"),
    path(f"{PRACTICE}/worksheet/", views.worksheet, name="worksheet"),
    path(f"{PRACTICE}/answer-key/", views.answer_key, name="answer_key"),
]
