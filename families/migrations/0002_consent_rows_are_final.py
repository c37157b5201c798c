"""A consent and the wording it rests on refuse change: a change of mind is a new row.

Sealed columns may be sealed anew under another key, and the account that wrote the row may go; nothing else moves.
Deletion stays possible: erasure and retention need it.
"""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION consent_row_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable text[] := ARRAY['recipient_organisations', 'country_scope', 'created_by_id', 'updated_at'];
BEGIN
    IF to_jsonb(OLD) - movable IS DISTINCT FROM to_jsonb(NEW) - movable THEN
        RAISE EXCEPTION 'a consent is never changed: write a new row' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_is_final BEFORE UPDATE ON families_consent
    FOR EACH ROW EXECUTE FUNCTION consent_row_is_final();
CREATE FUNCTION briefing_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a wording that was shown is never changed: write a new one' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER briefing_is_final BEFORE UPDATE ON families_riskbriefing
    FOR EACH ROW EXECUTE FUNCTION briefing_is_final();
"""
UNDO = """
DROP TRIGGER briefing_is_final ON families_riskbriefing;
DROP FUNCTION briefing_is_final();
DROP TRIGGER consent_is_final ON families_consent;
DROP FUNCTION consent_row_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0001_initial")]

    operations = [migrations.RunSQL(TRIGGERS, UNDO)]
