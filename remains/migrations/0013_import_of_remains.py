"""Tables of remains that came in, what waits of them, and where a record came from."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.consent
import accessctl.sealed
import registry.lib.ids
from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0011_peers"),
        ("remains", "0012_belonging_serials"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="RemainsBatch",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("ref", models.CharField(editable=False, max_length=20, unique=True, verbose_name="Reference")),
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
                        (
                            "n_alike",
                            models.PositiveIntegerField(default=0, verbose_name="Rows that wait for a decision"),
                        ),
                        ("n_refused", models.PositiveIntegerField(default=0, verbose_name="Refused rows")),
                        ("applied_at", models.DateTimeField(null=True, verbose_name="Saved at")),
                        (
                            "client",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="accessctl.apiclient",
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
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "remains batches",
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
                            models.Index(fields=["-created_at", "-id"], name="remainsbatch_newest"),
                            models.Index(fields=["owner", "-created_at", "-id"], name="remainsbatch_list"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "received",
                                            "checked",
                                            "applying",
                                            "applied",
                                            "undoing",
                                            "undone",
                                            "discarded",
                                        ],
                                    )
                                ),
                                name="remainsbatch_state_code",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsBatchRow",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("line", models.PositiveIntegerField(verbose_name="Line")),
                        ("outcome", models.CharField(max_length=40, verbose_name="Outcome")),
                        ("payload", accessctl.sealed.SealedJSON()),
                        ("problems", accessctl.sealed.SealedJSON(null=True)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remainsbatch"
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
                    ],
                    options={
                        "ordering": ["line"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["new", "changed", "same", "repeated", "alike", "refused"])
                                ),
                                name="remainsbatchrow_outcome_code",
                            ),
                            models.UniqueConstraint(fields=("batch", "line"), name="remainsbatchrow_line_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsColumns",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("system", models.CharField(max_length=60, verbose_name="Whose table it is")),
                        ("columns", models.JSONField(default=dict)),
                        ("saved_at", models.DateTimeField(auto_now=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accessctl.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "remains columns",
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "system"), name="remainscolumns_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemainsOrigin",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("system", models.CharField(max_length=60, verbose_name="Whose number it is")),
                        ("number", accessctl.sealed.SealedText(max_length=120, verbose_name="Their number")),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("said", accessctl.sealed.SealedJSON()),
                        ("last_entry", models.BigIntegerField(editable=False, null=True)),
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
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                                name="remainsorigin_digest_hmac",
                            ),
                            models.UniqueConstraint(fields=("remains", "system"), name="remainsorigin_once"),
                        ],
                    },
                ),
            ]
        ),
    ]
