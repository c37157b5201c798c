"""Estimates that turned out wrong stay, with the reason."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("remains", "0009_alleles_laboratory"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="biologicalestimate",
                    name="corrects",
                    field=models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="remains.biologicalestimate",
                    ),
                ),
                migrations.AddField(
                    model_name="biologicalestimate",
                    name="withdrawal_reason",
                    field=accessctl.sealed.SealedText(
                        blank=True, max_length=200, null=True, verbose_name="Why it was withdrawn"
                    ),
                ),
                migrations.AddField(
                    model_name="biologicalestimate",
                    name="withdrawn_at",
                    field=models.DateTimeField(editable=False, null=True, verbose_name="Withdrawn"),
                ),
                migrations.AddConstraint(
                    model_name="biologicalestimate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(("is_compared", False), ("withdrawal_reason__isnull", False)),
                            _connector="OR",
                        ),
                        name="biologicalestimate_withdrawn",
                    ),
                ),
            ]
        ),
    ]
