import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.models.journal
import accessctl.sealed
import matching.models.pairs
import matching.models.rematches
import registry.lib.ids
from accessctl.migrating import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("remains", "0001_initial"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="CaseSearchProfile",
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
                        ("packed", accessctl.sealed.SealedBytes()),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="CaseReservedProfile",
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
                        ("packed", accessctl.sealed.SealedBytes()),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="CaseForensicProfile",
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
                        ("packed", accessctl.sealed.SealedBytes()),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="RemainsSearchProfile",
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
                        ("packed", accessctl.sealed.SealedBytes()),
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
                    },
                ),
                migrations.CreateModel(
                    name="RemainsForensicProfile",
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
                        ("packed", accessctl.sealed.SealedBytes()),
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
                    },
                ),
                migrations.CreateModel(
                    name="Compared",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="cases.case",
                            ),
                        ),
                        (
                            "remains",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="remains.remains",
                            ),
                        ),
                        ("live", models.BooleanField(default=True)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        (
                            "xid",
                            accessctl.models.journal.XidField(
                                db_default=accessctl.models.journal.CurrentXid(), editable=False
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["xid"], name="compared_xid")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("case__isnull", False), ("remains__isnull", True)),
                                    models.Q(("case__isnull", True), ("remains__isnull", False)),
                                    _connector="OR",
                                ),
                                name="compared_one_record",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EndedPair",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("pair_ref", models.CharField(max_length=20)),
                        (
                            "case",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="cases.case",
                            ),
                        ),
                        (
                            "remains",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="remains.remains",
                            ),
                        ),
                        ("laboratory", models.BooleanField()),
                        ("ended_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("case__isnull", False), ("remains__isnull", True)),
                                    models.Q(("case__isnull", True), ("remains__isnull", False)),
                                    _connector="OR",
                                ),
                                name="endedpair_one_record",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptDecision",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("kind", models.CharField(max_length=40)),
                        ("role", models.CharField(max_length=40)),
                        ("decision", models.CharField(max_length=40)),
                        ("month", models.DateField()),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["am-pm", "am-am"])), name="keptdecision_kind_code"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "caseworker",
                                            "anthropologist",
                                            "odontologist",
                                            "geneticist",
                                            "fingerprint",
                                            "pathologist",
                                            "coordinator",
                                            "focal_point",
                                        ],
                                    )
                                ),
                                name="keptdecision_role_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "decision__in",
                                        [
                                            "support",
                                            "neutral",
                                            "needs_data",
                                            "exclude",
                                            "hypothesis",
                                            "confirm",
                                            "abstain_conflict_of_interest",
                                        ],
                                    )
                                ),
                                name="keptdecision_decision_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ranking",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("task", models.CharField(max_length=40)),
                        (
                            "case",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="cases.case",
                            ),
                        ),
                        (
                            "remains",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="remains.remains",
                            ),
                        ),
                        (
                            "refs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), default=list, size=None
                            ),
                        ),
                        (
                            "scores",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.FloatField(), default=list, size=None
                            ),
                        ),
                        ("none", models.FloatField()),
                        ("considered", models.PositiveIntegerField()),
                        ("log10_sum", models.FloatField()),
                        ("version", models.CharField(max_length=40)),
                        ("read_at", models.DateTimeField()),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["refs"], name="ranking_refs")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("case__isnull", False), ("remains__isnull", True)),
                                    models.Q(("case__isnull", True), ("remains__isnull", False)),
                                    _connector="OR",
                                ),
                                name="ranking_one_record",
                            ),
                            models.UniqueConstraint(fields=("task", "case"), name="ranking_once_per_case"),
                            models.UniqueConstraint(fields=("task", "remains"), name="ranking_once_per_remains"),
                            models.CheckConstraint(
                                condition=models.Q(("task__in", ["am-pm", "pm-am", "am-am"])), name="ranking_task_code"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CandidatePair",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "ref",
                            models.CharField(
                                default=matching.models.pairs.pair_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                                verbose_name="Reference",
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "remains",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="remains.remains",
                            ),
                        ),
                        (
                            "other_case",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="cases.case",
                            ),
                        ),
                        ("state", models.CharField(default="proposed", max_length=40, verbose_name="State")),
                        ("state_before", models.CharField(max_length=40, null=True)),
                        ("impossible", models.CharField(blank=True, max_length=40)),
                        ("score", models.FloatField(null=True)),
                        ("coverage", models.FloatField(null=True)),
                        ("band", models.CharField(max_length=40, null=True, verbose_name="Evidence")),
                        ("version", models.CharField(blank=True, max_length=40)),
                        ("left_revision", models.PositiveIntegerField(default=0)),
                        ("right_revision", models.PositiveIntegerField(default=0)),
                        ("evidence_at", models.DateTimeField(null=True)),
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        ("changed_at", models.DateTimeField(null=True)),
                        (
                            "opened_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Found")),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["state", "-created_at", "-id"], name="pair_list"),
                            models.Index(fields=["remains", "state"], name="pair_remains"),
                            models.Index(fields=["other_case", "state"], name="pair_other"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "remains"), name="pair_case_remains_once"),
                            models.UniqueConstraint(fields=("case", "other_case"), name="pair_case_case_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "am-pm"), ("other_case__isnull", True), ("remains__isnull", False)
                                    ),
                                    models.Q(
                                        ("kind", "am-am"), ("other_case__isnull", False), ("remains__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="pair_two_records",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("other_case__isnull", True), ("case__lt", models.F("other_case")), _connector="OR"
                                ),
                                name="pair_case_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["am-pm", "am-am"])), name="pair_kind_code"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "proposed",
                                            "queued",
                                            "in_review",
                                            "needs_data",
                                            "excluded",
                                            "inconclusive",
                                            "hypothesis",
                                            "lab_requested",
                                            "confirmed",
                                            "stale",
                                            "void_consent",
                                            "revoked",
                                        ],
                                    )
                                ),
                                name="pair_state_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state_before__in",
                                        [
                                            "proposed",
                                            "queued",
                                            "in_review",
                                            "needs_data",
                                            "excluded",
                                            "inconclusive",
                                            "hypothesis",
                                            "lab_requested",
                                            "confirmed",
                                            "stale",
                                            "void_consent",
                                            "revoked",
                                        ],
                                    )
                                ),
                                name="pair_state_before_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "band__in",
                                        [
                                            "against_strong",
                                            "against",
                                            "against_slight",
                                            "none",
                                            "slight",
                                            "moderate",
                                            "moderately_strong",
                                            "strong",
                                            "very_strong",
                                        ],
                                    )
                                ),
                                name="pair_band_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvidenceLine",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "pair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="matching.candidatepair",
                            ),
                        ),
                        ("line", models.CharField(max_length=24)),
                        ("group", models.CharField(max_length=24)),
                        ("outcome", models.CharField(max_length=12)),
                        ("log_lr", models.FloatField()),
                        ("coverage", models.FloatField()),
                        ("reason", models.CharField(max_length=60)),
                        ("ring", models.CharField(max_length=2)),
                        ("left_ring", models.CharField(max_length=2)),
                        ("right_ring", models.CharField(max_length=2)),
                        ("potential", models.FloatField(default=0.0)),
                        ("decided_on", models.FloatField(null=True)),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [models.UniqueConstraint(fields=("pair", "line"), name="evidence_line_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Rematch",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "ref",
                            models.CharField(
                                default=matching.models.rematches.run_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                                verbose_name="Reference",
                            ),
                        ),
                        ("state", models.CharField(default="running", max_length=40, verbose_name="State")),
                        ("is_open", models.BooleanField(default=True)),
                        ("step", models.CharField(max_length=40, verbose_name="Step")),
                        ("version", models.CharField(max_length=40)),
                        ("records", models.PositiveIntegerField()),
                        ("cursor", models.CharField(blank=True, max_length=20)),
                        ("size", models.PositiveIntegerField()),
                        ("cut", models.PositiveIntegerField(default=0)),
                        ("chunks", models.PositiveIntegerField(default=0)),
                        ("read", models.PositiveIntegerField(default=0)),
                        ("compared", models.PositiveIntegerField(default=0)),
                        ("pairs_new", models.PositiveIntegerField(default=0)),
                        ("pairs_renewed", models.PositiveIntegerField(default=0)),
                        ("began_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Began")),
                        ("step_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("step_from", models.PositiveIntegerField(default=0)),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="Ended")),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["-began_at"], name="rematch_list")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_open", True)), fields=("is_open",), name="rematch_one_at_a_time"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at", None), ("is_open", True), ("state__in", ("running", "paused"))
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("is_open", False),
                                        models.Q(("state__in", ("running", "paused")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="rematch_open_until_ended",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["running", "paused", "done", "cancelled"])),
                                name="rematch_state_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("step__in", ["reading", "comparing"])), name="rematch_step_code"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "pair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="matching.candidatepair",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField()),
                        (
                            "reviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                            ),
                        ),
                        ("role", models.CharField(max_length=40, verbose_name="In which capacity")),
                        (
                            "sides",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=5), default=list, size=None
                            ),
                        ),
                        ("decision", models.CharField(max_length=40, verbose_name="Decision")),
                        (
                            "needs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="What would settle it",
                            ),
                        ),
                        ("blind", models.BooleanField()),
                        ("data_seen", models.CharField(max_length=64)),
                        (
                            "withdraws",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="matching.review",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["pair", "decided_at"], name="review_order")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "caseworker",
                                            "anthropologist",
                                            "odontologist",
                                            "geneticist",
                                            "fingerprint",
                                            "pathologist",
                                            "coordinator",
                                            "focal_point",
                                        ],
                                    )
                                ),
                                name="review_role_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "decision__in",
                                        [
                                            "support",
                                            "neutral",
                                            "needs_data",
                                            "exclude",
                                            "hypothesis",
                                            "confirm",
                                            "abstain_conflict_of_interest",
                                        ],
                                    )
                                ),
                                name="review_decision_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "needs__contained_by",
                                        [
                                            "birth_date",
                                            "height",
                                            "contact_date",
                                            "contact_place",
                                            "marks",
                                            "smile_photo",
                                            "belongings",
                                            "papers",
                                            "dental",
                                            "fingerprints",
                                            "kin_dna",
                                            "bone_method",
                                            "interval",
                                            "other",
                                        ],
                                    )
                                ),
                                name="review_needs_codes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewNote",
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
                            "review",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="matching.review"
                            ),
                        ),
                        (
                            "reasons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="Reasons",
                            ),
                        ),
                        ("words", accessctl.sealed.SealedText(max_length=1000, verbose_name="In your words")),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "reasons__contained_by",
                                        [
                                            "time_place_fit",
                                            "biology_fit",
                                            "mark_fits",
                                            "papers_fit",
                                            "event_fits",
                                            "time_impossible",
                                            "time_place_conflict",
                                            "biology_conflict",
                                            "mark_conflict",
                                            "name_conflict",
                                            "primary_excludes",
                                            "other_person",
                                            "too_little_data",
                                            "doubtful_data",
                                            "personal_tie",
                                            "other",
                                        ],
                                    )
                                ),
                                name="reviewnote_reasons_codes",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
