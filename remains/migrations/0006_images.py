"""Images of remains: a number that names each within its record, when it was taken, and that it was taken away."""

from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
import registry.lib.dates.partial
from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("remains", "0005_samples"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="remainsattachment",
                    name="number",
                    field=models.PositiveSmallIntegerField(default=1, editable=False),
                    preserve_default=False,
                ),
                migrations.AddField(
                    model_name="remainsattachment",
                    name="removed_at",
                    field=models.DateTimeField(editable=False, null=True),
                ),
                migrations.AddField(
                    model_name="remainsattachment",
                    name="taken_on",
                    field=accessctl.sealed.SealedValue(
                        blank=True, codec=registry.lib.dates.partial.PartialDate, null=True, verbose_name="Taken on"
                    ),
                ),
                migrations.AlterField(
                    model_name="remainsattachment",
                    name="caption",
                    field=accessctl.sealed.SealedText(
                        blank=True, max_length=200, null=True, verbose_name="What it shows"
                    ),
                ),
                migrations.AlterField(
                    model_name="remainsattachment",
                    name="kind",
                    field=models.CharField(max_length=40, verbose_name="What kind of image"),
                ),
                migrations.AddConstraint(
                    model_name="remainsattachment",
                    constraint=models.UniqueConstraint(
                        fields=("remains", "number"), name="remainsattachment_number_once"
                    ),
                ),
            ]
        ),
    ]
