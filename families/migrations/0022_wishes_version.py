"""Versions of what a family wishes, so that nobody writes over what they did not read."""

from django.db import migrations, models

from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0021_agreement_carried_out"),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="familywishes",
                    name="version",
                    field=models.PositiveIntegerField(default=1, editable=False),
                ),
            ]
        )
    ]
