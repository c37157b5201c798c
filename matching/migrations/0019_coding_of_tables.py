"""In which way the codes of a table were made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0018_family_placing"),
    ]

    operations = [
        migrations.AddField(
            model_name="codedtable",
            name="coding",
            field=models.PositiveSmallIntegerField(default=1),
        ),
    ]
