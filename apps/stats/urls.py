"""URLs of the statistics."""

from django.urls import path

from apps.stats import views

app_name = "stats"
urlpatterns = [
    path("", views.statistics, name="statistics"),
    path("cards/", views.cards, name="cards"),
    path("ahead/", views.ahead, name="ahead"),
    path("what-if/", views.what_if, name="what_if"),
    path("<slug:name>.csv", views.table, name="table"),
]
