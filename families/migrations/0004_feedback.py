"""The feedback clock: how often a family wishes to hear, and a log of talks that refuses change.

Sealed columns may be sealed anew or emptied for who is erased; deletion stays possible.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
import registry.lib.ids
from accessctl.migrating import Together

TRIGGERS = """
CREATE FUNCTION feedback_talk_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable text[] := ARRAY['relative_id', 'words', 'interpreter', 'created_by_id', 'updated_at'];
BEGIN
    IF to_jsonb(OLD) - movable IS DISTINCT FROM to_jsonb(NEW) - movable THEN
        RAISE EXCEPTION 'a talk is never changed: write a new row' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER feedback_talk_is_final BEFORE UPDATE ON families_feedbacktalk
    FOR EACH ROW EXECUTE FUNCTION feedback_talk_is_final();
"""
UNDO = """
DROP TRIGGER feedback_talk_is_final ON families_feedbacktalk;
DROP FUNCTION feedback_talk_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("families", "0003_consent_by_a_guardian"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="FeedbackRhythm",
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
                            "every_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="You decide how often you hear from us, and whether we call at all",
                                null=True,
                                verbose_name="Days between news",
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
                                condition=models.Q(
                                    ("every_days", None), ("every_days__range", (7, 365)), _connector="OR"
                                ),
                                name="feedbackrhythm_days",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedbackTalk",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("said_on", models.DateField(verbose_name="Day")),
                        (
                            "kind",
                            models.CharField(
                                help_text="So that nobody forgets to call you",
                                max_length=40,
                                verbose_name="What it was",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                help_text="To learn which way reaches you", max_length=40, verbose_name="How"
                            ),
                        ),
                        (
                            "words",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="So that you need not say it twice, and everybody tells you the same",
                                max_length=1000,
                                null=True,
                                verbose_name="What was said",
                            ),
                        ),
                        (
                            "understood",
                            models.CharField(
                                blank=True,
                                help_text="So that we explain again what was not clear",
                                max_length=40,
                                null=True,
                                verbose_name="Understood",
                            ),
                        ),
                        (
                            "interpreter",
                            accessctl.sealed.SealedText(
                                blank=True,
                                help_text="To know who heard what you said",
                                max_length=200,
                                null=True,
                                verbose_name="Interpreter",
                            ),
                        ),
                        (
                            "promised_on",
                            models.DateField(
                                blank=True,
                                help_text="So that we keep our word",
                                null=True,
                                verbose_name="We said we would call on",
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
                        (
                            "relative",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="families.relative",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["case", "said_on"], name="feedbacktalk_of_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["news", "no_news", "answer", "missed", "question", "complaint", "told_us"],
                                    )
                                ),
                                name="feedbacktalk_kind_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "channel__in",
                                        [
                                            "phone",
                                            "sms",
                                            "whatsapp",
                                            "signal",
                                            "telegram",
                                            "messenger",
                                            "email",
                                            "post",
                                            "visit",
                                            "via_org",
                                            "radio",
                                            "portal",
                                            "other",
                                        ],
                                    )
                                ),
                                name="feedbacktalk_channel_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("understood__in", ["yes", "no", "unknown"])),
                                name="feedbacktalk_understood_code",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
