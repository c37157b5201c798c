from django.db import migrations, models
from django.db.models import Q

from accessctl.migrating import Together


class Migration(migrations.Migration):
    dependencies = [("accessctl", "0003_shared_parts")]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="shareevent",
                    name="bundle",
                    field=models.CharField(blank=True, default="", max_length=20),
                    preserve_default=False,
                ),
                migrations.AddIndex(
                    model_name="shareevent",
                    index=models.Index(condition=~Q(bundle=""), fields=["owner", "bundle"], name="share_bundles"),
                ),
            ]
        ),
    ]
