"""URLs of paper for a class, below that of a course."""

from django.urls import path

from apps.teaching.paper import views

urlpatterns = [
    path("", views.paper, name="paper"),
    path("print/", views.print_class, name="print_class"),
]
