"""People of lists that were saved before lists were kept for a time: theirs runs from the last list that named them."""

from django.db import migrations

# What a list saved was written in one transaction with the entry that it was applied; the list itself is deleted after
# a week.  A database that was restored elsewhere counts its transactions anew, so their number alone would not do.
FROM_THE_LAST_LIST = """
UPDATE cases_whereaboutsfile AS file SET keep_until = (named.last AT TIME ZONE 'UTC')::date + 91
FROM (
    SELECT said.refs[1] AS ref, max(applied.at) AS last
    FROM accessctl_journalentry AS applied JOIN accessctl_journalentry AS said ON said.xid = applied.xid
        AND said.id < applied.id AND said.at BETWEEN applied.at - interval '1 day' AND applied.at
    WHERE applied.action = 'import.applied' AND applied.refs[1] LIKE 'MWB-%'
        AND said.action IN ('whereabouts.recorded', 'whereabouts.changed')
    GROUP BY said.refs[1] HAVING bool_or(said.action = 'whereabouts.recorded')
) AS named JOIN cases_whereabouts AS root ON root.ref = named.ref
WHERE file.whereabouts_id = root.id AND file.keep_until IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("accessctl", "0002_journal_append_only"), ("cases", "0019_case_images")]

    operations = [migrations.RunSQL(FROM_THE_LAST_LIST, migrations.RunSQL.noop)]
