"""That a relative is missing too, and by which case."""

import django.db.models.deletion
from django.db import migrations, models

from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0021_batches_of_systems"),
        ("families", "0027_more_found"),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="relative",
                    name="own_case",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="To look for all who are missing of one family together",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.case",
                        verbose_name="Missing too",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="relative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("own_case", models.F("case")), _negated=True),
                        name="relative_own_case_is_another",
                    ),
                ),
            ]
        ),
    ]
