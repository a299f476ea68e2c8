"""URLs at which a person reports and suggests."""

from django.urls import path

from apps.teaching.reports.views import report, suggest

app_name = "reports"
urlpatterns = [
    path("review/<row:card_id>/report/", report.of_question, name="of_question"),
    path("review/<row:card_id>/answer/report/", report.of_answer, name="of_answer"),
    path("cards/<row:card_id>/report/", report.report, name="report"),
    path("cards/<row:card_id>/suggest/", suggest.suggest, name="suggest"),
    path("decks/<slug:slug>/suggest/", suggest.suggest_new, name="suggest_new"),
    path("reports/", report.mine, name="mine"),
    path("reports/read/", report.mark_as_read, name="mark_as_read"),
    path("reports/<row:pk>/", suggest.change_new, name="change_new"),
    path("reports/<row:pk>/withdraw/", report.withdraw, name="withdraw"),
]
