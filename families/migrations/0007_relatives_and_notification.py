"""Several relatives of a case, who speaks for them, how they are told of a result; nothing before they are told.

The last two rules stand in the database too: a search is answered by an identification only once the family has been
told of it, and that they were told is never unsaid.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
import registry.lib.ids
from accessctl.migrating import Together

TRIGGERS = """
CREATE FUNCTION family_is_told_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM families_notification told
        WHERE told.id = NEW.fate_basis_id AND told.case_id = NEW.case_id AND told.kind = 'identification'
            AND told.done_on IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the family is told first' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER family_is_told_first AFTER INSERT OR UPDATE OF fate, fate_basis_id, workflow_status
    ON cases_casesearchfile FOR EACH ROW
    WHEN (NEW.fate = 'deceased' OR NEW.workflow_status = 'answered_deceased')
    EXECUTE FUNCTION family_is_told_first();
CREATE FUNCTION notification_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable text[] := ARRAY[
        'authority', 'team', 'interpreter', 'support_person', 'who_present', 'questions', 'created_by_id', 'updated_at'
    ];
BEGIN
    IF to_jsonb(OLD) - movable IS DISTINCT FROM to_jsonb(NEW) - movable THEN
        RAISE EXCEPTION 'that a family was told is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notification_is_final BEFORE UPDATE ON families_notification
    FOR EACH ROW WHEN (OLD.done_on IS NOT NULL) EXECUTE FUNCTION notification_is_final();
"""
UNDO = """
DROP TRIGGER notification_is_final ON families_notification;
DROP FUNCTION notification_is_final();
DROP TRIGGER family_is_told_first ON cases_casesearchfile;
DROP FUNCTION family_is_told_first();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("families", "0006_page_and_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="FamilyConflict",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "note",
                            accessctl.sealed.SealedText(
                                help_text="To know who may be told what",
                                max_length=500,
                                verbose_name="Who may be told what",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "kind",
                            models.CharField(
                                help_text="So that each result is told as it should be",
                                max_length=40,
                                verbose_name="What the family is told",
                            ),
                        ),
                        (
                            "authority",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="You have the right to know who decided, and on what",
                                max_length=300,
                                null=True,
                                verbose_name="Who established it",
                            ),
                        ),
                        (
                            "established_on",
                            models.DateField(
                                blank=True,
                                help_text="You have the right to know who decided, and on what",
                                null=True,
                                verbose_name="Established on",
                            ),
                        ),
                        (
                            "planned_for",
                            models.DateField(
                                help_text="So that you are told by people you can ask, in your language, with somebody at your side",
                                verbose_name="Planned for",
                            ),
                        ),
                        (
                            "team_roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="So that you are told by people you can ask, in your language, with somebody at your side",
                                size=None,
                                verbose_name="Who goes",
                            ),
                        ),
                        (
                            "team",
                            accessctl.sealed.SealedText(
                                help_text="So that you are told by people you can ask, in your language, with somebody at your side",
                                max_length=300,
                                verbose_name="Their names",
                            ),
                        ),
                        (
                            "place_kind",
                            models.CharField(
                                help_text="So that you are told by people you can ask, in your language, with somebody at your side",
                                max_length=40,
                                verbose_name="Where",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                help_text="So that you are told by people you can ask, in your language, with somebody at your side",
                                max_length=3,
                                verbose_name="Language",
                            ),
                        ),
                        (
                            "interpreter",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="So that you are told by people you can ask, in your language, with somebody at your side",
                                max_length=200,
                                null=True,
                                verbose_name="Interpreter",
                            ),
                        ),
                        (
                            "support_person",
                            accessctl.sealed.SealedText(
                                help_text="So that you are told by people you can ask, in your language, with somebody at your side",
                                max_length=200,
                                verbose_name="Who stays at the family’s side",
                            ),
                        ),
                        (
                            "media_embargo_until",
                            models.DateField(
                                blank=True,
                                help_text="So that you hear it first",
                                null=True,
                                verbose_name="Nothing to the media before",
                            ),
                        ),
                        ("done_on", models.DateField(editable=False, null=True, verbose_name="The family was told on")),
                        (
                            "declined_on",
                            models.DateField(
                                editable=False, null=True, verbose_name="The family did not wish to be told, on"
                            ),
                        ),
                        (
                            "who_present",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="So that you are told by people you can ask, in your language, with somebody at your side",
                                max_length=300,
                                null=True,
                                verbose_name="Who was there",
                            ),
                        ),
                        (
                            "told",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="So that nothing you have a right to is left out",
                                size=None,
                                verbose_name="Gone through with the family",
                            ),
                        ),
                        (
                            "questions",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="So that every question gets its answer",
                                max_length=1000,
                                null=True,
                                verbose_name="What they asked",
                            ),
                        ),
                        (
                            "followup_on",
                            models.DateField(
                                blank=True,
                                help_text="You are not left alone with it",
                                null=True,
                                verbose_name="We come again on",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="RelativeMandate",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "scope",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="Who may act for you, and in what",
                                size=None,
                                verbose_name="May",
                            ),
                        ),
                        (
                            "paper_seen",
                            models.BooleanField(
                                default=False,
                                help_text="So that nobody speaks for you without your word",
                                verbose_name="The power of attorney was seen",
                            ),
                        ),
                        (
                            "valid_until",
                            models.DateField(
                                help_text="You can end it at any time; it ends by itself", verbose_name="Until"
                            ),
                        ),
                        (
                            "organisation_name",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Who may act for you, and in what",
                                max_length=200,
                                null=True,
                                verbose_name="Organisation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                    },
                ),
                migrations.AddField(
                    model_name="relative",
                    name="guardian",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="A child is never contacted alone",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="families.relative",
                        verbose_name="Reached with",
                    ),
                ),
                migrations.AddField(
                    model_name="relative",
                    name="is_minor",
                    field=models.BooleanField(
                        default=False, help_text="A child is never contacted alone", verbose_name="Is a child"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="relative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("is_minor", True), ("is_primary_contact", True), _negated=True),
                        name="relative_no_child_first_contact",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="relative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("guardian", None), ("is_minor", True), _connector="OR"),
                        name="relative_guardian_of_a_child",
                    ),
                ),
                migrations.AddField(
                    model_name="familyconflict",
                    name="case",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
                migrations.AddField(
                    model_name="familyconflict",
                    name="created_by",
                    field=models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="notification",
                    name="case",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
                migrations.AddField(
                    model_name="notification",
                    name="created_by",
                    field=models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="relativemandate",
                    name="case",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
                migrations.AddField(
                    model_name="relativemandate",
                    name="created_by",
                    field=models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="relativemandate",
                    name="relative",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.relative"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="notification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "lead_check",
                                    "sign_of_life",
                                    "alive_message",
                                    "identification",
                                    "part_found",
                                    "exclusion_after_lead",
                                    "revocation",
                                    "repatriation_step",
                                ],
                            )
                        ),
                        name="notification_kind_code",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="notification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("place_kind__in", ["home", "trusted_office", "consulate"])),
                        name="notification_place_kind_code",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="notification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "team_roles__contained_by",
                                ["psychosocial", "caseworker", "forensic", "medical", "legal", "faith", "authority"],
                            )
                        ),
                        name="notification_team_roles_codes",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="notification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "told__contained_by",
                                ["known", "not_known", "doubts", "rights", "next_steps", "report_copy"],
                            )
                        ),
                        name="notification_told_codes",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="notification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("done_on", None), ("declined_on", None), _connector="OR"),
                        name="notification_told_or_declined",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="notification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("done_on", None), ("followup_on__gte", models.F("done_on")), _connector="OR"
                        ),
                        name="notification_followed_up",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="notification",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("declined_on", None), ("done_on", None)),
                        fields=("case",),
                        name="notification_one_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="relativemandate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("scope__contained_by", ["news", "consent", "rights", "papers"])),
                        name="relativemandate_scope_codes",
                    ),
                ),
            ]
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
