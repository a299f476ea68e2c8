"""Benchmarks: each prints ratios measured in one run, and ends with status 1 where one misses its limit.

Importing the package sets Django up, so that the modules may import models.
"""

import os

import django

os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("HTTPS", "off")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ditcards.settings")
django.setup()
