"""The chain of custody, places of burial and storage places.

The database keeps the chain by itself: a step is never changed and goes with its record alone, it follows the last one,
who hands over is not who receives, and nobody is buried past the stop rule or without a place that can be found again.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
import cases.vocabulary.place
import registry.lib.ids
import remains.models.custody
from accessctl.migrating import Together

TRIGGERS = """
CREATE FUNCTION custody_may_follow(before text, next text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT next = ANY(CASE before
        WHEN '' THEN ARRAY['recovered', 'admitted']
        WHEN 'recovered' THEN ARRAY['sampled', 'examined', 'admitted', 'lost']
        WHEN 'moved' THEN ARRAY['admitted', 'lost']
        WHEN 'released' THEN ARRAY['buried', 'cremated', 'repatriated', 'handed_to_family', 'lost']
        WHEN 'buried' THEN ARRAY['exhumed', 'audited', 'lost']
        WHEN 'exhumed' THEN ARRAY['sampled', 'examined', 'admitted', 'lost']
        WHEN 'lost' THEN ARRAY['recovered', 'admitted']
        WHEN 'admitted' THEN ARRAY['sampled', 'examined', 'audited', 'stored', 'moved', 'released', 'buried', 'cremated',
            'lost']
        WHEN 'stored' THEN ARRAY['sampled', 'examined', 'audited', 'stored', 'moved', 'released', 'buried', 'cremated',
            'lost']
        ELSE ARRAY[]::text[] END)
$$;

CREATE FUNCTION custody_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest remains_custodyevent;
    moved remains_custodyevent;
    root remains_remains;
BEGIN
    SELECT * INTO root FROM remains_remains WHERE id = NEW.remains_id FOR UPDATE;
    SELECT * INTO latest FROM remains_custodyevent WHERE remains_id = NEW.remains_id ORDER BY number DESC LIMIT 1;
    SELECT * INTO moved FROM remains_custodyevent
        WHERE remains_id = NEW.remains_id AND kind NOT IN ('sampled', 'examined', 'audited')
        ORDER BY number DESC LIMIT 1;
    IF NEW.number <> COALESCE(latest.number, 0) + 1 OR NEW.previous IS DISTINCT FROM latest.digest
        OR NEW.at < latest.at OR NOT custody_may_follow(COALESCE(moved.kind, ''), NEW.kind)
    THEN
        RAISE EXCEPTION 'this does not follow from the last step of custody' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind = 'stored' AND NEW.place_id = moved.place_id THEN
        RAISE EXCEPTION 'the remains are in this place already' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind = 'admitted' AND moved.kind = 'moved'
        AND (NEW.created_by_id IS NULL OR NEW.created_by_id = moved.created_by_id)
    THEN
        RAISE EXCEPTION 'who hands over does not receive' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind IN ('released', 'repatriated', 'cremated', 'handed_to_family') AND NOT NEW.by_order
        AND root.status NOT IN ('identified', 'released', 'repatriated', 'buried_identified')
    THEN
        RAISE EXCEPTION 'out of care by an identification or an order' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind = 'buried' AND (
        NEW.tag_no IS NULL AND NOT EXISTS (
            SELECT 1 FROM remains_custodyevent WHERE remains_id = NEW.remains_id AND tag_no IS NOT NULL)
        OR NOT EXISTS (
            SELECT 1 FROM remains_custodyevent WHERE remains_id = NEW.remains_id AND kind = 'sampled')
        OR NOT EXISTS (
            SELECT 1 FROM remains_custodyevent WHERE remains_id = NEW.remains_id AND step = 'photography')
    ) THEN
        IF NOT EXISTS (
            SELECT 1 FROM accessctl_approval asked
            WHERE asked.id = NEW.exception_id AND asked.kind = 'remains.burial_exception'
                AND root.ref = ANY(asked.refs) AND asked.state IN ('approved', 'used')
                AND asked.decided_by_id IS NOT NULL AND asked.decided_by_id <> asked.asked_by_id
        ) THEN
            RAISE EXCEPTION 'stop rule: sample, photographs and tag before a burial' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER custody_follows BEFORE INSERT ON remains_custodyevent
    FOR EACH ROW EXECUTE FUNCTION custody_follows();

CREATE FUNCTION custody_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable text[] := ARRAY['created_by_id', 'updated_at'] || TG_ARGV;
BEGIN
    IF to_jsonb(OLD) - movable IS DISTINCT FROM to_jsonb(NEW) - movable
        OR (NEW.created_by_id IS NOT NULL AND NEW.created_by_id IS DISTINCT FROM OLD.created_by_id)
    THEN
        RAISE EXCEPTION 'custody is append-only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER custody_is_final BEFORE UPDATE ON remains_custodyevent
    FOR EACH ROW EXECUTE FUNCTION custody_is_final();
CREATE TRIGGER custody_is_final BEFORE UPDATE ON remains_burialplace
    FOR EACH ROW EXECUTE FUNCTION custody_is_final('lease_expires_at');

CREATE FUNCTION custody_goes_with_its_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM remains_remains WHERE id = OLD.remains_id) THEN
        RAISE EXCEPTION 'custody is append-only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER custody_goes_with_its_record AFTER DELETE ON remains_custodyevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION custody_goes_with_its_record();
CREATE CONSTRAINT TRIGGER custody_goes_with_its_record AFTER DELETE ON remains_burialplace
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION custody_goes_with_its_record();

CREATE FUNCTION burial_has_a_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM remains_custodyevent WHERE id = NEW.id)
        AND NOT EXISTS (
            SELECT 1 FROM remains_burialplace WHERE event_id = NEW.id AND remains_id = NEW.remains_id)
    THEN
        RAISE EXCEPTION 'a burial has a place' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER burial_has_a_place AFTER INSERT ON remains_custodyevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'buried') EXECUTE FUNCTION burial_has_a_place();
"""
UNDO = """
DROP TRIGGER burial_has_a_place ON remains_custodyevent;
DROP TRIGGER custody_goes_with_its_record ON remains_burialplace;
DROP TRIGGER custody_goes_with_its_record ON remains_custodyevent;
DROP TRIGGER custody_is_final ON remains_burialplace;
DROP TRIGGER custody_is_final ON remains_custodyevent;
DROP TRIGGER custody_follows ON remains_custodyevent;
DROP FUNCTION burial_has_a_place();
DROP FUNCTION custody_goes_with_its_record();
DROP FUNCTION custody_is_final();
DROP FUNCTION custody_follows();
DROP FUNCTION custody_may_follow(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0002_journal_append_only"),
        ("remains", "0002_element_inventory"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="StoragePlace",
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
                                default=remains.models.custody.storage_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                                verbose_name="Reference",
                            ),
                        ),
                        ("facility", models.CharField(max_length=80, verbose_name="Building")),
                        ("room", models.CharField(max_length=80, verbose_name="Room or cold store")),
                        ("shelf", models.CharField(blank=True, max_length=80, verbose_name="Shelf or drawer")),
                        ("capacity", models.PositiveSmallIntegerField(default=1, verbose_name="How many it holds")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="No longer used since")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)),
                                fields=("organisation", "facility", "room", "shelf"),
                                name="storageplace_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("capacity__gte", 1), ("capacity__lte", 500)),
                                name="storageplace_capacity_bounds",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustodyEvent",
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
                        ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="To be confirmed by")),
                        (
                            "step",
                            models.CharField(
                                blank=True, max_length=40, null=True, verbose_name="Step of the examination"
                            ),
                        ),
                        ("by_order", models.BooleanField(default=False, verbose_name="By order of an authority")),
                        (
                            "from_person",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=120, null=True, verbose_name="Who handed over"
                            ),
                        ),
                        (
                            "to_person",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=120, null=True, verbose_name="Who took over"
                            ),
                        ),
                        (
                            "tag_no",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=60, null=True, verbose_name="Number of the tag"
                            ),
                        ),
                        (
                            "seal_no",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=60, null=True, verbose_name="Number of the seal"
                            ),
                        ),
                        (
                            "order_no",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=200, null=True, verbose_name="Order or law it rests on"
                            ),
                        ),
                        (
                            "condition_note",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=500, null=True, verbose_name="Condition and remarks"
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
                            "exception",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.approval",
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
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
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
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["to_org", "kind", "-at"], name="custodyevent_handed_to")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "recovered",
                                            "admitted",
                                            "stored",
                                            "moved",
                                            "sampled",
                                            "examined",
                                            "audited",
                                            "released",
                                            "buried",
                                            "exhumed",
                                            "repatriated",
                                            "cremated",
                                            "handed_to_family",
                                            "lost",
                                        ],
                                    )
                                ),
                                name="custodyevent_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "step__in",
                                        [
                                            "personal_effects",
                                            "photography",
                                            "fingerprints",
                                            "radiology",
                                            "external",
                                            "anthropology",
                                            "pathology",
                                            "odontology",
                                            "embalming",
                                        ],
                                    )
                                ),
                                name="custodyevent_step_code",
                            ),
                            models.UniqueConstraint(fields=("remains", "number"), name="custodyevent_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="custodyevent_number_from_1"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="custodyevent_digest"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("previous", None), ("previous__regex", "^[0-9a-f]{64}$"), _connector="OR"
                                ),
                                name="custodyevent_previous_digest",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("place", None), ("kind", "stored"), _connector="OR"),
                                name="custodyevent_place_of_storing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "stored"), _negated=True),
                                    ("place__isnull", False),
                                    _connector="OR",
                                ),
                                name="custodyevent_stored_somewhere",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("exception", None), ("kind", "buried"), _connector="OR"),
                                name="custodyevent_exception_of_burial",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("by_order", True), _negated=True),
                                    ("order_no__isnull", False),
                                    _connector="OR",
                                ),
                                name="custodyevent_order_named",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BurialPlace",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("grave", models.UUIDField(default=registry.lib.ids.uuid7, editable=False)),
                        ("cemetery", accessctl.sealed.SealedText(max_length=120, verbose_name="Cemetery")),
                        (
                            "place",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=cases.vocabulary.place.Place,
                                null=True,
                                verbose_name="Where the grave is",
                            ),
                        ),
                        (
                            "outline",
                            accessctl.sealed.SealedJSON(blank=True, null=True, verbose_name="Corners of the plot"),
                        ),
                        (
                            "section",
                            accessctl.sealed.SealedText(blank=True, max_length=40, null=True, verbose_name="Section"),
                        ),
                        ("row", accessctl.sealed.SealedText(blank=True, max_length=40, null=True, verbose_name="Row")),
                        (
                            "plot",
                            accessctl.sealed.SealedText(blank=True, max_length=40, null=True, verbose_name="Plot"),
                        ),
                        (
                            "depth_cm",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Depth in cm"),
                        ),
                        (
                            "marker",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=200, null=True, verbose_name="What the marker of the grave says"
                            ),
                        ),
                        ("wrap", models.CharField(default="unknown", max_length=40, verbose_name="Buried in")),
                        ("is_shared", models.BooleanField(default=False, verbose_name="Others lie in the same grave")),
                        (
                            "neighbours",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=300, null=True, verbose_name="What lies beside it"
                            ),
                        ),
                        (
                            "permit_no",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=60, null=True, verbose_name="Number of the permit"
                            ),
                        ),
                        (
                            "rite",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=200, null=True, verbose_name="Rite that was observed"
                            ),
                        ),
                        (
                            "lease_expires_at",
                            models.DateField(blank=True, null=True, verbose_name="The plot is leased until"),
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
                            "event",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="remains.custodyevent",
                                verbose_name="Burial",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["grave"], name="burialplace_grave"),
                            models.Index(fields=["lease_expires_at"], name="burialplace_lease"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("wrap__in", ["coffin", "bag", "shroud", "box", "none", "unknown"])),
                                name="burialplace_wrap_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("depth_cm__gte", 10), ("depth_cm__lte", 600)),
                                name="burialplace_depth_cm_bounds",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
