"""Nodes and heads of the journal's tree refuse change like the journal itself."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations

TABLES = ("accessctl_journalnode", "accessctl_journalhead")
TRIGGERS = "".join(
    f"""
CREATE TRIGGER journal_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION journal_append_only();
CREATE TRIGGER journal_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only();
"""
    for table in TABLES
)
UNDO_TRIGGERS = "".join(f"DROP TRIGGER journal_rows ON {t}; DROP TRIGGER journal_table ON {t};\n" for t in TABLES)
PRIVILEGES = """
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON {tables} FROM "{role}";
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accessctl", "0003_journal_tree")]

    operations = [
        migrations.RunSQL(TRIGGERS, UNDO_TRIGGERS),
        migrations.RunSQL(
            PRIVILEGES.format(role=settings.APPLICATION_DB_ROLE, tables=", ".join(TABLES)), migrations.RunSQL.noop
        ),
    ]
