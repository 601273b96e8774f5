"""Who ended a trade that a dispute ended stands with the trade, so that lists can say it."""

from django.db import migrations, models

_FILL = """
UPDATE deals_collaboration c SET ended_by_verdict = true
WHERE c.state IN ('cancelled_by_brand', 'cancelled_by_creator', 'cancelled_no_fault') AND EXISTS (
    SELECT 1 FROM kernel_timelineentry t
    WHERE t.object_type = 'collaboration' AND t.object_id = c.id AND t.move = 'decide_dispute' AND t.to_state = c.state
)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('deals', '0010_kept_decisions'),
        ('kernel', '0004_unaccent'),
    ]

    operations = [
        migrations.AddField(
            model_name='collaboration',
            name='ended_by_verdict',
            field=models.BooleanField(db_default=False, default=False, help_text='our team ended it on a dispute; the state names whose fault it was'),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]
