"""What each role gets at the URLs on which a course is run, for every method. The course is private."""

from ditcards.tests.access.rows import LOGIN, MISSING

TEACHING_ROLES = ("visitor", "stranger", "learner", "former", "elsewhere", "assistant", "instructor", "owner", "root")

# Each list of results is in the order of TEACHING_ROLES; the last five run a course, "elsewhere" another one.
ALL = [LOGIN, *[200] * 8]
STAFF = [LOGIN, *[MISSING] * 4, 200, 200, 200, 200]

TEACHING_ROWS = {
    "teaching:courses": [("get", {}, ALL), ("post", {}, [LOGIN, *[405] * 8])],
    "teaching:lessons": [("get", {}, STAFF), ("post", {}, [LOGIN, *[405] * 8])],
}
