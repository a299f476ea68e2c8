"""Addresses of prints: the pages on which they are chosen, and the PDFs."""

from django.urls import path

from apps.printing.views import page, pdf

PRACTICE = "courses/<slug:course>/<slug:lesson>/practice"

app_name = "printing"
urlpatterns = [
    path("decks/<slug:slug>/print/", page.deck, name="deck"),
    path("decks/<slug:slug>/print/cards.pdf", pdf.deck, name="pdf"),
    path("decks/shared/<slug:token>/cards.pdf", pdf.shared, name="shared_pdf"),
    path("courses/<slug:slug>/print/", page.course, name="course"),
    path("courses/<slug:slug>/print/cards.pdf", pdf.course, name="course_pdf"),
    path("print/", page.found, name="found"),
    path("print/cards.pdf", pdf.found, name="found_pdf"),
    path(f"{PRACTICE}/worksheet/", pdf.worksheet, name="worksheet"),
    path(f"{PRACTICE}/answer-key/", pdf.answer_key, name="answer_key"),
]
