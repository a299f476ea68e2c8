"""Addresses of paper sessions."""

from django.urls import path

from apps.printing.paper_sessions import views

PAPER_SESSIONS = [
    path("paper/", views.sessions, name="paper_sessions"),
    path("paper/<slug:code>/", views.session, name="paper_session"),
    path("paper/<slug:code>/undo/", views.undo, name="paper_undo"),
    path("paper/<slug:code>/cards.pdf", views.pdf, name="paper_pdf"),
    path("paper/<slug:code>/delete/", views.delete, name="paper_delete"),
]
