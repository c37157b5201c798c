import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import registry.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0009_replays"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed and signed it"),
                            ("signed", "signed it"),
                            ("declined", "declined it"),
                            ("withdrew", "withdrew from it"),
                            ("suspended", "suspended it"),
                            ("resumed", "ended the suspension"),
                            ("renewed", "proposed to renew it"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["at", "id"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="agreement",
            name="breach_contact",
            field=models.CharField(blank=True, max_length=200, verbose_name="Whom to tell of a breach"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="breach_hours",
            field=models.PositiveSmallIntegerField(default=72, verbose_name="Hours to tell of a breach"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="countries",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=3), default=list, size=None, verbose_name="Countries"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="covers_all",
            field=models.BooleanField(default=False, verbose_name="Covers all records of the providers"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="deletion_proof",
            field=models.BooleanField(default=True, verbose_name="Receivers confirm deletions"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="field_allow",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, size=None, verbose_name="Only these parts"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="field_deny",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, size=None, verbose_name="Never these parts"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="incidents",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), default=list, size=None, verbose_name="Incidents"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("bilateral", "between two organisations"),
                    ("regional", "of a region"),
                    ("multilateral", "between several organisations"),
                    ("mou_with_cso", "memorandum with a civil-society organisation"),
                    ("lab_service", "service of a laboratory"),
                ],
                default="multilateral",
                max_length=16,
                verbose_name="Kind",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="legal_process_clause",
            field=models.CharField(
                choices=[
                    ("notify_before", "tells the provider before it hands anything over"),
                    ("contest", "contests the demand, and tells the provider"),
                    ("none", "has promised nothing"),
                ],
                default="none",
                max_length=16,
                verbose_name="Demands by courts and authorities",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="onward_transfer",
            field=models.CharField(
                choices=[
                    ("forbidden", "not allowed"),
                    ("same_purpose_with_notice", "for the same purpose, after telling the provider"),
                ],
                default="forbidden",
                max_length=24,
                verbose_name="Passing on",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accessctl.organisation",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="renews",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accessctl.agreement",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="retention_days",
            field=models.PositiveIntegerField(default=365, verbose_name="Days a receiver keeps what it copied"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="review_on",
            field=models.DateField(blank=True, null=True, verbose_name="To be reviewed on"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="routes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=16), default=list, size=None, verbose_name="Routes"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="summary",
            field=models.TextField(blank=True, max_length=2000, verbose_name="Summary for families"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="suspended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accessctl.organisation",
            ),
        ),
        migrations.AddField(
            model_name="agreementparty",
            name="declined_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreementparty",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name="membership",
            name="ref",
            field=models.CharField(editable=False, max_length=20, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="suspended_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("left", "no longer works there"),
                    ("away", "away for a time"),
                    ("device", "device or password lost"),
                    ("misuse", "misuse is being looked into"),
                    ("breach", "breach of security"),
                    ("own_wish", "own wish"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Until"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="focal_point",
            field=models.CharField(blank=True, max_length=200, verbose_name="Whom to ask"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="focal_point_channel",
            field=models.CharField(blank=True, max_length=200, verbose_name="How to reach them"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="focal_point_hours",
            field=models.CharField(blank=True, max_length=100, verbose_name="When to reach them"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="ref",
            field=models.CharField(editable=False, max_length=20, null=True, verbose_name="Reference"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="suspended_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("left", "no longer works there"),
                    ("away", "away for a time"),
                    ("device", "device or password lost"),
                    ("misuse", "misuse is being looked into"),
                    ("breach", "breach of security"),
                    ("own_wish", "own wish"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="agreement",
            name="ref",
            field=models.CharField(max_length=20, unique=True, verbose_name="Reference"),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("caseworker", "caseworker"),
                    ("supervisor", "supervisor"),
                    ("forensic_practitioner", "forensic practitioner"),
                    ("forensic_coordinator", "forensic coordinator"),
                    ("focal_point", "national focal point"),
                    ("tracing_officer", "tracing officer"),
                    ("data_protection", "data-protection officer"),
                    ("partner_system", "partner system"),
                    ("psychosocial_worker", "psychosocial or legal worker"),
                    ("genetic_lab", "genetic laboratory"),
                    ("morgue_clerk", "clerk of a morgue or cemetery"),
                    ("state_search_body", "officer of a State search body"),
                    ("consular_officer", "consular officer"),
                    ("investigator", "prosecutor or investigator"),
                    ("field_staff", "hospital, shelter or rescue staff"),
                    ("analyst", "analyst"),
                    ("system_administrator", "system administrator"),
                    ("auditor", "auditor"),
                    ("family_delegate", "delegate of a family association"),
                ],
                max_length=32,
                verbose_name="Role",
            ),
        ),
        migrations.AddField(
            model_name="agreementevent",
            name="account",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="agreementevent",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="events", to="accessctl.agreement"
            ),
        ),
        migrations.AddField(
            model_name="agreementevent",
            name="organisation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accessctl.organisation"
            ),
        ),
    ]
