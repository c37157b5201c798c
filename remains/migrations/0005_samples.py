"""Samples by code, their way, their tests and what laboratories reported.

The database keeps the way of a sample as it keeps the chain of custody, and a donor's consent: no sample of theirs is
saved, handed to a laboratory or reported on unless they agree at that moment.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.consent
import accessctl.sealed
import registry.lib.ids
from accessctl.migrating import Together

TRIGGERS = """
CREATE FUNCTION sample_may_follow(before text, next text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT next = ANY(CASE before
        WHEN '' THEN ARRAY['collected']
        WHEN 'collected' THEN ARRAY['stored', 'sent', 'audited', 'returned', 'destroyed', 'lost']
        WHEN 'stored' THEN ARRAY['stored', 'sent', 'audited', 'returned', 'destroyed', 'lost', 'used_up']
        WHEN 'sent' THEN ARRAY['received', 'lost']
        WHEN 'received' THEN ARRAY['stored', 'sent', 'audited', 'returned', 'destroyed', 'lost', 'used_up']
        WHEN 'lost' THEN ARRAY['received']
        ELSE ARRAY[]::text[] END)
$$;

-- Whether a sample may be tested now: of a donor, while they agree.  The donor's row is held meanwhile, so that a
-- withdrawal is either before the test or after it.
CREATE FUNCTION sample_is_agreed(code uuid) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    until timestamptz;
BEGIN
    SELECT donor.tests_until INTO until FROM remains_sampleofdonor origin
        JOIN cases_donor donor ON donor.id = origin.donor_id WHERE origin.sample_id = code FOR SHARE OF donor;
    RETURN NOT FOUND OR COALESCE(until > clock_timestamp(), false);
END $$;

CREATE FUNCTION sample_donor_agrees() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    until timestamptz;
BEGIN
    SELECT tests_until INTO until FROM cases_donor WHERE id = NEW.donor_id FOR SHARE;
    IF until IS NULL OR until <= clock_timestamp() THEN
        RAISE EXCEPTION 'no sample of a donor who does not agree to be tested' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sample_donor_agrees BEFORE INSERT ON remains_sampleofdonor
    FOR EACH ROW EXECUTE FUNCTION sample_donor_agrees();

CREATE FUNCTION sample_is_tested() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT sample_is_agreed(NEW.sample_id) THEN
        RAISE EXCEPTION 'no test of a donor who does not agree' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_TABLE_NAME = 'remains_sampletest' AND NOT EXISTS (
        SELECT 1 FROM remains_samplestep step WHERE step.id = (to_jsonb(NEW) ->> 'sent_id')::uuid
            AND step.sample_id = NEW.sample_id AND step.kind = 'sent'
            AND step.to_org_id = (to_jsonb(NEW) ->> 'laboratory_id')::uuid)
    THEN
        RAISE EXCEPTION 'a test begins with a hand-over to its laboratory' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_TABLE_NAME = 'remains_geneticprofile' AND NOT EXISTS (
        SELECT 1 FROM remains_sampletest test JOIN remains_samplestep sent ON sent.id = test.sent_id
            JOIN remains_samplestep arrived ON arrived.sample_id = sent.sample_id AND arrived.kind = 'received'
                AND arrived.organisation_id = test.laboratory_id AND arrived.number > sent.number
        WHERE test.id = (to_jsonb(NEW) ->> 'test_id')::uuid AND test.sample_id = NEW.sample_id)
    THEN
        RAISE EXCEPTION 'a report is of a sample that was received' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sample_is_tested BEFORE INSERT ON remains_sampletest
    FOR EACH ROW EXECUTE FUNCTION sample_is_tested();
CREATE TRIGGER sample_is_tested BEFORE INSERT ON remains_geneticprofile
    FOR EACH ROW EXECUTE FUNCTION sample_is_tested();

CREATE FUNCTION sample_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest remains_samplestep;
    moved remains_samplestep;
    root remains_sample;
BEGIN
    SELECT * INTO root FROM remains_sample WHERE id = NEW.sample_id FOR UPDATE;
    SELECT * INTO latest FROM remains_samplestep WHERE sample_id = NEW.sample_id ORDER BY number DESC LIMIT 1;
    SELECT * INTO moved FROM remains_samplestep
        WHERE sample_id = NEW.sample_id AND kind <> 'audited' ORDER BY number DESC LIMIT 1;
    IF NEW.number <> COALESCE(latest.number, 0) + 1 OR NEW.previous IS DISTINCT FROM latest.digest
        OR NEW.at < latest.at OR NOT sample_may_follow(COALESCE(moved.kind, ''), NEW.kind)
    THEN
        RAISE EXCEPTION 'this does not follow from the last step of the sample' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind = 'received' AND moved.kind = 'sent'
        AND (NEW.created_by_id IS NULL OR NEW.created_by_id = moved.created_by_id)
    THEN
        RAISE EXCEPTION 'who hands over does not receive' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind IN ('sent', 'used_up') AND NOT sample_is_agreed(NEW.sample_id)
        AND NEW.to_org_id IS DISTINCT FROM root.owner_id
    THEN
        RAISE EXCEPTION 'the donor does not agree' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sample_follows BEFORE INSERT ON remains_samplestep
    FOR EACH ROW EXECUTE FUNCTION sample_follows();

-- The words of these rows may be sealed anew under another key: the digests of the chain keep them.
CREATE TRIGGER sample_is_final BEFORE UPDATE ON remains_samplestep
    FOR EACH ROW EXECUTE FUNCTION custody_is_final('to_person', 'seal_no', 'note', 'nonce');
CREATE TRIGGER sample_is_final BEFORE UPDATE ON remains_sampletest
    FOR EACH ROW EXECUTE FUNCTION custody_is_final();
CREATE TRIGGER sample_is_final BEFORE UPDATE ON remains_geneticprofile
    FOR EACH ROW EXECUTE FUNCTION custody_is_final('report_ref');
CREATE TRIGGER sample_is_final BEFORE UPDATE ON remains_sampleofdonor
    FOR EACH ROW EXECUTE FUNCTION custody_is_final('collected_by', 'collected_where');
CREATE TRIGGER sample_is_final BEFORE UPDATE ON remains_sampleofremains
    FOR EACH ROW EXECUTE FUNCTION custody_is_final('collected_by', 'collected_where');

CREATE FUNCTION sample_goes_with_its_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM remains_sample WHERE id = OLD.sample_id) THEN
        RAISE EXCEPTION 'the way of a sample is append-only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sample_goes_with_its_record AFTER DELETE ON remains_samplestep
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sample_goes_with_its_record();

CREATE FUNCTION sample_has_an_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM remains_sample WHERE id = NEW.id) AND (
        (SELECT count(*) FROM remains_sampleofdonor WHERE sample_id = NEW.id)
        + (SELECT count(*) FROM remains_sampleofremains WHERE sample_id = NEW.id) <> 1
        OR NOT EXISTS (SELECT 1 FROM remains_samplestep WHERE sample_id = NEW.id))
    THEN
        RAISE EXCEPTION 'a sample is of remains or of a donor, and its way begins' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sample_has_an_origin AFTER INSERT ON remains_sample
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sample_has_an_origin();
"""
UNDO = """
DROP TRIGGER sample_has_an_origin ON remains_sample;
DROP TRIGGER sample_goes_with_its_record ON remains_samplestep;
DROP TRIGGER sample_is_final ON remains_sampleofremains;
DROP TRIGGER sample_is_final ON remains_sampleofdonor;
DROP TRIGGER sample_is_final ON remains_geneticprofile;
DROP TRIGGER sample_is_final ON remains_sampletest;
DROP TRIGGER sample_is_final ON remains_samplestep;
DROP TRIGGER sample_follows ON remains_samplestep;
DROP TRIGGER sample_is_tested ON remains_geneticprofile;
DROP TRIGGER sample_is_tested ON remains_sampletest;
DROP TRIGGER sample_donor_agrees ON remains_sampleofdonor;
DROP FUNCTION sample_has_an_origin();
DROP FUNCTION sample_goes_with_its_record();
DROP FUNCTION sample_follows();
DROP FUNCTION sample_is_tested();
DROP FUNCTION sample_donor_agrees();
DROP FUNCTION sample_is_agreed(uuid);
DROP FUNCTION sample_may_follow(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0004_shared_bundles"),
        ("cases", "0010_donors"),
        ("remains", "0004_examination"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Sample",
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
                            models.Index(fields=["-created_at", "-id"], name="sample_newest"),
                            models.Index(fields=["owner", "-created_at", "-id"], name="sample_list"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SampleFile",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("material", models.CharField(max_length=40, verbose_name="What it is")),
                        ("collected_on", models.DateField(verbose_name="Taken on")),
                        (
                            "quantity",
                            accessctl.sealed.SealedText(blank=True, max_length=80, null=True, verbose_name="How much"),
                        ),
                        ("preservation", models.CharField(max_length=40, verbose_name="How it is preserved")),
                        (
                            "residue",
                            models.CharField(
                                help_text="You decide what happens to the rest",
                                max_length=40,
                                verbose_name="What happens to the rest",
                            ),
                        ),
                        (
                            "keep_until",
                            models.DateField(
                                blank=True,
                                help_text="You decide what happens to the rest",
                                null=True,
                                verbose_name="Kept until",
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
                            "sample",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.sample"
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
                                        "material__in",
                                        [
                                            "femur_mid",
                                            "petrous",
                                            "tooth_molar",
                                            "tooth_other",
                                            "metacarpal",
                                            "nail",
                                            "muscle",
                                            "cartilage",
                                            "blood_card",
                                            "blood",
                                            "buccal",
                                            "hair_root",
                                            "toothbrush",
                                            "razor",
                                            "clothing",
                                            "biobank",
                                            "neonatal_card",
                                        ],
                                    )
                                ),
                                name="samplefile_material_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "preservation__in",
                                        [
                                            "dry",
                                            "fta_card",
                                            "frozen",
                                            "refrigerated",
                                            "ethanol",
                                            "silica",
                                            "formalin",
                                            "none",
                                        ],
                                    )
                                ),
                                name="samplefile_preservation_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("residue__in", ["return", "destroy_after_id", "keep_until"])),
                                name="samplefile_residue_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("keep_until__isnull", False), ("residue", "keep_until")),
                                    models.Q(models.Q(("residue", "keep_until"), _negated=True), ("keep_until", None)),
                                    _connector="OR",
                                ),
                                name="samplefile_kept_until_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SampleOfDonor",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("collected_by", accessctl.sealed.SealedText(max_length=120, verbose_name="Taken by")),
                        (
                            "collected_where",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=200, null=True, verbose_name="Taken where"
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
                            "donor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.donor"
                            ),
                        ),
                        (
                            "sample",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.sample"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="SampleOfRemains",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("collected_by", accessctl.sealed.SealedText(max_length=120, verbose_name="Taken by")),
                        (
                            "collected_where",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=200, null=True, verbose_name="Taken where"
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
                            "sample",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.sample"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="SampleStep",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("number", models.PositiveSmallIntegerField(editable=False)),
                        ("kind", models.CharField(max_length=40, verbose_name="What happened")),
                        ("at", models.DateTimeField(verbose_name="When")),
                        (
                            "to_person",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=120, null=True, verbose_name="Who took it over"
                            ),
                        ),
                        (
                            "seal_no",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=60, null=True, verbose_name="Number of the seal"
                            ),
                        ),
                        (
                            "note",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=500, null=True, verbose_name="Condition and remarks"
                            ),
                        ),
                        (
                            "proof",
                            models.CharField(
                                blank=True, max_length=64, null=True, verbose_name="Proof of the destruction"
                            ),
                        ),
                        ("nonce", accessctl.sealed.SealedText(max_length=64)),
                        ("previous", models.CharField(editable=False, max_length=64, null=True)),
                        ("digest", models.CharField(editable=False, max_length=64)),
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Written by",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="remains.storageplace",
                                verbose_name="Storage place",
                            ),
                        ),
                        (
                            "sample",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.sample"
                            ),
                        ),
                        (
                            "to_org",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Handed to",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["to_org", "kind", "-at"], name="samplestep_handed_to")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "collected",
                                            "stored",
                                            "sent",
                                            "received",
                                            "audited",
                                            "used_up",
                                            "returned",
                                            "destroyed",
                                            "lost",
                                        ],
                                    )
                                ),
                                name="samplestep_kind_code",
                            ),
                            models.UniqueConstraint(fields=("sample", "number"), name="samplestep_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="samplestep_digest"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("previous", None), ("previous__regex", "^[0-9a-f]{64}$"), _connector="OR"
                                ),
                                name="samplestep_previous",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "destroyed"), ("proof__regex", "^[0-9a-f]{64}$")),
                                    models.Q(models.Q(("kind", "destroyed"), _negated=True), ("proof", None)),
                                    _connector="OR",
                                ),
                                name="samplestep_destroyed_with_proof",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "stored"), ("place__isnull", False)),
                                    models.Q(models.Q(("kind", "stored"), _negated=True), ("place", None)),
                                    _connector="OR",
                                ),
                                name="samplestep_stored_somewhere",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SampleTest",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("kind", models.CharField(max_length=40, verbose_name="Which test")),
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
                            "laboratory",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Laboratory",
                            ),
                        ),
                        (
                            "sample",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.sample"
                            ),
                        ),
                        (
                            "sent",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="remains.samplestep",
                                verbose_name="Hand-over",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["laboratory", "sample"], name="sampletest_laboratory")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["autosomal_str", "y_str", "x_str", "mtdna", "snp"])),
                                name="sampletest_kind_code",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GeneticProfile",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("quality", models.CharField(max_length=40, verbose_name="What it came to")),
                        ("loci_typed", models.PositiveSmallIntegerField(verbose_name="Markers that were typed")),
                        ("report_digest", models.CharField(max_length=64, verbose_name="Digest of the report")),
                        (
                            "report_ref",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=60, null=True, verbose_name="The laboratory’s own number"
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
                            "sample",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.sample"
                            ),
                        ),
                        (
                            "test",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.sampletest"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("quality__in", ["full", "partial", "mixture", "failed"])),
                                name="geneticprofile_quality_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("loci_typed__gte", 0), ("loci_typed__lte", 100)),
                                name="geneticprofile_loci_typed_bounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("report_digest__regex", "^[0-9a-f]{64}$")),
                                name="geneticprofile_report_digest",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("quality", "failed"), _negated=True), ("loci_typed", 0), _connector="OR"
                                ),
                                name="geneticprofile_failed_is_empty",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
