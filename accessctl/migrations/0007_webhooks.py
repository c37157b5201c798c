"""Addresses at which partner systems are told of changes, and what became of each message."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accessctl.models.webhooks
import registry.lib.ids
from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0006_change_feed"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Webhook",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "ref",
                            models.CharField(
                                default=accessctl.models.webhooks.webhook_ref,
                                editable=False,
                                max_length=20,
                                unique=True,
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("search", "search for the person"),
                                    ("share_search", "ask other bodies to check"),
                                    ("forensic_comparison", "compare with unidentified remains"),
                                    ("dna_identification", "identification by DNA"),
                                    ("publication", "public appeal"),
                                    ("family_support", "support of the family"),
                                    ("legal_papers", "legal papers"),
                                    ("consular_contact", "contact with a consulate"),
                                    ("accountability", "complaint or prosecution"),
                                    ("repatriation", "return and burial"),
                                    ("statistics", "anonymous counting"),
                                    ("research", "approved research"),
                                ],
                                max_length=32,
                                verbose_name="Purpose",
                            ),
                        ),
                        ("url", models.CharField(max_length=300, verbose_name="Address")),
                        ("secret", models.TextField()),
                        ("told", models.BigIntegerField(default=0)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accessctl.apiclient"
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
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("after", models.BigIntegerField()),
                        ("upto", models.BigIntegerField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("waiting", "waits to be sent"),
                                    ("arrived", "arrived"),
                                    ("nothing", "nothing was left to tell"),
                                    ("refused", "the receiver refused it"),
                                    ("silent", "the receiver did not answer in time"),
                                    ("unreached", "the receiver could not be reached"),
                                    ("untrusted", "the receiver’s certificate is not valid"),
                                    ("private", "the address leads into a private network"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("status", models.PositiveSmallIntegerField(null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("replays", models.PositiveSmallIntegerField(default=0)),
                        ("due_at", models.DateTimeField(null=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("tried_at", models.DateTimeField(null=True)),
                        (
                            "webhook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="accessctl.webhook",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="delivery_due"
                            ),
                            models.Index(fields=["webhook", "-created_at"], name="delivery_list"),
                        ],
                    },
                ),
            ]
        ),
    ]
