"""`manage.py distribute`: what it divides, what it keeps, and that it can be run again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from apps.operations.distribution import catalog
from apps.operations.distribution.partitions import HashPartitions
from apps.operations.distribution.plan import steps
from apps.operations.distribution.services.run import run
from apps.operations.distribution.tables import per_user_tables, primary_key, shared_tables, wanted_foreign_keys
from apps.reviews import invariants
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import grade_card
from apps.web.tests.support.clock import NOW

needs_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL's tables are divided.")


def distribute(partitions=4):
    out = StringIO()
    call_command("distribute", partitions=partitions, yes=True, stdout=out)
    return out.getvalue()


@needs_postgresql
class TestTables:
    def test_every_table_of_single_people_is_divided(self, partitions):
        assert set(catalog.partitions(per_user_tables())) == set(per_user_tables())

    def test_what_is_unique_and_every_primary_key_begin_with_the_user(self, partitions):
        for table, user in per_user_tables().items():
            for constraint in catalog.constraints(table):
                assert f"({user}" in constraint.definition, (table, constraint)

    def test_references_between_rows_of_a_person_carry_the_person(self, partitions):
        assert set(catalog.foreign_keys(per_user_tables())) == set(wanted_foreign_keys())

    def test_an_answer_to_a_schedule_of_someone_else_is_refused(self, partitions, schedule, classmate):
        grade_card(schedule, 4, seen_version=0, at=NOW)
        ReviewLog.objects.filter(user=schedule.user).update(user=classmate)
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.check_constraints()
        ReviewLog.objects.filter(user=classmate).update(user=schedule.user)

    def test_tables_of_the_same_names_in_another_schema_are_not_the_sites(self, partitions):
        before = catalog.partitions(per_user_tables()), catalog.foreign_keys(per_user_tables())
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA before_restore")
            cursor.execute("CREATE TABLE before_restore.decks (id int PRIMARY KEY)")
            cursor.execute(
                f"CREATE TABLE before_restore.{Schedule._meta.db_table} "
                "(deck int REFERENCES before_restore.decks) PARTITION BY HASH (deck)"
            )
            assert (catalog.partitions(per_user_tables()), catalog.foreign_keys(per_user_tables())) == before
            transaction.set_rollback(True)

    def test_a_second_run_changes_nothing(self, partitions):
        assert distribute(partitions=next(iter(catalog.partitions(per_user_tables()).values()))).startswith(
            "All tables"
        )


@needs_postgresql
class TestRows:
    @pytest.fixture(autouse=True)
    def answered(self, schedule):
        """A schedule with an answer, in tables that are divided afterwards."""
        grade_card(schedule, 4, seen_version=0, at=NOW)
        connection.check_constraints()

    def test_all_rows_are_kept(self, learner, request):
        before = [list(model.objects.order_by("pk").values()) for model in (Schedule, ReviewLog)]
        request.getfixturevalue("partitions")
        assert [list(model.objects.order_by("pk").values()) for model in (Schedule, ReviewLog)] == before
        assert list(invariants.problems()) == []

    def test_new_rows_have_new_numbers(self, learner, request):
        last = ReviewLog.objects.latest("pk").pk
        request.getfixturevalue("partitions")
        schedule = Schedule.objects.select_related("user").filter(user=learner, version=0).first()
        grade_card(schedule, 4, seen_version=0, at=NOW)
        assert ReviewLog.objects.latest("pk").pk == last + 1


@needs_postgresql
@pytest.mark.django_db
class TestBreakingOff:
    @pytest.mark.parametrize("done", [1, 5, 30])
    def test_the_next_run_goes_on_where_one_broke_off(self, done):
        if catalog.partitions(per_user_tables()):
            pytest.skip("The whole run has divided tables.")
        plan = steps(HashPartitions(4))
        for _step, _number in zip(run(list(plan)), range(done), strict=False):
            pass
        left = list(steps(HashPartitions(4)))
        assert left
        list(run(left))
        assert list(steps(HashPartitions(4))) == []
        assert set(catalog.foreign_keys(per_user_tables())) == set(wanted_foreign_keys())


@needs_postgresql
class TestLaterMigrations:
    def test_a_field_an_index_and_a_constraint_are_added_and_removed(self, partitions):
        field = models.IntegerField(default=7)
        field.set_attributes_from_name("later")
        index = models.Index(fields=["user", "lapses"], name="reviews_later")
        unique = models.UniqueConstraint(fields=["user", "id", "lapses"], name="reviews_later_once")
        with connection.schema_editor() as editor:
            editor.add_field(Schedule, field)
            editor.add_index(Schedule, index)
            editor.add_constraint(Schedule, unique)
            editor.remove_constraint(Schedule, unique)
            editor.remove_index(Schedule, index)
            editor.remove_field(Schedule, field)

    def test_there_is_nothing_to_migrate(self, partitions):
        out = StringIO()
        call_command("migrate", stdout=out)
        assert "No migrations to apply." in out.getvalue()


class TestRefusals:
    @pytest.mark.skipif(connection.vendor == "postgresql", reason="about any other database")
    def test_another_database_is_refused(self):
        with pytest.raises(CommandError, match="Only a PostgreSQL database can be divided"):
            distribute()

    @needs_postgresql
    def test_without_citus_a_number_of_partitions_is_asked_for(self, db):
        with pytest.raises(CommandError, match="use --partitions 8"):
            distribute(partitions=None)

    @needs_postgresql
    @pytest.mark.parametrize("number", [0, 1, 257])
    def test_a_number_that_divides_nothing_is_refused(self, db, number):
        with pytest.raises(CommandError, match="Use a number from 2 to 256"):
            distribute(partitions=number)

    @needs_postgresql
    def test_another_number_than_before_is_refused(self, partitions):
        with pytest.raises(CommandError, match="partitions already"):
            distribute(partitions=3)

    @needs_postgresql
    def test_it_waits_until_nobody_else_is_connected(self, db, monkeypatch):
        monkeypatch.setattr(catalog, "partitions", lambda tables: {})
        monkeypatch.setattr(catalog, "other_connections", lambda: 2)
        with pytest.raises(CommandError, match=r"2 other connections to the database are open\. Stop the servers"):
            distribute()

    @needs_postgresql
    def test_who_does_not_say_yes_changes_nothing(self, db, monkeypatch):
        monkeypatch.setattr(catalog, "partitions", lambda tables: {})
        monkeypatch.setattr("builtins.input", lambda question: "")
        with pytest.raises(CommandError, match="Nothing was changed"):
            call_command("distribute", partitions=4, stdout=StringIO())


def test_the_user_comes_first_in_primary_keys():
    assert primary_key("reviews_schedule") == ("user_id", "id")
    assert primary_key("reminders_reminders") == ("user_id",)


def test_shared_tables_come_after_those_to_which_they_refer():
    order = shared_tables()
    assert order.index("accounts_user") < order.index("cards_deck") < order.index("cards_note")
    assert not {"reviews_schedule", "jobs_job"} & set(order)


def test_who_has_just_left_is_no_connection(monkeypatch):
    listed = iter([2, 1, 0])
    monkeypatch.setattr(catalog, "_connected", lambda: next(listed))
    assert catalog.other_connections() == 0


def test_who_stays_is_one(monkeypatch):
    monkeypatch.setattr(catalog, "LEAVING_SECONDS", 0.2)
    monkeypatch.setattr(catalog, "_connected", lambda: 1)
    assert catalog.other_connections() == 1
