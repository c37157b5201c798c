"""Radiographs and images of marks of a case, for a comparison with remains."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
import registry.lib.dates.partial
import registry.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_lists_are_kept_for_a_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseImage",
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
                ("kind", models.CharField(max_length=40, verbose_name="What kind of image")),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
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
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["radiograph", "mark_photo", "object_photo"])),
                        name="caseimage_kind_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mime__in", ["image/webp"])), name="caseimage_mime_code"
                    ),
                    models.UniqueConstraint(fields=("case", "number"), name="caseimage_number_once"),
                ],
            },
        ),
    ]
