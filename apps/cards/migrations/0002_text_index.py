"""The index over the texts of notes. No model describes it: in 0001 it would be lost when that is made again."""

from django.db import migrations

from apps.cards.text_index.schema import create_index, drop_index


class Migration(migrations.Migration):

    dependencies = [('cards', '0001_initial')]

    operations = [migrations.RunPython(create_index, drop_index)]
