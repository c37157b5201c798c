"""An identification names the joined parts that it covers; what was drawn up before says nothing of them (null)."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0019_coding_of_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="identification",
            name="parts",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                null=True,
                size=None,
                verbose_name="Joined parts that it covers",
            ),
        ),
    ]
