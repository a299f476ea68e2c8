"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from ditcards.gc_tuning import tune_gc

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ditcards.settings")
application = get_wsgi_application()
tune_gc()
