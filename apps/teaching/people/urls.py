"""URLs of the people of a course, below `people/`."""

from django.urls import path

from apps.teaching.people.views import person, roster

urlpatterns = [
    path("", roster.people, name="people"),
    path("<row:enrolment>/", person.person, name="person"),
    path("<row:enrolment>/remove/", person.remove, name="remove_person"),
    path("<row:enrolment>/restore/", person.restore, name="restore_person"),
]
