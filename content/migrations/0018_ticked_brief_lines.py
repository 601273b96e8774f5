"""What a brand's team ticked in the brief while it reviews a version."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("content", "0017_renewals_called_off"),
        ("deals", "0013_posts_nobody_could_see"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="ticked",
            field=models.ManyToManyField(
                blank=True, help_text="lines of the brief that the brand saw in it", related_name="+", to="deals.briefitem"
            ),
        ),
    ]
