from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_devicetoken_used_at'),
    ]

    operations = [
        migrations.DeleteModel(
            name='LiveTicket',
        ),
    ]
