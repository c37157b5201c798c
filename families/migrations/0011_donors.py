"""Whose code a donor's is."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import registry.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_donors"),
        ("families", "0010_invitation_visits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DonorLink",
            fields=[
                (
                    "id",
                    models.UUIDField(default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "biological",
                    models.CharField(
                        default="unknown",
                        help_text="Only blood relatives can help by DNA",
                        max_length=40,
                        verbose_name="Related by blood",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        help_text="Tells which relatives help most",
                        max_length=40,
                        null=True,
                        verbose_name="Through which parent",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
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
                    "donor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.donor"
                    ),
                ),
                (
                    "relative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.relative"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("biological__in", ["yes", "no", "unknown"])),
                        name="donorlink_biological_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["mother", "father"])), name="donorlink_side_code"
                    ),
                ],
            },
        ),
    ]
