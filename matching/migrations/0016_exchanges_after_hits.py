"""What exchanges after a hit write down of a round: when it began, what was put in, when it is closed."""

from django.db import migrations, models

from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0015_peer_disclosures"),
    ]

    operations = [
        Together(
            [
                migrations.RemoveField(model_name="peerdisclosure", name="closing"),
                migrations.AddField(
                    model_name="peerdisclosure", name="began_at", field=models.DateTimeField(null=True)
                ),
                migrations.AddField(
                    model_name="peerdisclosure", name="closing_at", field=models.DateTimeField(null=True)
                ),
                migrations.AddField(
                    model_name="peerdisclosure", name="silent_over", field=models.BooleanField(default=False)
                ),
                migrations.AlterField(model_name="peerdisclosure", name="said", field=models.BooleanField(null=True)),
            ]
        ),
    ]
