"""Addresses of import and export."""

from django.urls import path

from apps.exchange.views import exporting, history

app_name = "exchange"
urlpatterns = [
    path("decks/<slug:slug>/export/", exporting.export, name="export"),
    path("decks/<slug:slug>/export/<slug:format_>/", exporting.download, name="download"),
    path("history/ditcards-history.jsonl", history.everything, name="history"),
    path("history/fsrs-reviews.csv", history.fsrs, name="fsrs"),
]
