from django.db import migrations, models

from accessctl.migrating import Together

# An organisation's key cannot go while a record key needs it, and no record key can be wrapped by one that is gone.
WRAPPED_BY = """
    ALTER TABLE keystore_recordkey ADD CONSTRAINT record_key_wrapped_by
        FOREIGN KEY (organisation, organisation_version)
        REFERENCES keystore_organisationkey (organisation, version);
    CREATE INDEX record_key_wrapping ON keystore_recordkey (organisation, organisation_version, id);
"""
UNDO = """
    ALTER TABLE keystore_recordkey DROP CONSTRAINT record_key_wrapped_by;
    DROP INDEX record_key_wrapping;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="OrganisationKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("organisation", models.UUIDField()),
                        ("version", models.PositiveSmallIntegerField(default=1)),
                        ("wrapped", models.BinaryField()),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "version"), name="organisation_key_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("record", models.UUIDField()),
                        ("ring", models.CharField(max_length=2)),
                        ("version", models.PositiveSmallIntegerField(default=1)),
                        ("organisation", models.UUIDField()),
                        ("organisation_version", models.PositiveSmallIntegerField(default=1)),
                        ("wrapped", models.BinaryField()),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("record", "ring", "version"), name="record_key_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DestroyedKey",
                    fields=[
                        ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="SigningKey",
                    fields=[
                        ("version", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                        ("sealed", models.TextField()),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="KeyRotation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("organisation", models.UUIDField()),
                        ("upto", models.BigIntegerField()),
                        ("started_at", models.DateTimeField(auto_now_add=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("finished_at", None)),
                                fields=("organisation",),
                                name="key_rotation_one_at_a_time",
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunSQL(WRAPPED_BY, UNDO),
    ]
