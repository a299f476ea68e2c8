"""What each role gets at the URLs on which a course is run, for every method. The course is private."""

from ditcards.tests.access.rows import LOGIN, MISSING

TEACHING_ROLES = ("visitor", "stranger", "learner", "former", "elsewhere", "assistant", "instructor", "owner", "root")

# Each list of results is in the order of TEACHING_ROLES; the last five run a course, "elsewhere" another one.
ALL = [LOGIN, *[200] * 8]
STAFF = [LOGIN, *[MISSING] * 4, 200, 200, 200, 200]
EDITORS = [LOGIN, *[MISSING] * 5, 200, 200, 200]
MOVED = [LOGIN, *[MISSING] * 5, 302, 302, 302]  # for those who may edit
UNPROCESSED = [LOGIN, *[MISSING] * 5, 422, 422, 422]
NOBODY = [LOGIN, *[MISSING] * 8]
NOT_POSTED = ("post", {}, [LOGIN, *[405] * 8])
NOT_READ = ("get", {}, [LOGIN, *[405] * 8])
IN_COURSE = [LOGIN, MISSING, 200, MISSING, MISSING, 200, 200, 200, MISSING]
MOVED_IN_COURSE = [LOGIN, MISSING, 302, MISSING, MISSING, 302, 302, 302, MISSING]
AUTHOR = [LOGIN, MISSING, 200, *[MISSING] * 6]
MOVED_FOR_AUTHOR = [LOGIN, MISSING, 302, *[MISSING] * 6]
CARD = {"kind": "basic", "front": "Who?", "back": "Ada."}
REFUSED = [LOGIN, *[MISSING] * 5, 422, 422, 422]  # what was sent, of those who may edit
GOAL = {"lesson": "", "days": "6", "percent": "70", "starts_on": "2026-12-01", "last_on": "2027-03-03"}
STAFF_ACT = [LOGIN, *[MISSING] * 4, 302, 302, 302, 302]
TYPED_SECTION = {"kind": "flashcards", "title": "Words", "numbering": "letters"}

SETTINGS = {"title": "Cells", "visibility": "public", "language": "en"}

TEACHING_ROWS = {
    "teaching:goals": [("get", {}, STAFF), NOT_POSTED],
    "teaching:grades": [("get", {}, STAFF), NOT_POSTED],
    "teaching:goal": [("get", {}, STAFF), NOT_POSTED],
    "teaching:count_goal": [NOT_READ, ("post", {}, [LOGIN, *[MISSING] * 4, *[302] * 4])],
    "teaching:new_goal": [("get", {}, EDITORS), ("post", GOAL, MOVED), ("post", {}, REFUSED)],
    "teaching:edit_goal": [("get", {}, EDITORS), ("post", GOAL, MOVED), ("post", {}, REFUSED)],
    "teaching:delete_goal": [("get", {}, EDITORS), ("post", {}, MOVED)],
    "teaching:goal_extension": [
        ("get", {}, EDITORS),
        ("post", {"last_on": "2027-01-01"}, MOVED),
        ("post", {"last_on": "x"}, REFUSED),
    ],
    "teaching:courses": [("get", {}, ALL), ("post", {}, [LOGIN, *[405] * 8])],
    "teaching:new": [("get", {}, ALL), ("post", {"title": "Cells", "begin": "lesson"}, [LOGIN, *[302] * 8])],
    "teaching:settings": [("get", {}, STAFF), ("post", SETTINGS, MOVED), ("post", {}, UNPROCESSED)],
    "teaching:cover": [NOT_READ, ("post", {}, MOVED)],
    "teaching:archive_course": [NOT_READ, ("post", {}, MOVED)],
    "teaching:copy_course": [
        NOT_READ,
        ("post", {"title": "Next", "starts_on": "2027-03-01"}, MOVED),
        ("post", {}, UNPROCESSED),
    ],
    "teaching:delete_course": [
        ("get", {}, [LOGIN, *[MISSING] * 6, 200, 200]),
        ("post", {}, [LOGIN, *[MISSING] * 6, 302, 302]),
    ],
    "teaching:lessons": [("get", {}, STAFF), ("post", {}, [LOGIN, *[405] * 8])],
    "teaching:new_lesson": [("get", {}, EDITORS), ("post", {"title": "Cells"}, MOVED)],
    "teaching:change_lesson": [NOT_READ, ("post", {"act": "hide {deck}"}, MOVED), ("post", {}, NOBODY)],
    "teaching:place_lesson": [NOT_READ, ("post", {"deck": "{deck}", "previous": 0, "track": ""}, EDITORS)],
    "teaching:undo_lessons": [NOT_READ, ("post", {}, MOVED)],
    "teaching:lesson_settings": [("get", {}, EDITORS), ("post", {"title": "Cells", "slug": "cells"}, MOVED)],
    "teaching:open_lesson": [NOT_READ, ("post", {"opens_at": "2026-12-01T08:00"}, MOVED)],
    "teaching:duplicate_lesson": [NOT_READ, ("post", {}, MOVED)],
    "teaching:move_lesson": [NOT_READ, ("post", {"course": "nowhere"}, UNPROCESSED)],
    "teaching:people": [
        ("get", {}, STAFF),
        ("get", {"show": "away", "q": "a", "page": "2"}, STAFF),
        NOT_POSTED,
    ],
    "teaching:person": [("get", {}, EDITORS), ("post", {"role": "learner"}, MOVED)],
    "teaching:remove_person": [NOT_READ, ("post", {}, MOVED)],
    "teaching:group_chosen": [NOT_READ, ("post", {}, MOVED), ("post", {"person": "1"}, MOVED)],
    "teaching:remove_chosen": [NOT_READ, ("post", {}, MOVED), ("post", {"person": "0", "confirmed": ""}, MOVED)],
    "teaching:restore_people": [NOT_READ, ("post", {}, MOVED), ("post", {"person": "1"}, MOVED)],
    "teaching:save_link": [NOT_READ, ("post", {"max_people": "30"}, MOVED)],
    "teaching:renew_link": [NOT_READ, ("post", {}, MOVED)],
    "teaching:close_link": [NOT_READ, ("post", {}, MOVED)],
    "teaching:reopen_link": [NOT_READ, ("post", {}, MOVED)],
    "teaching:entry": [NOT_READ, ("post", {"shows_names": "on"}, MOVED)],
    "courses:leave": [
        ("get", {}, [LOGIN, 404, 200, 404, 404, 200, 200, 200, 404]),
        ("post", {}, [LOGIN, 404, 302, 404, 404, 302, 302, 302, 404]),
    ],
    "courses:ask": [NOT_READ, ("post", {}, [LOGIN, *[MISSING] * 8])],
    "joining:join": [
        ("get", {}, [200, 200, 302, 200, 200, 302, 302, 302, 200]),
        ("post", {}, [LOGIN, *[302] * 8]),
    ],
    "paper_sessions:choose": [("get", {}, [405] * 9), ("post", {"on": "paper"}, [LOGIN, MISSING, 302, *[MISSING] * 6])],
    "teaching:paper": [("get", {}, STAFF), NOT_POSTED],
    "teaching:print_class": [NOT_READ, ("post", {}, [LOGIN, *[MISSING] * 4, *[302] * 4])],
    "reports:of_question": [("get", {}, [LOGIN, *[302] * 8]), ("post", {}, [405] * 9)],
    "reports:of_answer": [("get", {}, [LOGIN, *[302] * 8]), ("post", {}, [405] * 9)],
    "reports:report": [("get", {}, IN_COURSE), ("post", {"kind": "typo"}, MOVED_IN_COURSE)],
    "reports:suggest": [("get", {}, IN_COURSE), ("post", CARD, MOVED_IN_COURSE)],
    "reports:suggest_new": [("get", {}, IN_COURSE), ("post", CARD, MOVED_IN_COURSE)],
    "reports:mine": [("get", {}, ALL), ("post", {}, [405] * 9)],
    "reports:mark_as_read": [("get", {}, [405] * 9), ("post", {}, [LOGIN, *[302] * 8])],
    "reports:change_new": [("get", {}, AUTHOR), ("post", CARD, MOVED_FOR_AUTHOR)],
    "reports:withdraw": [("get", {}, [405] * 9), ("post", {}, MOVED_FOR_AUTHOR)],
    "teaching:reports": [("get", {}, STAFF), NOT_POSTED],
    "teaching:report": [("get", {}, STAFF), NOT_POSTED],
    "teaching:edit_reported": [("get", {}, EDITORS), ("post", CARD, MOVED)],
    "teaching:accept_report": [NOT_READ, ("post", {}, MOVED)],
    "teaching:answer_report": [NOT_READ, ("post", {"reply": "Yes."}, MOVED)],
    "teaching:close_report": [NOT_READ, ("post", {}, MOVED)],
    "teaching:merge_report": [NOT_READ, ("post", {}, [LOGIN, *[MISSING] * 8])],
    "teaching:separate_report": [NOT_READ, ("post", {}, MOVED)],
    "teaching:reopen_report": [NOT_READ, ("post", {}, MOVED)],
    "teaching:insight": [("get", {}, STAFF), NOT_POSTED],
    "teaching:insight_cards": [("get", {}, STAFF), NOT_POSTED],
    "teaching:insight_table": [("get", {}, STAFF), NOT_POSTED],
    "teaching:compute_insight": [NOT_READ, ("post", {}, [LOGIN, *[MISSING] * 4, *[302] * 4])],
    "teaching:roster_csv": [("get", {}, STAFF), NOT_POSTED],
    "teaching:groups": [
        ("get", {}, EDITORS),
        ("post", {"name": "Tuesday"}, MOVED),
        ("post", {"name": "Monday"}, [LOGIN, *[MISSING] * 5, 422, 422, 422]),
    ],
    "teaching:rename_group": [NOT_READ, ("post", {"name": "Tuesday"}, MOVED)],
    "teaching:delete_group": [NOT_READ, ("post", {}, MOVED)],
    "teaching:invite": [
        ("get", {}, EDITORS),
        ("post", {"text": "a@example.org", "role": "learner"}, EDITORS),
        ("post", {"text": "a@example.org", "role": "learner", "confirmed": ""}, MOVED),
        ("post", {"text": "a@example.org", "role": "instructor"}, [LOGIN, *[MISSING] * 5, 422, 200, 200]),
    ],
    "teaching:invitation_links": [("get", {}, EDITORS), NOT_POSTED],
    "teaching:invite_again": [NOT_READ, ("post", {}, MOVED)],
    "teaching:take_back_invitation": [NOT_READ, ("post", {}, MOVED)],
    "teaching:let_in": [NOT_READ, ("post", {}, MOVED)],
    "teaching:decline_request": [NOT_READ, ("post", {}, MOVED)],
    "teaching:start_room": [("get", {}, STAFF), ("post", {}, STAFF_ACT)],
    "teaching:room": [("get", {}, STAFF), ("post", {}, [405] * 9)],
    "teaching:room_act": [
        ("get", {}, [405] * 9),
        ("post", {"act": "answers", "version": 1}, STAFF_ACT),
        ("post", {}, [LOGIN, *[MISSING] * 4, *[400] * 4]),
    ],
    "teaching:room_results": [("get", {}, STAFF), ("post", {}, [405] * 9)],
    "teaching:delete_room": [("get", {}, [405] * 9), ("post", {}, MOVED)],
    "code:code": [("get", {}, [200] * 9), ("get", {"code": "AAAAAA"}, [422] * 9), ("post", {}, [405] * 9)],
    "room:room": [("get", {}, [200] * 9), ("post", {}, [405] * 9)],
    "room:answer": [("get", {}, [405] * 9), ("post", {"label": "This one"}, [302] * 9)],
    "room:media": [("get", {}, [404] * 9), ("post", {}, [405] * 9)],
    "teaching:lesson": [("get", {}, STAFF), NOT_POSTED],
    "teaching:lesson_texts": [("get", {}, EDITORS), ("post", {"title": "Diffusion", "slug": "diffusion"}, MOVED)],
    "teaching:lesson_order": [NOT_READ, ("post", {}, MOVED)],
    "teaching:new_section": [("get", {}, EDITORS), ("post", TYPED_SECTION, MOVED)],
    "teaching:section": [("get", {}, EDITORS), ("post", TYPED_SECTION, MOVED)],
    "teaching:new_card": [("get", {}, EDITORS), ("post", CARD, MOVED)],
    "teaching:card": [("get", {}, STAFF), ("post", CARD, MOVED)],
    "teaching:archive_card": [NOT_READ, ("post", {}, MOVED)],
}
