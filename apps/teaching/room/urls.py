"""URLs of the phones before a screen, which need no account."""

from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from apps.teaching.room.views import phone

app_name = "room"
urlpatterns = [
    path("", require_safe(RedirectView.as_view(pattern_name="code:code", query_string=True))),
    path("<slug:code>/", phone.room, name="room"),
    path("<slug:code>/answer/", phone.answer, name="answer"),
    path("<slug:code>/media/<slug:sha256>.<slug:extension>", phone.media, name="media"),
]
