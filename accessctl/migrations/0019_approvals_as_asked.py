import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.consent
import accessctl.sealed
import registry.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0018_share_end_required"),
    ]

    operations = [
        migrations.AddField(
            model_name="approval",
            name="digest",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="approval",
            name="refused_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("not_needed", "it is not needed"),
                    ("not_right", "something in it is not right"),
                    ("not_agreed", "those concerned did not agree"),
                    ("talk_first", "we should speak about it first"),
                ],
                default="",
                max_length=12,
                verbose_name="Why not",
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="ApprovalFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("ref", models.CharField(editable=False, max_length=20, unique=True, verbose_name="Reference")),
                ("consent_1", accessctl.consent.ConsentMask(default=0, editable=False)),
                ("consent_2", accessctl.consent.ConsentMask(default=0, editable=False)),
                ("consent_3", accessctl.consent.ConsentMask(default=0, editable=False)),
                ("consent_until", models.DateTimeField(editable=False, null=True)),
                ("audience", models.IntegerField(default=0, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="Registered"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="Last change")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("payload", accessctl.sealed.SealedJSON()),
                ("purge_at", models.DateTimeField()),
                (
                    "approval",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accessctl.approval"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accessctl.organisation",
                        verbose_name="Organisation",
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("ring_2", "ring 2"),
                    ("ring_3", "ring 3"),
                    ("ring_3k", "ring 3k"),
                    ("ring_3f", "ring 3f"),
                    ("ring_4g", "ring 4g"),
                    ("ring_4k", "ring 4k"),
                    ("ring_4w", "ring 4w"),
                    ("ring_4p", "ring 4p"),
                    ("ring_4a", "ring 4a"),
                ],
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="approvalfile_newest"),
                    models.Index(fields=["owner", "-created_at", "-id"], name="approvalfile_list"),
                ],
            },
        ),
    ]
