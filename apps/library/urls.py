"""URLs of decks and of what a person does with them."""

from django.urls import path

from apps.library.views import decks

app_name = "library"
urlpatterns = [
    path("decks/", decks.list_own, name="decks"),
    path("decks/<slug:slug>/", decks.deck, name="deck"),
    path("decks/<slug:slug>/subscribe/", decks.subscribe, name="subscribe"),
    path("decks/<slug:slug>/pause/", decks.pause, name="pause"),
    path("decks/<slug:slug>/limits/", decks.limits, name="limits"),
    path("decks/<slug:slug>/rename/", decks.rename, name="rename"),
    path("decks/<slug:slug>/delete/", decks.delete, name="delete"),
]
