"""Addresses of import and export."""

from django.urls import path

from apps.exchange.views import history

app_name = "exchange"
urlpatterns = [
    path("history/ditcards-history.jsonl", history.everything, name="history"),
    path("history/fsrs-reviews.csv", history.fsrs, name="fsrs"),
]
