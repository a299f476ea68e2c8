"""Addresses of import and export, and of a person's own decks."""

from django.urls import path

from apps.exchange.views import decks, exporting, history, importing

app_name = "exchange"
urlpatterns = [
    path("import/", importing.import_, name="import"),
    path("import/<uuid:pk>/", importing.table, name="table"),
    path("import/<uuid:pk>/plan/", importing.plan, name="plan"),
    path("import/<uuid:pk>/report/", importing.report, name="report"),
    path("decks/", decks.list_, name="decks"),
    path("decks/<slug:slug>/rename/", decks.rename, name="rename"),
    path("decks/<slug:slug>/delete/", decks.delete, name="delete"),
    path("decks/<slug:slug>/export/", exporting.export, name="export"),
    path("decks/<slug:slug>/export/<slug:format_>/", exporting.download, name="download"),
    path("history/ditcards-history.jsonl", history.everything, name="history"),
    path("history/fsrs-reviews.csv", history.fsrs, name="fsrs"),
]
