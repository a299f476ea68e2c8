"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from ditcards.collector import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ditcards.settings")
application = get_wsgi_application()
settle()
