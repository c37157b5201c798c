"""What there is of remains piece by piece, records of parts, and parts that are held to be of one person."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
import registry.lib.ids
from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0004_shared_bundles"),
        ("remains", "0007_alleles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="BodyPart",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("number", models.PositiveSmallIntegerField(editable=False, null=True)),
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
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="remains.remains",
                            ),
                        ),
                        (
                            "remains",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("parent", "number"), name="bodypart_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("remains")), _negated=True),
                                name="bodypart_not_of_itself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("number__lte", 99)),
                                name="bodypart_number_bounds",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InventoryPiece",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("element", models.CharField(max_length=40, verbose_name="Element")),
                        ("side", models.CharField(max_length=40, verbose_name="Side")),
                        ("portion", models.CharField(max_length=40, verbose_name="How much of it")),
                        ("count", models.PositiveSmallIntegerField(default=1, verbose_name="How many")),
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
                                        "element__in",
                                        [
                                            "cranium",
                                            "mandible",
                                            "hyoid",
                                            "c1",
                                            "c2",
                                            "c3",
                                            "c4",
                                            "c5",
                                            "c6",
                                            "c7",
                                            "t1",
                                            "t2",
                                            "t3",
                                            "t4",
                                            "t5",
                                            "t6",
                                            "t7",
                                            "t8",
                                            "t9",
                                            "t10",
                                            "t11",
                                            "t12",
                                            "l1",
                                            "l2",
                                            "l3",
                                            "l4",
                                            "l5",
                                            "sacrum",
                                            "coccyx",
                                            "sternum",
                                            "clavicle",
                                            "scapula",
                                            "rib1",
                                            "rib2",
                                            "rib3",
                                            "rib4",
                                            "rib5",
                                            "rib6",
                                            "rib7",
                                            "rib8",
                                            "rib9",
                                            "rib10",
                                            "rib11",
                                            "rib12",
                                            "humerus",
                                            "radius",
                                            "ulna",
                                            "carpals",
                                            "metacarpals",
                                            "phal_hand",
                                            "ilium_hip",
                                            "pubis",
                                            "ischium",
                                            "femur",
                                            "patella",
                                            "tibia",
                                            "fibula",
                                            "talus",
                                            "calcaneus",
                                            "tarsals",
                                            "metatarsals",
                                            "phal_foot",
                                            "ossicles",
                                            "teeth_loose",
                                            "head_soft",
                                            "torso_soft",
                                            "arm_soft",
                                            "hand_soft",
                                            "leg_soft",
                                            "foot_soft",
                                            "organ",
                                            "skin_piece",
                                            "unspecified",
                                        ],
                                    )
                                ),
                                name="inventorypiece_element_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["l", "r", "mid", "unknown"])),
                                name="inventorypiece_side_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("portion__in", ["complete", "proximal", "shaft", "distal", "some", "fragment"])
                                ),
                                name="inventorypiece_portion_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("count__gte", 1), ("count__lte", 999)),
                                name="inventorypiece_count_bounds",
                            ),
                            models.UniqueConstraint(
                                fields=("remains", "element", "side", "portion"), name="inventorypiece_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartJoin",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("method", models.CharField(max_length=40, verbose_name="What it rests on")),
                        (
                            "note",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=500, null=True, verbose_name="What was seen"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(default="associated_hypothesis", max_length=40, verbose_name="State"),
                        ),
                        ("reason", models.CharField(max_length=40, null=True, verbose_name="Why not, or no longer")),
                        ("status_before", models.CharField(max_length=40, null=True)),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="Decided")),
                        (
                            "approval",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.approval",
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
                        (
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="remains.remains",
                                verbose_name="Of one person with",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["to", "state"], name="partjoin_of")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("method__in", ["articulation", "fracture_fit", "dna", "morphology"])
                                ),
                                name="partjoin_method_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["associated_hypothesis", "associated_confirmed", "rejected", "ended"],
                                    )
                                ),
                                name="partjoin_state_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason__in", ["twice", "no_fit", "dna", "mistake"])),
                                name="partjoin_reason_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status_before__in",
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
                                name="partjoin_status_before_code",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("associated_hypothesis", "associated_confirmed"))),
                                fields=("remains",),
                                name="partjoin_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("to", models.F("remains")), _negated=True),
                                name="partjoin_not_with_itself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "associated_confirmed"), _negated=True),
                                    models.Q(("approval__isnull", False), ("status_before__isnull", False)),
                                    _connector="OR",
                                ),
                                name="partjoin_by_two_people",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
