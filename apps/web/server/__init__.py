"""The server of the site: gunicorn's processes, in each of which waitress reads the requests (decisions/0027)."""
