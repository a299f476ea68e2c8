"""The URL at which a code is typed, whatever it is for."""

from django.urls import path

from apps.teaching.views.code import code

app_name = "code"
urlpatterns = [path("", code, name="code")]
