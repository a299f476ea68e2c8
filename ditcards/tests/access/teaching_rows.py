"""What each role gets at the URLs on which a course is run, for every method. The course is private."""

from ditcards.tests.access.rows import LOGIN, MISSING

TEACHING_ROLES = ("visitor", "stranger", "learner", "former", "elsewhere", "assistant", "instructor", "owner", "root")

# Each list of results is in the order of TEACHING_ROLES; the last five run a course, "elsewhere" another one.
ALL = [LOGIN, *[200] * 8]
STAFF = [LOGIN, *[MISSING] * 4, 200, 200, 200, 200]
EDITORS = [LOGIN, *[MISSING] * 5, 200, 200, 200]
MOVED = [LOGIN, *[MISSING] * 5, 302, 302, 302]  # for those who may edit
NOT_POSTED = ("post", {}, [LOGIN, *[405] * 8])
NOT_READ = ("get", {}, [LOGIN, *[405] * 8])

TEACHING_ROWS = {
    "teaching:courses": [("get", {}, ALL), ("post", {}, [LOGIN, *[405] * 8])],
    "teaching:lessons": [("get", {}, STAFF), ("post", {}, [LOGIN, *[405] * 8])],
    "teaching:people": [
        ("get", {}, STAFF),
        ("get", {"show": "away", "q": "a", "page": "2"}, STAFF),
        NOT_POSTED,
    ],
    "teaching:person": [("get", {}, EDITORS), ("post", {"role": "assistant"}, MOVED)],
    "teaching:remove_person": [NOT_READ, ("post", {}, MOVED)],
    "teaching:restore_person": [NOT_READ, ("post", {}, [LOGIN, *[MISSING] * 8])],
    "teaching:save_link": [NOT_READ, ("post", {"max_people": "30"}, MOVED)],
    "teaching:renew_link": [NOT_READ, ("post", {}, MOVED)],
    "teaching:revoke_link": [NOT_READ, ("post", {}, MOVED)],
    "teaching:entry": [NOT_READ, ("post", {"shows_names": "on"}, MOVED)],
    "courses:leave": [
        ("get", {}, [LOGIN, 404, 200, 404, 404, 200, 200, 200, 404]),
        ("post", {}, [LOGIN, 404, 302, 404, 404, 302, 302, 302, 404]),
    ],
    "courses:ask": [NOT_READ, ("post", {}, [LOGIN, *[MISSING] * 8])],
    "joining:find": [("get", {}, [200] * 9), ("get", {"code": "ABC"}, [302] * 9), ("post", {}, [405] * 9)],
    "joining:join": [
        ("get", {}, [200, 200, 302, 200, 200, 302, 302, 302, 200]),
        ("post", {}, [LOGIN, *[302] * 8]),
    ],
}
