import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.consent
import accessctl.models.approvals
import accessctl.models.journal
import accessctl.models.people
import accessctl.models.registers
import accessctl.sealed
import registry.lib.ids
from accessctl.migrating import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Organisation",
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
                                default=accessctl.models.people.organisation_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                                verbose_name="Reference",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="Name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("own_org", "this organisation"),
                                    ("cso", "civil-society organisation"),
                                    ("family_association", "association of families"),
                                    ("red_cross_movement", "Red Cross or Red Crescent"),
                                    ("international_org", "international organisation"),
                                    ("forensic_institute", "forensic institute"),
                                    ("genetic_lab", "genetic laboratory"),
                                    ("medical_facility", "hospital or clinic"),
                                    ("national_search_body", "national search body"),
                                    ("national_focal_point", "national focal point"),
                                    ("consulate", "consulate"),
                                    ("police_missing_unit", "police unit for missing persons"),
                                    ("prosecutor", "prosecutor"),
                                    ("court", "court"),
                                    ("detention_operator", "operator of detention"),
                                    ("sar_body", "search and rescue body"),
                                    ("child_protection", "child protection body"),
                                    ("treaty_body", "treaty body"),
                                    ("state_of_origin_body", "body of the State of origin"),
                                    ("state_of_transit_body", "body of a State of transit"),
                                    ("state_of_destination_body", "body of the State of destination"),
                                    ("immigration_authority", "immigration authority"),
                                    ("media_public", "media or the public"),
                                    ("researcher", "researcher"),
                                    ("partner_registry", "partner registry"),
                                ],
                                max_length=32,
                                verbose_name="Kind",
                            ),
                        ),
                        ("country", models.CharField(max_length=3, verbose_name="Country")),
                        ("mandate", models.CharField(blank=True, max_length=500, verbose_name="Mandate")),
                        ("is_state_body", models.BooleanField(default=False, verbose_name="Is a State body")),
                        (
                            "under_state_control",
                            models.CharField(blank=True, max_length=3, verbose_name="Controlled by the State"),
                        ),
                        (
                            "law_enforcement",
                            models.BooleanField(default=False, verbose_name="Has a law-enforcement function"),
                        ),
                        (
                            "immigration_function",
                            models.BooleanField(default=False, verbose_name="Has an immigration function"),
                        ),
                        (
                            "child_competent",
                            models.BooleanField(default=False, verbose_name="May receive data of children"),
                        ),
                        (
                            "legal_compulsion_risk",
                            models.CharField(
                                choices=[
                                    ("none", "none known"),
                                    ("low", "low"),
                                    ("medium", "medium"),
                                    ("high", "high"),
                                ],
                                default="low",
                                max_length=8,
                                verbose_name="Risk of legal compulsion",
                            ),
                        ),
                        ("focal_point", models.CharField(blank=True, max_length=200, verbose_name="Whom to ask")),
                        (
                            "focal_point_channel",
                            models.CharField(blank=True, max_length=200, verbose_name="How to reach them"),
                        ),
                        (
                            "focal_point_hours",
                            models.CharField(blank=True, max_length=100, verbose_name="When to reach them"),
                        ),
                        ("suspended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "suspended_for",
                            models.CharField(
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
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "ordering": ["name"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "immigration_authority"), _negated=True),
                                    ("immigration_function", True),
                                    _connector="OR",
                                ),
                                name="organisation_immigration_is_flagged",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind", "own_org"), _negated=True),
                                name="organisation_kind_is_a_body",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Account",
                    fields=[
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, unique=True, verbose_name="E-mail address")),
                        ("full_name", models.CharField(max_length=150, verbose_name="Name")),
                        ("language", models.CharField(default="en", max_length=5, verbose_name="Language")),
                        ("is_active", models.BooleanField(default=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                                default=accessctl.models.people.membership_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "role",
                            models.CharField(
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
                        ("until", models.DateTimeField(blank=True, null=True, verbose_name="Until")),
                        ("suspended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "suspended_for",
                            models.CharField(
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
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "organisation", "role"), name="membership_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("role", "auditor"), _negated=True),
                                    ("until__isnull", False),
                                    _connector="OR",
                                ),
                                name="membership_of_an_auditor_ends",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApiClient",
                    fields=[
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
                        ("name", models.CharField(max_length=100, verbose_name="Name")),
                        ("token_digest", models.BinaryField(unique=True)),
                        ("expires_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("ref", models.CharField(max_length=20, unique=True, verbose_name="Reference")),
                        ("title", models.CharField(max_length=200, verbose_name="Title")),
                        (
                            "kind",
                            models.CharField(
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
                        (
                            "purposes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                size=None,
                                verbose_name="Purposes",
                            ),
                        ),
                        ("max_layer", models.PositiveSmallIntegerField(default=1, verbose_name="Highest layer")),
                        (
                            "compartments",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=1),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="Compartments",
                            ),
                        ),
                        (
                            "field_allow",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                default=list,
                                size=None,
                                verbose_name="Only these parts",
                            ),
                        ),
                        (
                            "field_deny",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                default=list,
                                size=None,
                                verbose_name="Never these parts",
                            ),
                        ),
                        (
                            "covers_all",
                            models.BooleanField(default=False, verbose_name="Covers all records of the providers"),
                        ),
                        (
                            "routes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=16),
                                default=list,
                                size=None,
                                verbose_name="Routes",
                            ),
                        ),
                        (
                            "countries",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3),
                                default=list,
                                size=None,
                                verbose_name="Countries",
                            ),
                        ),
                        (
                            "incidents",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                default=list,
                                size=None,
                                verbose_name="Incidents",
                            ),
                        ),
                        (
                            "onward_transfer",
                            models.CharField(
                                choices=[
                                    ("forbidden", "not allowed"),
                                    ("same_purpose_with_notice", "for the same purpose, after telling the provider"),
                                ],
                                default="forbidden",
                                max_length=24,
                                verbose_name="Passing on",
                            ),
                        ),
                        (
                            "legal_process_clause",
                            models.CharField(
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
                        (
                            "retention_days",
                            models.PositiveIntegerField(
                                default=365, verbose_name="Days a receiver keeps what it copied"
                            ),
                        ),
                        (
                            "deletion_proof",
                            models.BooleanField(default=True, verbose_name="Receivers confirm deletions"),
                        ),
                        (
                            "breach_contact",
                            models.CharField(blank=True, max_length=200, verbose_name="Whom to tell of a breach"),
                        ),
                        (
                            "breach_hours",
                            models.PositiveSmallIntegerField(default=72, verbose_name="Hours to tell of a breach"),
                        ),
                        ("summary", models.TextField(blank=True, max_length=2000, verbose_name="Summary for families")),
                        ("valid_from", models.DateTimeField(verbose_name="Valid from")),
                        ("valid_until", models.DateTimeField(verbose_name="Valid until")),
                        ("review_on", models.DateField(blank=True, null=True, verbose_name="To be reviewed on")),
                        ("suspended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "suspended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                            ),
                        ),
                        (
                            "renews",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.agreement",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("max_layer__gte", 1), ("max_layer__lte", 3)),
                                name="agreement_layer_1_to_3",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("valid_until__gt", models.F("valid_from"))),
                                name="agreement_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("legal_process_clause", "none"), _negated=True),
                                    ("max_layer", 1),
                                    _connector="OR",
                                ),
                                name="agreement_no_promise_no_names",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("covers_all", False),
                                    models.Q(("countries", []), ("incidents", []), ("routes", [])),
                                    _connector="OR",
                                ),
                                name="agreement_all_or_listed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementParty",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parties",
                                to="accessctl.agreement",
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
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("provider", "provides"),
                                    ("receiver", "receives"),
                                    ("both", "provides and receives"),
                                ],
                                max_length=8,
                                verbose_name="Part",
                            ),
                        ),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
                        ("declined_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "organisation"), name="agreement_party_once"),
                            models.CheckConstraint(
                                condition=models.Q(("declined_at", None), ("signed_at", None), _connector="OR"),
                                name="agreement_party_signs_or_declines",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at", None),
                                    models.Q(("signed_at", None), _negated=True),
                                    _connector="OR",
                                ),
                                name="agreement_party_withdraws_what_it_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementEvent",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="accessctl.agreement",
                            ),
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
                        (
                            "organisation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Audience",
                    fields=[
                        ("id", models.IntegerField(primary_key=True, serialize=False)),
                        ("record", models.UUIDField(default=registry.lib.ids.uuid7, editable=False, unique=True)),
                        ("spec", accessctl.sealed.SealedValue(codec=accessctl.consent.AudienceSpec)),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Approval",
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
                                default=accessctl.models.approvals.approval_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                                verbose_name="Reference",
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Asked by",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Asked")),
                        ("expires_at", models.DateTimeField(verbose_name="Open until")),
                        (
                            "refs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                default=list,
                                size=None,
                                verbose_name="Records",
                            ),
                        ),
                        ("detail", models.JSONField(default=dict)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waits for a second person"),
                                    ("approved", "approved"),
                                    ("refused", "refused"),
                                    ("taken_back", "taken back"),
                                    ("used", "carried out"),
                                ],
                                default="waiting",
                                max_length=12,
                                verbose_name="State",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Second person",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="Decided")),
                        (
                            "refused_for",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_needed", "it is not needed"),
                                    ("not_right", "something in it is not right"),
                                    ("not_agreed", "those concerned did not agree"),
                                    ("talk_first", "we should speak about it first"),
                                ],
                                max_length=12,
                                verbose_name="Why not",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["organisation", "state", "-asked_at"], name="approval_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    ("state", "taken_back"),
                                    _connector="OR",
                                ),
                                name="approval_two_persons",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["approved", "used"]), _negated=True),
                                    ("decided_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="approval_has_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalFile",
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
                            "approval",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accessctl.approval"
                            ),
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
                            models.Index(fields=["-created_at", "-id"], name="approvalfile_newest"),
                            models.Index(fields=["owner", "-created_at", "-id"], name="approvalfile_list"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenedRecord",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("reader", models.CharField(max_length=80)),
                        ("organisation", models.UUIDField()),
                        ("record", models.UUIDField()),
                        ("day", models.DateField()),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["organisation", "day", "record"], name="opened_record_by_organisation")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("reader", "day", "record"), name="opened_record_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DisclosureRequest",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("ref", models.CharField(editable=False, max_length=20, unique=True, verbose_name="Reference")),
                        ("record_ref", models.CharField(max_length=20, verbose_name="Record")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Organisation",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Asked by",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Person",
                            ),
                        ),
                        (
                            "rings",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2), size=None, verbose_name="Parts of the record"
                            ),
                        ),
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
                                verbose_name="Purpose",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("pair", "to review a candidate pair"),
                                    ("same_person", "to see whether two cases are the same person"),
                                    ("family_asked", "the family asked for it"),
                                    ("identification", "to prepare an identification"),
                                    ("care", "to care for the relatives"),
                                    ("safety", "for the safety of a person"),
                                ],
                                max_length=16,
                                verbose_name="Reason",
                            ),
                        ),
                        ("about", models.CharField(blank=True, max_length=20, verbose_name="Candidate pair")),
                        ("offer", models.CharField(blank=True, max_length=20, verbose_name="Opened in return")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "waiting for an answer"),
                                    ("opened", "opened"),
                                    ("partly", "opened in part"),
                                    ("refused", "refused"),
                                    ("taken_back", "taken back by who asked"),
                                    ("ended", "ended by the owner"),
                                ],
                                default="asked",
                                max_length=12,
                                verbose_name="State",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="Asked")),
                        ("due_at", models.DateTimeField(verbose_name="Answer due")),
                        ("escalated_at", models.DateTimeField(null=True)),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="With whom it lies",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="Answered")),
                        (
                            "refusal",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no_consent", "the family has not agreed to this"),
                                    ("not_needed", "it is not needed for the stated purpose"),
                                    ("risk", "it could put somebody at risk"),
                                    ("ask_less", "ask for less, or say more clearly what for"),
                                    ("wrong_record", "it is not this record"),
                                ],
                                max_length=16,
                                verbose_name="Reason of the refusal",
                            ),
                        ),
                        (
                            "opened",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2),
                                default=list,
                                size=None,
                                verbose_name="Opened parts",
                            ),
                        ),
                        ("expires_at", models.DateTimeField(null=True, verbose_name="Open until")),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["owner", "state", "due_at"], name="disclosure_inbox"),
                            models.Index(fields=["organisation", "-asked_at"], name="disclosure_asked"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")),
                                fields=("record_ref", "account", "purpose"),
                                name="disclosure_asked_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShareEvent",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("record_ref", models.CharField(max_length=20, verbose_name="Record")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Organisation",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Receiver",
                            ),
                        ),
                        ("by", models.CharField(max_length=80)),
                        (
                            "request",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.disclosurerequest",
                            ),
                        ),
                        (
                            "rings",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2), size=None, verbose_name="Parts of the record"
                            ),
                        ),
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
                                verbose_name="Purpose",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("grant", "opened to a person"),
                                    ("api", "read by a partner system"),
                                    ("export", "file"),
                                    ("printed", "paper"),
                                    ("oral", "told"),
                                    ("danger", "opened in danger to life"),
                                ],
                                max_length=8,
                                verbose_name="Way",
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="When")),
                        ("expires_at", models.DateTimeField(verbose_name="Until")),
                        (
                            "recall",
                            models.CharField(
                                choices=[
                                    ("none", "not recalled"),
                                    ("sent", "recalled, not answered yet"),
                                    ("acknowledged", "recall acknowledged"),
                                    ("deleted", "deletion confirmed"),
                                    ("refused", "deletion refused"),
                                ],
                                default="none",
                                max_length=12,
                                verbose_name="Recall",
                            ),
                        ),
                        ("recalled_at", models.DateTimeField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["record_ref", "-at"], name="share_of_record"),
                            models.Index(fields=["receiver", "recall"], name="share_recalls"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EmergencyOpening",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("ref", models.CharField(editable=False, max_length=20, unique=True, verbose_name="Reference")),
                        ("record_ref", models.CharField(max_length=20, verbose_name="Record")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Held by",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Organisation",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Person",
                            ),
                        ),
                        (
                            "rings",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2), size=None, verbose_name="Opened parts"
                            ),
                        ),
                        (
                            "danger",
                            models.CharField(
                                choices=[
                                    ("distress_at_sea", "people in distress at sea"),
                                    ("stranded", "people lost or stranded without water, food or shelter"),
                                    ("medical", "medical treatment that cannot wait"),
                                    ("threat", "a threat to somebody's life"),
                                    ("captivity", "somebody is held and in danger"),
                                    ("child", "a child in immediate danger"),
                                    ("self_harm", "somebody may take their own life"),
                                ],
                                max_length=16,
                                verbose_name="Danger",
                            ),
                        ),
                        (
                            "share",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.shareevent",
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="When")),
                        ("expires_at", models.DateTimeField(verbose_name="Open until")),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "family",
                            models.CharField(
                                choices=[
                                    ("not_yet", "not told yet"),
                                    ("told", "told"),
                                    ("would_add_danger", "not told: telling them would add danger"),
                                ],
                                default="not_yet",
                                max_length=16,
                                verbose_name="The family",
                            ),
                        ),
                        ("family_at", models.DateTimeField(null=True)),
                        (
                            "family_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "review",
                            models.CharField(
                                choices=[
                                    ("open", "to be reviewed"),
                                    ("justified", "justified"),
                                    ("not_justified", "not justified"),
                                ],
                                default="open",
                                max_length=16,
                                verbose_name="Review",
                            ),
                        ),
                        ("reviewed_at", models.DateTimeField(null=True)),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["account", "-expires_at"], name="emergency_of_person"),
                            models.Index(fields=["owner", "review", "-at"], name="emergency_of_owner"),
                            models.Index(fields=["organisation", "-at"], name="emergency_of_opener"),
                            models.Index(fields=["record_ref"], name="emergency_of_record"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JournalEntry",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "xid",
                            accessctl.models.journal.XidField(
                                db_default=accessctl.models.journal.CurrentXid(), editable=False
                            ),
                        ),
                        ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("actor", models.CharField(max_length=80)),
                        ("organisation", models.UUIDField(null=True)),
                        (
                            "owners",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), default=list, size=None
                            ),
                        ),
                        ("action", models.CharField(max_length=60)),
                        ("purpose", models.CharField(blank=True, max_length=32)),
                        (
                            "refs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24), default=list, size=None
                            ),
                        ),
                        ("ring", models.CharField(blank=True, max_length=2)),
                        ("decision", models.CharField(default="allowed", max_length=8)),
                        ("rule", models.CharField(blank=True, max_length=40)),
                        ("request", models.CharField(blank=True, max_length=36)),
                        ("detail", models.JSONField(default=dict)),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["xid", "id"], name="journal_horizon"),
                            models.Index(fields=["action", "-id"], name="journal_action"),
                            models.Index(fields=["organisation", "-id"], name="journal_organisation"),
                            django.contrib.postgres.indexes.GinIndex(fields=["owners"], name="journal_owners"),
                            django.contrib.postgres.indexes.GinIndex(fields=["refs"], name="journal_refs"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JournalNode",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "level", "index", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("level", models.PositiveSmallIntegerField()),
                        ("index", models.BigIntegerField()),
                        ("hash", models.BinaryField(max_length=32)),
                        ("entry", models.BigIntegerField(null=True, unique=True)),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="JournalHead",
                    fields=[
                        ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("root", models.BinaryField(max_length=32)),
                        ("at", models.DateTimeField()),
                        ("note", models.TextField()),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="JournalCursor",
                    fields=[
                        ("consumer", models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ("xid", accessctl.models.journal.XidField(default=0)),
                        ("entry", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Tombstone",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("kind", models.CharField(max_length=20)),
                        ("record_ref", models.CharField(blank=True, max_length=20, verbose_name="Record")),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                            ),
                        ),
                        ("registered_at", models.DateTimeField(null=True, verbose_name="Registered")),
                        ("erased_at", models.DateTimeField(verbose_name="Erased")),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("family_wish", "the family wishes it"),
                                    ("person_wish", "the person it is about wishes it"),
                                    ("mistake", "it was entered by mistake"),
                                    ("time_over", "the time for keeping it is over"),
                                    ("no_basis", "nothing allows keeping it"),
                                ],
                                max_length=16,
                                verbose_name="Reason",
                            ),
                        ),
                        (
                            "told",
                            models.CharField(
                                choices=[
                                    ("in_person", "told in person"),
                                    ("by_voice", "told by telephone"),
                                    ("in_writing", "told in writing"),
                                    ("not_reached", "not reached, after several attempts"),
                                    ("nobody", "there is nobody to tell"),
                                ],
                                max_length=16,
                                verbose_name="The family",
                            ),
                        ),
                        ("by", models.CharField(max_length=80)),
                        ("second", models.CharField(blank=True, max_length=80)),
                        ("written_at", models.DateTimeField(null=True)),
                        ("keys_destroyed_at", models.DateTimeField(null=True)),
                        (
                            "xid",
                            accessctl.models.journal.XidField(
                                db_default=accessctl.models.journal.CurrentXid(), editable=False
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["owner", "-erased_at"], name="tombstone_list"),
                            models.Index(fields=["record_ref"], name="tombstone_ref"),
                            models.Index(fields=["by", "-erased_at"], name="tombstone_by"),
                            models.Index(fields=["xid"], name="tombstone_xid"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="tombstone_digest_sha256"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeyWork",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "tombstone",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accessctl.tombstone"
                            ),
                        ),
                        ("record", models.UUIDField()),
                        (
                            "rings",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2), default=list, size=None
                            ),
                        ),
                        ("upto", models.BigIntegerField(null=True)),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Demand",
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
                            "demanded_by",
                            models.CharField(
                                choices=[
                                    ("court", "court"),
                                    ("prosecutor", "prosecutor"),
                                    ("police", "police"),
                                    ("immigration", "immigration or border authority"),
                                    ("intelligence", "intelligence service"),
                                    ("parliament", "parliament or commission of inquiry"),
                                    ("other", "another authority"),
                                ],
                                max_length=16,
                                verbose_name="Kind of authority",
                            ),
                        ),
                        ("country", models.CharField(max_length=3, verbose_name="State")),
                        ("received_on", models.DateField(verbose_name="Received on")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="Answer demanded by")),
                        (
                            "record_refs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                default=list,
                                size=None,
                                verbose_name="Records concerned",
                            ),
                        ),
                        (
                            "gag",
                            models.BooleanField(default=False, verbose_name="Telling those concerned is forbidden"),
                        ),
                        ("preserve", models.BooleanField(default=False, verbose_name="The records must be preserved")),
                        ("preserve_until", models.DateField(blank=True, null=True, verbose_name="Preserve until")),
                        (
                            "contested",
                            models.CharField(
                                choices=[
                                    ("no", "not contested"),
                                    ("contested", "contested, not decided yet"),
                                    ("won", "contested and set aside"),
                                    ("lost", "contested and upheld"),
                                ],
                                default="no",
                                max_length=12,
                                verbose_name="Contested",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("waiting", "not answered yet"),
                                    ("refused", "refused"),
                                    ("partly", "handed over in part"),
                                    ("wholly", "handed over as demanded"),
                                    ("nothing", "nothing of the kind is held"),
                                    ("withdrawn", "demand withdrawn"),
                                ],
                                default="waiting",
                                max_length=12,
                                verbose_name="Answer",
                            ),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="Answered on")),
                        (
                            "rings",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2),
                                default=list,
                                size=None,
                                verbose_name="What was handed over",
                            ),
                        ),
                        (
                            "told",
                            models.CharField(
                                choices=[
                                    ("not_yet", "not told yet"),
                                    ("told", "they were told"),
                                    ("forbidden", "telling them is forbidden"),
                                    ("not_concerned", "nothing about anybody was handed over"),
                                    ("at_risk", "not told, because it would put them at risk"),
                                ],
                                default="not_yet",
                                max_length=16,
                                verbose_name="Those concerned",
                            ),
                        ),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="Told on")),
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
                            models.Index(fields=["-created_at", "-id"], name="demand_newest"),
                            models.Index(fields=["owner", "-created_at", "-id"], name="demand_list"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "waiting"), ("answered_on", None)),
                                    models.Q(
                                        models.Q(("answer", "waiting"), _negated=True), ("answered_on__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="demand_answer_has_a_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DemandFile",
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
                            "demand",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accessctl.demand"
                            ),
                        ),
                        ("authority", accessctl.sealed.SealedText(max_length=200, verbose_name="Who demanded")),
                        (
                            "legal_basis",
                            accessctl.sealed.SealedText(max_length=500, verbose_name="On which legal basis"),
                        ),
                        ("scope", accessctl.sealed.SealedText(max_length=1000, verbose_name="What was demanded")),
                        (
                            "said",
                            accessctl.sealed.SealedText(max_length=1000, null=True, verbose_name="What was answered"),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Breach",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("lost_device", "device lost or stolen"),
                                    ("stolen_account", "account or token in other hands"),
                                    ("misuse", "read without need by somebody with access"),
                                    ("wrong_receiver", "sent or shown to the wrong person"),
                                    ("partner", "at an organisation that received data"),
                                    ("intrusion", "intrusion into servers"),
                                    ("copy", "copy of a database or backup lost"),
                                    ("other", "something else"),
                                ],
                                max_length=16,
                                verbose_name="What kind",
                            ),
                        ),
                        ("noticed_at", models.DateTimeField(verbose_name="Noticed")),
                        ("since", models.DateTimeField(verbose_name="Possible since")),
                        ("until", models.DateTimeField(verbose_name="Possible until")),
                        (
                            "authority_told_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Authority told"),
                        ),
                        (
                            "subjects_told_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Those concerned told"),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="Closed")),
                    ],
                    options={
                        "verbose_name_plural": "breaches",
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
                            models.Index(fields=["-created_at", "-id"], name="breach_newest"),
                            models.Index(fields=["owner", "-created_at", "-id"], name="breach_list"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("since__lte", models.F("until"))), name="breach_window_order"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BreachFile",
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
                            "breach",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accessctl.breach"
                            ),
                        ),
                        ("what", accessctl.sealed.SealedText(max_length=2000, verbose_name="What happened")),
                        (
                            "measures",
                            accessctl.sealed.SealedText(max_length=2000, null=True, verbose_name="What was done"),
                        ),
                        ("readers", accessctl.sealed.SealedJSON(verbose_name="Whose readings")),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Sanction",
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
                                default=accessctl.models.registers.sanction_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                                verbose_name="Reference",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Organisation",
                            ),
                        ),
                        ("country", models.CharField(blank=True, max_length=3, verbose_name="State")),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("breach", "a breach that is looked into"),
                                    ("recall", "refused to delete what was recalled"),
                                    ("misuse", "used data for another purpose"),
                                    ("passed_on", "passed data on"),
                                    ("compulsion", "its State compels it to hand data over"),
                                ],
                                max_length=12,
                                verbose_name="Reason",
                            ),
                        ),
                        ("begun_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Since")),
                        ("lifted_at", models.DateTimeField(null=True, verbose_name="Lifted")),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["organisation", "lifted_at"], name="sanction_organisation")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("country", ""), ("organisation__isnull", False)),
                                    models.Q(("organisation", None), models.Q(("country", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="sanction_one_or_a_state",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_at", None)),
                                fields=("owner", "organisation", "country"),
                                name="sanction_once",
                                nulls_distinct=False,
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Replay",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accessctl.apiclient"
                            ),
                        ),
                        ("key", models.CharField(max_length=64)),
                        ("asked", models.CharField(max_length=64)),
                        ("ref", models.CharField(blank=True, max_length=24)),
                        ("created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [models.UniqueConstraint(fields=("client", "key"), name="replay_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ("data", models.BinaryField()),
                        (
                            "account",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("device", models.CharField(blank=True, max_length=40)),
                        ("begun_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="CacheEntry",
                    fields=[
                        ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                        ("value", models.TextField()),
                        ("expires", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "db_table": "accessctl_cache",
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Effect",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("kind", models.CharField(max_length=40)),
                        ("key", models.CharField(max_length=120, unique=True)),
                        ("payload", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[("due", "Due"), ("leased", "Leased"), ("done", "Done"), ("parked", "Parked")],
                                default="due",
                                max_length=8,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("fence", models.BigIntegerField(default=0)),
                        ("leased_until", models.DateTimeField(null=True)),
                        ("error", models.CharField(blank=True, max_length=100)),
                        ("place", models.CharField(blank=True, max_length=160)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("done_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["kind", "state", "id"], name="effect_due")],
                    },
                ),
                migrations.CreateModel(
                    name="Turn",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("consumer", models.CharField(max_length=60)),
                        ("place", models.PositiveSmallIntegerField()),
                        ("holder", models.UUIDField(null=True)),
                        ("held_until", models.DateTimeField(null=True)),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [models.UniqueConstraint(fields=("consumer", "place"), name="turn_once")],
                    },
                ),
            ],
        ),
    ]
