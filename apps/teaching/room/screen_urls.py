"""URLs of the screen before a room, below those of its course's teaching pages."""

from django.urls import path

from apps.teaching.room.views import screen

ROOM = "<slug:course>/<slug:lesson>/room"

urlpatterns = [
    path(f"{ROOM}/", screen.start, name="start_room"),
    path(f"{ROOM}/<slug:code>/", screen.screen, name="room"),
    path(f"{ROOM}/<slug:code>/act/", screen.act, name="room_act"),
    path(f"{ROOM}/<slug:code>/results/", screen.results, name="room_results"),
    path(f"{ROOM}/<slug:code>/delete/", screen.delete, name="delete_room"),
]
