"""A family’s yes to an organisation outside this registry that goes on with the search."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0010_client_closed_rings"),
        ("cases", "0017_what_happened_by_source"),
        ("families", "0019_safe_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="transferagreement",
                    name="outside_name",
                    field=accessctl.sealed.SealedText(
                        blank=True,
                        help_text="You decide who searches",
                        max_length=200,
                        null=True,
                        verbose_name="Organisation outside this registry",
                    ),
                ),
                migrations.AddField(
                    model_name="transferagreement",
                    name="outside_reached",
                    field=accessctl.sealed.SealedText(
                        blank=True,
                        help_text="So that you know whom to ask from then on",
                        max_length=300,
                        null=True,
                        verbose_name="How the family reaches it",
                    ),
                ),
                migrations.AddField(
                    model_name="transferagreement",
                    name="outside_yes_on",
                    field=models.DateField(
                        blank=True,
                        help_text="So that nobody stops before somebody else goes on",
                        null=True,
                        verbose_name="When it said that it goes on with the search",
                    ),
                ),
                migrations.AlterField(
                    model_name="transferagreement",
                    name="receiver",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="You decide who searches",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accessctl.organisation",
                        verbose_name="Who goes on searching",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="transferagreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outside_name__isnull", True),
                                ("outside_reached__isnull", True),
                                ("outside_yes_on", None),
                                ("receiver__isnull", False),
                            ),
                            models.Q(
                                ("outside_name__isnull", False),
                                ("outside_reached__isnull", False),
                                ("outside_yes_on__isnull", False),
                                ("receiver", None),
                            ),
                            _connector="OR",
                        ),
                        name="transferagreement_one_receiver",
                    ),
                ),
            ]
        )
    ]
