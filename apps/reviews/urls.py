"""Addresses of the daily review."""

app_name = "reviews"
urlpatterns: list[object] = []
