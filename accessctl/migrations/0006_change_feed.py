"""What each partner system knows of, and in which order that changed."""

import django.db.models.deletion
from django.db import migrations, models

import accessctl.models.journal
from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0005_partner_systems"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="ChangeFeed",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
                            ),
                        ),
                        ("xid", accessctl.models.journal.XidField(default=0)),
                        ("entry", models.BigIntegerField(default=0)),
                        ("newest", models.BigIntegerField(default=0)),
                        ("swept_at", models.DateTimeField(null=True)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accessctl.apiclient"
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [models.UniqueConstraint(fields=("client", "purpose"), name="feed_once")],
                    },
                ),
                migrations.CreateModel(
                    name="FeedItem",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("ref", models.CharField(max_length=24)),
                        ("kind", models.CharField(max_length=16)),
                        ("number", models.BigIntegerField()),
                        ("first", models.BigIntegerField()),
                        ("since", models.BigIntegerField()),
                        ("gone", models.BooleanField(default=False)),
                        ("at", models.DateTimeField(auto_now=True)),
                        (
                            "feed",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accessctl.changefeed"
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["feed", "number"], name="feed_order")],
                        "constraints": [models.UniqueConstraint(fields=("feed", "ref"), name="feed_item_once")],
                    },
                ),
            ]
        ),
    ]
