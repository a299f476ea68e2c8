"""URLs of the daily review."""

from django.urls import path

from apps.reviews.views import card, media, personal_note, session, today, undo

app_name = "reviews"
urlpatterns = [
    path("", today.home, name="today"),
    path("review/", session.session, name="session"),
    path("review/undo/", undo.undo, name="undo"),
    path("review/let-in/", today.release, name="release"),
    path("review/more-new/", today.more_new, name="more_new"),
    path("review/<row:card_id>/answer/", session.reveal, name="reveal"),
    path("review/<row:card_id>/grade/", session.grade, name="grade"),
    path("review/<row:card_id>/edit/", personal_note.edit, name="edit"),
    path("review/<row:card_id>/note/", personal_note.note, name="note"),
    path("review/<row:card_id>/why/", card.why, name="why"),
    path("media/<slug:sha256>.<slug:extension>", media.media, name="media"),
    path("review/<row:card_id>/suspend/", card.suspend, name="suspend"),
    path("review/<row:card_id>/unsuspend/", card.unsuspend, name="unsuspend"),
    path("review/<row:card_id>/flag/", card.flag, name="flag"),
]
