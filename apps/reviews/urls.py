"""Addresses of the daily review."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from apps.reviews.views import decks, media, session, today


class RowConverter(IntConverter):
    """The number of a row: no more digits than a database can hold."""

    regex = "[0-9]{1,18}"


register_converter(RowConverter, "row")

app_name = "reviews"
urlpatterns = [
    path("", today.home, name="today"),
    path("review/", session.session, name="session"),
    path("review/undo/", session.undo, name="undo"),
    path("review/let-in/", today.let_in, name="let_in"),
    path("review/<row:card_id>/answer/", session.reveal, name="reveal"),
    path("review/<row:card_id>/grade/", session.grade, name="grade"),
    path("review/<row:card_id>/why/", session.why, name="why"),
    path("media/<slug:sha256>.<slug:extension>", media.media, name="media"),
    path("review/<row:card_id>/suspend/", session.suspend, name="suspend"),
    path("review/<row:card_id>/unsuspend/", session.unsuspend, name="unsuspend"),
    path("review/<row:card_id>/flag/", session.flag, name="flag"),
    path("decks/<slug:slug>/", decks.deck, name="deck"),
    path("decks/<slug:slug>/subscribe/", decks.subscribe, name="subscribe"),
    path("decks/<slug:slug>/pause/", decks.pause, name="pause"),
    path("decks/<slug:slug>/limits/", decks.limits, name="limits"),
]
