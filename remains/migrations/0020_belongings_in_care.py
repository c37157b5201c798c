"""Belongings in care, each with its chain of steps.

The database keeps the chain as it keeps that of remains: a step is never changed and goes with its record alone, it
follows the last one, who hands over is not who receives, and nothing goes to a family before there is a name, unless by
an order.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
import registry.lib.ids
from accessctl.migrating import Together

TRIGGERS = """
CREATE FUNCTION belonging_may_follow(before text, next text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT next = ANY(CASE before
        WHEN '' THEN ARRAY['taken']
        WHEN 'taken' THEN ARRAY['stored', 'sent', 'audited', 'returned', 'with_remains', 'lost']
        WHEN 'stored' THEN ARRAY['stored', 'sent', 'audited', 'returned', 'with_remains', 'lost']
        WHEN 'sent' THEN ARRAY['received', 'lost']
        WHEN 'received' THEN ARRAY['stored', 'sent', 'audited', 'returned', 'with_remains', 'lost']
        WHEN 'with_remains' THEN ARRAY['taken', 'audited', 'lost']
        WHEN 'lost' THEN ARRAY['received']
        ELSE ARRAY[]::text[] END)
$$;

CREATE FUNCTION belonging_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest remains_belongingstep;
    moved remains_belongingstep;
    root remains_remains;
BEGIN
    SELECT * INTO root FROM remains_remains WHERE id = NEW.remains_id FOR UPDATE;
    SELECT * INTO latest FROM remains_belongingstep
        WHERE belonging_id = NEW.belonging_id ORDER BY number DESC LIMIT 1;
    SELECT * INTO moved FROM remains_belongingstep
        WHERE belonging_id = NEW.belonging_id AND kind <> 'audited' ORDER BY number DESC LIMIT 1;
    IF NOT EXISTS (
        SELECT 1 FROM remains_keptbelonging WHERE id = NEW.belonging_id AND remains_id = NEW.remains_id)
    THEN
        RAISE EXCEPTION 'a belonging is of its own remains' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.number <> COALESCE(latest.number, 0) + 1 OR NEW.previous IS DISTINCT FROM latest.digest
        OR NEW.at < latest.at OR NOT belonging_may_follow(COALESCE(moved.kind, ''), NEW.kind)
    THEN
        RAISE EXCEPTION 'this does not follow from the last step of the belonging' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind = 'stored' AND NEW.place_id = moved.place_id THEN
        RAISE EXCEPTION 'the belonging is in this place already' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind = 'received' AND moved.kind = 'sent'
        AND (NEW.created_by_id IS NULL OR NEW.created_by_id = moved.created_by_id)
    THEN
        RAISE EXCEPTION 'who hands over does not receive' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind = 'returned' AND NOT NEW.by_order
        AND root.status NOT IN ('identified', 'released', 'repatriated', 'buried_identified')
    THEN
        RAISE EXCEPTION 'to a family by an identification or an order' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER belonging_follows BEFORE INSERT ON remains_belongingstep
    FOR EACH ROW EXECUTE FUNCTION belonging_follows();

CREATE TRIGGER belonging_is_final BEFORE UPDATE ON remains_belongingstep
    FOR EACH ROW EXECUTE FUNCTION custody_keeps_its_words('to_person', 'seal_no', 'order_no', 'note', 'nonce');
CREATE TRIGGER belonging_is_final BEFORE UPDATE ON remains_keptbelonging
    FOR EACH ROW EXECUTE FUNCTION custody_keeps_its_words('what');
CREATE CONSTRAINT TRIGGER belonging_goes_with_its_record AFTER DELETE ON remains_belongingstep
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION custody_goes_with_its_record();
CREATE CONSTRAINT TRIGGER belonging_goes_with_its_record AFTER DELETE ON remains_keptbelonging
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION custody_goes_with_its_record();
"""
UNDO = """
DROP TRIGGER belonging_goes_with_its_record ON remains_keptbelonging;
DROP TRIGGER belonging_goes_with_its_record ON remains_belongingstep;
DROP TRIGGER belonging_is_final ON remains_keptbelonging;
DROP TRIGGER belonging_is_final ON remains_belongingstep;
DROP TRIGGER belonging_follows ON remains_belongingstep;
DROP FUNCTION belonging_follows();
DROP FUNCTION belonging_may_follow(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0012_keys_renewed"),
        ("remains", "0019_illness"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="KeptBelonging",
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
                        ("item", models.CharField(editable=False, max_length=16)),
                        ("what", accessctl.sealed.SealedText(max_length=600, verbose_name="What it is")),
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
                            models.UniqueConstraint(fields=("remains", "number"), name="keptbelonging_number_once"),
                            models.UniqueConstraint(fields=("remains", "item"), name="keptbelonging_item_once"),
                            models.CheckConstraint(
                                condition=models.Q(("item__regex", "^[0-9a-f]{16}$")), name="keptbelonging_item_name"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BelongingStep",
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
                        ("by_order", models.BooleanField(default=False, verbose_name="By order of an authority")),
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
                            "order_no",
                            accessctl.sealed.SealedText(
                                blank=True, max_length=200, null=True, verbose_name="Order or law it rests on"
                            ),
                        ),
                        (
                            "note",
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
                            "belonging",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="remains.keptbelonging",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["to_org", "kind", "-at"], name="belongingstep_handed_to")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "taken",
                                            "stored",
                                            "sent",
                                            "received",
                                            "audited",
                                            "returned",
                                            "with_remains",
                                            "lost",
                                        ],
                                    )
                                ),
                                name="belongingstep_kind_code",
                            ),
                            models.UniqueConstraint(fields=("belonging", "number"), name="belongingstep_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="belongingstep_digest"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("previous", None), ("previous__regex", "^[0-9a-f]{64}$"), _connector="OR"
                                ),
                                name="belongingstep_previous",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "stored"), ("place__isnull", False)),
                                    models.Q(models.Q(("kind", "stored"), _negated=True), ("place", None)),
                                    _connector="OR",
                                ),
                                name="belongingstep_stored_somewhere",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("by_order", True), _negated=True),
                                    ("order_no__isnull", False),
                                    _connector="OR",
                                ),
                                name="belongingstep_order_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "returned"), _negated=True),
                                    ("to_person__isnull", False),
                                    _connector="OR",
                                ),
                                name="belongingstep_returned_to_somebody",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
