"""Cases that change hands: the offer between two organisations, and what the family agreed to."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
import families.models.transfers
import registry.lib.ids
from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0009_keys_handed_on"),
        ("cases", "0013_answers_taken_back"),
        ("families", "0013_findings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="CaseTransfer",
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
                                default=families.models.transfers.transfer_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                                verbose_name="Reference",
                            ),
                        ),
                        ("case_ref", models.CharField(max_length=20, verbose_name="Case")),
                        ("reason", models.CharField(max_length=40, verbose_name="Reason")),
                        ("state", models.CharField(default="offered", max_length=40, verbose_name="State")),
                        ("refusal", models.CharField(blank=True, max_length=40, null=True, verbose_name="Why not")),
                        ("offered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Offered")),
                        ("expires_at", models.DateTimeField(verbose_name="Open until")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="Answered")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "offered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="To",
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="From",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["sender", "-offered_at"], name="casetransfer_sent"),
                            models.Index(fields=["receiver", "state", "-offered_at"], name="casetransfer_received"),
                            models.Index(fields=["case_ref", "offered_at"], name="casetransfer_of_case"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "reason__in",
                                        [
                                            "family_wish",
                                            "closer_to_family",
                                            "closer_to_trace",
                                            "their_task",
                                            "no_capacity",
                                            "closing",
                                        ],
                                    )
                                ),
                                name="casetransfer_reason_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["offered", "accepted", "declined", "withdrawn"])),
                                name="casetransfer_state_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("refusal__in", ["no_capacity", "not_our_task", "family_first", "unsafe"])
                                ),
                                name="casetransfer_refusal_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sender", models.F("receiver")), _negated=True),
                                name="casetransfer_two_sides",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("offered_by", models.F("approved_by")), _negated=True),
                                name="casetransfer_two_persons",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("state", "offered")),
                                    models.Q(
                                        models.Q(("state", "offered"), _negated=True), ("decided_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="casetransfer_decided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("refusal__isnull", False), ("state", "declined")),
                                    models.Q(models.Q(("state", "declined"), _negated=True), ("refusal", None)),
                                    _connector="OR",
                                ),
                                name="casetransfer_refusal_has_reason",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "offered")),
                                fields=("case_ref",),
                                name="casetransfer_offered_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TransferAgreement",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "agreed_on",
                            models.DateField(help_text="Proof that you were asked", verbose_name="Agreed on"),
                        ),
                        (
                            "how",
                            models.CharField(
                                help_text="Proof that you were asked", max_length=40, verbose_name="How they agreed"
                            ),
                        ),
                        (
                            "interpreter",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Proof that you were asked in your language",
                                max_length=120,
                                null=True,
                                verbose_name="Interpreter",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
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
                            "receiver",
                            models.ForeignKey(
                                help_text="You decide who searches",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Who goes on searching",
                            ),
                        ),
                        (
                            "relative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.relative"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("how__in", ["written", "audio", "oral_witnessed", "portal", "thumbprint"])
                                ),
                                name="transferagreement_how_code",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
