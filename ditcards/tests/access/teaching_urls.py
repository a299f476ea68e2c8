"""The URLs at which a course is run, of a lesson that a learner studies."""

from django.utils import timezone

from apps.accounts.models import User
from apps.cards.tests.support.factory import make_note
from apps.courses.models import JoinLink
from apps.teaching.room.services.presenting import ask, end, start_room
from apps.web.tests.support.clock import NOW


def teaching_urls(schedule, lesson, question, scenario, *, suggestion, goal, picture):
    """Return them by their names; what they lead to is made here, but for the objects that are given."""
    course, room = lesson.course, _room_asked(lesson, scenario.section)
    ended = _room_asked(lesson, scenario.section)
    end(ended, seen_version=1, at=timezone.now())
    member, group = course.enrolments.get(user=schedule.user).pk, course.groups.create(name="Monday").pk
    invitation = course.invitations.create(email="mira@example.org", created_at=NOW)
    asking = course.join_requests.create(user=User.objects.create_user("asks@example.org"), created_at=NOW)
    people, editor = "/teach/multimodal/people", "/teach/multimodal/diffusion"
    report = f"/teach/multimodal/reports/{suggestion.pk}"
    card, deck = f"/review/{schedule.card_id}", "/decks/diffusion"
    return {
        "teaching:goals": "/teach/multimodal/goals/",
        "teaching:grades": "/teach/multimodal/goals/grades.csv",
        "teaching:new_goal": "/teach/multimodal/goals/new/days/",
        "teaching:goal": f"/teach/multimodal/goals/{goal.pk}/",
        "teaching:count_goal": f"/teach/multimodal/goals/{goal.pk}/count/",
        "teaching:edit_goal": f"/teach/multimodal/goals/{goal.pk}/edit/",
        "teaching:delete_goal": f"/teach/multimodal/goals/{goal.pk}/delete/",
        "teaching:goal_extension": f"/teach/multimodal/goals/{goal.pk}/people/{member}/",
        "teaching:courses": "/teach/",
        "teaching:new": "/teach/new/",
        "teaching:settings": "/teach/multimodal/settings/",
        "teaching:cover": "/teach/multimodal/settings/cover/",
        "teaching:archive_course": "/teach/multimodal/settings/archive/",
        "teaching:copy_course": "/teach/multimodal/settings/copy/",
        "teaching:delete_course": "/teach/multimodal/settings/delete/",
        "teaching:lessons": "/teach/multimodal/",
        "teaching:new_lesson": "/teach/multimodal/new/",
        "teaching:change_lesson": "/teach/multimodal/lessons/change/",
        "teaching:place_lesson": "/teach/multimodal/lessons/place/",
        "teaching:undo_lessons": "/teach/multimodal/lessons/undo/",
        "teaching:lesson_settings": f"/teach/multimodal/lessons/{schedule.deck_id}/",
        "teaching:open_lesson": f"/teach/multimodal/lessons/{schedule.deck_id}/open/",
        "teaching:duplicate_lesson": f"/teach/multimodal/lessons/{schedule.deck_id}/duplicate/",
        "teaching:move_lesson": f"/teach/multimodal/lessons/{schedule.deck_id}/move/",
        "teaching:people": f"{people}/",
        "teaching:roster_csv": f"{people}/roster.csv",
        "teaching:groups": f"{people}/groups/",
        "teaching:rename_group": f"{people}/groups/{group}/rename/",
        "teaching:delete_group": f"{people}/groups/{group}/delete/",
        "teaching:invite": f"{people}/invite/",
        "teaching:invitation_links": f"{people}/invitations/links.csv",
        "teaching:invite_again": f"{people}/invitations/{invitation.pk}/again/",
        "teaching:take_back_invitation": f"{people}/invitations/{invitation.pk}/take-back/",
        "teaching:let_in": f"{people}/requests/{asking.pk}/let-in/",
        "teaching:decline_request": f"{people}/requests/{asking.pk}/decline/",
        "teaching:save_link": f"{people}/link/",
        "teaching:renew_link": f"{people}/link/renew/",
        "teaching:close_link": f"{people}/link/close/",
        "teaching:reopen_link": f"{people}/link/reopen/",
        "teaching:entry": f"{people}/entry/",
        "courses:leave": "/courses/multimodal/leave/",
        "courses:ask": "/courses/multimodal/ask/",
        "joining:join": f"/join/{JoinLink.objects.create(course=course).code}/",
        "teaching:person": f"{people}/{member}/",
        "teaching:remove_person": f"{people}/{member}/remove/",
        "teaching:group_chosen": f"{people}/chosen/group/",
        "teaching:remove_chosen": f"{people}/chosen/remove/",
        "teaching:restore_people": f"{people}/chosen/restore/",
        "paper_sessions:choose": "/paper/courses/multimodal/",
        "teaching:paper": "/teach/multimodal/paper/",
        "teaching:print_class": "/teach/multimodal/paper/print/",
        "reports:of_question": f"{card}/report/",
        "reports:of_answer": f"{card}/answer/report/",
        "reports:report": f"/cards/{schedule.card_id}/report/",
        "reports:suggest": f"/cards/{schedule.card_id}/suggest/",
        "reports:suggest_new": f"{deck}/suggest/",
        "reports:mine": "/reports/",
        "reports:mark_as_read": "/reports/read/",
        "reports:change_new": f"/reports/{suggestion.pk}/",
        "reports:withdraw": f"/reports/{suggestion.pk}/withdraw/",
        "teaching:reports": "/teach/multimodal/reports/",
        "teaching:report": f"{report}/",
        "teaching:edit_reported": f"{report}/edit/",
        "teaching:accept_report": f"{report}/accept/",
        "teaching:answer_report": f"{report}/answer/",
        "teaching:close_report": f"{report}/close/",
        "teaching:merge_report": f"{report}/merge/",
        "teaching:separate_report": f"{report}/separate/",
        "teaching:reopen_report": f"{report}/reopen/",
        "teaching:insight": "/teach/multimodal/insight/",
        "teaching:insight_cards": "/teach/multimodal/insight/cards/",
        "teaching:insight_table": "/teach/multimodal/insight/days.csv",
        "teaching:compute_insight": "/teach/multimodal/insight/compute/",
        "teaching:start_room": "/teach/multimodal/diffusion/room/",
        "teaching:room": f"/teach/multimodal/diffusion/room/{room.code}/",
        "teaching:room_act": f"/teach/multimodal/diffusion/room/{room.code}/act/",
        "teaching:room_results": f"/teach/multimodal/diffusion/room/{ended.code}/results/",
        "teaching:delete_room": f"/teach/multimodal/diffusion/room/{ended.code}/delete/",
        "code:code": "/code/",
        "room:room": f"/room/{room.code}/",
        "room:answer": f"/room/{room.code}/answer/",
        "room:media": f"/room/{room.code}/media/{picture.file_name}",
        "teaching:lesson": f"{editor}/",
        "teaching:lesson_texts": f"{editor}/texts/",
        "teaching:lesson_order": f"{editor}/order/",
        "teaching:new_section": f"{editor}/sections/new/",
        "teaching:section": f"{editor}/sections/{question.section_id}/",
        "teaching:new_card": f"{editor}/sections/{question.section_id}/new/",
        "teaching:card": f"{editor}/cards/{question.pk}/",
        "teaching:archive_card": f"{editor}/cards/{question.pk}/archive/",
    }


def _room_asked(lesson, section):
    """Return a room that is asked a question with labels."""
    note = make_note(lesson.deck, "Which?", "Because.", section=section, kind="choice", label="This one")
    room = start_room(lesson, at=timezone.now())
    ask(room, note.pk, seen_version=0, at=timezone.now())
    return room
