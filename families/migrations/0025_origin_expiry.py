"""When a partner wants deleted what came from them, and up to where nobody but imports wrote."""

from django.db import migrations, models

from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0024_batches_of_systems"),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="caseorigin",
                    name="expires_at",
                    field=models.DateTimeField(editable=False, null=True),
                ),
                migrations.AddField(
                    model_name="caseorigin",
                    name="last_entry",
                    field=models.BigIntegerField(editable=False, null=True),
                ),
                migrations.AddIndex(
                    model_name="caseorigin",
                    index=models.Index(
                        condition=models.Q(("expires_at__isnull", False)),
                        fields=["expires_at"],
                        name="caseorigin_expires",
                    ),
                ),
            ]
        ),
    ]
