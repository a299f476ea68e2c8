"""URLs of the people of a course, below `people/`."""

from django.urls import path

from apps.teaching.people.views import link, person, roster

urlpatterns = [
    path("", roster.people, name="people"),
    path("link/", link.save, name="save_link"),
    path("link/renew/", link.renew, name="renew_link"),
    path("link/revoke/", link.revoke, name="revoke_link"),
    path("entry/", link.entry, name="entry"),
    path("<row:enrolment>/", person.person, name="person"),
    path("<row:enrolment>/remove/", person.remove, name="remove_person"),
    path("<row:enrolment>/restore/", person.restore, name="restore_person"),
]
