"""An agreed renewal is called off with a mark: its item stays reserved until shipping says whether the parcel was sent."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ("content", "0016_take_downs"),
    ]

    operations = [
        migrations.AddField(
            model_name="paidrenewal", name="called_off_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="paidrenewal",
            name="kept_at",
            field=models.DateTimeField(blank=True, help_text="sent, though it was called off", null=True),
        ),
        migrations.RemoveIndex(model_name="paidrenewal", name="content_renewal_holds"),
        migrations.AddIndex(
            model_name="paidrenewal",
            index=models.Index(
                condition=Q(("agreed_at__isnull", False), ("kept_at", None), ("paid_at", None)),
                fields=["variant"],
                name="content_renewal_holds",
            ),
        ),
        migrations.AddConstraint(
            model_name="paidrenewal",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("called_off_at", None), Q(("agreed_at__isnull", False), ("paid_at", None)), _connector="OR"
                ),
                name="content_paid_or_called_off",
            ),
        ),
        migrations.AddConstraint(
            model_name="paidrenewal",
            constraint=models.CheckConstraint(
                condition=Q(("kept_at", None), ("called_off_at__isnull", False), _connector="OR"),
                name="content_kept_was_called_off",
            ),
        ),
    ]
