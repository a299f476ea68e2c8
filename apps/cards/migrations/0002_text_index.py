"""The index over the texts of notes, which no model describes."""

from django.db import migrations

from apps.cards.text_index.schema import create_index, drop_index


class Migration(migrations.Migration):

    dependencies = [('cards', '0001_initial')]

    operations = [migrations.RunPython(create_index, drop_index)]
