"""Drafts that a partner's system sends."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0008_keys_handed_on"),
        ("families", "0013_referral_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="registrationdraft",
            name="registrationdraft_came_by_code",
        ),
        migrations.AddConstraint(
            model_name="registrationdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("came_by__in", ["staff", "call", "link", "consulate", "partner", "system"])),
                name="registrationdraft_came_by_code",
            ),
        ),
    ]
