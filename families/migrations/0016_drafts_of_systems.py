"""Drafts that a partner's system sends."""

from django.conf import settings
from django.db import migrations, models

from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0009_keys_handed_on"),
        ("families", "0015_referral_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.RemoveConstraint(
                    model_name="registrationdraft",
                    name="registrationdraft_came_by_code",
                ),
                migrations.AddConstraint(
                    model_name="registrationdraft",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("came_by__in", ["staff", "call", "link", "consulate", "partner", "system"])
                        ),
                        name="registrationdraft_came_by_code",
                    ),
                ),
            ]
        ),
    ]
