"""Benchmarks: each prints ratios that it measures in one run, and exits with status 1 if one is over its limit.

Importing the package sets up Django, so that the modules can import models.
"""

import os

import django

os.environ.setdefault("SECRET_KEY", "only for benchmarks, which nobody else can reach")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ditcards.settings")
django.setup()
