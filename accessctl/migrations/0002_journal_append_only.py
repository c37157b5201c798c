"""The journal refuses change and back-dating: by triggers for everyone, by privilege for the application's role.

The trigger against change lets the table's owner through when `registry.maintenance` is on, for detaching old
partitions and for the tests' flush; the application is not the owner.
"""

from __future__ import annotations

from django.conf import settings
from django.db import migrations

TRIGGERS = """
CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('registry.maintenance', true) = 'on'
       AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        IF TG_OP = 'TRUNCATE' THEN RETURN NULL; END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_rows BEFORE UPDATE OR DELETE ON accessctl_journalentry
    FOR EACH ROW EXECUTE FUNCTION journal_append_only();
CREATE TRIGGER journal_table BEFORE TRUNCATE ON accessctl_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only();

CREATE FUNCTION journal_own_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id();
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER journal_time BEFORE INSERT ON accessctl_journalentry
    FOR EACH ROW EXECUTE FUNCTION journal_own_time();
"""
UNDO_TRIGGERS = """
DROP TRIGGER journal_rows ON accessctl_journalentry;
DROP TRIGGER journal_table ON accessctl_journalentry;
DROP TRIGGER journal_time ON accessctl_journalentry;
DROP FUNCTION journal_append_only();
DROP FUNCTION journal_own_time();
"""
PRIVILEGES = """
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON accessctl_journalentry FROM "{role}";
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accessctl", "0001_initial")]

    operations = [
        migrations.RunSQL(TRIGGERS, UNDO_TRIGGERS),
        migrations.RunSQL(PRIVILEGES.format(role=settings.APPLICATION_DB_ROLE), migrations.RunSQL.noop),
    ]
