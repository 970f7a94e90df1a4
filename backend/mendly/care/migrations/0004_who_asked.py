"""A letter to a helper knows who sent it. Letters from before count as the patient's own; they last a week."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def sent_by_the_patient(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    letters = apps.get_model("care", "ProxyInvitation")
    owners = apps.get_model("accounts", "Patient").objects.filter(id=OuterRef("patient_id")).values("user_id")
    letters.objects.update(invited_by=Subquery(owners))


class Migration(migrations.Migration):
    dependencies = [("care", "0003_numbers_for_all")]

    operations = [
        migrations.AddField("proxyinvitation", "invited_by", models.UUIDField(null=True)),
        migrations.RunPython(sent_by_the_patient, migrations.RunPython.noop),
        migrations.AlterField("proxyinvitation", "invited_by", models.UUIDField()),
    ]
