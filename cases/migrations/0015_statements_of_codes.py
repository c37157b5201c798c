"""Sources state sex, nationality, route and destination as they state everything else."""

import django.contrib.postgres.fields
import django.db.models.lookups
from django.db import migrations, models

from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_holders_by_source"),
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
                    name="destination_country",
                    field=models.CharField(
                        blank=True,
                        help_text="Where they were heading",
                        max_length=3,
                        null=True,
                        verbose_name="Country of destination",
                    ),
                ),
                migrations.AddField(
                    model_name="casestatement",
                    name="nationalities",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3),
                        blank=True,
                        default=list,
                        help_text="Which services may hold information",
                        size=None,
                        verbose_name="Nationality",
                    ),
                ),
                migrations.AddField(
                    model_name="casestatement",
                    name="route_code",
                    field=models.CharField(
                        blank=True,
                        help_text="Links the case to events on that route",
                        max_length=40,
                        null=True,
                        verbose_name="Route",
                    ),
                ),
                migrations.AddField(
                    model_name="casestatement",
                    name="sex",
                    field=models.CharField(
                        blank=True, help_text="Narrows the search", max_length=40, null=True, verbose_name="Sex"
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
                        condition=models.Q(("sex__in", ["0", "1", "2", "9"])), name="casestatement_sex_code"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casestatement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "route_code__in",
                                [
                                    "cmed",
                                    "emed",
                                    "wmed",
                                    "watl",
                                    "sah",
                                    "eyem",
                                    "hsou",
                                    "como",
                                    "wbal",
                                    "trel",
                                    "bely",
                                    "alps",
                                    "chan",
                                    "ukr",
                                    "afir",
                                    "irtr",
                                    "syrt",
                                    "iqtr",
                                    "andb",
                                    "mysg",
                                    "idau",
                                    "dari",
                                    "camx",
                                    "usmx",
                                    "carus",
                                    "drpr",
                                    "htdr",
                                    "vecar",
                                    "andes",
                                    "none",
                                    "other",
                                    "unk",
                                ],
                            )
                        ),
                        name="casestatement_route_code_code",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casestatement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("destination_country__regex", "^[A-Z]{3}$"),
                            models.Q(("destination_country__in", ["XXB", "XXC"]), _negated=True),
                        ),
                        name="casestatement_destination_country_country",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casestatement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Regex(
                                models.Func(
                                    models.F("nationalities"),
                                    models.Value(","),
                                    function="array_to_string",
                                    output_field=models.TextField(),
                                ),
                                "^([A-Z]{3}(,[A-Z]{3})*)?$",
                            ),
                            models.Q(("nationalities__overlap", ["XXB", "XXC"]), _negated=True),
                        ),
                        name="casestatement_nationalities_countries",
                    ),
                ),
            ]
        ),
    ]
