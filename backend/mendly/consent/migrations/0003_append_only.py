from django.db import migrations

from mendly.consent.guards import guard_statements


def guard(apps, schema_editor):
    for statement in guard_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0002_how_far_and_for_studies"),
        ("leaving", "0001_initial"),  # the guard asks whether an erasure has begun
    ]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
