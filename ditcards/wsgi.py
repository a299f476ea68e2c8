"""The WSGI application that the server serves (gunicorn.conf.py)."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from ditcards.gc_tuning import tune_gc

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ditcards.settings")
application = get_wsgi_application()
import_module("ditcards.urls")  # with all views, before the server's processes are forked: else each loads them itself
tune_gc()
