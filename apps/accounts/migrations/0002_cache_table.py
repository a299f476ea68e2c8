"""Makes the table of the shared cache, in which rate limits count."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    """Make the table where it is missing."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Nothing to take back: an unused cache table harms nobody."""

    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
