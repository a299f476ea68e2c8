"""URLs of the people of a course, below `people/`."""

from django.urls import path

from apps.teaching.people.views import chosen, groups, invitations, link, person, requests, roster

urlpatterns = [
    path("", roster.people, name="people"),
    path("roster.csv", roster.download, name="roster_csv"),
    path("groups/", groups.group_list, name="groups"),
    path("groups/<row:group>/rename/", groups.rename, name="rename_group"),
    path("groups/<row:group>/delete/", groups.delete, name="delete_group"),
    path("invite/", invitations.invite, name="invite"),
    path("invitations/links.csv", invitations.links, name="invitation_links"),
    path("invitations/<row:invitation>/again/", invitations.send_again, name="invite_again"),
    path("invitations/<row:invitation>/take-back/", invitations.take_back, name="take_back_invitation"),
    path("requests/<row:join_request>/let-in/", requests.let_in, name="let_in"),
    path("requests/<row:join_request>/decline/", requests.decline, name="decline_request"),
    path("link/", link.save, name="save_link"),
    path("link/renew/", link.renew, name="renew_link"),
    path("link/close/", link.close, name="close_link"),
    path("link/reopen/", link.reopen, name="reopen_link"),
    path("entry/", link.entry, name="entry"),
    path("chosen/group/", chosen.group, name="group_chosen"),
    path("chosen/remove/", chosen.remove, name="remove_chosen"),
    path("chosen/restore/", chosen.restore, name="restore_people"),
    path("<row:enrolment>/", person.person, name="person"),
    path("<row:enrolment>/remove/", person.remove, name="remove_person"),
]
