"""Until when people of a list are kept whom nobody looks for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_what_happened_by_source"),
    ]

    operations = [
        migrations.AddField(
            model_name="whereaboutsfile",
            name="keep_until",
            field=models.DateField(editable=False, null=True, verbose_name="Kept until"),
        ),
        migrations.AddIndex(
            model_name="whereaboutsfile",
            index=models.Index(
                condition=models.Q(("keep_until__isnull", False)), fields=["keep_until"], name="whereaboutsfile_kept"
            ),
        ),
    ]
