"""The journal and its tree refuse change and back-dating: by triggers for everyone, by privilege for the application.

The trigger against change lets the table's owner through when `registry.maintenance` is on, for detaching old
partitions and for the tests' flush; the application is not the owner. Of a copy that was given out and of an
emergency opening the application may change what happens after it, and nothing of what it was.
"""

from __future__ import annotations

from django.conf import settings
from django.db import migrations

JOURNAL = ("accessctl_journalentry", "accessctl_journalnode", "accessctl_journalhead")
FUNCTIONS = """
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

CREATE FUNCTION journal_own_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id();
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER journal_time BEFORE INSERT ON accessctl_journalentry
    FOR EACH ROW EXECUTE FUNCTION journal_own_time();
"""
TRIGGERS = "".join(
    f"""
CREATE TRIGGER journal_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION journal_append_only();
CREATE TRIGGER journal_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only();
"""
    for table in JOURNAL
)
UNDO = (
    "".join(f"DROP TRIGGER journal_rows ON {table}; DROP TRIGGER journal_table ON {table};\n" for table in JOURNAL)
    + "DROP TRIGGER journal_time ON accessctl_journalentry;\n"
    + "DROP FUNCTION journal_append_only(); DROP FUNCTION journal_own_time();"
)
PRIVILEGES = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON {journal}, accessctl_shareevent, accessctl_emergencyopening FROM "{role}";
        GRANT UPDATE (recall, recalled_at, answered_at) ON accessctl_shareevent TO "{role}";
        GRANT UPDATE (ended_at, family, family_at, family_by_id, review, reviewed_at, reviewed_by_id)
            ON accessctl_emergencyopening TO "{role}";
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accessctl", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO),
        migrations.RunSQL(
            PRIVILEGES.format(role=settings.APPLICATION_DB_ROLE, journal=", ".join(JOURNAL)), migrations.RunSQL.noop
        ),
    ]
