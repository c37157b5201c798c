"""Identifications, their signatures, second opinions, and what is passed on of a family's wishes.

The database keeps that no pair is confirmed without one that two people of two roles signed, that a signature is never
changed, and that of what was issued nothing is changed but that it was taken back.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
import registry.lib.ids
from accessctl.migrating import Together

TRIGGERS = """
CREATE FUNCTION confirmed_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (
        SELECT count(DISTINCT signed.signer_id) < 2 OR count(DISTINCT signed.role) < 2
        FROM matching_identification held JOIN matching_signature signed ON signed.identification_id = held.id
        WHERE held.pair_id = NEW.id AND held.conclusion = 'established' AND held.issued_at IS NOT NULL
            AND held.revoked_at IS NULL AND signed.digest = held.digest
    ) THEN
        RAISE EXCEPTION 'two people sign an identification' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER confirmed_by_two AFTER INSERT OR UPDATE OF state ON matching_candidatepair
    FOR EACH ROW WHEN (NEW.state = 'confirmed') EXECUTE FUNCTION confirmed_by_two();
CREATE FUNCTION signed_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable text[] := COALESCE(TG_ARGV::text[], '{}');
    sealed text[] := ARRAY[
        'panel', 'grounds', 'authority', 'legal_act', 'family_summary', 'nonce', 'revocation_reason', 'name',
        'created_by_id', 'updated_at'
    ];
BEGIN
    IF to_jsonb(OLD) - sealed - movable IS DISTINCT FROM to_jsonb(NEW) - sealed - movable THEN
        RAISE EXCEPTION 'what was signed is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER identification_is_final BEFORE UPDATE ON matching_identification
    FOR EACH ROW WHEN (OLD.issued_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION signed_is_final('revoked_at', 'remains_before');
CREATE TRIGGER identification_ends_once BEFORE UPDATE OF revoked_at ON matching_identification
    FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL) EXECUTE FUNCTION signed_is_final();
CREATE TRIGGER signature_is_final BEFORE UPDATE ON matching_signature
    FOR EACH ROW EXECUTE FUNCTION signed_is_final();
"""
UNDO = """
DROP TRIGGER signature_is_final ON matching_signature;
DROP TRIGGER identification_ends_once ON matching_identification;
DROP TRIGGER identification_is_final ON matching_identification;
DROP FUNCTION signed_is_final();
DROP TRIGGER confirmed_by_two ON matching_candidatepair;
DROP FUNCTION confirmed_by_two();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0008_faith_leaders"),
        ("matching", "0010_event_boards"),
        ("remains", "0003_custody"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="candidatepair",
                    name="concluded",
                    field=models.BooleanField(db_default=False, default=False, editable=False),
                ),
                migrations.CreateModel(
                    name="Identification",
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
                            "methods",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="Methods",
                            ),
                        ),
                        ("panel", accessctl.sealed.SealedJSON(blank=True, null=True, verbose_name="Panel")),
                        ("grounds", accessctl.sealed.SealedText(max_length=4000, verbose_name="What it rests on")),
                        ("conclusion", models.CharField(max_length=40, verbose_name="Conclusion")),
                        ("authority", accessctl.sealed.SealedText(max_length=200, verbose_name="Competent authority")),
                        ("country", models.CharField(max_length=3, verbose_name="Country of the authority")),
                        ("legal_act", accessctl.sealed.SealedText(max_length=200, verbose_name="Legal act it acts by")),
                        ("established_on", models.DateField(verbose_name="Date of the conclusion")),
                        (
                            "family_summary",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=2000, null=True, verbose_name="In plain words, for the family"
                            ),
                        ),
                        (
                            "summary_lang",
                            models.CharField(
                                blank=True, max_length=3, null=True, verbose_name="Language of these words"
                            ),
                        ),
                        ("nonce", accessctl.sealed.SealedText(max_length=64)),
                        ("digest", models.CharField(editable=False, max_length=64)),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                        ("issued_at", models.DateTimeField(editable=False, null=True, verbose_name="Issued")),
                        ("pair_before", models.CharField(editable=False, max_length=40, null=True)),
                        ("remains_before", models.CharField(editable=False, max_length=40, null=True)),
                        ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="Taken back")),
                        (
                            "revocation_reason",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=1000, null=True, verbose_name="Why it was taken back"
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
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Institution",
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
                                        "conclusion__in",
                                        ["established", "probable_not_sufficient", "insufficient", "exclusion"],
                                    )
                                ),
                                name="identification_conclusion_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "pair_before__in",
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
                                name="identification_pair_before_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "remains_before__in",
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
                                name="identification_remains_before_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "methods__contained_by",
                                        [
                                            "dna",
                                            "dental",
                                            "fingerprint",
                                            "device_serial",
                                            "medical",
                                            "mark",
                                            "anthropology",
                                            "belongings",
                                            "documents",
                                            "context",
                                            "visual",
                                            "combined_panel",
                                        ],
                                    )
                                ),
                                name="identification_methods_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("country__regex", "^[A-Z]{3}$"),
                                    models.Q(("country__in", ["XXB", "XXC"]), _negated=True),
                                ),
                                name="identification_country_country",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="identification_digest"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("withdrawn_at", None), ("issued_at", None), _connector="OR"),
                                name="identification_issued_or_withdrawn",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("revoked_at", None), ("issued_at__isnull", False), _connector="OR"),
                                name="identification_issued_before_revoked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("issued_at", None), ("pair_before__isnull", False), _connector="OR"
                                ),
                                name="identification_knows_before",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("issued_at", None), ("withdrawn_at", None)),
                                fields=("pair",),
                                name="identification_one_draft",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("conclusion", "established"), ("issued_at__isnull", False), ("revoked_at", None)
                                ),
                                fields=("remains",),
                                name="identification_one_per_remains",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReleaseOrder",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("passed_on", models.DateField(verbose_name="Passed on")),
                        ("disposition", models.CharField(max_length=40, verbose_name="Where they are laid to rest")),
                        ("handed_to", accessctl.sealed.SealedText(max_length=200, verbose_name="To be handed to")),
                        (
                            "rite",
                            accessctl.sealed.SealedText(blank=True, max_length=200, null=True, verbose_name="Rite"),
                        ),
                        (
                            "note",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=500, null=True, verbose_name="What else the family lets be known"
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
                            "identification",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="matching.identification",
                            ),
                        ),
                        (
                            "passed_on_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
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
                                condition=models.Q(
                                    ("disposition__in", ["repatriation", "burial_in_place", "cremation", "undecided"])
                                ),
                                name="releaseorder_disposition_code",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SecondOpinion",
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
                            "asked_on",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="Asked for on"),
                        ),
                        (
                            "given_by",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=200, null=True, verbose_name="Who gave it"
                            ),
                        ),
                        (
                            "result",
                            models.CharField(blank=True, max_length=40, null=True, verbose_name="What it came to"),
                        ),
                        (
                            "words",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=1000, null=True, verbose_name="In their words"
                            ),
                        ),
                        ("given_on", models.DateField(null=True, verbose_name="Given on")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Asked for by",
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
                            "identification",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="matching.identification",
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
                                condition=models.Q(("result__in", ["confirms", "cannot_say", "contradicts"])),
                                name="secondopinion_result_code",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("name", accessctl.sealed.SealedText(max_length=200, verbose_name="Name")),
                        ("role", models.CharField(max_length=40, verbose_name="In which capacity")),
                        ("digest", models.CharField(editable=False, max_length=64)),
                        (
                            "signed_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="Signed"
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
                            "identification",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="matching.identification",
                            ),
                        ),
                        (
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                            ),
                        ),
                        (
                            "signer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                            "tracing_officer",
                                        ],
                                    )
                                ),
                                name="signature_role_code",
                            ),
                            models.UniqueConstraint(fields=("identification", "signer"), name="signature_once_each"),
                            models.UniqueConstraint(fields=("identification", "role"), name="signature_two_roles"),
                            models.CheckConstraint(
                                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="signature_digest"
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
