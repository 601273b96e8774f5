"""Which clips a creator shows with an application."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deals', '0008_pending_decisions'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='clips',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, help_text='which of the clips on their profile the creator shows here, by id; the others follow these', size=3),
        ),
    ]
