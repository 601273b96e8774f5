"""A decision that waits to be released outlives a "no" that is taken back."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deals', '0009_chosen_clips'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='pendingdecision',
            name='kept_note',
            field=models.CharField(blank=True, db_default='', max_length=500),
        ),
        migrations.AddField(
            model_name='pendingdecision',
            name='kept_reason',
            field=models.CharField(blank=True, choices=[('not_a_fit', 'Not a fit for this deal'), ('audience', 'Looking for another audience'), ('quality', 'Looking for another style'), ('places_gone', 'All places are taken'), ('country', "Can't ship there"), ('other', 'Another reason')], db_default='', max_length=20),
        ),
        migrations.AddField(
            model_name='pendingdecision',
            name='kept_verdict',
            field=models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No')], db_default='', max_length=3),
        ),
        migrations.AddConstraint(
            model_name='pendingdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kept_note', ''), ('kept_reason', ''), ('kept_verdict', '')), models.Q(('kept_note', ''), ('kept_reason', ''), ('kept_verdict', 'yes'), ('tell_at__isnull', False)), models.Q(('kept_verdict', 'no'), ('tell_at__isnull', False), models.Q(('kept_reason', ''), _negated=True)), _connector='OR'), name='deals_pending_kept_while_untold'),
        ),
    ]
