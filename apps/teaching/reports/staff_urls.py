"""URLs of the reports of a course, for those who run it."""

from django.urls import path

from apps.teaching.reports.views import edit, queue, settle

urlpatterns = [
    path("<slug:course>/reports/", queue.reports, name="reports"),
    path("<slug:course>/reports/<row:pk>/", queue.report, name="report"),
    path("<slug:course>/reports/<row:pk>/edit/", edit.edit, name="edit_reported"),
    path("<slug:course>/reports/<row:pk>/accept/", edit.accept, name="accept_report"),
    path("<slug:course>/reports/<row:pk>/answer/", settle.answer, name="answer_report"),
    path("<slug:course>/reports/<row:pk>/close/", settle.close, name="close_report"),
    path("<slug:course>/reports/<row:pk>/merge/", settle.merge, name="merge_report"),
    path("<slug:course>/reports/<row:pk>/separate/", settle.separate, name="separate_report"),
    path("<slug:course>/reports/<row:pk>/reopen/", settle.reopen, name="reopen_report"),
]
