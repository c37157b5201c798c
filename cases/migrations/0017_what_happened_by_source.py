"""Sources state what happened, in codes, as they state everything else."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models

from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_kept_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.RemoveConstraint(
                    model_name="casesearchfile",
                    name="casesearchfile_told_apart_codes",
                ),
                migrations.RemoveConstraint(
                    model_name="casestatement",
                    name="casestatement_topic_code",
                ),
                migrations.AddField(
                    model_name="casestatement",
                    name="circumstance_codes",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        help_text="What you know of what happened",
                        size=None,
                        verbose_name="What happened, in codes",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casesearchfile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "told_apart__contained_by",
                                [
                                    "sex",
                                    "nationality",
                                    "birth",
                                    "origin",
                                    "height",
                                    "hair",
                                    "eyes",
                                    "build",
                                    "smile",
                                    "features",
                                    "last_contact",
                                    "last_place",
                                    "sign_of_life",
                                    "circumstances",
                                    "happened",
                                    "companions",
                                    "route",
                                    "destination",
                                ],
                            )
                        ),
                        name="casesearchfile_told_apart_codes",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casestatement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "topic__in",
                                [
                                    "sex",
                                    "nationality",
                                    "birth",
                                    "origin",
                                    "height",
                                    "hair",
                                    "eyes",
                                    "build",
                                    "smile",
                                    "features",
                                    "last_contact",
                                    "last_place",
                                    "sign_of_life",
                                    "circumstances",
                                    "happened",
                                    "companions",
                                    "route",
                                    "destination",
                                ],
                            )
                        ),
                        name="casestatement_topic_code",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casestatement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "circumstance_codes__contained_by",
                                [
                                    "lost_contact",
                                    "shipwreck",
                                    "fell_overboard",
                                    "pushed_back",
                                    "left_behind_desert",
                                    "left_behind_other",
                                    "vehicle_crash",
                                    "train",
                                    "suffocation_container",
                                    "river_crossing",
                                    "border_violence",
                                    "arrest",
                                    "detention",
                                    "raid",
                                    "abduction",
                                    "kidnap_ransom",
                                    "recruitment_forced",
                                    "trafficking_sign",
                                    "illness",
                                    "fire",
                                    "disaster",
                                    "forced_return",
                                    "hospitalised",
                                    "separated_from_group",
                                    "dispute_smuggler",
                                    "chose_no_contact_possible",
                                    "other",
                                    "unknown",
                                ],
                            )
                        ),
                        name="casestatement_circumstance_codes_codes",
                    ),
                ),
            ]
        )
    ]
