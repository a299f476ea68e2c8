"""The risky modules, each with the tests beside it; and the faults that change nothing anybody can see."""

from typing import NamedTuple


class Area(NamedTuple):
    """Some modules, and the tests that must notice any fault in them; those that notice most come first."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


REVIEWS, SERVICES = "apps/reviews/tests", "apps/reviews/tests/services"
MATRIX = "ditcards/tests/access/test_access.py::test_what_each_role_gets_where_a_course_is_run"
AREAS = {
    "scheduler": Area(
        ("apps/scheduler/sm2.py", "apps/scheduler/study_day.py", "apps/scheduler/leech.py"),
        ("apps/scheduler/tests",),
    ),
    "grading": Area(
        ("apps/reviews/grading/arithmetic.py", "apps/reviews/grading/buttons.py"),
        (f"{REVIEWS}/grading", f"{REVIEWS}/views/test_choice.py"),
    ),
    "answer": Area(
        ("apps/reviews/services/answer.py", "apps/reviews/services/undo.py", "apps/reviews/services/tally.py"),
        (
            f"{SERVICES}/test_answer.py",
            f"{SERVICES}/test_undo.py",
            f"{SERVICES}/test_tally.py",
            f"{SERVICES}/test_concurrency.py",
        ),
    ),
    "queue": Area(
        ("apps/reviews/day/queue.py", "apps/reviews/services/day_builder.py", "apps/reviews/day/new_cards.py"),
        (
            f"{SERVICES}/test_day_builder.py",
            f"{REVIEWS}/day/test_queue.py",
            f"{REVIEWS}/day/test_near_duplicates.py",
            f"{SERVICES}/test_concurrency.py",
        ),
    ),
    "accounts": Area(
        ("apps/accounts/user_lookup.py", "apps/accounts/views.py"),
        ("apps/accounts/tests", "ditcards/tests/test_rate_limits.py"),
    ),
    "courses": Area(
        ("apps/courses/scoping.py", "apps/courses/entrance.py", "apps/courses/services/entry.py"),
        ("apps/courses/tests",),
    ),
    "sanitize": Area(
        ("apps/cards/rendering/sanitize.py", "apps/cards/media/verify_media.py"),
        ("apps/cards/tests/rendering/test_sanitize.py", "apps/cards/tests/media/test_verify_media.py"),
    ),
    "zips": Area(("apps/formats/zips/zip_guard.py",), ("apps/formats/tests/test_zip_guard.py",)),
    "storage": Area(("apps/web/storage.py",), ("apps/web/tests/test_storage.py",)),
    "jobs": Area(
        ("apps/jobs/services/attempts.py", "apps/jobs/services/lifecycle.py", "apps/jobs/queue.py"),
        ("apps/jobs/tests",),
    ),
    "sign_up": Area(
        (
            "apps/accounts/sign_up.py",
            "apps/accounts/sso/policy.py",
            "apps/accounts/sso/local_login.py",
            "apps/accounts/sso/adapter.py",
            "apps/accounts/sso/confirmation.py",
            "apps/accounts/services/hand_over.py",
        ),
        (
            "apps/accounts/tests/sso/test_accounts.py",
            "apps/accounts/tests/test_ways_in.py",
            "apps/accounts/tests/test_sign_up.py",
            "apps/accounts/tests/sso/test_without_password.py",
            "apps/accounts/tests/sso/test_oidc.py",
        ),
    ),
    "leaving": Area(
        ("apps/accounts/services/delete_account.py",),
        (
            "apps/accounts/tests/test_ways_in.py",
            "apps/library/tests/test_delete_own_account.py",
            "apps/accounts/tests/sso/test_accounts.py",
            "apps/courses/tests/test_membership.py",
            "apps/teaching/people/tests/test_void_invitations.py",
        ),
    ),
    "sessions": Area(
        (
            "apps/accounts/logins/sessions.py",
            "apps/accounts/logins/services/prolong_session.py",
            "apps/accounts/logins/services/rename_login.py",
            "apps/accounts/logins/services/end_logins.py",
            "apps/accounts/logins/login_list.py",
        ),
        ("apps/accounts/tests/logins/test_sessions.py",),
    ),
    "turns": Area(
        ("apps/web/server/turns.py", "apps/web/server/usage.py", "apps/web/server/work.py"),
        ("apps/web/tests/test_turns.py", "apps/web/tests/test_work.py"),
    ),
    "backup": Area(
        (
            "apps/operations/backup/services/retention.py",
            "apps/operations/backup/services/media_back.py",
            "apps/operations/backup/services/restore.py",
            "apps/operations/backup/services/runs.py",
            "apps/operations/backup/schedule.py",
            "apps/operations/backup/manifest.py",
            "apps/operations/backup/media.py",
        ),
        (
            "apps/operations/backup/tests/test_retention.py",
            "apps/operations/backup/tests/test_nightly.py",
            "apps/operations/backup/tests/test_restore.py",
            "apps/operations/backup/tests/test_backup.py",
        ),
    ),
    "node": Area(
        ("apps/operations/node/identity.py", "apps/operations/node/refusals.py", "apps/operations/health/callers.py"),
        (
            "apps/operations/node/tests/test_site_identity.py",
            "apps/operations/node/tests/test_refusals.py",
            "apps/operations/health/tests/test_probes.py",
        ),
    ),
    "teaching": Area(
        ("apps/teaching/access.py",),
        tuple(f"{MATRIX}[teaching:{page}]" for page in ("settings", "delete_course", "people")),
    ),
}

# "path `source` what": why no test can notice it.
EQUIVALENT = {
    "apps/scheduler/leech.py `lapses - LEECH_LAPSES` with Add": "8 is a multiple of 4, so the remainder is the same",
    "apps/accounts/logins/login_list.py `UserSession.objects.filter(user=user)` without the user": (
        "a session of somebody else is left out, because it does not hold for this person"
    ),
}
