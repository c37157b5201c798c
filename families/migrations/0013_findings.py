"""An identification in the family's file, their wishes and the steps of a return.

A search is answered only by an identification that was issued, stands, and was told.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
import cases.vocabulary.place
import registry.lib.ids
from accessctl.migrating import Together

TRIGGERS = """
CREATE OR REPLACE FUNCTION family_is_told_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM families_notification told JOIN families_finding found ON found.id = told.finding_id
        WHERE told.id = NEW.fate_basis_id AND told.case_id = NEW.case_id AND told.kind = 'identification'
            AND told.done_on IS NOT NULL AND found.case_id = NEW.case_id AND found.revoked_on IS NULL
    ) THEN
        RAISE EXCEPTION 'the family is told first' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION finding_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text[] := ARRAY['id', 'case_id', 'basis', 'methods', 'country', 'established_on', 'summary_lang'];
BEGIN
    IF (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(OLD)) WHERE key = ANY(kept))
        IS DISTINCT FROM (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(NEW)) WHERE key = ANY(kept))
        OR (OLD.revoked_on IS NOT NULL AND NEW.revoked_on IS DISTINCT FROM OLD.revoked_on)
    THEN
        RAISE EXCEPTION 'what was established is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER finding_is_final BEFORE UPDATE ON families_finding
    FOR EACH ROW EXECUTE FUNCTION finding_is_final();
"""
UNDO = """
DROP TRIGGER finding_is_final ON families_finding;
DROP FUNCTION finding_is_final();
CREATE OR REPLACE FUNCTION family_is_told_first() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0008_faith_leaders"),
        ("cases", "0013_answers_taken_back"),
        ("families", "0012_import_of_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("basis", models.UUIDField(editable=False, unique=True)),
                        (
                            "methods",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="You have the right to know who decided, and on what",
                                size=None,
                                verbose_name="Methods",
                            ),
                        ),
                        (
                            "authority",
                            accessctl.sealed.SealedText(
                                help_text="You have the right to know who decided, and on what",
                                max_length=200,
                                verbose_name="Authority",
                            ),
                        ),
                        (
                            "country",
                            models.CharField(
                                help_text="You have the right to know who decided, and on what",
                                max_length=3,
                                verbose_name="Country of the authority",
                            ),
                        ),
                        (
                            "legal_act",
                            accessctl.sealed.SealedText(
                                help_text="You have the right to know who decided, and on what",
                                max_length=200,
                                verbose_name="Legal act",
                            ),
                        ),
                        (
                            "established_on",
                            models.DateField(
                                help_text="You have the right to know who decided, and on what",
                                verbose_name="Established on",
                            ),
                        ),
                        (
                            "summary",
                            accessctl.sealed.SealedText(
                                help_text="You have the right to a copy in your language",
                                max_length=2000,
                                verbose_name="In plain words, for the family",
                            ),
                        ),
                        (
                            "summary_lang",
                            models.CharField(
                                help_text="You have the right to a copy in your language",
                                max_length=3,
                                verbose_name="Language of these words",
                            ),
                        ),
                        (
                            "family_accepts",
                            models.CharField(
                                default="not_yet_told",
                                help_text="Your doubt is recorded and followed",
                                max_length=40,
                                verbose_name="What the family says to it",
                            ),
                        ),
                        ("answered_on", models.DateField(null=True, verbose_name="They said so on")),
                        (
                            "answer_words",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Your doubt is recorded and followed",
                                max_length=1000,
                                null=True,
                                verbose_name="In their words",
                            ),
                        ),
                        ("opinion_asked_on", models.DateField(null=True, verbose_name="Second opinion asked for on")),
                        (
                            "opinion_by",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Your doubt is recorded and followed",
                                max_length=200,
                                null=True,
                                verbose_name="Who gave the second opinion",
                            ),
                        ),
                        (
                            "opinion_result",
                            models.CharField(
                                blank=True,
                                help_text="Your doubt is recorded and followed",
                                max_length=40,
                                null=True,
                                verbose_name="What it came to",
                            ),
                        ),
                        ("opinion_on", models.DateField(null=True, verbose_name="Answered on")),
                        ("revoked_on", models.DateField(null=True, verbose_name="Taken back on")),
                        ("before", accessctl.sealed.SealedJSON(null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "family_accepts__in",
                                        ["not_yet_told", "accepts", "doubts", "requests_second_opinion", "refuses"],
                                    )
                                ),
                                name="finding_family_accepts_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("opinion_result__in", ["confirms", "cannot_say", "contradicts"])),
                                name="finding_opinion_result_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "methods__contained_by",
                                        [
                                            "dna",
                                            "dental",
                                            "fingerprint",
                                            "device_serial",
                                            "medical",
                                            "mark",
                                            "anthropology",
                                            "belongings",
                                            "documents",
                                            "context",
                                            "visual",
                                            "combined_panel",
                                        ],
                                    )
                                ),
                                name="finding_methods_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("country__regex", "^[A-Z]{3}$"),
                                    models.Q(("country__in", ["XXB", "XXC"]), _negated=True),
                                ),
                                name="finding_country_country",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("opinion_on", None), ("opinion_result", None)),
                                    models.Q(
                                        ("opinion_asked_on__isnull", False),
                                        ("opinion_on__isnull", False),
                                        ("opinion_result__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="finding_opinion_asked_for",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="notification",
                    name="finding",
                    field=models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.finding",
                    ),
                ),
                migrations.CreateModel(
                    name="ReturnStep",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("kind", models.CharField(help_text="Your wish guides us", max_length=40, verbose_name="Step")),
                        (
                            "who",
                            accessctl.sealed.SealedText(
                                help_text="Your wish guides us", max_length=200, verbose_name="Who sees to it"
                            ),
                        ),
                        (
                            "due_on",
                            models.DateField(
                                blank=True, help_text="Your wish guides us", null=True, verbose_name="Due by"
                            ),
                        ),
                        (
                            "done_on",
                            models.DateField(
                                blank=True, help_text="Your wish guides us", null=True, verbose_name="Done on"
                            ),
                        ),
                        (
                            "document",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Your wish guides us",
                                max_length=200,
                                null=True,
                                verbose_name="Paper: its number, or who signed it",
                            ),
                        ),
                        (
                            "cost",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="You should not pay alone",
                                max_length=200,
                                null=True,
                                verbose_name="What it costs, and who pays",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["due_on"], name="returnstep_due")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "death_certificate",
                                            "consular_pass_for_remains",
                                            "permit_transport",
                                            "embalming_or_sealed",
                                            "airline_booking",
                                            "customs",
                                            "reception",
                                            "burial",
                                            "belongings_returned",
                                            "memorial",
                                        ],
                                    )
                                ),
                                name="returnstep_kind_code",
                            ),
                            models.UniqueConstraint(fields=("case", "kind"), name="returnstep_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RiteNotice",
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
                            "rite",
                            accessctl.sealed.SealedText(
                                help_text="To respect your rites", max_length=200, verbose_name="Rite"
                            ),
                        ),
                        (
                            "place",
                            accessctl.sealed.SealedText(
                                help_text="To respect your rites", max_length=200, verbose_name="Where"
                            ),
                        ),
                        (
                            "time",
                            accessctl.sealed.SealedText(
                                help_text="To respect your rites", max_length=200, verbose_name="When"
                            ),
                        ),
                        ("until", models.DateField(verbose_name="Shown until")),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                                verbose_name="Organisation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["organisation", "until"], name="ritenotice_whose")],
                    },
                ),
                migrations.CreateModel(
                    name="ConsularWish",
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
                            "consular_involved",
                            models.CharField(
                                help_text="Only if it is safe for you",
                                max_length=40,
                                verbose_name="May the consulate take part?",
                            ),
                        ),
                        (
                            "note",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Only if it is safe for you",
                                max_length=500,
                                null=True,
                                verbose_name="What matters about it",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("consular_involved__in", ["yes", "no", "family_refuses"])),
                                name="consularwish_consular_involved_code",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FamilyWishes",
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
                            "disposition",
                            models.CharField(
                                default="undecided",
                                help_text="Your wish guides us",
                                max_length=40,
                                verbose_name="Where they are laid to rest",
                            ),
                        ),
                        (
                            "wants_to_see",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="Only what you wish",
                                size=None,
                                verbose_name="What they wish to see",
                            ),
                        ),
                        (
                            "destination",
                            accessctl.sealed.SealedValue(
                                blank=True,
                                codec=cases.vocabulary.place.Place,
                                help_text="Your wish guides us",
                                null=True,
                                verbose_name="Where to",
                            ),
                        ),
                        (
                            "rite",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="To respect your rites",
                                max_length=200,
                                null=True,
                                verbose_name="Rite",
                            ),
                        ),
                        (
                            "faith_contact",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="To respect your rites",
                                max_length=200,
                                null=True,
                                verbose_name="Faith leader, and how to reach them",
                            ),
                        ),
                        (
                            "decides",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="So that it is known who may decide",
                                max_length=200,
                                null=True,
                                verbose_name="Who may decide, and by which paper",
                            ),
                        ),
                        (
                            "disagreement",
                            models.BooleanField(
                                default=False,
                                help_text="So that nobody is passed over",
                                verbose_name="Relatives do not agree",
                            ),
                        ),
                        (
                            "cost_cover",
                            models.CharField(
                                default="none",
                                help_text="You should not pay alone",
                                max_length=40,
                                verbose_name="Who pays",
                            ),
                        ),
                        (
                            "belongings_return",
                            models.CharField(
                                blank=True,
                                help_text="Your wish guides us",
                                max_length=40,
                                null=True,
                                verbose_name="Belongings they wish back",
                            ),
                        ),
                        (
                            "belongings_list",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="Your wish guides us",
                                max_length=500,
                                null=True,
                                verbose_name="Which of them",
                            ),
                        ),
                        (
                            "later_parts",
                            models.CharField(
                                blank=True,
                                help_text="Whether you want to know if more is found later",
                                max_length=40,
                                null=True,
                                verbose_name="If more is found later",
                            ),
                        ),
                        (
                            "memorial_contact",
                            models.BooleanField(
                                blank=True,
                                help_text="Only if you wish it",
                                null=True,
                                verbose_name="They wish to hear of memorials",
                            ),
                        ),
                        ("asked_on", models.DateField(verbose_name="The family said so on")),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("disposition__in", ["repatriation", "burial_in_place", "cremation", "undecided"])
                                ),
                                name="familywishes_disposition_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cost_cover__in", ["state_origin", "state_found", "org", "family", "none"])
                                ),
                                name="familywishes_cost_cover_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("belongings_return__in", ["yes", "list", "no"])),
                                name="familywishes_belongings_return_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("later_parts__in", ["notify_each", "notify_once", "no_notice"])),
                                name="familywishes_later_parts_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "wants_to_see__contained_by",
                                        ["objects", "photos", "remains", "nothing", "undecided"],
                                    )
                                ),
                                name="familywishes_wants_to_see_codes",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
