from django.db import migrations, models

# Late content, an exit with the product received and a dispute decided against the creator have cost a credit so far.
_FILL = """
UPDATE deals_collaboration c SET credit_lost = true
WHERE NOT c.credit_held AND (
    c.state = 'no_show' AND NOT EXISTS (
        SELECT 1 FROM deals_fault f WHERE f.collaboration_id = c.id AND f.kind = 'no_show' AND f.state = 'lifted'
    )
    OR EXISTS (
        SELECT 1 FROM kernel_timelineentry t WHERE t.object_type = 'collaboration' AND t.object_id = c.id AND (
            t.move = 'exit_honestly' AND t.from_state <> 'shipped'
            OR t.move IN ('decide_dispute', 'cancel_by_staff') AND t.reason = 'creator_fault'
        )
    )
)
"""


class Migration(migrations.Migration):
    dependencies = [("deals", "0005_worth"), ("kernel", "0002_timeline_append_only")]

    operations = [
        migrations.AddField(
            model_name="collaboration",
            name="credit_lost",
            field=models.BooleanField(
                db_default=False, default=False, help_text="this trade cost the creator a credit"
            ),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="collaboration",
            constraint=models.CheckConstraint(
                condition=models.Q(("credit_held", False), ("credit_lost", False), _connector="OR"),
                name="deals_credit_held_or_lost",
            ),
        ),
    ]
