"""The chain of custody and burials may be sealed anew under a later key, and changed in no other way.

In an envelope the version of its key stands in the third and the fourth byte (`accessctl.envelope`).
"""

from __future__ import annotations

from django.db import migrations

KEEPS_ITS_WORDS = """
CREATE FUNCTION custody_keeps_its_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable text[] := ARRAY['created_by_id', 'updated_at', 'lease_expires_at'] || TG_ARGV;
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    name text;
BEGIN
    IF before - movable IS DISTINCT FROM after - movable
        OR (NEW.created_by_id IS NOT NULL AND NEW.created_by_id IS DISTINCT FROM OLD.created_by_id)
    THEN
        RAISE EXCEPTION 'custody is append-only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF before ->> name IS DISTINCT FROM after ->> name AND (
            before ->> name IS NULL OR after ->> name IS NULL
            OR substr(after ->> name, 7, 4) COLLATE "C" <= substr(before ->> name, 7, 4) COLLATE "C"
        ) THEN
            RAISE EXCEPTION 'custody is append-only' USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
"""
SEALED = {
    "remains_custodyevent": ("from_person", "to_person", "tag_no", "seal_no", "order_no", "condition_note", "nonce"),
    "remains_burialplace": (
        "cemetery", "place", "outline", "section", "row", "plot", "marker", "neighbours", "permit_no", "rite",
    ),
}  # fmt: skip
BEFORE: dict[str, tuple[str, ...]] = {"remains_custodyevent": (), "remains_burialplace": ("lease_expires_at",)}


def _final(table: str, function: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f"'{column}'" for column in columns)
    return f"""
        DROP TRIGGER custody_is_final ON {table};
        CREATE TRIGGER custody_is_final BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}({names});
    """


class Migration(migrations.Migration):
    dependencies = [("remains", "0010_withdrawn_estimates")]

    operations = [
        migrations.RunSQL(
            KEEPS_ITS_WORDS
            + "".join(_final(table, "custody_keeps_its_words", sealed) for table, sealed in SEALED.items()),
            "".join(_final(table, "custody_is_final", BEFORE[table]) for table in SEALED)
            + "DROP FUNCTION custody_keeps_its_words();",
        )
    ]
