from typing import Any

from babel.numbers import get_currency_precision
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Least, Round


def fill(apps: Any, schema_editor: Any) -> None:
    """One statement a currency, as `barter.kernel.rates.in_euro_cents` reckons it."""
    deals = apps.get_model("deals", "Deal").objects
    for currency, rate in settings.UNITS_PER_EURO.items():
        cents = 100 / rate / 10 ** get_currency_precision(currency)
        worth = Least(Round(F("fmv_minor") * Value(cents)), Value(2_147_483_647.0))
        deals.filter(currency=currency).update(worth_cents=worth)


class Migration(migrations.Migration):
    dependencies = [("deals", "0004_staff_search")]

    operations = [
        migrations.AddField(
            model_name="deal",
            name="worth_cents",
            field=models.PositiveIntegerField(
                default=0, db_default=0, help_text="the value in about euro cents, made with the terms: what lists compare and sort by"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="deal", name="deals_feed_value"),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(condition=models.Q(("state", "live")), fields=["-worth_cents", "-id"], name="deals_feed_worth"),
        ),
    ]
