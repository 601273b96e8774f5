"""Threads know their two sides, notifications their deal, mails their state; people can mute topics."""

import django.db.models.deletion
import inbox.models
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

FILL_THREADS = """
UPDATE inbox_thread t SET creator_id = a.creator_id, brand_id = d.brand_id,
    last_message_id = (SELECT max(m.id) FROM inbox_chatmessage m WHERE m.thread_id = t.id)
FROM deals_application a JOIN deals_deal d ON d.id = a.deal_id WHERE a.id = t.application_id
"""
FILL_MAILS = """
UPDATE inbox_mail SET state = CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN send_at IS NULL THEN 'dropped' ELSE 'waiting' END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("brands", "0001_initial"),
        ("creators", "0001_initial"),
        ("deals", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("inbox", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="thread", name="inbox_thread_recent"),
        migrations.AddField(
            "thread",
            "creator",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="creators.creator"
            ),
        ),
        migrations.AddField(
            "thread",
            "brand",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="brands.brand"
            ),
        ),
        migrations.AddField(
            "thread",
            "last_message",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="inbox.chatmessage",
            ),
        ),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(FILL_THREADS, migrations.RunSQL.noop),
        migrations.AlterField(
            "thread",
            "creator",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="creators.creator"),
        ),
        migrations.AlterField(
            "thread",
            "brand",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="brands.brand"),
        ),
        migrations.AddIndex(
            "thread", models.Index(fields=["creator", "-last_message_at", "-id"], name="inbox_thread_of_creator")
        ),
        migrations.AddIndex(
            "thread", models.Index(fields=["brand", "-last_message_at", "-id"], name="inbox_thread_of_brand")
        ),
        migrations.AddIndex("chatmessage", models.Index(fields=["thread", "-id"], name="inbox_message_of_thread")),
        migrations.RemoveField("notification", "url"),
        migrations.RemoveField("notification", "needs_action"),
        migrations.AddField(
            "notification",
            "brand",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="brands.brand",
            ),
        ),
        migrations.AddField(
            "notification",
            "deal",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="deals.deal",
            ),
        ),
        migrations.AddField(
            "notification",
            "count",
            models.PositiveIntegerField(default=1, help_text="how many events this line stands for"),
        ),
        migrations.AlterField(
            "notification",
            "object_id",
            models.CharField(help_text="public id of what its page shows", max_length=40),
        ),
        migrations.AddIndex(
            "notification", models.Index(fields=["object_id", "user"], name="inbox_notification_of_object")
        ),
        migrations.AddField(
            "mail",
            "state",
            models.CharField(choices=inbox.models.MailState.choices, default="waiting", max_length=12),
        ),
        migrations.AddField(
            "mail",
            "invitation",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="brands.invitation",
            ),
        ),
        migrations.AlterField(
            "mail",
            "user",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "mail",
            "error",
            models.CharField(blank=True, help_text="code of the answer, never its text", max_length=100),
        ),
        migrations.RunSQL(FILL_MAILS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "mail",
            models.CheckConstraint(
                condition=Q(state__in=inbox.models.MailState.values), name="inbox_mail_state_known"
            ),
        ),
        migrations.AddConstraint(
            "mail",
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="inbox_mail_sent_has_time",
            ),
        ),
        migrations.AddIndex("mail", models.Index(fields=["state", "-id"], name="inbox_mail_by_state")),
        migrations.CreateModel(
            name="MutedMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("topic", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="muted_mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "mutedmail", models.UniqueConstraint(fields=["user", "topic"], name="inbox_muted_once")
        ),
    ]
