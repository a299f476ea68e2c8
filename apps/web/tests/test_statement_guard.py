"""The guard finds statements on per-user tables that do not name the user."""

# ruff: noqa: S608  # these statements are read and never run

import pytest
from django.db import connection

from apps.reviews.models import Pick, ReviewLog, Schedule, Subscription
from apps.web.statements import across_users, per_user_models
from apps.web.tests.support.statement_guard import StatementGuard, problem_of

pytestmark = pytest.mark.database  # each database has a grammar of its own

PICK = '"reviews_pick"'
SCHEDULE = '"reviews_schedule"'

NAMING = [
    f"SELECT 1 FROM {PICK} WHERE {PICK}.user_id = %s",
    f"SELECT 1 FROM {PICK} WHERE {PICK}.user_id IN (%s, %s) AND {PICK}.card_id = %s",
    f"SELECT 1 FROM {PICK} JOIN {SCHEDULE} ON ({SCHEDULE}.user_id = {PICK}.user_id) WHERE {SCHEDULE}.user_id = %s",
    f"SELECT 1 FROM {PICK} JOIN person ON ({PICK}.user_id = person.id) WHERE person.id = %s",
    f"SELECT 1 FROM card WHERE EXISTS (SELECT 1 FROM {PICK} U0 WHERE U0.card_id = (card.id) AND U0.user_id = %s)",
    f"SELECT 1 FROM {SCHEDULE} WHERE {SCHEDULE}.user_id = %s AND NOT "
    f"EXISTS (SELECT 1 FROM {PICK} U0 WHERE U0.user_id = ({SCHEDULE}.user_id))",
    f"SELECT 1 FROM {SCHEDULE} WHERE {SCHEDULE}.user_id = %s AND EXISTS (SELECT 1 FROM card U0 WHERE "
    f"EXISTS (SELECT 1 FROM {PICK} V0 WHERE V0.user_id = ({SCHEDULE}.user_id)))",
    f"SELECT (SELECT 1 FROM {PICK} U0 WHERE U0.user_id = %s) FROM {SCHEDULE} WHERE {SCHEDULE}.user_id = %s",
    f"UPDATE {PICK} SET card_id = %s WHERE ({PICK}.user_id = %s AND {PICK}.id = %s)",
    f"DELETE FROM {PICK} WHERE {PICK}.user_id = %s",
    f"INSERT INTO {PICK} (user_id, card_id) VALUES (%s, %s), (%s, %s) RETURNING {PICK}.id",
    "SELECT 1 FROM card",
]

NAMELESS = [
    f"SELECT 1 FROM {PICK}",
    f"SELECT 1 FROM {PICK} WHERE {PICK}.card_id = %s",
    f"SELECT COUNT({PICK}.id) FILTER (WHERE {PICK}.user_id = %s) FROM {PICK}",
    f"SELECT 1 FROM {PICK} WHERE ({PICK}.user_id = %s OR {PICK}.card_id = %s)",
    f"SELECT 1 FROM {PICK} WHERE NOT ({PICK}.user_id = %s)",
    f"SELECT 1 FROM {PICK} WHERE {PICK}.user_id IN (SELECT U0.id FROM person U0)",
    f"SELECT 1 FROM {PICK} JOIN {SCHEDULE} ON ({SCHEDULE}.card_id = {PICK}.card_id) WHERE {PICK}.user_id = %s",
    f"SELECT 1 FROM {PICK} JOIN {SCHEDULE} ON ({SCHEDULE}.user_id = {PICK}.user_id)",
    f"SELECT 1 FROM {SCHEDULE} WHERE NOT "
    f"EXISTS (SELECT 1 FROM {PICK} U0 WHERE U0.user_id = ({SCHEDULE}.user_id) AND U0.user_id = %s)",
    f"UPDATE {PICK} SET user_id = %s WHERE {PICK}.id IN (SELECT U0.id FROM {PICK} U0 WHERE U0.user_id = %s)",
    f"DELETE FROM {PICK} WHERE {PICK}.id IN (%s)",
    f"INSERT INTO {PICK} (card_id) VALUES (%s)",
]


OF_USER = f"U0.user_id = ({SCHEDULE}.user_id)"
# Planned alone, before the query around it has a user: for all partitions.
ALONE = [
    f"SELECT (SELECT COUNT(*) FROM {PICK} U0 WHERE {OF_USER}) FROM {SCHEDULE} WHERE {SCHEDULE}.user_id = %s",
    f"SELECT EXISTS (SELECT 1 FROM {PICK} U0 WHERE {OF_USER}) FROM {SCHEDULE} WHERE {SCHEDULE}.user_id = %s",
    f"SELECT 1 FROM {SCHEDULE} WHERE {SCHEDULE}.user_id = %s AND {SCHEDULE}.card_id IN "
    f"(SELECT U0.card_id FROM {PICK} U0 WHERE {OF_USER})",
    f"SELECT 1 FROM {SCHEDULE} WHERE {SCHEDULE}.user_id = %s AND ({SCHEDULE}.card_id = %s OR "
    f"EXISTS (SELECT 1 FROM {PICK} U0 WHERE {OF_USER}))",
]


@pytest.mark.parametrize("sql", NAMING)
def test_a_statement_that_names_the_user_passes(sql):
    assert problem_of(sql) == ""


@pytest.mark.parametrize("sql", NAMELESS)
def test_a_statement_that_leaves_the_user_out_is_found(sql):
    assert "does not name the user" in problem_of(sql)


@pytest.mark.parametrize("sql", ALONE)
def test_a_subquery_that_cannot_be_joined_names_the_user_itself(sql):
    assert problem_of(sql) == "does not name the user of reviews_pick"


def test_every_table_without_its_user_is_listed():
    assert problem_of(f"SELECT 1 FROM {PICK}, {SCHEDULE}").endswith("reviews_pick, reviews_schedule")


class TestAcrossUsers:
    def test_one_table_needs_no_user(self):
        with across_users("all of them are counted"):
            assert problem_of(f"SELECT COUNT(*) FROM {PICK}") == ""
        assert problem_of(f"SELECT COUNT(*) FROM {PICK}")

    def test_two_tables_are_joined_by_the_user(self):
        with across_users("all of them are compared"):
            join = f"SELECT 1 FROM {PICK} JOIN {SCHEDULE} ON ({PICK}.card_id = {SCHEDULE}.card_id"
            assert problem_of(f"{join} AND {PICK}.user_id = {SCHEDULE}.user_id)") == ""
            assert "joins without the user" in problem_of(f"{join})")

    def test_a_subquery_is_joined_by_the_user(self):
        with across_users("all of them are compared"):
            found = f"SELECT 1 FROM {PICK} WHERE EXISTS (SELECT 1 FROM {SCHEDULE} U0 WHERE U0.card_id = {PICK}.card_id"
            assert problem_of(f"{found} AND U0.user_id = {PICK}.user_id)") == ""
            assert "joins without the user" in problem_of(f"{found})")

    @pytest.mark.parametrize("sql", ALONE)
    def test_a_subquery_for_each_row_may_be_of_the_rows_user(self, sql):
        with across_users("all of them are counted"):
            assert problem_of(sql) == ""

    def test_blocks_can_be_nested(self):
        with across_users("outer"):
            with across_users("inner"):
                pass
            assert problem_of(f"SELECT 1 FROM {PICK}") == ""


def test_what_a_test_runs_itself_is_not_judged(db):
    guard = StatementGuard()
    with connection.execute_wrapper(guard):
        Schedule.objects.count()
    assert not guard.offenses


def test_what_a_person_answered_and_studies_is_theirs():
    assert {Pick, ReviewLog, Schedule, Subscription} <= set(per_user_models())
