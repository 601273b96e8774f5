"""People look for "Elina" and mean "Elīna". The extension is a trusted one: the owner of the database may create it."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0003_sealed_answers'),
    ]

    operations = [
        UnaccentExtension(),
    ]
