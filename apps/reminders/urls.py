"""URLs of reminders."""

from django.urls import path

from apps.reminders import views

app_name = "reminders"
urlpatterns = [
    path("preferences/reminders/", views.reminders, name="reminders"),
    path("preferences/reminders/calendar/", views.change_calendar, name="change_calendar"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("calendar/<row:person>-<slug:key>.ics", views.calendar, name="calendar"),
]
