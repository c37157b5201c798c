"""Keys whose record has another owner by now are work that the database remembers."""

import django.db.models.deletion
from django.db import migrations, models

from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0008_faith_leaders"),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="keywork",
                    name="organisation",
                    field=models.UUIDField(null=True),
                ),
                migrations.AlterField(
                    model_name="keywork",
                    name="tombstone",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accessctl.tombstone",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="keywork",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", False), ("rings", []), ("tombstone", None)),
                            models.Q(("organisation", None), ("tombstone__isnull", False)),
                            _connector="OR",
                        ),
                        name="keywork_one_thing",
                    ),
                ),
            ]
        )
    ]
