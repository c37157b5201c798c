"""A safe word for each way a relative is reached."""

from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_kept_back"),
        ("families", "0018_kept_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="channel",
                    name="safe_question",
                    field=accessctl.sealed.SealedText(
                        blank=True,
                        help_text="So that nobody else is told anything in your name",
                        max_length=100,
                        null=True,
                        verbose_name="What we ask to be sure that it is you",
                    ),
                ),
                migrations.AddField(
                    model_name="channel",
                    name="safe_word",
                    field=accessctl.sealed.SealedText(
                        blank=True,
                        help_text="So that nobody else is told anything in your name",
                        max_length=100,
                        null=True,
                        verbose_name="Safe word: the answer, or a phrase that only you say",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="channel",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("safe_question__isnull", True), ("safe_word__isnull", False), _connector="OR"
                        ),
                        name="channel_question_has_answer",
                    ),
                ),
            ]
        )
    ]
