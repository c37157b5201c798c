"""An identification that is taken back leaves the case in the state it was in before it was answered."""

from django.db import migrations

MOVES = """
CREATE OR REPLACE FUNCTION case_state_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.workflow_status = 'withdrawn'
        OR (NEW.workflow_status = 'duplicate_of' AND NEW.state_before = OLD.workflow_status)
        OR (OLD.workflow_status = 'duplicate_of' AND NEW.workflow_status = OLD.state_before)
        -- "Answered: alive" is kept in ring 4w; what stands here instead is after-care, with nothing said of the fate.
        OR (OLD.fate = 'unknown' AND (OLD.workflow_status, NEW.workflow_status) IN (
            ('open', 'after_care'), ('lead_in_verification', 'after_care'), ('after_care', 'open')
        ))
        -- An identification taken back leaves the case as it was before it was answered.
        OR (OLD.fate = 'deceased' AND NEW.fate = 'unknown'
            AND OLD.workflow_status IN ('answered_deceased', 'after_care', 'archived')
            AND NEW.workflow_status IN ('open', 'lead_in_verification'))
        OR (OLD.workflow_status, NEW.workflow_status) IN (
            ('draft', 'open'),
            ('open', 'lead_in_verification'), ('lead_in_verification', 'open'),
            ('open', 'paused_by_family'), ('paused_by_family', 'open'),
            ('open', 'answered_alive'), ('lead_in_verification', 'answered_alive'),
            ('open', 'answered_deceased'), ('lead_in_verification', 'answered_deceased'),
            ('open', 'closed_no_capacity_transfer'), ('lead_in_verification', 'closed_no_capacity_transfer'),
            ('answered_alive', 'after_care'), ('answered_deceased', 'after_care'),
            ('after_care', 'archived'),
            ('answered_alive', 'open'), ('answered_deceased', 'open'), ('archived', 'open'),
            ('withdrawn', 'open')
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a case does not go from % to %', OLD.workflow_status, NEW.workflow_status
        USING ERRCODE = 'restrict_violation';
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION case_state_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.workflow_status = 'withdrawn'
        OR (NEW.workflow_status = 'duplicate_of' AND NEW.state_before = OLD.workflow_status)
        OR (OLD.workflow_status = 'duplicate_of' AND NEW.workflow_status = OLD.state_before)
        -- "Answered: alive" is kept in ring 4w; what stands here instead is after-care, with nothing said of the fate.
        OR (OLD.fate = 'unknown' AND (OLD.workflow_status, NEW.workflow_status) IN (
            ('open', 'after_care'), ('lead_in_verification', 'after_care'), ('after_care', 'open')
        ))
        OR (OLD.workflow_status, NEW.workflow_status) IN (
            ('draft', 'open'),
            ('open', 'lead_in_verification'), ('lead_in_verification', 'open'),
            ('open', 'paused_by_family'), ('paused_by_family', 'open'),
            ('open', 'answered_alive'), ('lead_in_verification', 'answered_alive'),
            ('open', 'answered_deceased'), ('lead_in_verification', 'answered_deceased'),
            ('open', 'closed_no_capacity_transfer'), ('lead_in_verification', 'closed_no_capacity_transfer'),
            ('answered_alive', 'after_care'), ('answered_deceased', 'after_care'),
            ('after_care', 'archived'),
            ('answered_alive', 'open'), ('answered_deceased', 'open'), ('archived', 'open'),
            ('withdrawn', 'open')
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a case does not go from % to %', OLD.workflow_status, NEW.workflow_status
        USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_rows_alike")]

    operations = [migrations.RunSQL(MOVES, BEFORE)]
