"""Consents that are kept and not used for now, and the wishes they follow from."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models

from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_kept_back"),
        ("families", "0017_who_was_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.RemoveConstraint(
                    model_name="consent",
                    name="consent_state_code",
                ),
                migrations.RemoveConstraint(
                    model_name="consent",
                    name="consent_state_fits_decision",
                ),
                migrations.AddField(
                    model_name="rightsrequest",
                    name="lifted_at",
                    field=models.DateTimeField(null=True, verbose_name="Taken back at"),
                ),
                migrations.AddField(
                    model_name="rightsrequest",
                    name="uses",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Uses that were stopped",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["given", "refused", "restricted", "withdrawn"])),
                        name="consent_state_code",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "refused"), ("state", "refused")),
                            models.Q(("decision", "given"), ("state__in", ["given", "restricted", "withdrawn"])),
                            _connector="OR",
                        ),
                        name="consent_state_fits_decision",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rightsrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "uses__contained_by",
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
                        name="rightsrequest_uses_codes",
                    ),
                ),
            ]
        )
    ]
