import django.contrib.postgres.fields
import django.db.models.deletion
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
        ("cases", "0001_initial"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Remains",
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
                            "logged_on",
                            models.DateField(
                                default=django.utils.timezone.localdate, editable=False, verbose_name="Logged on"
                            ),
                        ),
                        ("status", models.CharField(default="in_custody", max_length=40, verbose_name="Status")),
                        ("sex", models.CharField(default="0", max_length=40, verbose_name="Sex")),
                        ("age_class", models.CharField(default="unk", max_length=40, verbose_name="Age")),
                        ("found_month", models.DateField(blank=True, null=True, verbose_name="Month of finding")),
                        (
                            "found_month_max",
                            models.DateField(blank=True, null=True, verbose_name="Latest month of finding"),
                        ),
                        (
                            "found_country",
                            models.CharField(blank=True, max_length=3, null=True, verbose_name="Country of finding"),
                        ),
                        (
                            "found_admin1",
                            models.CharField(blank=True, max_length=6, null=True, verbose_name="Region of finding"),
                        ),
                        ("has_profile", models.BooleanField(default=False, verbose_name="Profile recorded")),
                        ("has_marks", models.BooleanField(default=False, verbose_name="Marks described")),
                        ("has_belongings", models.BooleanField(default=False, verbose_name="Belongings recorded")),
                        ("has_documents", models.BooleanField(default=False, verbose_name="Papers found")),
                        ("has_images", models.BooleanField(default=False, verbose_name="Images held")),
                    ],
                    options={
                        "verbose_name_plural": "remains",
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
                            models.Index(fields=["-created_at", "-id"], name="remains_newest"),
                            models.Index(fields=["owner", "-created_at", "-id"], name="remains_list"),
                            models.Index(fields=["owner", "-logged_on", "-id"], name="remains_logged"),
                            models.Index(fields=["status", "found_month"], name="remains_status_month"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        [
                                            "reported",
                                            "in_custody",
                                            "examined",
                                            "data_complete",
                                            "in_comparison",
                                            "hypothesis",
                                            "identified",
                                            "released",
                                            "repatriated",
                                            "buried_identified",
                                            "not_human",
                                            "not_relevant",
                                            "merged_into",
                                            "split_from",
                                            "lost",
                                        ],
                                    )
                                ),
                                name="remains_status_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sex__in", ["0", "1", "2", "9"])), name="remains_sex_code"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "age_class__in",
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
                                name="remains_age_class_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("found_country__regex", "^[A-Z]{3}$"),
                                    models.Q(("found_country__in", ["XXB", "XXC"]), _negated=True),
                                ),
                                name="remains_found_country_country",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("found_month__lte", models.F("found_month_max"))),
                                name="remains_found_month_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("found_month__day", 1)), name="remains_found_month_first_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("found_month_max__day", 1)),
                                name="remains_found_month_max_first_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("found_admin1__regex", "^[A-Z]{2}-[A-Z0-9]{1,3}$")),
                                name="remains_found_admin1_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsGrant",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="remains.remains"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["user", "ring", "expires_at"], name="remainsgrant_live")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "permission", "content_object", "purpose"), name="remainsgrant_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsSource",
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
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
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
                                name="remainssource_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "method__in",
                                        ["interview", "phone", "form", "document", "examination", "import", "web"],
                                    )
                                ),
                                name="remainssource_method_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reliability__in", ["A", "B", "C", "D"])),
                                name="remainssource_reliability_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("information__gte", 1), ("information__lte", 4)),
                                name="remainssource_information_bounds",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsDraft",
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
                            models.Index(fields=["-created_at", "-id"], name="remainsdraft_newest"),
                            models.Index(fields=["owner", "-created_at", "-id"], name="remainsdraft_list"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsMark",
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
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="remains.remainssource",
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
                                name="remainsmark_mark_type_code",
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
                                name="remainsmark_site_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["l", "r", "mid", "both", "unknown"])),
                                name="remainsmark_side_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("aspect__in", ["ant", "post", "lat", "med", "circ", "unknown"])),
                                name="remainsmark_aspect_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("visibility__in", ["visible", "covered_by_clothes", "intimate"])),
                                name="remainsmark_visibility_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("certainty__in", ["sure", "think_so", "heard"])),
                                name="remainsmark_certainty_code",
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
                                name="remainsmark_colours_codes",
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
                                name="remainsmark_motifs_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("width_mm__lte", models.F("length_mm"))),
                                name="remainsmark_width_mm_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("length_mm__gte", 1), ("length_mm__lte", 2500)),
                                name="remainsmark_length_mm_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("width_mm__gte", 1), ("width_mm__lte", 2500)),
                                name="remainsmark_width_mm_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("visibility", "intimate"), _negated=True),
                                name="remainsmark_not_intimate",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsIntimateMark",
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
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="remains.remainssource",
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
                                name="remainsintimatemark_mark_type_code",
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
                                name="remainsintimatemark_site_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["l", "r", "mid", "both", "unknown"])),
                                name="remainsintimatemark_side_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("aspect__in", ["ant", "post", "lat", "med", "circ", "unknown"])),
                                name="remainsintimatemark_aspect_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("visibility__in", ["visible", "covered_by_clothes", "intimate"])),
                                name="remainsintimatemark_visibility_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("certainty__in", ["sure", "think_so", "heard"])),
                                name="remainsintimatemark_certainty_code",
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
                                name="remainsintimatemark_colours_codes",
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
                                name="remainsintimatemark_motifs_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("width_mm__lte", models.F("length_mm"))),
                                name="remainsintimatemark_width_mm_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("length_mm__gte", 1), ("length_mm__lte", 2500)),
                                name="remainsintimatemark_length_mm_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("width_mm__gte", 1), ("width_mm__lte", 2500)),
                                name="remainsintimatemark_width_mm_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("visibility", "intimate")), name="remainsintimatemark_intimate"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsMedical",
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
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="remains.remainssource",
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
                                name="remainsmedical_site_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["l", "r", "mid", "both", "unknown"])),
                                name="remainsmedical_side_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("healed__in", ["fresh", "healing", "healed", "unknown"])),
                                name="remainsmedical_healed_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsDentalChart",
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
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="remains.remainssource",
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
                                name="remainsdentalchart_origin_code",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsBelonging",
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
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="remains.remainssource",
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
                                name="remainsbelonging_item_class_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("worn_or_carried__in", ["worn", "carried", "nearby", "unknown"])),
                                name="remainsbelonging_worn_or_carried_code",
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
                                name="remainsbelonging_pattern_code",
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
                                name="remainsbelonging_material_code",
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
                                name="remainsbelonging_colours_codes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsDocument",
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
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="remains.remainssource",
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
                                name="remainsdocument_doc_type_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("held_by__in", ["carried", "family", "smuggler", "authority", "lost", "unknown"])
                                ),
                                name="remainsdocument_held_by_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("issuing_country__regex", "^[A-Z]{3}$"),
                                    models.Q(("issuing_country__in", ["XXB", "XXC"]), _negated=True),
                                ),
                                name="remainsdocument_issuing_country_country",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("doc_type__in", ["asylum", "unreg"]), _negated=True),
                                name="remainsdocument_no_protection_papers",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsProtectedDocument",
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
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="remains.remainssource",
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
                                name="remainsprotecteddocument_doc_type_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("held_by__in", ["carried", "family", "smuggler", "authority", "lost", "unknown"])
                                ),
                                name="remainsprotecteddocument_held_by_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("issuing_country__regex", "^[A-Z]{3}$"),
                                    models.Q(("issuing_country__in", ["XXB", "XXC"]), _negated=True),
                                ),
                                name="remainsprotecteddocument_issuing_country_country",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("doc_type__in", ["asylum", "unreg"])),
                                name="remainsprotecteddocument_protection_papers",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsAttachment",
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
                        ("content", accessctl.sealed.SealedBytes()),
                        ("thumbnail", accessctl.sealed.SealedBytes(null=True)),
                        (
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="remains.remainssource",
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="Kind of file")),
                        ("sha256", accessctl.sealed.SealedText(max_length=64)),
                        (
                            "caption",
                            accessctl.sealed.SealedText(blank=True, max_length=200, null=True, verbose_name="Caption"),
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
                                        ["body", "scene", "mark_photo", "object_photo", "document_copy", "radiograph"],
                                    )
                                ),
                                name="remainsattachment_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("mime__in", ["image/webp"])), name="remainsattachment_mime_code"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PostMortemProfile",
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
                            "remains",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="remains.remainssource",
                            ),
                        ),
                        (
                            "found_at",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=registry.lib.dates.partial.PartialDate,
                                null=True,
                                verbose_name="Date of finding",
                            ),
                        ),
                        ("found_time", models.TimeField(blank=True, null=True, verbose_name="Time of finding")),
                        (
                            "found_place",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=cases.vocabulary.place.Place,
                                null=True,
                                verbose_name="Place of finding",
                            ),
                        ),
                        (
                            "setting",
                            models.CharField(blank=True, max_length=40, null=True, verbose_name="Surroundings"),
                        ),
                        (
                            "burial_context",
                            models.CharField(blank=True, max_length=40, null=True, verbose_name="How the remains lay"),
                        ),
                        (
                            "finder_kind",
                            models.CharField(blank=True, max_length=40, null=True, verbose_name="Found by"),
                        ),
                        ("recovered_at", models.DateTimeField(blank=True, null=True, verbose_name="Recovered at")),
                        (
                            "recovered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Recovered by",
                            ),
                        ),
                        (
                            "informal_report",
                            models.BooleanField(default=False, verbose_name="Found by a community, no authority yet"),
                        ),
                        (
                            "completeness",
                            models.CharField(blank=True, max_length=40, null=True, verbose_name="Completeness"),
                        ),
                        ("condition", models.CharField(blank=True, max_length=40, null=True, verbose_name="Condition")),
                        (
                            "skin_examined",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                null=True,
                                size=None,
                                verbose_name="Regions where skin was examined",
                            ),
                        ),
                        (
                            "sex_estimated",
                            models.CharField(blank=True, max_length=40, null=True, verbose_name="Sex, estimated"),
                        ),
                        (
                            "sex_method",
                            models.CharField(blank=True, max_length=40, null=True, verbose_name="Method for sex"),
                        ),
                        (
                            "age_low",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Age, at least"),
                        ),
                        (
                            "age_high",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Age, at most"),
                        ),
                        (
                            "age_method",
                            models.CharField(blank=True, max_length=40, null=True, verbose_name="Method for age"),
                        ),
                        (
                            "stature_cm_low",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Stature in cm, at least"
                            ),
                        ),
                        (
                            "stature_cm_high",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Stature in cm, at most"
                            ),
                        ),
                        (
                            "stature_method",
                            models.CharField(blank=True, max_length=40, null=True, verbose_name="Method for stature"),
                        ),
                        (
                            "hair_colour",
                            models.CharField(blank=True, max_length=40, null=True, verbose_name="Hair colour"),
                        ),
                        (
                            "eye_colour",
                            models.CharField(blank=True, max_length=40, null=True, verbose_name="Eye colour"),
                        ),
                        (
                            "smile",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="What the front teeth show",
                            ),
                        ),
                        (
                            "pm_altered",
                            models.BooleanField(default=False, verbose_name="Appearance changed after death"),
                        ),
                        (
                            "pmi_days_low",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="Days since death, at least"
                            ),
                        ),
                        (
                            "pmi_days_high",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="Days since death, at most"
                            ),
                        ),
                        (
                            "pmi_method",
                            models.CharField(
                                blank=True, max_length=40, null=True, verbose_name="Method for the time since death"
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
                                        "setting__in",
                                        [
                                            "open_sea",
                                            "shore",
                                            "net_or_vessel",
                                            "harbour",
                                            "river",
                                            "lake",
                                            "well",
                                            "desert",
                                            "scrub",
                                            "forest",
                                            "mountain",
                                            "snow_ice",
                                            "field",
                                            "road",
                                            "rail",
                                            "building",
                                            "vehicle",
                                            "container",
                                            "dump",
                                            "cemetery",
                                            "clandestine_grave",
                                            "cave",
                                            "urban",
                                            "facility",
                                            "other",
                                        ],
                                    )
                                ),
                                name="postmortemprofile_setting_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "burial_context__in",
                                        [
                                            "surface",
                                            "single_grave",
                                            "mass_grave",
                                            "cemetery_unnamed",
                                            "vessel",
                                            "vehicle",
                                            "container",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="postmortemprofile_burial_context_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "finder_kind__in",
                                        [
                                            "coastguard",
                                            "police",
                                            "army",
                                            "rescue_ngo",
                                            "cso_search",
                                            "family_search",
                                            "resident",
                                            "fisher",
                                            "farmer",
                                            "morgue",
                                            "hospital",
                                            "border_guard",
                                            "other",
                                        ],
                                    )
                                ),
                                name="postmortemprofile_finder_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "completeness__in",
                                        [
                                            "complete",
                                            "nearly",
                                            "partial_with_head",
                                            "partial_without_head",
                                            "torso_only",
                                            "limb_only",
                                            "fragment",
                                            "ashes",
                                        ],
                                    )
                                ),
                                name="postmortemprofile_completeness_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("condition__in", ["d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7"])),
                                name="postmortemprofile_condition_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sex_estimated__in", ["m", "m?", "ind", "f?", "f"])),
                                name="postmortemprofile_sex_estimated_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sex_method__in", ["external", "pelvis", "skull", "DNA_amel"])),
                                name="postmortemprofile_sex_method_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "age_method__in",
                                        [
                                            "appearance",
                                            "dental_development",
                                            "bone_development",
                                            "pubic_symphysis",
                                            "auricular_surface",
                                            "rib_ends",
                                            "cranial_sutures",
                                            "tooth_wear",
                                            "combined",
                                            "other",
                                        ],
                                    )
                                ),
                                name="postmortemprofile_age_method_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stature_method__in", ["measured", "long_bone", "mixed", "other"])),
                                name="postmortemprofile_stature_method_code",
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
                                name="postmortemprofile_hair_colour_code",
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
                                name="postmortemprofile_eye_colour_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "pmi_method__in",
                                        ["appearance", "temperature", "tbs", "insects", "circumstances", "other"],
                                    )
                                ),
                                name="postmortemprofile_pmi_method_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("skin_examined__contained_by", ["hd", "nk", "tr", "ul", "ll"])),
                                name="postmortemprofile_skin_examined_codes",
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
                                name="postmortemprofile_smile_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("age_low__gte", 0), ("age_low__lte", 120)),
                                name="postmortemprofile_age_low_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("age_high__gte", 0), ("age_high__lte", 120)),
                                name="postmortemprofile_age_high_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stature_cm_low__gte", 30), ("stature_cm_low__lte", 250)),
                                name="postmortemprofile_stature_cm_low_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stature_cm_high__gte", 30), ("stature_cm_high__lte", 250)),
                                name="postmortemprofile_stature_cm_high_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pmi_days_low__gte", 0), ("pmi_days_low__lte", 36525)),
                                name="postmortemprofile_pmi_days_low_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pmi_days_high__gte", 0), ("pmi_days_high__lte", 36525)),
                                name="postmortemprofile_pmi_days_high_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("age_low__lte", models.F("age_high"))),
                                name="postmortemprofile_age_low_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stature_cm_low__lte", models.F("stature_cm_high"))),
                                name="postmortemprofile_stature_cm_low_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pmi_days_low__lte", models.F("pmi_days_high"))),
                                name="postmortemprofile_pmi_days_low_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OriginIndicator",
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
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="remains.remainssource",
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="What it is")),
                        (
                            "country",
                            models.CharField(blank=True, max_length=3, null=True, verbose_name="Country it points to"),
                        ),
                        (
                            "region_text",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=120, null=True, verbose_name="Region it points to"
                            ),
                        ),
                        ("strength", models.PositiveSmallIntegerField(default=1, verbose_name="Strength (1–3)")),
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
                                            "isotope",
                                            "language",
                                            "document",
                                            "currency",
                                            "sim_country",
                                            "clothing_label",
                                            "scarification",
                                            "food",
                                            "other",
                                        ],
                                    )
                                ),
                                name="originindicator_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("country__regex", "^[A-Z]{3}$"),
                                    models.Q(("country__in", ["XXB", "XXC"]), _negated=True),
                                ),
                                name="originindicator_country_country",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("strength__gte", 1), ("strength__lte", 3)),
                                name="originindicator_strength_bounds",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ForensicFile",
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
                            "remains",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="remains.remainssource",
                            ),
                        ),
                        (
                            "minimum_number_of_individuals",
                            models.PositiveSmallIntegerField(default=1, verbose_name="Minimum number of individuals"),
                        ),
                        (
                            "not_recovered",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="Parts not recovered",
                            ),
                        ),
                        (
                            "alterations",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="Alterations",
                            ),
                        ),
                        ("build", models.CharField(blank=True, max_length=40, null=True, verbose_name="Build")),
                        (
                            "bones_examined",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                null=True,
                                size=None,
                                verbose_name="Regions where old fractures and implants were looked for",
                            ),
                        ),
                        (
                            "presumptive_identity",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=200, null=True, verbose_name="Presumed name"
                            ),
                        ),
                        (
                            "presumptive_basis",
                            models.CharField(
                                blank=True, max_length=40, null=True, verbose_name="What the presumed name rests on"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("presumptive_basis__in", ["paper", "phone", "companion", "visual", "other"])
                                ),
                                name="forensicfile_presumptive_basis_code",
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
                                name="forensicfile_build_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "not_recovered__contained_by",
                                        [
                                            "head",
                                            "torso",
                                            "limb_ul",
                                            "limb_ur",
                                            "limb_ll",
                                            "limb_lr",
                                            "hand_l",
                                            "hand_r",
                                            "other",
                                        ],
                                    )
                                ),
                                name="forensicfile_not_recovered_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "alterations__contained_by",
                                        [
                                            "burned_charred",
                                            "mummified",
                                            "adipocere",
                                            "saponified",
                                            "scavenged_land",
                                            "scavenged_marine",
                                            "marine_growth",
                                            "waterlogged",
                                            "insects",
                                            "frozen",
                                            "embalmed",
                                            "autopsied",
                                            "crushed",
                                            "dismembered",
                                            "plant_roots",
                                            "chemical",
                                            "major_outward_damage",
                                            "other",
                                        ],
                                    )
                                ),
                                name="forensicfile_alterations_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("bones_examined__contained_by", ["hd", "nk", "tr", "ul", "ll"])),
                                name="forensicfile_bones_examined_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minimum_number_of_individuals__gte", 1),
                                    ("minimum_number_of_individuals__lte", 1000),
                                ),
                                name="forensicfile_minimum_number_of_individuals_bounds",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsIncident",
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
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="remains.remainssource",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.incident",
                                verbose_name="Incident",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(default="date_and_place", max_length=40, verbose_name="Why it is linked"),
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
                                name="remainsincident_basis_code",
                            ),
                            models.UniqueConstraint(fields=("remains", "incident"), name="remainsincident_once"),
                        ],
                    },
                ),
            ],
        ),
    ]
