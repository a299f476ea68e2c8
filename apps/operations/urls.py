"""URLs of what concerns a whole account."""

from django.urls import path

from apps.operations.my_data import views

app_name = "operations"
urlpatterns = [path("preferences/my-data/", views.collect, name="my_data")]
