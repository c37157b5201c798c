"""Pictures of papers that somebody of a family signed."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
import registry.lib.dates.partial
import registry.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0020_lists_from_before"),
        ("families", "0022_wishes_version"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SignedPaper",
            fields=[
                (
                    "id",
                    models.UUIDField(default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("mime", models.CharField(max_length=60)),
                ("size", models.PositiveIntegerField()),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("content", accessctl.sealed.SealedBytes()),
                ("thumbnail", accessctl.sealed.SealedBytes(null=True)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("sha256", accessctl.sealed.SealedText(max_length=64)),
                (
                    "caption",
                    accessctl.sealed.SealedText(blank=True, max_length=200, null=True, verbose_name="What it shows"),
                ),
                (
                    "taken_on",
                    accessctl.sealed.SealedValue(
                        blank=True, codec=registry.lib.dates.partial.PartialDate, null=True, verbose_name="Taken on"
                    ),
                ),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        help_text="Proof that you were asked", max_length=40, verbose_name="What kind of paper"
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
                    "source",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["consent_evidence", "legal_paper", "letter"])),
                        name="signedpaper_kind_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mime__in", ["image/webp"])), name="signedpaper_mime_code"
                    ),
                    models.UniqueConstraint(fields=("case", "number"), name="signedpaper_number_once"),
                ],
            },
        ),
    ]
