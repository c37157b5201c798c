"""A copy that was given out without an end ends half a year after it was given."""

from django.db import migrations

FILL = "UPDATE accessctl_shareevent SET expires_at = at + interval '180 days' WHERE expires_at IS NULL"


class Migration(migrations.Migration):
    dependencies = [("accessctl", "0016_child_competent")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
