"""When more was found of who was identified."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0026_origin_wanted_gone"),
    ]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="more_found_at",
            field=models.DateTimeField(null=True, verbose_name="A further part was found on"),
        ),
    ]
