"""Which relatives were told of a result: they alone read it in their own copy."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("families", "0016_drafts_of_systems")]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="told_to",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), blank=True, default=list, editable=False, size=None
            ),
        ),
    ]
