"""What htmx sends with each of its requests."""

HTMX = {"HX-Request": "true"}
