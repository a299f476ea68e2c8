"""URLs of import and export."""

from django.urls import path

from apps.exchange.views import exporting, history, importing

app_name = "exchange"
urlpatterns = [
    path("import/", importing.import_, name="import"),
    path("import/<uuid:pk>/", importing.table, name="table"),
    path("import/<uuid:pk>/plan/", importing.plan, name="plan"),
    path("import/<uuid:pk>/report/", importing.report, name="report"),
    path("decks/<slug:slug>/export/", exporting.export, name="export"),
    path("decks/<slug:slug>/export/<slug:format_>/", exporting.download, name="download"),
    path("history/ditcards-history.jsonl", history.everything, name="history"),
    path("history/fsrs-reviews.csv", history.fsrs, name="fsrs"),
]
