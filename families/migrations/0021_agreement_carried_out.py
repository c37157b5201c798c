"""Which agreement with an organisation outside was carried out; of earlier ones it is not known, and none is shown."""

from django.db import migrations, models

from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0020_outside_transfers"),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="transferagreement",
                    name="carried_out_at",
                    field=models.DateTimeField(editable=False, null=True),
                ),
            ]
        )
    ]
