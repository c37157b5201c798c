import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.consent
import accessctl.sealed
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
                    name="Relative",
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
                            "is_primary_contact",
                            models.BooleanField(
                                default=True, help_text="Whom we call first", verbose_name="First contact"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                help_text="To speak to you in your language",
                                max_length=3,
                                null=True,
                                verbose_name="Language",
                            ),
                        ),
                        (
                            "interpreter_needed",
                            models.BooleanField(
                                default=False,
                                help_text="To speak to you in your language",
                                verbose_name="Interpreter needed",
                            ),
                        ),
                        (
                            "country_of_residence",
                            models.CharField(
                                blank=True,
                                help_text="Which focal point is near you",
                                max_length=3,
                                null=True,
                                verbose_name="Country of residence",
                            ),
                        ),
                        (
                            "id_verified",
                            models.CharField(
                                default="none",
                                help_text="To be sure news goes to the real family",
                                max_length=40,
                                verbose_name="Identity",
                            ),
                        ),
                        (
                            "do_not_contact",
                            models.BooleanField(default=False, help_text="Your wish", verbose_name="Wishes no contact"),
                        ),
                        ("absences", models.JSONField(blank=True, default=dict)),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("id_verified__in", ["none", "known_to_org", "document_seen", "second_relative"])
                                ),
                                name="relative_id_verified_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("country_of_residence__regex", "^[A-Z]{3}$"),
                                    models.Q(("country_of_residence__in", ["XXB", "XXC"]), _negated=True),
                                ),
                                name="relative_country_of_residence_country",
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
                                name="relative_absences_code",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_primary_contact", True)),
                                fields=("case",),
                                name="relative_one_primary_contact",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RelativeRisk",
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
                            "relative",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.relative"
                            ),
                        ),
                        (
                            "risks",
                            accessctl.sealed.SealedJSON(
                                help_text="So that our contact does not endanger you", verbose_name="Risks"
                            ),
                        ),
                        (
                            "note",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="So that our contact does not endanger you",
                                max_length=500,
                                null=True,
                                verbose_name="In their words",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="RelativeName",
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
                            "relative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.relative"
                            ),
                        ),
                        (
                            "full_original",
                            accessctl.sealed.SealedText(
                                help_text="To know who is asking", max_length=200, verbose_name="Your name"
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
                                name="relativename_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("order__in", ["gf", "fg", "mono", "chain", "unknown"])),
                                name="relativename_order_code",
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
                                name="relativename_translit_scheme_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "spelling_confidence__in",
                                        ["read_from_document", "spelled_by_family", "heard", "guessed"],
                                    )
                                ),
                                name="relativename_spelling_confidence_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("script__regex", "^[A-Z][a-z]{3}$")),
                                name="relativename_script_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RelativeTie",
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
                            "relative",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.relative"
                            ),
                        ),
                        (
                            "relationship",
                            models.CharField(
                                help_text="To inform you properly; who may give samples later",
                                max_length=40,
                                verbose_name="Relationship",
                            ),
                        ),
                        (
                            "via_organisation",
                            models.ForeignKey(
                                blank=True,
                                help_text="You may choose to be reached only through us",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Only through",
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
                                        "relationship__in",
                                        [
                                            "mot",
                                            "fat",
                                            "chi",
                                            "sib_f",
                                            "sib_h",
                                            "sib_x",
                                            "spo",
                                            "par",
                                            "fia",
                                            "gmo",
                                            "gfa",
                                            "gch",
                                            "aun",
                                            "unc",
                                            "nie",
                                            "nep",
                                            "cou",
                                            "inl",
                                            "gua",
                                            "fos",
                                            "mil",
                                            "fri",
                                            "com",
                                            "nei",
                                            "emp",
                                            "rep",
                                            "org",
                                            "non",
                                            "other",
                                        ],
                                    )
                                ),
                                name="relativetie_relationship_code",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Channel",
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
                            "relative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.relative"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                help_text="To give you news safely", max_length=40, verbose_name="How to reach you"
                            ),
                        ),
                        (
                            "value",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="How to reach you without putting you at risk",
                                max_length=200,
                                null=True,
                                verbose_name="Number or address",
                            ),
                        ),
                        (
                            "e164",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=20, null=True, verbose_name="Number, international"
                            ),
                        ),
                        (
                            "safe_hours",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="How to reach you without putting you at risk",
                                max_length=100,
                                null=True,
                                verbose_name="Safe hours",
                            ),
                        ),
                        (
                            "safe_to_leave_message",
                            models.BooleanField(
                                default=False,
                                help_text="How to reach you without putting you at risk",
                                verbose_name="A message may be left",
                            ),
                        ),
                        (
                            "shared_device",
                            models.BooleanField(
                                default=False,
                                help_text="How to reach you without putting you at risk",
                                verbose_name="Others use this device",
                            ),
                        ),
                        (
                            "speaks_as",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="How to reach you without putting you at risk",
                                max_length=100,
                                null=True,
                                verbose_name="Who we say we are",
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
                                            "phone",
                                            "sms",
                                            "whatsapp",
                                            "signal",
                                            "telegram",
                                            "messenger",
                                            "email",
                                            "post",
                                            "visit",
                                            "via_org",
                                            "radio",
                                            "portal",
                                            "other",
                                        ],
                                    )
                                ),
                                name="channel_kind_code",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RiskBriefing",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.CharField(max_length=20, verbose_name="Version")),
                        ("language", models.CharField(max_length=12, verbose_name="Language")),
                        ("text", models.TextField(verbose_name="Wording")),
                        ("digest", models.CharField(max_length=64)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "language", "digest"), name="riskbriefing_wording_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                                name="riskbriefing_digest_sha256",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
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
                            "purpose",
                            models.CharField(
                                help_text="You decide each use separately", max_length=40, verbose_name="Purpose"
                            ),
                        ),
                        (
                            "recipient_class",
                            models.CharField(
                                help_text="You decide each receiver separately", max_length=40, verbose_name="Receiver"
                            ),
                        ),
                        (
                            "decision",
                            models.CharField(
                                help_text="Nothing is shared or compared without it",
                                max_length=40,
                                verbose_name="Decision",
                            ),
                        ),
                        (
                            "max_layer",
                            models.PositiveSmallIntegerField(
                                default=2, help_text="How much may be told", verbose_name="How much may be told"
                            ),
                        ),
                        (
                            "recipient_organisations",
                            accessctl.sealed.SealedJSON(
                                blank=True,
                                help_text="You may name or exclude receivers",
                                null=True,
                                verbose_name="Receivers named or excluded",
                            ),
                        ),
                        (
                            "country_scope",
                            accessctl.sealed.SealedJSON(
                                blank=True,
                                help_text="Countries you do not want to involve",
                                null=True,
                                verbose_name="Countries",
                            ),
                        ),
                        (
                            "publication",
                            models.CharField(
                                default="none",
                                help_text="A public notice only with your yes",
                                max_length=40,
                                verbose_name="Public notice",
                            ),
                        ),
                        ("legal_basis", models.CharField(default="consent", max_length=40, verbose_name="Legal basis")),
                        (
                            "briefing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="families.riskbriefing",
                            ),
                        ),
                        (
                            "risks_explained",
                            models.BooleanField(
                                help_text="You were told risks and rights first", verbose_name="Risks were explained"
                            ),
                        ),
                        (
                            "rights_explained",
                            models.BooleanField(
                                help_text="You were told risks and rights first", verbose_name="Rights were explained"
                            ),
                        ),
                        ("valid_from", models.DateTimeField(verbose_name="Valid from")),
                        ("valid_until", models.DateTimeField(null=True, verbose_name="Valid until")),
                        ("state", models.CharField(max_length=40, verbose_name="State")),
                        (
                            "supersedes",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="families.consent",
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
                                        "purpose__in",
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
                                name="consent_purpose_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "recipient_class__in",
                                        [
                                            "own_org",
                                            "cso",
                                            "family_association",
                                            "red_cross_movement",
                                            "international_org",
                                            "forensic_institute",
                                            "genetic_lab",
                                            "medical_facility",
                                            "national_search_body",
                                            "national_focal_point",
                                            "consulate",
                                            "police_missing_unit",
                                            "prosecutor",
                                            "court",
                                            "detention_operator",
                                            "sar_body",
                                            "child_protection",
                                            "treaty_body",
                                            "state_of_origin_body",
                                            "state_of_transit_body",
                                            "state_of_destination_body",
                                            "immigration_authority",
                                            "media_public",
                                            "researcher",
                                            "partner_registry",
                                        ],
                                    )
                                ),
                                name="consent_recipient_class_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("decision__in", ["given", "refused", "not_asked"])),
                                name="consent_decision_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("publication__in", ["none", "no_photo_no_name", "first_name_photo", "full"])
                                ),
                                name="consent_publication_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "legal_basis__in",
                                        [
                                            "consent",
                                            "vital_interest",
                                            "public_interest",
                                            "legitimate_interest",
                                            "legal_obligation",
                                        ],
                                    )
                                ),
                                name="consent_legal_basis_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["given", "refused", "withdrawn"])),
                                name="consent_state_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("max_layer__gte", 0), ("max_layer__lte", 4)),
                                name="consent_max_layer_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rights_explained", True), ("risks_explained", True)),
                                name="consent_both_explained",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("valid_until__gt", models.F("valid_from"))),
                                name="consent_valid_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decision", "refused"), ("state", "refused")),
                                    models.Q(("decision", "given"), ("state__in", ["given", "withdrawn"])),
                                    _connector="OR",
                                ),
                                name="consent_state_fits_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("recipient_class", "immigration_authority"), _negated=True),
                                    models.Q(("decision", "given"), _negated=True),
                                    _connector="OR",
                                ),
                                name="consent_never_to_immigration",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsentTaking",
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
                            "consent",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.consent"
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="families.relative",
                            ),
                        ),
                        (
                            "subject_kind",
                            models.CharField(default="enquirer", max_length=40, verbose_name="Who consents"),
                        ),
                        (
                            "how",
                            models.CharField(
                                help_text="Proof that you were asked",
                                max_length=40,
                                verbose_name="How consent was given",
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
                            "witness",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Proof that you were asked",
                                max_length=120,
                                null=True,
                                verbose_name="Witness",
                            ),
                        ),
                        (
                            "reason",
                            accessctl.sealed.SealedText(blank=True, max_length=500, null=True, verbose_name="Reason"),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("subject_kind__in", ["enquirer", "donor", "located_person", "guardian_for_minor"])
                                ),
                                name="consenttaking_subject_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("how__in", ["written", "audio", "oral_witnessed", "portal", "thumbprint"])
                                ),
                                name="consenttaking_how_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsentReminder",
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
                        ("reason", models.CharField(max_length=40, verbose_name="Why")),
                        ("due_on", models.DateField(verbose_name="Ask by")),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["due_on"], name="consentreminder_due")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reason__in", ["ends_soon", "ended", "answers_changed", "wording_changed"])
                                ),
                                name="consentreminder_reason_code",
                            ),
                            models.UniqueConstraint(fields=("case", "reason"), name="consentreminder_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegistrationDraft",
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
                            models.Index(fields=["-created_at", "-id"], name="registrationdraft_newest"),
                            models.Index(fields=["owner", "-created_at", "-id"], name="registrationdraft_list"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DraftPhoto",
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
                            "draft",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="families.registrationdraft",
                            ),
                        ),
                        ("kind", models.CharField(default="portrait", max_length=40, verbose_name="Kind of file")),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["portrait"])), name="draftphoto_kind_code"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("mime__in", ["image/webp"])), name="draftphoto_mime_code"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
