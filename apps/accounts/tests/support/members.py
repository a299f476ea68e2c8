"""A member of the site, and how they log in."""

PASSWORD = "a long walk by the river"


def log_in(client, email="member@example.org", password=PASSWORD, **data):
    return client.post("/accounts/login/", {"login": email, "password": password, **data})
