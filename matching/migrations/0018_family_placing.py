"""What families of whom several are missing say of remains, weighed together."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
import registry.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0017_other_coding"),
        ("remains", "0011_custody_under_new_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FamilyPlacing",
            fields=[
                (
                    "id",
                    models.UUIDField(default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("samples", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("inputs", models.CharField(max_length=64)),
                ("found", accessctl.sealed.SealedJSON()),
                ("weighed_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "pair",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="matching.candidatepair"
                    ),
                ),
                (
                    "remains",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.remains"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
    ]
