"""Since when a case is in its state, what it is merged with, and the transitions of its life cycle, held here as well.

A row that is inserted may be in any state that its constraints allow: what is restored came from somewhere.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from accessctl.migrating import Together

MOVES = """
CREATE FUNCTION case_state_moves() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER case_state_moves BEFORE UPDATE OF workflow_status ON cases_casesearchfile
    FOR EACH ROW WHEN (OLD.workflow_status IS DISTINCT FROM NEW.workflow_status)
    EXECUTE FUNCTION case_state_moves();
"""
STAY = """
DROP TRIGGER case_state_moves ON cases_casesearchfile;
DROP FUNCTION case_state_moves();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_left_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="casesearchfile",
                    name="duplicate_of",
                    field=models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                migrations.AddField(
                    model_name="casesearchfile",
                    name="state_before",
                    field=models.CharField(
                        editable=False, max_length=40, null=True, verbose_name="State before it was merged"
                    ),
                ),
                migrations.AddField(
                    model_name="casesearchfile",
                    name="state_since",
                    field=models.DateField(
                        default=django.utils.timezone.localdate, editable=False, verbose_name="In this state since"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casesearchfile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state_before__in",
                                ["open", "lead_in_verification"],
                            )
                        ),
                        name="casesearchfile_state_before_code",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casesearchfile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("workflow_status", "duplicate_of"),
                                ("duplicate_of__isnull", False),
                                ("state_before__isnull", False),
                            ),
                            models.Q(
                                models.Q(("workflow_status", "duplicate_of"), _negated=True),
                                ("duplicate_of", None),
                                ("state_before", None),
                            ),
                            _connector="OR",
                        ),
                        name="casesearchfile_merged_with",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casesearchfile",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("duplicate_of", models.F("case")), _negated=True),
                        name="casesearchfile_merged_with_another",
                    ),
                ),
            ]
        ),
        migrations.RunSQL(MOVES, STAY),
    ]
