"""Addresses of PDFs."""

app_name = "printing"
urlpatterns: list[object] = []
