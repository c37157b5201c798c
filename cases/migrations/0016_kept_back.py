"""What a family wished to be kept and not used for now, on the search file."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models

from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_statements_of_codes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="casesearchfile",
                    name="restricted_uses",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="Kept, not used for now",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casesearchfile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "restricted_uses__contained_by",
                                [
                                    "search",
                                    "share_search",
                                    "forensic_comparison",
                                    "dna_identification",
                                    "publication",
                                    "family_support",
                                    "legal_papers",
                                    "consular_contact",
                                    "accountability",
                                    "repatriation",
                                    "statistics",
                                    "research",
                                ],
                            )
                        ),
                        name="casesearchfile_restricted_uses_codes",
                    ),
                ),
            ]
        )
    ]
