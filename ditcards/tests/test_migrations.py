"""A release only adds to the tables: the one before it works on them, while nodes are updated and after a way back."""

import pytest
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

ADDS = (migrations.CreateModel, migrations.AddIndex, migrations.RemoveIndex, migrations.RunPython)
FIRST = "0001_initial"
BEFORE_THE_FIRST_RELEASE = {("reminders", "0002_site_url_is_a_setting")}


def later_operations():
    """Every operation on our tables after an app's first migration, with its app and its migration."""
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if type(migration).__module__.startswith("apps.") and name != FIRST:
            yield from ((app, name, operation) for operation in migration.operations)


def adds_only(operation):
    """Whether code that does not know of this operation reads and writes the table as before."""
    if isinstance(operation, migrations.AddField):
        return operation.field.null or operation.field.db_default is not NOT_PROVIDED or operation.field.many_to_many
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return not operation.database_operations
    return isinstance(operation, ADDS)


@pytest.mark.parametrize(
    ("app", "name", "operation"),
    [row for row in later_operations() if row[:2] not in BEFORE_THE_FIRST_RELEASE],
    ids=lambda value: value if isinstance(value, str) else value.describe(),
)
def test_a_migration_only_adds(app, name, operation):
    assert adds_only(operation), (
        "The release before this one no longer works on these tables. Give a new column null=True or a db_default; "
        "remove, rename or restrict in a later release, when no code uses it any more."
    )
