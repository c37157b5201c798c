"""From when a partner wants deleted what it did not lend for that long, so that people decide."""

from django.db import migrations, models

from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0025_origin_expiry"),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="caseorigin",
                    name="wanted_gone_at",
                    field=models.DateTimeField(editable=False, null=True),
                ),
                migrations.AddIndex(
                    model_name="caseorigin",
                    index=models.Index(
                        condition=models.Q(("wanted_gone_at__isnull", False)),
                        fields=["wanted_gone_at"],
                        name="caseorigin_wanted_gone",
                    ),
                ),
            ]
        ),
    ]
