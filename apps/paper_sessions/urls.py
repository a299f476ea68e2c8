"""URLs of paper sessions."""

from django.urls import path

from apps.paper_sessions import views

app_name = "paper_sessions"
urlpatterns = [
    path("", views.sessions, name="list"),
    path("<slug:code>/", views.session, name="session"),
    path("<slug:code>/undo/", views.undo, name="undo"),
    path("<slug:code>/cards.pdf", views.pdf, name="pdf"),
    path("<slug:code>/delete/", views.delete, name="delete"),
]
