"""URLs of the phones before a screen, which need no account."""

from django.urls import path

from apps.teaching.room.views import phone

app_name = "room"
urlpatterns = [
    path("", phone.enter, name="enter"),
    path("<slug:code>/", phone.room, name="room"),
    path("<slug:code>/answer/", phone.answer, name="answer"),
    path("<slug:code>/media/<slug:sha256>.<slug:extension>", phone.media, name="media"),
]
