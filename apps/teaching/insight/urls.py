"""URLs of insight, below that of a course."""

from django.urls import path

from apps.teaching.insight import views

urlpatterns = [
    path("", views.insight, name="insight"),
    path("cards/", views.cards, name="insight_cards"),
    path("compute/", views.compute, name="compute_insight"),
    path("<slug:name>.csv", views.table, name="insight_table"),
]
