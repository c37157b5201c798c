"""Alleles, which the application reads in a database role of its own, and the laboratories that keep any here.

The application's own role may delete rows and find whose they are, as an erasure does, and cannot read what they hold.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accessctl.sealed
import registry.lib.ids
from accessctl.migrating import Together

TRIGGERS = """
-- Asked as the owner: who keeps alleles reads nothing else.
CREATE FUNCTION alleles_donor_agrees() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT sample_is_agreed(NEW.sample_id)
        OR NOT EXISTS (SELECT 1 FROM remains_geneticprofile WHERE id = NEW.profile_id AND sample_id = NEW.sample_id)
    THEN
        RAISE EXCEPTION 'no alleles of a donor who does not agree' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER alleles_donor_agrees BEFORE INSERT ON remains_alleles
    FOR EACH ROW EXECUTE FUNCTION alleles_donor_agrees();
"""
UNDO = "DROP TRIGGER alleles_donor_agrees ON remains_alleles; DROP FUNCTION alleles_donor_agrees();"
PRIVILEGES = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{application}') THEN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{genetics}') THEN
            RAISE EXCEPTION 'the role {genetics} is missing: run deploy/postgres/roles.sql again, then migrate';
        END IF;
        REVOKE ALL ON remains_alleles FROM "{application}";
        GRANT SELECT (id, sample_id, profile_id, created_by_id), UPDATE (created_by_id), DELETE ON remains_alleles TO "{application}";
        GRANT SELECT, INSERT, UPDATE, DELETE ON remains_alleles TO "{genetics}";
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("remains", "0006_images"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="GeneticMode",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="Opened"
                            ),
                        ),
                        (
                            "approval",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accessctl.approval"
                            ),
                        ),
                        (
                            "organisation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accessctl.organisation",
                            ),
                        ),
                    ],
                    options={"default_permissions": ()},
                ),
                migrations.CreateModel(
                    name="Alleles",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=registry.lib.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("kit", accessctl.sealed.SealedText(max_length=80, verbose_name="Kit")),
                        ("loci", accessctl.sealed.SealedJSON(verbose_name="Alleles by marker")),
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
                            "profile",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="remains.geneticprofile",
                            ),
                        ),
                        (
                            "sample",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="remains.sample"
                            ),
                        ),
                    ],
                    options={"default_permissions": (), "abstract": False},
                ),
            ]
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
        migrations.RunSQL(
            PRIVILEGES.format(application=settings.APPLICATION_DB_ROLE, genetics=settings.GENETICS_DB_ROLE),
            migrations.RunSQL.noop,
        ),
    ]
