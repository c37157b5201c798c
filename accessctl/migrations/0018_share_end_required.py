from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accessctl", "0017_shares_end")]

    operations = [
        migrations.AlterField("shareevent", "expires_at", models.DateTimeField(verbose_name="Until")),
    ]
