"""Alleles say whose they are: the laboratory that tested, which alone reads them."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accessctl.migrating import Together

FILL = """
UPDATE remains_alleles SET laboratory_id = asked.laboratory_id
FROM remains_geneticprofile AS found JOIN remains_sampletest AS asked ON asked.id = found.test_id
WHERE found.id = profile_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""
TRIGGER = """
CREATE OR REPLACE FUNCTION alleles_donor_agrees() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT sample_is_agreed(NEW.sample_id)
        OR NOT EXISTS (
            SELECT 1 FROM remains_geneticprofile found {join}
            WHERE found.id = NEW.profile_id AND found.sample_id = NEW.sample_id {and_its}
        )
    THEN
        RAISE EXCEPTION 'no alleles of a donor who does not agree' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
NOW = TRIGGER.format(
    join="JOIN remains_sampletest asked ON asked.id = found.test_id",
    and_its="AND asked.laboratory_id = NEW.laboratory_id",
)
BEFORE = TRIGGER.format(join="", and_its="")
PRIVILEGE = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{application}') THEN
        GRANT SELECT (laboratory_id) ON remains_alleles TO "{application}";
    END IF;
END $$;
"""


def laboratory(*, null: bool) -> Any:
    return models.ForeignKey(
        null=null, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
        to="accessctl.organisation",
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("remains", "0008_parts"),
    ]

    operations = [
        Together([migrations.AddField("alleles", "laboratory", laboratory(null=True))]),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        Together([migrations.AlterField("alleles", "laboratory", laboratory(null=False))]),
        migrations.RunSQL([NOW, PRIVILEGE.format(application=settings.APPLICATION_DB_ROLE)], BEFORE),
    ]
