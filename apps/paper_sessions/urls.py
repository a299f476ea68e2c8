"""URLs of paper sessions."""

from django.urls import path

from apps.paper_sessions.views import pdf, preference, session, sessions

app_name = "paper_sessions"
urlpatterns = [
    path("", sessions.sessions, name="list"),
    path("courses/<slug:slug>/", preference.choose, name="choose"),
    path("<slug:code>/", session.session, name="session"),
    path("<slug:code>/undo/", session.undo, name="undo"),
    path("<slug:code>/cards.pdf", pdf.pdf, name="pdf"),
    path("<slug:code>/delete/", session.delete, name="delete"),
]
