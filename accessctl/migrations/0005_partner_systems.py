"""Clients get a reference, a secret in place of a long token, what their tokens may be for, and short tokens."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accessctl.models.systems
from accessctl.migrating import Together
from registry.lib.ids import new_ref

PURPOSES = (
    "search", "share_search", "forensic_comparison", "dna_identification", "publication", "family_support",
    "legal_papers", "consular_contact", "accountability", "repatriation", "statistics", "research",
)  # fmt: skip
EVERY_SCOPE = sorted(f"{operation}:3:{purpose}" for operation in ("read", "write", "erase") for purpose in PURPOSES)


def name_and_permit(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Clients from before may ask for tokens for all that they could do."""
    for client in apps.get_model("accessctl", "ApiClient").objects.all():
        client.ref, client.scopes = new_ref("MCL"), EVERY_SCOPE
        client.save(update_fields=["ref", "scopes"])


class Migration(migrations.Migration):
    dependencies = [("accessctl", "0004_shared_bundles")]

    operations = [
        migrations.RenameField("apiclient", "token_digest", "secret_digest"),
        Together(
            [
                migrations.AddField("apiclient", "ref", models.CharField(max_length=20, null=True)),
                migrations.AddField(
                    "apiclient",
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
            ]
        ),
        migrations.RunPython(name_and_permit, migrations.RunPython.noop),
        Together(
            [
                migrations.AlterField(
                    "apiclient",
                    "ref",
                    models.CharField(
                        default=accessctl.models.systems.client_ref,
                        editable=False,
                        max_length=20,
                        unique=True,
                        verbose_name="Client",
                    ),
                ),
                migrations.AddField(
                    "apiclient",
                    "certificate",
                    models.CharField(blank=True, default="", max_length=43, verbose_name="Certificate"),
                    preserve_default=False,
                ),
                migrations.AddField("apiclient", "last_used_at", models.DateTimeField(blank=True, null=True)),
                migrations.AddField(
                    "apiclient",
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.CreateModel(
                    name="AccessToken",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("digest", models.BinaryField(unique=True)),
                        (
                            "scopes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), default=list, size=None
                            ),
                        ),
                        ("certificate", models.CharField(blank=True, max_length=43)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("expires_at", models.DateTimeField()),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accessctl.apiclient"
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["client", "created_at"], name="token_by_client")],
                    },
                ),
            ]
        ),
    ]
