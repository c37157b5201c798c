"""Who said who holds what: one row for each source, so that a relative's copy has their own words and no others."""

import django.db.models.deletion
from django.db import migrations, models

from accessctl.migrating import Together

# Where one of the family was heard and nobody else, it was they who said it; else nobody wrote down who.
WHO_SAID_IT = """
UPDATE cases_caseholders AS held SET source_id = (
    SELECT min(source.id::text)::uuid FROM cases_casesource AS source
    WHERE source.case_id = held.case_id AND source.kind = 'family' HAVING count(*) = 1
)
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_answers_taken_back")]

    operations = [
        Together(
            [
                migrations.AlterField(
                    model_name="caseholders",
                    name="case",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
                migrations.AddField(
                    model_name="caseholders",
                    name="source",
                    field=models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="cases.casesource"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="caseholders",
                    constraint=models.UniqueConstraint(fields=("case", "source"), name="caseholders_one_of_source"),
                ),
            ]
        ),
        migrations.RunSQL(WHO_SAID_IT, migrations.RunSQL.noop),
    ]
