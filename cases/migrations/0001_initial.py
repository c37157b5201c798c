import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.consent
import accessctl.sealed
import cases.vocabulary.place
import registry.lib.dates.partial
import registry.lib.ids
from accessctl.migrating import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accessctl", "0002_journal_append_only"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Case",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("ref", models.CharField(editable=False, max_length=20, unique=True, verbose_name="Reference")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Organisation",
                            ),
                        ),
                        ("consent_1", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_2", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_3", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_until", models.DateTimeField(editable=False, null=True)),
                        ("audience", models.IntegerField(default=0, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="Registered"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="Last change")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "opened_on",
                            models.DateField(
                                default=django.utils.timezone.localdate, editable=False, verbose_name="Opened on"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(default="active", editable=False, max_length=40, verbose_name="Status"),
                        ),
                        ("data_set_level", models.CharField(default="basic", max_length=40, verbose_name="Data set")),
                        (
                            "purposes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="What we may do",
                                size=None,
                                verbose_name="Purposes",
                            ),
                        ),
                        (
                            "sex",
                            models.CharField(
                                default="0", help_text="Narrows the search", max_length=40, verbose_name="Sex"
                            ),
                        ),
                        ("age_band", models.CharField(default="unk", max_length=40, verbose_name="Age")),
                        ("is_child", models.BooleanField(null=True, verbose_name="Child at last contact")),
                        (
                            "best_interest_noted",
                            models.BooleanField(default=False, editable=False, verbose_name="Best interest weighed"),
                        ),
                        (
                            "nationalities",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3),
                                blank=True,
                                default=list,
                                help_text="Which services may hold information",
                                size=None,
                                verbose_name="Nationality",
                            ),
                        ),
                        (
                            "last_contact_country",
                            models.CharField(
                                blank=True, max_length=3, null=True, verbose_name="Country of last contact"
                            ),
                        ),
                        (
                            "last_contact_admin1",
                            models.CharField(
                                blank=True, max_length=6, null=True, verbose_name="Region of last contact"
                            ),
                        ),
                        (
                            "last_contact_month",
                            models.DateField(blank=True, null=True, verbose_name="Month of last contact"),
                        ),
                        (
                            "last_contact_month_max",
                            models.DateField(blank=True, null=True, verbose_name="Latest month of last contact"),
                        ),
                        (
                            "route_code",
                            models.CharField(
                                blank=True,
                                help_text="Links the case to events on that route",
                                max_length=40,
                                null=True,
                                verbose_name="Route",
                            ),
                        ),
                        (
                            "destination_country",
                            models.CharField(
                                blank=True,
                                help_text="Where they were heading",
                                max_length=3,
                                null=True,
                                verbose_name="Country of destination",
                            ),
                        ),
                        (
                            "circumstance_codes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="What you know of what happened",
                                size=None,
                                verbose_name="What happened, in codes",
                            ),
                        ),
                        ("has_photo", models.BooleanField(default=False, verbose_name="Photo held")),
                        ("has_marks", models.BooleanField(default=False, verbose_name="Marks described")),
                        ("has_documents", models.BooleanField(default=False, verbose_name="Papers recorded")),
                        ("has_belongings", models.BooleanField(default=False, verbose_name="Belongings described")),
                        ("absences", models.JSONField(blank=True, default=dict)),
                    ],
                    options={
                        "permissions": [
                            ("ring_2", "ring 2"),
                            ("ring_3", "ring 3"),
                            ("ring_3k", "ring 3k"),
                            ("ring_3f", "ring 3f"),
                            ("ring_4g", "ring 4g"),
                            ("ring_4k", "ring 4k"),
                            ("ring_4w", "ring 4w"),
                            ("ring_4p", "ring 4p"),
                            ("ring_4a", "ring 4a"),
                        ],
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["-created_at", "-id"], name="case_newest"),
                            models.Index(fields=["owner", "-created_at", "-id"], name="case_list"),
                            models.Index(fields=["owner", "-opened_on", "-id"], name="case_opened"),
                            models.Index(fields=["consent_until"], name="case_consent_until"),
                            models.Index(fields=["status", "last_contact_month"], name="case_status_month"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["active", "inactive"])), name="case_status_code"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("data_set_level__in", ["basic", "comprehensive"])),
                                name="case_data_set_level_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sex__in", ["0", "1", "2", "9"])), name="case_sex_code"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "age_band__in",
                                        [
                                            "fetus",
                                            "infant",
                                            "child",
                                            "adolescent",
                                            "young",
                                            "middle",
                                            "older",
                                            "adult_unsp",
                                            "unk",
                                        ],
                                    )
                                ),
                                name="case_age_band_code",
                            ),
                            models.CheckConstraint(
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
                                name="case_route_code_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "purposes__contained_by",
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
                                name="case_purposes_codes",
                            ),
                            models.CheckConstraint(
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
                                name="case_circumstance_codes_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_contact_country__regex", "^[A-Z]{3}$"),
                                    models.Q(("last_contact_country__in", ["XXB", "XXC"]), _negated=True),
                                ),
                                name="case_last_contact_country_country",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("destination_country__regex", "^[A-Z]{3}$"),
                                    models.Q(("destination_country__in", ["XXB", "XXC"]), _negated=True),
                                ),
                                name="case_destination_country_country",
                            ),
                            models.CheckConstraint(
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
                                name="case_nationalities_countries",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_contact_month__lte", models.F("last_contact_month_max"))),
                                name="case_last_contact_month_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_contact_month__day", 1)),
                                name="case_last_contact_month_first_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_contact_month_max__day", 1)),
                                name="case_last_contact_month_max_first_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_contact_admin1__regex", "^[A-Z]{2}-[A-Z0-9]{1,3}$")),
                                name="case_last_contact_admin1_code",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.Exact(
                                    models.Func(
                                        models.F("absences"),
                                        models.Value(
                                            '$.* ? (@.type() != "string" || !(@ like_regex "^(unknown|declined|not_asked|not_applicable|erased)$"))'
                                        ),
                                        function="jsonb_path_exists",
                                        output_field=models.BooleanField(),
                                    ),
                                    models.Value(False),
                                ),
                                name="case_absences_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseGrant",
                    fields=[
                        (
                            "permission",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                        ),
                        (
                            "user",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accessctl.organisation",
                            ),
                        ),
                        ("ring", models.CharField(max_length=2)),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("search", "search for the person"),
                                    ("share_search", "ask other bodies to check"),
                                    ("forensic_comparison", "compare with unidentified remains"),
                                    ("dna_identification", "identification by DNA"),
                                    ("publication", "public appeal"),
                                    ("family_support", "support of the family"),
                                    ("legal_papers", "legal papers"),
                                    ("consular_contact", "contact with a consulate"),
                                    ("accountability", "complaint or prosecution"),
                                    ("repatriation", "return and burial"),
                                    ("statistics", "anonymous counting"),
                                    ("research", "approved research"),
                                ],
                                max_length=32,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("registered_it", "registered the record"),
                                    ("disclosed", "disclosed by the owner"),
                                    ("supervision", "supervision"),
                                    ("review", "review of a candidate pair"),
                                    ("delegated", "delegated by the family"),
                                    ("assigned", "assigned to the case"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("expires_at", models.DateTimeField()),
                        (
                            "content_object",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="cases.case"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["user", "ring", "expires_at"], name="casegrant_live")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "permission", "content_object", "purpose"), name="casegrant_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseAccountabilityNote",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "alleged_responsible",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Only for accountability, only with your yes",
                                max_length=500,
                                null=True,
                                verbose_name="Who is said to be responsible",
                            ),
                        ),
                        (
                            "alleged_organisations",
                            accessctl.sealed.SealedJSON(
                                help_text="They are told nothing of this case",
                                verbose_name="Organisations of this registry among them",
                            ),
                        ),
                        (
                            "smuggler_mention",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Often the last link; never handed to police without your yes",
                                max_length=500,
                                null=True,
                                verbose_name="Smuggler",
                            ),
                        ),
                        (
                            "ransom_or_threat",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Danger to you or them",
                                max_length=500,
                                null=True,
                                verbose_name="Ransom or threat",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="CaseSource",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("described", accessctl.sealed.SealedText(max_length=200, null=True)),
                        ("collected_on", models.DateField(null=True)),
                        ("information", models.PositiveSmallIntegerField(default=3)),
                        ("kind", models.CharField(max_length=40, verbose_name="Source")),
                        (
                            "method",
                            models.CharField(default="interview", max_length=40, verbose_name="How it was collected"),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True, max_length=3, null=True, verbose_name="Language of the interview"
                            ),
                        ),
                        (
                            "reliability",
                            models.CharField(default="D", max_length=40, verbose_name="Reliability of the source"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "family",
                                            "survivor",
                                            "witness",
                                            "smuggler",
                                            "companion",
                                            "self",
                                            "cso",
                                            "state",
                                            "consulate",
                                            "forensic",
                                            "hospital",
                                            "detention_list",
                                            "press",
                                            "social_media",
                                            "import_partner",
                                            "community",
                                            "anonymous",
                                            "other",
                                        ],
                                    )
                                ),
                                name="casesource_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "method__in",
                                        ["interview", "phone", "form", "document", "examination", "import", "web"],
                                    )
                                ),
                                name="casesource_method_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reliability__in", ["A", "B", "C", "D"])),
                                name="casesource_reliability_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("information__gte", 1), ("information__lte", 4)),
                                name="casesource_information_bounds",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseName",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "kind",
                            models.CharField(
                                default="main",
                                help_text="Which kind of name",
                                max_length=40,
                                verbose_name="Kind of name",
                            ),
                        ),
                        (
                            "full_original",
                            accessctl.sealed.SealedText(
                                help_text="So we look for the right person",
                                max_length=200,
                                verbose_name="Name as you write it",
                            ),
                        ),
                        ("script", models.CharField(blank=True, max_length=4, null=True, verbose_name="Script")),
                        (
                            "language",
                            models.CharField(blank=True, max_length=3, null=True, verbose_name="Language of the name"),
                        ),
                        (
                            "order",
                            models.CharField(default="unknown", max_length=40, verbose_name="Order of the parts"),
                        ),
                        (
                            "given",
                            accessctl.sealed.SealedJSON(
                                blank=True, help_text="First name or names", null=True, verbose_name="Given names"
                            ),
                        ),
                        (
                            "family",
                            accessctl.sealed.SealedJSON(
                                blank=True, help_text="Family name or names", null=True, verbose_name="Family names"
                            ),
                        ),
                        (
                            "father_name",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Tells apart people with the same name",
                                max_length=120,
                                null=True,
                                verbose_name="Father's name",
                            ),
                        ),
                        (
                            "grandfather_name",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Tells apart people with the same name",
                                max_length=120,
                                null=True,
                                verbose_name="Grandfather's name",
                            ),
                        ),
                        (
                            "mother_name",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Tells apart people with the same name",
                                max_length=120,
                                null=True,
                                verbose_name="Mother's name",
                            ),
                        ),
                        (
                            "latn",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=200, null=True, verbose_name="Latin spelling"
                            ),
                        ),
                        (
                            "translit_scheme",
                            models.CharField(
                                blank=True, max_length=40, null=True, verbose_name="Origin of the Latin spelling"
                            ),
                        ),
                        (
                            "spelling_confidence",
                            models.CharField(
                                blank=True,
                                help_text="A heard spelling is searched more widely",
                                max_length=40,
                                null=True,
                                verbose_name="How sure the spelling is",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "main",
                                            "nick",
                                            "alias",
                                            "spelling",
                                            "translit",
                                            "doc",
                                            "birth",
                                            "maiden",
                                            "married",
                                            "religious",
                                            "nomdevoyage",
                                            "misheard",
                                        ],
                                    )
                                ),
                                name="casename_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("order__in", ["gf", "fg", "mono", "chain", "unknown"])),
                                name="casename_order_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "translit_scheme__in",
                                        [
                                            "family_spelling",
                                            "document_mrz",
                                            "iso",
                                            "ungegn",
                                            "pinyin",
                                            "machine",
                                            "worker",
                                        ],
                                    )
                                ),
                                name="casename_translit_scheme_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "spelling_confidence__in",
                                        ["read_from_document", "spelled_by_family", "heard", "guessed"],
                                    )
                                ),
                                name="casename_spelling_confidence_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("script__regex", "^[A-Z][a-z]{3}$")), name="casename_script_code"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "main")), fields=("case",), name="casename_one_main"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseMark",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "mark_type",
                            models.CharField(
                                help_text="A scar or tattoo can settle a doubt",
                                max_length=40,
                                verbose_name="Kind of mark",
                            ),
                        ),
                        (
                            "site",
                            models.CharField(
                                default="unknown",
                                help_text="Where on the body it is",
                                max_length=40,
                                verbose_name="Where on the body",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                default="unknown",
                                help_text="Left or right: theirs, not yours",
                                max_length=40,
                                verbose_name="Side",
                            ),
                        ),
                        (
                            "aspect",
                            models.CharField(
                                default="unknown",
                                help_text="Front or back of that part",
                                max_length=40,
                                verbose_name="Front or back",
                            ),
                        ),
                        (
                            "length_mm",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="How big it is", null=True, verbose_name="Length in mm"
                            ),
                        ),
                        (
                            "width_mm",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="How big it is", null=True, verbose_name="Width in mm"
                            ),
                        ),
                        (
                            "colours",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="Colours help to recognise it",
                                size=None,
                                verbose_name="Colours",
                            ),
                        ),
                        (
                            "motifs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="What a tattoo shows",
                                size=None,
                                verbose_name="What it shows",
                            ),
                        ),
                        (
                            "inscription",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Words or names in it can point to one person",
                                max_length=100,
                                null=True,
                                verbose_name="Words or names in it",
                            ),
                        ),
                        (
                            "description",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="What no list can say",
                                max_length=300,
                                null=True,
                                verbose_name="In your words",
                            ),
                        ),
                        (
                            "visibility",
                            models.CharField(default="visible", max_length=40, verbose_name="Who could see it"),
                        ),
                        ("certainty", models.CharField(default="sure", max_length=40, verbose_name="How sure")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "mark_type__in",
                                        [
                                            "scar",
                                            "scar_surg",
                                            "burn",
                                            "keloid",
                                            "tattoo",
                                            "tattoo_removed",
                                            "brand",
                                            "scarification",
                                            "birthmark",
                                            "mole",
                                            "vitiligo",
                                            "wart_cyst",
                                            "piercing",
                                            "stretched_lobe",
                                            "henna",
                                            "amputation",
                                            "missing_digit",
                                            "extra_digit",
                                            "deformity",
                                            "limp_sign",
                                            "wound_fresh",
                                            "bullet_scar",
                                            "vaccination",
                                            "nail_mark",
                                            "callus",
                                            "acne",
                                            "other",
                                        ],
                                    )
                                ),
                                name="casemark_mark_type_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "site__in",
                                        [
                                            "hd_scalp",
                                            "hd_forehead",
                                            "hd_temple",
                                            "hd_brow",
                                            "hd_eyelid",
                                            "hd_ear",
                                            "hd_nose",
                                            "hd_cheek",
                                            "hd_lip",
                                            "hd_chin",
                                            "hd_jaw",
                                            "hd_mouth_in",
                                            "nk_front",
                                            "nk_side",
                                            "nk_nape",
                                            "tr_shoulder",
                                            "tr_clavicle",
                                            "tr_chest",
                                            "tr_breast",
                                            "tr_ribs",
                                            "tr_abd_upper",
                                            "tr_abd_lower",
                                            "tr_navel",
                                            "tr_flank",
                                            "tr_groin",
                                            "tr_back_upper",
                                            "tr_back_lower",
                                            "tr_buttock",
                                            "tr_sacrum",
                                            "tr_genital",
                                            "tr_perineum",
                                            "ul_arm",
                                            "ul_axilla",
                                            "ul_elbow",
                                            "ul_forearm",
                                            "ul_wrist",
                                            "ul_palm",
                                            "ul_handback",
                                            "ul_thumb",
                                            "ul_index",
                                            "ul_middle",
                                            "ul_ring",
                                            "ul_little",
                                            "ul_nail",
                                            "ll_hip",
                                            "ll_thigh",
                                            "ll_knee",
                                            "ll_popliteal",
                                            "ll_shin",
                                            "ll_calf",
                                            "ll_ankle",
                                            "ll_heel",
                                            "ll_sole",
                                            "ll_footback",
                                            "ll_toe1",
                                            "ll_toe2",
                                            "ll_toe3",
                                            "ll_toe4",
                                            "ll_toe5",
                                            "whole_body",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="casemark_site_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["l", "r", "mid", "both", "unknown"])),
                                name="casemark_side_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("aspect__in", ["ant", "post", "lat", "med", "circ", "unknown"])),
                                name="casemark_aspect_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("visibility__in", ["visible", "covered_by_clothes", "intimate"])),
                                name="casemark_visibility_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("certainty__in", ["sure", "think_so", "heard"])),
                                name="casemark_certainty_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "colours__contained_by",
                                        [
                                            "blk",
                                            "whi",
                                            "gry",
                                            "bro",
                                            "bei",
                                            "yel",
                                            "org",
                                            "red",
                                            "pnk",
                                            "pur",
                                            "blu",
                                            "nvy",
                                            "grn",
                                            "olv",
                                            "gld",
                                            "sil",
                                            "multi",
                                            "transparent",
                                            "unk",
                                        ],
                                    )
                                ),
                                name="casemark_colours_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "motifs__contained_by",
                                        [
                                            "name",
                                            "initials",
                                            "date",
                                            "religious_cross",
                                            "religious_other",
                                            "text",
                                            "heart",
                                            "flower",
                                            "animal",
                                            "human_face",
                                            "human_figure",
                                            "weapon",
                                            "skull",
                                            "tribal",
                                            "geometric",
                                            "star_moon",
                                            "flag",
                                            "anchor_ship",
                                            "number",
                                            "dots_line_face",
                                            "cosmetic",
                                            "other",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="casemark_motifs_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("width_mm__lte", models.F("length_mm"))),
                                name="casemark_width_mm_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("length_mm__gte", 1), ("length_mm__lte", 2500)),
                                name="casemark_length_mm_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("width_mm__gte", 1), ("width_mm__lte", 2500)),
                                name="casemark_width_mm_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("visibility", "intimate"), _negated=True),
                                name="casemark_not_intimate",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseIntimateMark",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "mark_type",
                            models.CharField(
                                help_text="A scar or tattoo can settle a doubt",
                                max_length=40,
                                verbose_name="Kind of mark",
                            ),
                        ),
                        (
                            "site",
                            models.CharField(
                                default="unknown",
                                help_text="Where on the body it is",
                                max_length=40,
                                verbose_name="Where on the body",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                default="unknown",
                                help_text="Left or right: theirs, not yours",
                                max_length=40,
                                verbose_name="Side",
                            ),
                        ),
                        (
                            "aspect",
                            models.CharField(
                                default="unknown",
                                help_text="Front or back of that part",
                                max_length=40,
                                verbose_name="Front or back",
                            ),
                        ),
                        (
                            "length_mm",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="How big it is", null=True, verbose_name="Length in mm"
                            ),
                        ),
                        (
                            "width_mm",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="How big it is", null=True, verbose_name="Width in mm"
                            ),
                        ),
                        (
                            "colours",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="Colours help to recognise it",
                                size=None,
                                verbose_name="Colours",
                            ),
                        ),
                        (
                            "motifs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="What a tattoo shows",
                                size=None,
                                verbose_name="What it shows",
                            ),
                        ),
                        (
                            "inscription",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Words or names in it can point to one person",
                                max_length=100,
                                null=True,
                                verbose_name="Words or names in it",
                            ),
                        ),
                        (
                            "description",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="What no list can say",
                                max_length=300,
                                null=True,
                                verbose_name="In your words",
                            ),
                        ),
                        (
                            "visibility",
                            models.CharField(default="visible", max_length=40, verbose_name="Who could see it"),
                        ),
                        ("certainty", models.CharField(default="sure", max_length=40, verbose_name="How sure")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "mark_type__in",
                                        [
                                            "scar",
                                            "scar_surg",
                                            "burn",
                                            "keloid",
                                            "tattoo",
                                            "tattoo_removed",
                                            "brand",
                                            "scarification",
                                            "birthmark",
                                            "mole",
                                            "vitiligo",
                                            "wart_cyst",
                                            "piercing",
                                            "stretched_lobe",
                                            "henna",
                                            "amputation",
                                            "missing_digit",
                                            "extra_digit",
                                            "deformity",
                                            "limp_sign",
                                            "wound_fresh",
                                            "bullet_scar",
                                            "vaccination",
                                            "nail_mark",
                                            "callus",
                                            "acne",
                                            "other",
                                        ],
                                    )
                                ),
                                name="caseintimatemark_mark_type_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "site__in",
                                        [
                                            "hd_scalp",
                                            "hd_forehead",
                                            "hd_temple",
                                            "hd_brow",
                                            "hd_eyelid",
                                            "hd_ear",
                                            "hd_nose",
                                            "hd_cheek",
                                            "hd_lip",
                                            "hd_chin",
                                            "hd_jaw",
                                            "hd_mouth_in",
                                            "nk_front",
                                            "nk_side",
                                            "nk_nape",
                                            "tr_shoulder",
                                            "tr_clavicle",
                                            "tr_chest",
                                            "tr_breast",
                                            "tr_ribs",
                                            "tr_abd_upper",
                                            "tr_abd_lower",
                                            "tr_navel",
                                            "tr_flank",
                                            "tr_groin",
                                            "tr_back_upper",
                                            "tr_back_lower",
                                            "tr_buttock",
                                            "tr_sacrum",
                                            "tr_genital",
                                            "tr_perineum",
                                            "ul_arm",
                                            "ul_axilla",
                                            "ul_elbow",
                                            "ul_forearm",
                                            "ul_wrist",
                                            "ul_palm",
                                            "ul_handback",
                                            "ul_thumb",
                                            "ul_index",
                                            "ul_middle",
                                            "ul_ring",
                                            "ul_little",
                                            "ul_nail",
                                            "ll_hip",
                                            "ll_thigh",
                                            "ll_knee",
                                            "ll_popliteal",
                                            "ll_shin",
                                            "ll_calf",
                                            "ll_ankle",
                                            "ll_heel",
                                            "ll_sole",
                                            "ll_footback",
                                            "ll_toe1",
                                            "ll_toe2",
                                            "ll_toe3",
                                            "ll_toe4",
                                            "ll_toe5",
                                            "whole_body",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="caseintimatemark_site_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["l", "r", "mid", "both", "unknown"])),
                                name="caseintimatemark_side_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("aspect__in", ["ant", "post", "lat", "med", "circ", "unknown"])),
                                name="caseintimatemark_aspect_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("visibility__in", ["visible", "covered_by_clothes", "intimate"])),
                                name="caseintimatemark_visibility_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("certainty__in", ["sure", "think_so", "heard"])),
                                name="caseintimatemark_certainty_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "colours__contained_by",
                                        [
                                            "blk",
                                            "whi",
                                            "gry",
                                            "bro",
                                            "bei",
                                            "yel",
                                            "org",
                                            "red",
                                            "pnk",
                                            "pur",
                                            "blu",
                                            "nvy",
                                            "grn",
                                            "olv",
                                            "gld",
                                            "sil",
                                            "multi",
                                            "transparent",
                                            "unk",
                                        ],
                                    )
                                ),
                                name="caseintimatemark_colours_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "motifs__contained_by",
                                        [
                                            "name",
                                            "initials",
                                            "date",
                                            "religious_cross",
                                            "religious_other",
                                            "text",
                                            "heart",
                                            "flower",
                                            "animal",
                                            "human_face",
                                            "human_figure",
                                            "weapon",
                                            "skull",
                                            "tribal",
                                            "geometric",
                                            "star_moon",
                                            "flag",
                                            "anchor_ship",
                                            "number",
                                            "dots_line_face",
                                            "cosmetic",
                                            "other",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="caseintimatemark_motifs_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("width_mm__lte", models.F("length_mm"))),
                                name="caseintimatemark_width_mm_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("length_mm__gte", 1), ("length_mm__lte", 2500)),
                                name="caseintimatemark_length_mm_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("width_mm__gte", 1), ("width_mm__lte", 2500)),
                                name="caseintimatemark_width_mm_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("visibility", "intimate")), name="caseintimatemark_intimate"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseBelonging",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "item_class",
                            models.CharField(
                                help_text="What they wore or carried", max_length=40, verbose_name="Kind of thing"
                            ),
                        ),
                        (
                            "worn_or_carried",
                            models.CharField(default="unknown", max_length=40, verbose_name="Worn or carried"),
                        ),
                        (
                            "colours",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="Colours help to recognise it",
                                size=None,
                                verbose_name="Colours",
                            ),
                        ),
                        (
                            "pattern",
                            models.CharField(
                                blank=True,
                                help_text="A pattern helps to recognise it",
                                max_length=40,
                                null=True,
                                verbose_name="Pattern",
                            ),
                        ),
                        (
                            "material",
                            models.CharField(
                                blank=True,
                                help_text="Some materials last",
                                max_length=40,
                                null=True,
                                verbose_name="Material",
                            ),
                        ),
                        (
                            "brand",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Brand and size are often legible",
                                max_length=60,
                                null=True,
                                verbose_name="Brand",
                            ),
                        ),
                        (
                            "label_text",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Brand and size are often legible",
                                max_length=60,
                                null=True,
                                verbose_name="Words on the label",
                            ),
                        ),
                        (
                            "size",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Brand and size are often legible",
                                max_length=60,
                                null=True,
                                verbose_name="Size",
                            ),
                        ),
                        (
                            "inscription",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Names or dates engraved can point to one person",
                                max_length=120,
                                null=True,
                                verbose_name="Words engraved or written",
                            ),
                        ),
                        (
                            "description",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="What no list can say",
                                max_length=200,
                                null=True,
                                verbose_name="In your words",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "item_class__in",
                                        [
                                            "tshirt",
                                            "shirt",
                                            "blouse",
                                            "sweater",
                                            "hoodie",
                                            "jacket",
                                            "coat",
                                            "vest",
                                            "dress",
                                            "abaya_jilbab",
                                            "shalwar_kameez",
                                            "djellaba_thobe",
                                            "sari",
                                            "uniform",
                                            "trousers",
                                            "jeans",
                                            "shorts",
                                            "skirt",
                                            "leggings",
                                            "sarong_lungi",
                                            "belt",
                                            "bra",
                                            "underpants",
                                            "undershirt",
                                            "socks",
                                            "tights",
                                            "thermal",
                                            "cap",
                                            "hat",
                                            "headscarf",
                                            "turban",
                                            "niqab",
                                            "helmet",
                                            "hair_tie",
                                            "trainers",
                                            "boots",
                                            "sandals",
                                            "shoes",
                                            "flipflops",
                                            "barefoot",
                                            "gloves",
                                            "scarf",
                                            "life_jacket",
                                            "wetsuit",
                                            "blanket",
                                            "raincoat",
                                            "ring",
                                            "necklace",
                                            "bracelet",
                                            "earring",
                                            "anklet",
                                            "nose_ring",
                                            "watch",
                                            "pin",
                                            "amulet_gris",
                                            "prayer_beads",
                                            "cross",
                                            "religious_medal",
                                            "phone",
                                            "sim",
                                            "memory_card",
                                            "charger",
                                            "powerbank",
                                            "earphones",
                                            "tablet",
                                            "usb",
                                            "bag",
                                            "backpack",
                                            "wallet",
                                            "money",
                                            "papers_pouch",
                                            "key",
                                            "photo",
                                            "letter",
                                            "notebook",
                                            "book_religious",
                                            "medicine",
                                            "glasses",
                                            "hearing_aid",
                                            "tobacco",
                                            "lighter",
                                            "knife",
                                            "cosmetics",
                                            "toy",
                                            "baby_item",
                                            "water_bottle",
                                            "food",
                                            "ticket",
                                            "rescue_wristband",
                                            "body_number_written",
                                            "other",
                                        ],
                                    )
                                ),
                                name="casebelonging_item_class_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("worn_or_carried__in", ["worn", "carried", "nearby", "unknown"])),
                                name="casebelonging_worn_or_carried_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "pattern__in",
                                        [
                                            "plain",
                                            "stripes",
                                            "checks",
                                            "dots",
                                            "flowers",
                                            "camouflage",
                                            "print_text",
                                            "print_image",
                                            "embroidery",
                                            "gradient",
                                            "unk",
                                        ],
                                    )
                                ),
                                name="casebelonging_pattern_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "material__in",
                                        [
                                            "cotton",
                                            "wool",
                                            "denim",
                                            "leather",
                                            "synthetic",
                                            "silk",
                                            "rubber",
                                            "plastic",
                                            "gold_like",
                                            "silver_like",
                                            "steel",
                                            "copper",
                                            "wood",
                                            "bone",
                                            "bead",
                                            "glass",
                                            "thread",
                                            "paper",
                                            "other",
                                            "unk",
                                        ],
                                    )
                                ),
                                name="casebelonging_material_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "colours__contained_by",
                                        [
                                            "blk",
                                            "whi",
                                            "gry",
                                            "bro",
                                            "bei",
                                            "yel",
                                            "org",
                                            "red",
                                            "pnk",
                                            "pur",
                                            "blu",
                                            "nvy",
                                            "grn",
                                            "olv",
                                            "gld",
                                            "sil",
                                            "multi",
                                            "transparent",
                                            "unk",
                                        ],
                                    )
                                ),
                                name="casebelonging_colours_codes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseMedical",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "item_type",
                            accessctl.sealed.SealedText(
                                help_text="Some signs stay for ever", max_length=24, verbose_name="What it is"
                            ),
                        ),
                        (
                            "site",
                            models.CharField(
                                default="unknown",
                                help_text="Where in the body it is",
                                max_length=20,
                                verbose_name="Where in the body",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                default="unknown",
                                help_text="Left or right: theirs, not yours",
                                max_length=40,
                                verbose_name="Side",
                            ),
                        ),
                        (
                            "healed",
                            models.CharField(
                                default="unknown",
                                help_text="Only what was there in life can be compared",
                                max_length=40,
                                verbose_name="Old or new",
                            ),
                        ),
                        (
                            "device_maker",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Serial numbers can name a person",
                                max_length=60,
                                null=True,
                                verbose_name="Maker of the device",
                            ),
                        ),
                        (
                            "device_serial",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Serial numbers can name a person",
                                max_length=60,
                                null=True,
                                verbose_name="Serial number",
                            ),
                        ),
                        (
                            "description",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="What no list can say",
                                max_length=200,
                                null=True,
                                verbose_name="In your words",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "site__in",
                                        [
                                            "hd_scalp",
                                            "hd_forehead",
                                            "hd_temple",
                                            "hd_brow",
                                            "hd_eyelid",
                                            "hd_ear",
                                            "hd_nose",
                                            "hd_cheek",
                                            "hd_lip",
                                            "hd_chin",
                                            "hd_jaw",
                                            "hd_mouth_in",
                                            "nk_front",
                                            "nk_side",
                                            "nk_nape",
                                            "tr_shoulder",
                                            "tr_clavicle",
                                            "tr_chest",
                                            "tr_breast",
                                            "tr_ribs",
                                            "tr_abd_upper",
                                            "tr_abd_lower",
                                            "tr_navel",
                                            "tr_flank",
                                            "tr_groin",
                                            "tr_back_upper",
                                            "tr_back_lower",
                                            "tr_buttock",
                                            "tr_sacrum",
                                            "tr_genital",
                                            "tr_perineum",
                                            "ul_arm",
                                            "ul_axilla",
                                            "ul_elbow",
                                            "ul_forearm",
                                            "ul_wrist",
                                            "ul_palm",
                                            "ul_handback",
                                            "ul_thumb",
                                            "ul_index",
                                            "ul_middle",
                                            "ul_ring",
                                            "ul_little",
                                            "ul_nail",
                                            "ll_hip",
                                            "ll_thigh",
                                            "ll_knee",
                                            "ll_popliteal",
                                            "ll_shin",
                                            "ll_calf",
                                            "ll_ankle",
                                            "ll_heel",
                                            "ll_sole",
                                            "ll_footback",
                                            "ll_toe1",
                                            "ll_toe2",
                                            "ll_toe3",
                                            "ll_toe4",
                                            "ll_toe5",
                                            "whole_body",
                                            "unknown",
                                            "cranium",
                                            "mandible",
                                            "hyoid",
                                            "sternum",
                                            "clavicle",
                                            "scapula",
                                            "humerus",
                                            "radius",
                                            "ulna",
                                            "carpals",
                                            "metacarpals",
                                            "phal_hand",
                                            "sacrum",
                                            "coccyx",
                                            "ilium_hip",
                                            "pubis",
                                            "femur",
                                            "patella",
                                            "tibia",
                                            "fibula",
                                            "talus",
                                            "calcaneus",
                                            "tarsals",
                                            "metatarsals",
                                            "phal_foot",
                                        ],
                                    )
                                ),
                                name="casemedical_site_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["l", "r", "mid", "both", "unknown"])),
                                name="casemedical_side_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("healed__in", ["fresh", "healing", "healed", "unknown"])),
                                name="casemedical_healed_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseDentalChart",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "teeth",
                            accessctl.sealed.SealedText(
                                help_text="Teeth last, and a dentist’s chart can settle a doubt",
                                max_length=1000,
                                verbose_name="Dental chart",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                blank=True,
                                help_text="Tells how sure the chart is",
                                max_length=40,
                                null=True,
                                verbose_name="What the chart rests on",
                            ),
                        ),
                        (
                            "charted_on",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="Teeth change only one way",
                                null=True,
                                verbose_name="Date of the chart",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "origin__in",
                                        ["family_description", "photo_smile", "dentist_chart", "radiograph", "pm_exam"],
                                    )
                                ),
                                name="casedentalchart_origin_code",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportBatch",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("ref", models.CharField(editable=False, max_length=20, unique=True, verbose_name="Reference")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Organisation",
                            ),
                        ),
                        ("consent_1", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_2", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_3", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_until", models.DateTimeField(editable=False, null=True)),
                        ("audience", models.IntegerField(default=0, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="Registered"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="Last change")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("payload", accessctl.sealed.SealedJSON()),
                        ("purge_at", models.DateTimeField()),
                        ("layout", models.CharField(max_length=40, verbose_name="Layout")),
                        ("state", models.CharField(default="checked", max_length=40, verbose_name="State")),
                        ("n_new", models.PositiveIntegerField(default=0, verbose_name="New rows")),
                        ("n_changed", models.PositiveIntegerField(default=0, verbose_name="Changed rows")),
                        ("n_same", models.PositiveIntegerField(default=0, verbose_name="Unchanged rows")),
                        ("n_repeated", models.PositiveIntegerField(default=0, verbose_name="Repeated rows")),
                        ("n_refused", models.PositiveIntegerField(default=0, verbose_name="Refused rows")),
                        ("applied_at", models.DateTimeField(null=True, verbose_name="Saved at")),
                    ],
                    options={
                        "permissions": [
                            ("ring_2", "ring 2"),
                            ("ring_3", "ring 3"),
                            ("ring_3k", "ring 3k"),
                            ("ring_3f", "ring 3f"),
                            ("ring_4g", "ring 4g"),
                            ("ring_4k", "ring 4k"),
                            ("ring_4w", "ring 4w"),
                            ("ring_4p", "ring 4p"),
                            ("ring_4a", "ring 4a"),
                        ],
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["-created_at", "-id"], name="importbatch_newest"),
                            models.Index(fields=["owner", "-created_at", "-id"], name="importbatch_list"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["received", "checked", "applying", "applied", "discarded"])
                                ),
                                name="importbatch_state_code",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StagedRow",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.importbatch"
                            ),
                        ),
                        ("line", models.PositiveIntegerField(verbose_name="Line")),
                        ("outcome", models.CharField(max_length=40, verbose_name="Outcome")),
                        ("payload", accessctl.sealed.SealedJSON()),
                        ("problems", accessctl.sealed.SealedJSON(null=True)),
                    ],
                    options={
                        "ordering": ["line"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["new", "changed", "same", "repeated", "refused"])),
                                name="stagedrow_outcome_code",
                            ),
                            models.UniqueConstraint(fields=("batch", "line"), name="stagedrow_line_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Incident",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("ref", models.CharField(editable=False, max_length=20, unique=True, verbose_name="Reference")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Organisation",
                            ),
                        ),
                        ("consent_1", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_2", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_3", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_until", models.DateTimeField(editable=False, null=True)),
                        ("audience", models.IntegerField(default=0, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="Registered"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="Last change")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "source_system",
                            models.CharField(default="registry", max_length=40, verbose_name="Collection"),
                        ),
                        (
                            "external_id",
                            models.CharField(
                                blank=True, max_length=60, null=True, verbose_name="Reference of the source"
                            ),
                        ),
                        (
                            "external_main_id",
                            models.CharField(
                                blank=True, max_length=60, null=True, verbose_name="Main reference of the source"
                            ),
                        ),
                        (
                            "import_batch",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="cases.importbatch",
                            ),
                        ),
                        (
                            "incident_type",
                            models.CharField(default="incident", max_length=40, verbose_name="Kind of entry"),
                        ),
                        ("event_kind", models.CharField(blank=True, max_length=40, null=True, verbose_name="Event")),
                        ("month", models.DateField(blank=True, null=True, verbose_name="Month")),
                        ("month_max", models.DateField(blank=True, null=True, verbose_name="Latest month")),
                        (
                            "cell_lat",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=5,
                                null=True,
                                verbose_name="Latitude of the cell",
                            ),
                        ),
                        (
                            "cell_lon",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=6,
                                null=True,
                                verbose_name="Longitude of the cell",
                            ),
                        ),
                        ("region", models.CharField(default="unk", max_length=40, verbose_name="Region")),
                        (
                            "unsd_region",
                            models.CharField(
                                blank=True, max_length=60, null=True, verbose_name="Region of the United Nations"
                            ),
                        ),
                        ("route_code", models.CharField(blank=True, max_length=40, null=True, verbose_name="Route")),
                        (
                            "route_quoted",
                            models.CharField(
                                blank=True, max_length=120, null=True, verbose_name="Route in the words of the source"
                            ),
                        ),
                        (
                            "n_dead_recovered",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="Number of dead, recovered"
                            ),
                        ),
                        (
                            "n_missing_min",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="Number of missing, at least"
                            ),
                        ),
                        (
                            "n_survivors",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="Number of survivors"),
                        ),
                        (
                            "n_females",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="Number of women and girls"
                            ),
                        ),
                        (
                            "n_males",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="Number of men and boys"),
                        ),
                        (
                            "n_children",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="Number of children"),
                        ),
                        (
                            "cause_category",
                            models.CharField(default="mixed_unknown", max_length=40, verbose_name="Cause, mapped"),
                        ),
                        (
                            "cause_quoted",
                            models.CharField(
                                blank=True, max_length=300, null=True, verbose_name="Cause in the words of the source"
                            ),
                        ),
                        (
                            "information_source",
                            models.CharField(
                                blank=True, max_length=500, null=True, verbose_name="Source of the information"
                            ),
                        ),
                        (
                            "article_title",
                            models.CharField(
                                blank=True, max_length=500, null=True, verbose_name="Title of the article"
                            ),
                        ),
                        (
                            "source_url",
                            models.CharField(
                                blank=True, max_length=1000, null=True, verbose_name="Address of the source"
                            ),
                        ),
                        (
                            "source_quality",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Quality of the source (1–5)"
                            ),
                        ),
                        (
                            "outside_iom_scope",
                            models.BooleanField(default=False, verbose_name="Outside the scope of IOM's counts"),
                        ),
                    ],
                    options={
                        "permissions": [
                            ("ring_2", "ring 2"),
                            ("ring_3", "ring 3"),
                            ("ring_3k", "ring 3k"),
                            ("ring_3f", "ring 3f"),
                            ("ring_4g", "ring 4g"),
                            ("ring_4k", "ring 4k"),
                            ("ring_4w", "ring 4w"),
                            ("ring_4p", "ring 4p"),
                            ("ring_4a", "ring 4a"),
                        ],
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["-created_at", "-id"], name="incident_newest"),
                            models.Index(fields=["owner", "-created_at", "-id"], name="incident_list"),
                            models.Index(fields=["-month", "-id"], name="incident_month"),
                            models.Index(fields=["cell_lat", "cell_lon"], name="incident_cell"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("source_system__in", ["registry", "iom_mmp", "partner"])),
                                name="incident_source_system_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("incident_type__in", ["incident", "split_incident", "cumulative_incident"])
                                ),
                                name="incident_incident_type_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "event_kind__in",
                                        [
                                            "shipwreck",
                                            "boat_missing",
                                            "boat_fire",
                                            "vehicle_crash",
                                            "vehicle_abandoned",
                                            "container",
                                            "desert_group",
                                            "mountain_cold",
                                            "river",
                                            "train",
                                            "fence_crush",
                                            "massacre",
                                            "mass_grave_found",
                                            "detention_fire",
                                            "strike_attack",
                                            "disaster",
                                            "isolated_find",
                                            "other",
                                        ],
                                    )
                                ),
                                name="incident_event_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "region__in",
                                        [
                                            "mediterranean",
                                            "europe",
                                            "northern_africa",
                                            "western_africa",
                                            "middle_africa",
                                            "eastern_africa",
                                            "southern_africa",
                                            "sub_saharan_africa",
                                            "horn_of_africa",
                                            "middle_east",
                                            "western_asia",
                                            "central_asia",
                                            "southern_asia",
                                            "south_eastern_asia",
                                            "eastern_asia",
                                            "us_mexico_border",
                                            "north_america",
                                            "central_america",
                                            "caribbean",
                                            "south_america",
                                            "oceania",
                                            "unk",
                                        ],
                                    )
                                ),
                                name="incident_region_code",
                            ),
                            models.CheckConstraint(
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
                                name="incident_route_code_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "cause_category__in",
                                        [
                                            "drowning",
                                            "vehicle_transport",
                                            "harsh_environment",
                                            "violence",
                                            "sickness_no_care",
                                            "accident",
                                            "mixed_unknown",
                                        ],
                                    )
                                ),
                                name="incident_cause_category_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source_quality__gte", 1), ("source_quality__lte", 5)),
                                name="incident_source_quality_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("cell_lat__gte", -90), ("cell_lat__lte", 90)),
                                name="incident_cell_lat_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("cell_lon__gte", -180), ("cell_lon__lte", 180)),
                                name="incident_cell_lon_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__lte", models.F("month_max"))), name="incident_month_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)), name="incident_month_first_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month_max__day", 1)), name="incident_month_max_first_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cell_lat__isnull", True), ("cell_lon__isnull", True)),
                                    models.Q(("cell_lat__isnull", False), ("cell_lon__isnull", False)),
                                    _connector="OR",
                                ),
                                name="incident_cell_whole",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.Exact(
                                    django.db.models.functions.math.Abs(
                                        django.db.models.functions.math.Mod(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("cell_lat"), "*", models.Value(100)
                                            ),
                                            models.Value(50),
                                        )
                                    ),
                                    models.Value(25),
                                ),
                                name="incident_cell_on_grid",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("n_survivors__gte", 5)), name="incident_n_survivors_not_small"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("n_females__gte", 5)), name="incident_n_females_not_small"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("n_males__gte", 5)), name="incident_n_males_not_small"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("n_children__gte", 5)), name="incident_n_children_not_small"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("external_id", None), ("source_system", "registry")),
                                    models.Q(
                                        models.Q(("source_system", "registry"), _negated=True),
                                        ("external_id__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="incident_external_id_of_a_source",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("source_system", "iom_mmp")),
                                fields=("external_id",),
                                name="incident_iom_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("source_system", "partner")),
                                fields=("owner", "external_id"),
                                name="incident_partner_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncidentGrant",
                    fields=[
                        (
                            "permission",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                        ),
                        (
                            "user",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accessctl.organisation",
                            ),
                        ),
                        ("ring", models.CharField(max_length=2)),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("search", "search for the person"),
                                    ("share_search", "ask other bodies to check"),
                                    ("forensic_comparison", "compare with unidentified remains"),
                                    ("dna_identification", "identification by DNA"),
                                    ("publication", "public appeal"),
                                    ("family_support", "support of the family"),
                                    ("legal_papers", "legal papers"),
                                    ("consular_contact", "contact with a consulate"),
                                    ("accountability", "complaint or prosecution"),
                                    ("repatriation", "return and burial"),
                                    ("statistics", "anonymous counting"),
                                    ("research", "approved research"),
                                ],
                                max_length=32,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("registered_it", "registered the record"),
                                    ("disclosed", "disclosed by the owner"),
                                    ("supervision", "supervision"),
                                    ("review", "review of a candidate pair"),
                                    ("delegated", "delegated by the family"),
                                    ("assigned", "assigned to the case"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("expires_at", models.DateTimeField()),
                        (
                            "content_object",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="cases.incident"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["user", "ring", "expires_at"], name="incidentgrant_live")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "permission", "content_object", "purpose"), name="incidentgrant_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncidentSearchFile",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "incident",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.incident"
                            ),
                        ),
                        (
                            "date",
                            accessctl.sealed.SealedValue(
                                blank=True, codec=registry.lib.dates.partial.PartialDate, null=True, verbose_name="Date"
                            ),
                        ),
                        (
                            "place",
                            accessctl.sealed.SealedValue(
                                blank=True, codec=cases.vocabulary.place.Place, null=True, verbose_name="Place"
                            ),
                        ),
                        (
                            "n_survivors",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="Number of survivors"),
                        ),
                        (
                            "n_females",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="Number of women and girls"
                            ),
                        ),
                        (
                            "n_males",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="Number of men and boys"),
                        ),
                        (
                            "n_children",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="Number of children"),
                        ),
                        (
                            "countries_of_origin",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="Countries of origin",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    django.db.models.lookups.Regex(
                                        models.Func(
                                            models.F("countries_of_origin"),
                                            models.Value(","),
                                            function="array_to_string",
                                            output_field=models.TextField(),
                                        ),
                                        "^([A-Z]{3}(,[A-Z]{3})*)?$",
                                    ),
                                    models.Q(("countries_of_origin__overlap", ["XXB", "XXC"]), _negated=True),
                                ),
                                name="incidentsearchfile_countries_of_origin_countries",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseIncident",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                help_text="Which event they may have been in",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.incident",
                                verbose_name="Incident",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(default="family_says", max_length=40, verbose_name="Why it is linked"),
                        ),
                        (
                            "note",
                            accessctl.sealed.SealedText(blank=True, max_length=300, null=True, verbose_name="Note"),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "basis__in",
                                        [
                                            "family_says",
                                            "survivor_says",
                                            "passenger_list",
                                            "date_and_place",
                                            "recovery_operation",
                                            "other",
                                        ],
                                    )
                                ),
                                name="caseincident_basis_code",
                            ),
                            models.UniqueConstraint(fields=("case", "incident"), name="caseincident_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JourneyLeg",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                            ),
                        ),
                        ("seq", models.PositiveSmallIntegerField(verbose_name="Order")),
                        (
                            "from_place",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=cases.vocabulary.place.Place,
                                help_text="The way taken",
                                null=True,
                                verbose_name="From",
                            ),
                        ),
                        (
                            "to_place",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=cases.vocabulary.place.Place,
                                help_text="The way taken",
                                null=True,
                                verbose_name="To",
                            ),
                        ),
                        (
                            "depart",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="When it was",
                                null=True,
                                verbose_name="Left on",
                            ),
                        ),
                        (
                            "arrive",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="When it was",
                                null=True,
                                verbose_name="Arrived on",
                            ),
                        ),
                        (
                            "completed",
                            models.CharField(
                                default="unknown",
                                help_text="Known or only planned",
                                max_length=40,
                                verbose_name="Known or planned",
                            ),
                        ),
                        (
                            "transport",
                            models.CharField(
                                blank=True,
                                help_text="How they travelled",
                                max_length=40,
                                null=True,
                                verbose_name="Means of travel",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["seq"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("completed__in", ["yes", "no", "unknown", "intended_only"])),
                                name="journeyleg_completed_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "transport__in",
                                        [
                                            "foot",
                                            "car",
                                            "taxi",
                                            "truck_open",
                                            "truck_closed",
                                            "container",
                                            "bus",
                                            "train_in",
                                            "train_on",
                                            "motorcycle",
                                            "animal",
                                            "dinghy_rubber",
                                            "boat_wood",
                                            "boat_fibre",
                                            "pirogue",
                                            "boat_metal",
                                            "fishing_vessel",
                                            "sailing",
                                            "ferry_hidden",
                                            "cargo_ship",
                                            "swim",
                                            "plane",
                                            "plane_stowaway",
                                            "snow",
                                            "other",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="journeyleg_transport_code",
                            ),
                            models.UniqueConstraint(fields=("case", "seq"), name="journeyleg_seq_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseDocument",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "doc_type",
                            models.CharField(
                                help_text="Which paper it is", max_length=40, verbose_name="Kind of paper"
                            ),
                        ),
                        (
                            "doc_number",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Papers are often what is found first",
                                max_length=60,
                                null=True,
                                verbose_name="Number",
                            ),
                        ),
                        (
                            "issuing_country",
                            models.CharField(
                                blank=True,
                                help_text="Who issued it",
                                max_length=3,
                                null=True,
                                verbose_name="Issuing country",
                            ),
                        ),
                        (
                            "issue_date",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="Helps to check it",
                                null=True,
                                verbose_name="Date of issue",
                            ),
                        ),
                        (
                            "expiry_date",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="Helps to check it",
                                null=True,
                                verbose_name="Date of expiry",
                            ),
                        ),
                        (
                            "name_on_doc",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="It may differ from the real name",
                                max_length=200,
                                null=True,
                                verbose_name="Name on it",
                            ),
                        ),
                        (
                            "name_on_doc_latn",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=200, null=True, verbose_name="Latin spelling of the name on it"
                            ),
                        ),
                        (
                            "dob_on_doc",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="It may differ from the real birth date",
                                null=True,
                                verbose_name="Birth date on it",
                            ),
                        ),
                        (
                            "held_by",
                            models.CharField(
                                default="unknown",
                                help_text="Was it with them?",
                                max_length=40,
                                verbose_name="Who holds it",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "doc_type__in",
                                        [
                                            "pass",
                                            "nid",
                                            "birth",
                                            "drv",
                                            "resid",
                                            "visa",
                                            "seaman",
                                            "consular",
                                            "tazkira",
                                            "family_book",
                                            "military",
                                            "voter",
                                            "tax",
                                            "health",
                                            "school",
                                            "work",
                                            "bank",
                                            "police_paper",
                                            "asylum",
                                            "unreg",
                                            "laissez",
                                            "ticket",
                                            "phone_list",
                                            "religious",
                                            "photo",
                                            "other",
                                        ],
                                    )
                                ),
                                name="casedocument_doc_type_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("held_by__in", ["carried", "family", "smuggler", "authority", "lost", "unknown"])
                                ),
                                name="casedocument_held_by_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("issuing_country__regex", "^[A-Z]{3}$"),
                                    models.Q(("issuing_country__in", ["XXB", "XXC"]), _negated=True),
                                ),
                                name="casedocument_issuing_country_country",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("doc_type__in", ["asylum", "unreg"]), _negated=True),
                                name="casedocument_no_protection_papers",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseProtectedDocument",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "doc_type",
                            models.CharField(
                                help_text="Which paper it is", max_length=40, verbose_name="Kind of paper"
                            ),
                        ),
                        (
                            "doc_number",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Papers are often what is found first",
                                max_length=60,
                                null=True,
                                verbose_name="Number",
                            ),
                        ),
                        (
                            "issuing_country",
                            models.CharField(
                                blank=True,
                                help_text="Who issued it",
                                max_length=3,
                                null=True,
                                verbose_name="Issuing country",
                            ),
                        ),
                        (
                            "issue_date",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="Helps to check it",
                                null=True,
                                verbose_name="Date of issue",
                            ),
                        ),
                        (
                            "expiry_date",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="Helps to check it",
                                null=True,
                                verbose_name="Date of expiry",
                            ),
                        ),
                        (
                            "name_on_doc",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="It may differ from the real name",
                                max_length=200,
                                null=True,
                                verbose_name="Name on it",
                            ),
                        ),
                        (
                            "name_on_doc_latn",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=200, null=True, verbose_name="Latin spelling of the name on it"
                            ),
                        ),
                        (
                            "dob_on_doc",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="It may differ from the real birth date",
                                null=True,
                                verbose_name="Birth date on it",
                            ),
                        ),
                        (
                            "held_by",
                            models.CharField(
                                default="unknown",
                                help_text="Was it with them?",
                                max_length=40,
                                verbose_name="Who holds it",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "doc_type__in",
                                        [
                                            "pass",
                                            "nid",
                                            "birth",
                                            "drv",
                                            "resid",
                                            "visa",
                                            "seaman",
                                            "consular",
                                            "tazkira",
                                            "family_book",
                                            "military",
                                            "voter",
                                            "tax",
                                            "health",
                                            "school",
                                            "work",
                                            "bank",
                                            "police_paper",
                                            "asylum",
                                            "unreg",
                                            "laissez",
                                            "ticket",
                                            "phone_list",
                                            "religious",
                                            "photo",
                                            "other",
                                        ],
                                    )
                                ),
                                name="caseprotecteddocument_doc_type_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("held_by__in", ["carried", "family", "smuggler", "authority", "lost", "unknown"])
                                ),
                                name="caseprotecteddocument_held_by_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("issuing_country__regex", "^[A-Z]{3}$"),
                                    models.Q(("issuing_country__in", ["XXB", "XXC"]), _negated=True),
                                ),
                                name="caseprotecteddocument_issuing_country_country",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("doc_type__in", ["asylum", "unreg"])),
                                name="caseprotecteddocument_protection_papers",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CasePhoto",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("mime", models.CharField(max_length=60)),
                        ("size", models.PositiveIntegerField()),
                        ("width", models.PositiveIntegerField(null=True)),
                        ("height", models.PositiveIntegerField(null=True)),
                        ("thumbnail", accessctl.sealed.SealedBytes(null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                            ),
                        ),
                        ("kind", models.CharField(default="portrait", max_length=40, verbose_name="Kind of file")),
                        (
                            "content",
                            accessctl.sealed.SealedBytes(
                                help_text="Helps people recognise them; never published without your yes",
                                verbose_name="Photo",
                            ),
                        ),
                        ("sha256", accessctl.sealed.SealedText(max_length=64)),
                        (
                            "taken_on",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="Appearance changes",
                                null=True,
                                verbose_name="Photo taken",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["portrait"])), name="casephoto_kind_code"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("mime__in", ["image/webp"])), name="casephoto_mime_code"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseProtectionFile",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                            ),
                        ),
                        (
                            "protection_flag",
                            accessctl.sealed.SealedText(
                                help_text="So that no authority you fear is ever told",
                                max_length=16,
                                verbose_name="Protection needed",
                            ),
                        ),
                        (
                            "protection_states",
                            accessctl.sealed.SealedJSON(
                                help_text="So that no authority you fear is ever told",
                                verbose_name="States to be told nothing",
                            ),
                        ),
                        (
                            "nationalities",
                            accessctl.sealed.SealedJSON(
                                help_text="Which services may hold information", verbose_name="Nationality"
                            ),
                        ),
                        (
                            "best_interest",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="A child’s file is shown to nobody before this is weighed",
                                max_length=1000,
                                null=True,
                                verbose_name="What is best for the child",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="CaseSearchFile",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                            ),
                        ),
                        (
                            "workflow_status",
                            models.CharField(default="open", editable=False, max_length=40, verbose_name="State"),
                        ),
                        (
                            "fate",
                            models.CharField(default="unknown", editable=False, max_length=40, verbose_name="Fate"),
                        ),
                        ("fate_basis_id", models.UUIDField(editable=False, null=True)),
                        (
                            "caseworker",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "intake_date",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="Date of intake"),
                        ),
                        (
                            "priorities",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="Children and imminent danger first",
                                size=None,
                                verbose_name="Priority",
                            ),
                        ),
                        ("next_feedback_due", models.DateField(null=True, verbose_name="Next news to the family by")),
                        ("retention_review_at", models.DateField(null=True, verbose_name="Review whether to keep")),
                        (
                            "language",
                            models.CharField(
                                blank=True, max_length=3, null=True, verbose_name="Language of the answers"
                            ),
                        ),
                        (
                            "date_of_birth",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="Narrows the search; a year is enough",
                                null=True,
                                verbose_name="Date of birth",
                            ),
                        ),
                        (
                            "dob_basis",
                            models.CharField(
                                blank=True,
                                help_text="A date on papers may be a default",
                                max_length=40,
                                null=True,
                                verbose_name="What the birth date rests on",
                            ),
                        ),
                        (
                            "age_low",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="If the birth date is not known",
                                null=True,
                                verbose_name="Age at last contact, at least",
                            ),
                        ),
                        (
                            "age_high",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="If the birth date is not known",
                                null=True,
                                verbose_name="Age at last contact, at most",
                            ),
                        ),
                        (
                            "place_of_origin",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=cases.vocabulary.place.Place,
                                help_text="Where the journey began, and language",
                                null=True,
                                verbose_name="Place of origin",
                            ),
                        ),
                        (
                            "height_cm_low",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Physical description",
                                null=True,
                                verbose_name="Height in cm, at least",
                            ),
                        ),
                        (
                            "height_cm_high",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Physical description",
                                null=True,
                                verbose_name="Height in cm, at most",
                            ),
                        ),
                        (
                            "height_class",
                            models.CharField(
                                blank=True,
                                help_text="Physical description",
                                max_length=40,
                                null=True,
                                verbose_name="Height in words",
                            ),
                        ),
                        (
                            "height_reference",
                            models.CharField(
                                blank=True,
                                help_text="A remembered height is searched more widely",
                                max_length=40,
                                null=True,
                                verbose_name="What the height is known from",
                            ),
                        ),
                        (
                            "hair_colour",
                            models.CharField(
                                blank=True,
                                help_text="Physical description",
                                max_length=40,
                                null=True,
                                verbose_name="Hair colour",
                            ),
                        ),
                        (
                            "eye_colour",
                            models.CharField(
                                blank=True,
                                help_text="Physical description",
                                max_length=40,
                                null=True,
                                verbose_name="Eye colour",
                            ),
                        ),
                        (
                            "build",
                            models.CharField(
                                blank=True,
                                help_text="Physical description",
                                max_length=40,
                                null=True,
                                verbose_name="Build",
                            ),
                        ),
                        (
                            "smile",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="Teeth last, and a smile is remembered",
                                size=None,
                                verbose_name="What one sees when they smile",
                            ),
                        ),
                        (
                            "distinguishing_features",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="A scar or tattoo can settle a doubt",
                                max_length=500,
                                null=True,
                                verbose_name="Distinguishing features",
                            ),
                        ),
                        (
                            "date_last_contact",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="From when we search",
                                null=True,
                                verbose_name="Date of last contact",
                            ),
                        ),
                        (
                            "place_last_contact",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=cases.vocabulary.place.Place,
                                help_text="Where we begin",
                                null=True,
                                verbose_name="Place of last contact",
                            ),
                        ),
                        (
                            "contact_means",
                            models.CharField(
                                blank=True,
                                help_text="How you were in touch",
                                max_length=40,
                                null=True,
                                verbose_name="How you were in touch",
                            ),
                        ),
                        (
                            "last_proof_of_life",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="Nothing found before this date can be them",
                                null=True,
                                verbose_name="Last sign that the person was alive",
                            ),
                        ),
                        (
                            "proof_of_life_kind",
                            models.CharField(
                                blank=True,
                                help_text="Tells how sure the date is",
                                max_length=40,
                                null=True,
                                verbose_name="What the sign was",
                            ),
                        ),
                        (
                            "circumstances_text",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="What you know of what happened",
                                max_length=2000,
                                null=True,
                                verbose_name="What happened",
                            ),
                        ),
                        (
                            "companions_text",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Others may have news",
                                max_length=500,
                                null=True,
                                verbose_name="Travel companions",
                            ),
                        ),
                        ("absences", models.JSONField(blank=True, default=dict)),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "workflow_status__in",
                                        [
                                            "open",
                                            "lead_in_verification",
                                            "paused_by_family",
                                            "answered_deceased",
                                            "closed_no_capacity_transfer",
                                            "duplicate_of",
                                            "withdrawn",
                                            "after_care",
                                            "archived",
                                        ],
                                    )
                                ),
                                name="casesearchfile_workflow_status_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("fate__in", ["unknown", "deceased"])),
                                name="casesearchfile_fate_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("dob_basis__in", ["document", "family", "estimated", "default_jan1"])
                                ),
                                name="casesearchfile_dob_basis_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("height_class__in", ["very_short", "short", "medium", "tall", "very_tall"])
                                ),
                                name="casesearchfile_height_class_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("height_reference__in", ["measured", "document", "compared_to_relative", "guess"])
                                ),
                                name="casesearchfile_height_reference_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "hair_colour__in",
                                        [
                                            "blk",
                                            "dbr",
                                            "bro",
                                            "lbr",
                                            "bln",
                                            "red",
                                            "gry",
                                            "gmx",
                                            "whi",
                                            "dye",
                                            "bald",
                                            "unk",
                                        ],
                                    )
                                ),
                                name="casesearchfile_hair_colour_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "eye_colour__in",
                                        [
                                            "blk",
                                            "dbr",
                                            "bro",
                                            "haz",
                                            "grn",
                                            "gry",
                                            "blu",
                                            "mul",
                                            "clouded",
                                            "missing",
                                            "prosthetic",
                                            "unk",
                                        ],
                                    )
                                ),
                                name="casesearchfile_eye_colour_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "build__in",
                                        [
                                            "thin",
                                            "slim",
                                            "medium",
                                            "muscular",
                                            "heavy",
                                            "obese",
                                            "emaciated",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="casesearchfile_build_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "contact_means__in",
                                        [
                                            "call",
                                            "voice_msg",
                                            "text_msg",
                                            "social",
                                            "in_person",
                                            "letter",
                                            "via_companion",
                                            "via_smuggler",
                                            "money_transfer",
                                            "seen_by_other",
                                            "none_since_departure",
                                            "other",
                                        ],
                                    )
                                ),
                                name="casesearchfile_contact_means_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("proof_of_life_kind__in", ["voice", "video", "seen", "message", "bank", "login"])
                                ),
                                name="casesearchfile_proof_of_life_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "priorities__contained_by",
                                        [
                                            "life_danger",
                                            "child_alone",
                                            "just_now",
                                            "medical",
                                            "disabled",
                                            "pregnant",
                                            "elderly",
                                            "mass_event",
                                            "normal",
                                            "other",
                                        ],
                                    )
                                ),
                                name="casesearchfile_priorities_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "smile__contained_by",
                                        [
                                            "front_missing",
                                            "gap_mid",
                                            "crooked",
                                            "prominent",
                                            "gold",
                                            "silver",
                                            "white_crown",
                                            "stained",
                                            "filed",
                                            "broken_front",
                                            "braces",
                                            "denture_full",
                                            "denture_part",
                                            "grill",
                                            "cleft_sign",
                                            "perfect",
                                            "few_teeth",
                                            "not_seen",
                                        ],
                                    )
                                ),
                                name="casesearchfile_smile_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("age_low__gte", 0), ("age_low__lte", 120)),
                                name="casesearchfile_age_low_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("age_high__gte", 0), ("age_high__lte", 120)),
                                name="casesearchfile_age_high_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("height_cm_low__gte", 30), ("height_cm_low__lte", 250)),
                                name="casesearchfile_height_cm_low_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("height_cm_high__gte", 30), ("height_cm_high__lte", 250)),
                                name="casesearchfile_height_cm_high_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("age_low__lte", models.F("age_high"))),
                                name="casesearchfile_age_low_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("height_cm_low__lte", models.F("height_cm_high"))),
                                name="casesearchfile_height_cm_low_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("fate", "unknown"), ("fate_basis_id", None)),
                                    models.Q(
                                        models.Q(("fate", "unknown"), _negated=True), ("fate_basis_id__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="casesearchfile_fate_has_basis",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.Exact(
                                    models.Func(
                                        models.F("absences"),
                                        models.Value(
                                            '$.* ? (@.type() != "string" || !(@ like_regex "^(unknown|declined|not_asked|not_applicable|erased)$"))'
                                        ),
                                        function="jsonb_path_exists",
                                        output_field=models.BooleanField(),
                                    ),
                                    models.Value(False),
                                ),
                                name="casesearchfile_absences_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoredSearch",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("ref", models.CharField(editable=False, max_length=20, unique=True, verbose_name="Reference")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Organisation",
                            ),
                        ),
                        ("consent_1", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_2", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_3", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_until", models.DateTimeField(editable=False, null=True)),
                        ("audience", models.IntegerField(default=0, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="Registered"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="Last change")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("payload", accessctl.sealed.SealedJSON()),
                        ("purge_at", models.DateTimeField()),
                        (
                            "name",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=80, null=True, verbose_name="Name of the search"
                            ),
                        ),
                        ("result", accessctl.sealed.SealedJSON(null=True)),
                        ("answered_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "permissions": [
                            ("ring_2", "ring 2"),
                            ("ring_3", "ring 3"),
                            ("ring_3k", "ring 3k"),
                            ("ring_3f", "ring 3f"),
                            ("ring_4g", "ring 4g"),
                            ("ring_4k", "ring 4k"),
                            ("ring_4w", "ring 4w"),
                            ("ring_4p", "ring 4p"),
                            ("ring_4a", "ring 4a"),
                        ],
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["-created_at", "-id"], name="storedsearch_newest"),
                            models.Index(fields=["owner", "-created_at", "-id"], name="storedsearch_list"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Whereabouts",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("ref", models.CharField(editable=False, max_length=20, unique=True, verbose_name="Reference")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Organisation",
                            ),
                        ),
                        ("consent_1", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_2", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_3", accessctl.consent.ConsentMask(default=0, editable=False)),
                        ("consent_until", models.DateTimeField(editable=False, null=True)),
                        ("audience", models.IntegerField(default=0, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="Registered"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="Last change")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                    ],
                    options={
                        "verbose_name_plural": "whereabouts",
                        "permissions": [
                            ("ring_2", "ring 2"),
                            ("ring_3", "ring 3"),
                            ("ring_3k", "ring 3k"),
                            ("ring_3f", "ring 3f"),
                            ("ring_4g", "ring 4g"),
                            ("ring_4k", "ring 4k"),
                            ("ring_4w", "ring 4w"),
                            ("ring_4p", "ring 4p"),
                            ("ring_4a", "ring 4a"),
                        ],
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["-created_at", "-id"], name="whereabouts_newest"),
                            models.Index(fields=["owner", "-created_at", "-id"], name="whereabouts_list"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WhereaboutsGrant",
                    fields=[
                        (
                            "permission",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                        ),
                        (
                            "user",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accessctl.organisation",
                            ),
                        ),
                        ("ring", models.CharField(max_length=2)),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("search", "search for the person"),
                                    ("share_search", "ask other bodies to check"),
                                    ("forensic_comparison", "compare with unidentified remains"),
                                    ("dna_identification", "identification by DNA"),
                                    ("publication", "public appeal"),
                                    ("family_support", "support of the family"),
                                    ("legal_papers", "legal papers"),
                                    ("consular_contact", "contact with a consulate"),
                                    ("accountability", "complaint or prosecution"),
                                    ("repatriation", "return and burial"),
                                    ("statistics", "anonymous counting"),
                                    ("research", "approved research"),
                                ],
                                max_length=32,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("registered_it", "registered the record"),
                                    ("disclosed", "disclosed by the owner"),
                                    ("supervision", "supervision"),
                                    ("review", "review of a candidate pair"),
                                    ("delegated", "delegated by the family"),
                                    ("assigned", "assigned to the case"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("expires_at", models.DateTimeField()),
                        (
                            "content_object",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="grants",
                                to="cases.whereabouts",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["user", "ring", "expires_at"], name="whereaboutsgrant_live")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "permission", "content_object", "purpose"), name="whereaboutsgrant_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WhereaboutsFile",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "whereabouts",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.whereabouts"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                help_text="To see if a family is looking for you",
                                max_length=40,
                                verbose_name="How it came to notice",
                            ),
                        ),
                        (
                            "verification",
                            models.CharField(default="unverified", max_length=40, verbose_name="Verification"),
                        ),
                        (
                            "informant",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Tells how sure it is",
                                max_length=24,
                                null=True,
                                verbose_name="Who told",
                            ),
                        ),
                        (
                            "sex",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="To see if a family is looking for you",
                                max_length=1,
                                null=True,
                                verbose_name="Sex",
                            ),
                        ),
                        (
                            "date_of_birth",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="To see if a family is looking for you",
                                null=True,
                                verbose_name="Date of birth",
                            ),
                        ),
                        (
                            "age",
                            accessctl.sealed.SealedJSON(
                                blank=True,
                                help_text="To see if a family is looking for you",
                                null=True,
                                verbose_name="Age",
                            ),
                        ),
                        (
                            "nationalities",
                            accessctl.sealed.SealedJSON(
                                blank=True,
                                help_text="To see if a family is looking for you",
                                null=True,
                                verbose_name="Nationality",
                            ),
                        ),
                        (
                            "languages",
                            accessctl.sealed.SealedJSON(
                                blank=True,
                                help_text="To see if a family is looking for you",
                                null=True,
                                verbose_name="Languages",
                            ),
                        ),
                        (
                            "description",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Only if the person cannot speak for themselves",
                                max_length=500,
                                null=True,
                                verbose_name="Description",
                            ),
                        ),
                        (
                            "seen_at",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                help_text="When it was",
                                null=True,
                                verbose_name="Date",
                            ),
                        ),
                        (
                            "seen_place",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=cases.vocabulary.place.Place,
                                help_text="Where it was",
                                null=True,
                                verbose_name="Place",
                            ),
                        ),
                        (
                            "facility",
                            accessctl.sealed.SealedJSON(
                                blank=True, help_text="To ask there", null=True, verbose_name="Facility"
                            ),
                        ),
                        (
                            "condition",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="To get help in time",
                                max_length=16,
                                null=True,
                                verbose_name="How the person is",
                            ),
                        ),
                        (
                            "person_informed_on",
                            models.DateField(
                                blank=True,
                                help_text="You have the right to know who asks",
                                null=True,
                                verbose_name="Told that they are being sought on",
                            ),
                        ),
                        (
                            "person_decision",
                            accessctl.sealed.SealedText(
                                default="not_yet_asked",
                                help_text="You alone decide what is told",
                                max_length=20,
                                verbose_name="What the person decided",
                            ),
                        ),
                        (
                            "message_for_family",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Your own words",
                                max_length=2000,
                                null=True,
                                verbose_name="Message for the family",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "self_report_safe",
                                            "seen_by_witness",
                                            "on_facility_list",
                                            "in_hospital_identified",
                                            "in_hospital_unable_to_say",
                                            "in_detention",
                                            "in_shelter",
                                            "rescued",
                                            "returned",
                                            "online_activity",
                                            "called_family",
                                            "child_with_unknown_identity",
                                            "death_rumour_redirect",
                                            "other",
                                        ],
                                    )
                                ),
                                name="whereaboutsfile_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "verification__in",
                                        [
                                            "unverified",
                                            "plausible",
                                            "verified_in_person",
                                            "verified_by_voice_or_video_with_family",
                                            "contradicted",
                                        ],
                                    )
                                ),
                                name="whereaboutsfile_verification_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WhereaboutsName",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "kind",
                            models.CharField(
                                default="main",
                                help_text="Which kind of name",
                                max_length=40,
                                verbose_name="Kind of name",
                            ),
                        ),
                        (
                            "full_original",
                            accessctl.sealed.SealedText(
                                help_text="So we look for the right person",
                                max_length=200,
                                verbose_name="Name as you write it",
                            ),
                        ),
                        ("script", models.CharField(blank=True, max_length=4, null=True, verbose_name="Script")),
                        (
                            "language",
                            models.CharField(blank=True, max_length=3, null=True, verbose_name="Language of the name"),
                        ),
                        (
                            "order",
                            models.CharField(default="unknown", max_length=40, verbose_name="Order of the parts"),
                        ),
                        (
                            "given",
                            accessctl.sealed.SealedJSON(
                                blank=True, help_text="First name or names", null=True, verbose_name="Given names"
                            ),
                        ),
                        (
                            "family",
                            accessctl.sealed.SealedJSON(
                                blank=True, help_text="Family name or names", null=True, verbose_name="Family names"
                            ),
                        ),
                        (
                            "father_name",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Tells apart people with the same name",
                                max_length=120,
                                null=True,
                                verbose_name="Father's name",
                            ),
                        ),
                        (
                            "grandfather_name",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Tells apart people with the same name",
                                max_length=120,
                                null=True,
                                verbose_name="Grandfather's name",
                            ),
                        ),
                        (
                            "mother_name",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Tells apart people with the same name",
                                max_length=120,
                                null=True,
                                verbose_name="Mother's name",
                            ),
                        ),
                        (
                            "latn",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=200, null=True, verbose_name="Latin spelling"
                            ),
                        ),
                        (
                            "translit_scheme",
                            models.CharField(
                                blank=True, max_length=40, null=True, verbose_name="Origin of the Latin spelling"
                            ),
                        ),
                        (
                            "spelling_confidence",
                            models.CharField(
                                blank=True,
                                help_text="A heard spelling is searched more widely",
                                max_length=40,
                                null=True,
                                verbose_name="How sure the spelling is",
                            ),
                        ),
                        (
                            "whereabouts",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.whereabouts"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "main",
                                            "nick",
                                            "alias",
                                            "spelling",
                                            "translit",
                                            "doc",
                                            "birth",
                                            "maiden",
                                            "married",
                                            "religious",
                                            "nomdevoyage",
                                            "misheard",
                                        ],
                                    )
                                ),
                                name="whereaboutsname_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("order__in", ["gf", "fg", "mono", "chain", "unknown"])),
                                name="whereaboutsname_order_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "translit_scheme__in",
                                        [
                                            "family_spelling",
                                            "document_mrz",
                                            "iso",
                                            "ungegn",
                                            "pinyin",
                                            "machine",
                                            "worker",
                                        ],
                                    )
                                ),
                                name="whereaboutsname_translit_scheme_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "spelling_confidence__in",
                                        ["read_from_document", "spelled_by_family", "heard", "guessed"],
                                    )
                                ),
                                name="whereaboutsname_spelling_confidence_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("script__regex", "^[A-Z][a-z]{3}$")),
                                name="whereaboutsname_script_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WhereaboutsMark",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "mark_type",
                            models.CharField(
                                help_text="A scar or tattoo can settle a doubt",
                                max_length=40,
                                verbose_name="Kind of mark",
                            ),
                        ),
                        (
                            "site",
                            models.CharField(
                                default="unknown",
                                help_text="Where on the body it is",
                                max_length=40,
                                verbose_name="Where on the body",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                default="unknown",
                                help_text="Left or right: theirs, not yours",
                                max_length=40,
                                verbose_name="Side",
                            ),
                        ),
                        (
                            "aspect",
                            models.CharField(
                                default="unknown",
                                help_text="Front or back of that part",
                                max_length=40,
                                verbose_name="Front or back",
                            ),
                        ),
                        (
                            "length_mm",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="How big it is", null=True, verbose_name="Length in mm"
                            ),
                        ),
                        (
                            "width_mm",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="How big it is", null=True, verbose_name="Width in mm"
                            ),
                        ),
                        (
                            "colours",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="Colours help to recognise it",
                                size=None,
                                verbose_name="Colours",
                            ),
                        ),
                        (
                            "motifs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="What a tattoo shows",
                                size=None,
                                verbose_name="What it shows",
                            ),
                        ),
                        (
                            "inscription",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Words or names in it can point to one person",
                                max_length=100,
                                null=True,
                                verbose_name="Words or names in it",
                            ),
                        ),
                        (
                            "description",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="What no list can say",
                                max_length=300,
                                null=True,
                                verbose_name="In your words",
                            ),
                        ),
                        (
                            "visibility",
                            models.CharField(default="visible", max_length=40, verbose_name="Who could see it"),
                        ),
                        ("certainty", models.CharField(default="sure", max_length=40, verbose_name="How sure")),
                        (
                            "whereabouts",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.whereabouts"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "mark_type__in",
                                        [
                                            "scar",
                                            "scar_surg",
                                            "burn",
                                            "keloid",
                                            "tattoo",
                                            "tattoo_removed",
                                            "brand",
                                            "scarification",
                                            "birthmark",
                                            "mole",
                                            "vitiligo",
                                            "wart_cyst",
                                            "piercing",
                                            "stretched_lobe",
                                            "henna",
                                            "amputation",
                                            "missing_digit",
                                            "extra_digit",
                                            "deformity",
                                            "limp_sign",
                                            "wound_fresh",
                                            "bullet_scar",
                                            "vaccination",
                                            "nail_mark",
                                            "callus",
                                            "acne",
                                            "other",
                                        ],
                                    )
                                ),
                                name="whereaboutsmark_mark_type_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "site__in",
                                        [
                                            "hd_scalp",
                                            "hd_forehead",
                                            "hd_temple",
                                            "hd_brow",
                                            "hd_eyelid",
                                            "hd_ear",
                                            "hd_nose",
                                            "hd_cheek",
                                            "hd_lip",
                                            "hd_chin",
                                            "hd_jaw",
                                            "hd_mouth_in",
                                            "nk_front",
                                            "nk_side",
                                            "nk_nape",
                                            "tr_shoulder",
                                            "tr_clavicle",
                                            "tr_chest",
                                            "tr_breast",
                                            "tr_ribs",
                                            "tr_abd_upper",
                                            "tr_abd_lower",
                                            "tr_navel",
                                            "tr_flank",
                                            "tr_groin",
                                            "tr_back_upper",
                                            "tr_back_lower",
                                            "tr_buttock",
                                            "tr_sacrum",
                                            "tr_genital",
                                            "tr_perineum",
                                            "ul_arm",
                                            "ul_axilla",
                                            "ul_elbow",
                                            "ul_forearm",
                                            "ul_wrist",
                                            "ul_palm",
                                            "ul_handback",
                                            "ul_thumb",
                                            "ul_index",
                                            "ul_middle",
                                            "ul_ring",
                                            "ul_little",
                                            "ul_nail",
                                            "ll_hip",
                                            "ll_thigh",
                                            "ll_knee",
                                            "ll_popliteal",
                                            "ll_shin",
                                            "ll_calf",
                                            "ll_ankle",
                                            "ll_heel",
                                            "ll_sole",
                                            "ll_footback",
                                            "ll_toe1",
                                            "ll_toe2",
                                            "ll_toe3",
                                            "ll_toe4",
                                            "ll_toe5",
                                            "whole_body",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="whereaboutsmark_site_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["l", "r", "mid", "both", "unknown"])),
                                name="whereaboutsmark_side_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("aspect__in", ["ant", "post", "lat", "med", "circ", "unknown"])),
                                name="whereaboutsmark_aspect_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("visibility__in", ["visible", "covered_by_clothes", "intimate"])),
                                name="whereaboutsmark_visibility_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("certainty__in", ["sure", "think_so", "heard"])),
                                name="whereaboutsmark_certainty_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "colours__contained_by",
                                        [
                                            "blk",
                                            "whi",
                                            "gry",
                                            "bro",
                                            "bei",
                                            "yel",
                                            "org",
                                            "red",
                                            "pnk",
                                            "pur",
                                            "blu",
                                            "nvy",
                                            "grn",
                                            "olv",
                                            "gld",
                                            "sil",
                                            "multi",
                                            "transparent",
                                            "unk",
                                        ],
                                    )
                                ),
                                name="whereaboutsmark_colours_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "motifs__contained_by",
                                        [
                                            "name",
                                            "initials",
                                            "date",
                                            "religious_cross",
                                            "religious_other",
                                            "text",
                                            "heart",
                                            "flower",
                                            "animal",
                                            "human_face",
                                            "human_figure",
                                            "weapon",
                                            "skull",
                                            "tribal",
                                            "geometric",
                                            "star_moon",
                                            "flag",
                                            "anchor_ship",
                                            "number",
                                            "dots_line_face",
                                            "cosmetic",
                                            "other",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="whereaboutsmark_motifs_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("width_mm__lte", models.F("length_mm"))),
                                name="whereaboutsmark_width_mm_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("length_mm__gte", 1), ("length_mm__lte", 2500)),
                                name="whereaboutsmark_length_mm_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("width_mm__gte", 1), ("width_mm__lte", 2500)),
                                name="whereaboutsmark_width_mm_bounds",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
