"""Donors: known by a code to everybody but the family's own caseworkers."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.consent
import registry.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0004_shared_bundles"),
        ("cases", "0009_dvi_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Donor",
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
                (
                    "kind",
                    models.CharField(default="relative", max_length=40, verbose_name="What the sample comes from"),
                ),
                ("tests_until", models.DateTimeField(editable=False, null=True, verbose_name="May be tested until")),
                ("stopped_at", models.DateTimeField(editable=False, null=True, verbose_name="Stopped")),
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
                    models.Index(fields=["-created_at", "-id"], name="donor_newest"),
                    models.Index(fields=["owner", "-created_at", "-id"], name="donor_list"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["relative", "personal_item", "missing_person_stored"])),
                        name="donor_kind_code",
                    )
                ],
            },
        ),
    ]
