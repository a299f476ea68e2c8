"""URLs of import and export."""

from django.urls import path

from apps.exchange.history import FSRS, LINES
from apps.exchange.views import copying, exporting, found, history, page_preview, plan, table, undo, upload

app_name = "exchange"
urlpatterns = [
    path("import/", upload.import_decks, name="import"),
    path("courses/<slug:slug>/import/", upload.import_pages, name="import_pages"),
    path("import/<uuid:pk>/", table.table, name="table"),
    path("import/<uuid:pk>/plan/", plan.plan, name="plan"),
    path("import/<uuid:pk>/pages/<int:number>/", page_preview.page_preview, name="page_preview"),
    path("import/<uuid:pk>/undo/", undo.undo, name="undo"),
    path("import/<uuid:pk>/report/", plan.report, name="report"),
    path("decks/<slug:slug>/export/", exporting.export, name="export"),
    path("decks/<slug:slug>/export/<slug:format_>/", exporting.download, name="download"),
    path("decks/<slug:slug>/copy/", copying.copy, name="copy"),
    path("decks/shared/<slug:token>/copy/", copying.copy_shared, name="copy_shared"),
    path("export/", found.export_found, name="export_found"),
    path("export/<slug:format_>/", found.download_found, name="download_found"),
    path("history/ditcards-history.jsonl", history.download, {"name": LINES}, name="history"),
    path("history/fsrs-reviews.csv", history.download, {"name": FSRS}, name="fsrs"),
]
