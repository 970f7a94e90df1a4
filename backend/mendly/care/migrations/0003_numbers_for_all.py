import secrets

from django.db import migrations

from mendly.clock import new_id

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def give_numbers(apps, schema_editor):
    patient, number = apps.get_model("accounts", "Patient"), apps.get_model("care", "EmergencyNumber")
    for patient_id in patient.objects.values_list("id", flat=True).iterator():
        while not number.objects.filter(patient_id=patient_id).exists():
            drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
            row = number(id=new_id(), patient_id=patient_id, number=drawn)
            number.objects.bulk_create([row], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("care", "0002_guardians_and_emergencies"), ("accounts", "0001_initial")]
    operations = [migrations.RunPython(give_numbers, migrations.RunPython.noop)]
