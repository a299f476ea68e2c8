"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("apps.reviews.urls")),
    path("", include("apps.printing.urls")),
    path("courses/", include("apps.courses.urls")),
    path("preferences/", include("apps.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
