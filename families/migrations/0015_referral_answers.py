"""A reference for each referral, by which its provider names it, and what the provider wrote."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

import accessctl.sealed
import families.models.support
from accessctl.migrating import Together
from registry.lib.ids import new_ref


def give_references(apps: Any, schema_editor: Any) -> None:
    for row in apps.get_model("families", "Referral").objects.filter(ref=None).iterator():
        row.ref = new_ref("MRF")
        row.save(update_fields=["ref"])


class Migration(migrations.Migration):
    dependencies = [("families", "0014_transfers")]

    operations = [
        Together(
            [
                migrations.AddField(
                    "referral",
                    "answer",
                    accessctl.sealed.SealedText(
                        blank=True,
                        help_text="So that you hear what they answered",
                        max_length=500,
                        null=True,
                        verbose_name="What the provider wrote",
                    ),
                ),
                migrations.AddField("referral", "ref", models.CharField(editable=False, max_length=20, null=True)),
            ]
        ),
        migrations.RunPython(give_references, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "referral",
            "ref",
            models.CharField(
                default=families.models.support.referral_ref,
                editable=False,
                max_length=20,
                unique=True,
                verbose_name="Reference",
            ),
        ),
    ]
