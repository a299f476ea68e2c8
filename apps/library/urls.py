"""URLs of decks and of what a person does with them."""

from django.urls import path

from apps.library.views import (
    add,
    browse,
    bulk,
    deck,
    decks,
    edit,
    media,
    own_decks,
    practice,
    searches,
    shared,
    studying,
)

app_name = "library"
urlpatterns = [
    path("decks/", decks.decks, name="decks"),
    path("decks/new/", own_decks.new, name="new"),
    path("decks/shared/<slug:token>/", shared.shared, name="shared"),
    path("decks/shared/<slug:token>/media/<slug:sha256>.<slug:extension>", shared.shared_media, name="shared_media"),
    path("decks/<slug:slug>/share/", shared.share, name="share"),
    path("decks/<slug:slug>/unshare/", shared.unshare, name="unshare"),
    path("decks/<slug:slug>/", deck.deck, name="deck"),
    path("decks/<slug:slug>/subscribe/", studying.subscribe, name="subscribe"),
    path("decks/<slug:slug>/pause/", studying.pause, name="pause"),
    path("decks/<slug:slug>/limits/", studying.limits, name="limits"),
    path("practice/", practice.practice, name="practice"),
    path("practice/answer/", practice.answer, name="practice_answer"),
    path("practice/again/", practice.restart, name="practice_again"),
    path("browse/", browse.browse, name="browse"),
    path("browse/change/", bulk.change, name="change_cards"),
    path("browse/undo/<row:pk>/", bulk.undo, name="undo_change"),
    path("browse/searches/", searches.searches, name="searches"),
    path("browse/searches/save/", searches.save, name="save_search"),
    path("browse/searches/<row:pk>/rename/", searches.rename, name="rename_search"),
    path("browse/searches/<row:pk>/delete/", searches.delete, name="delete_search"),
    path("cards/<row:card_id>/", browse.card, name="card"),
    path("decks/<slug:slug>/add/", add.add, name="add"),
    path("decks/<slug:slug>/add/undo/", add.undo_add, name="undo_add"),
    path("decks/<slug:slug>/media/", media.media, name="media"),
    path("decks/<slug:slug>/media/delete-unused/", media.delete_unused, name="delete_unused_media"),
    path("add/", add.add_anywhere, name="add_anywhere"),
    path("cards/<row:card_id>/edit/", edit.edit, name="edit"),
    path("decks/<slug:slug>/edit/", own_decks.edit, name="edit_deck"),
    path("decks/<slug:slug>/archive/", own_decks.archive, name="archive"),
    path("decks/<slug:slug>/unarchive/", own_decks.unarchive, name="unarchive"),
    path("decks/<slug:slug>/delete/", own_decks.delete, name="delete"),
    path("decks/<slug:slug>/restore/", own_decks.restore, name="restore"),
]
