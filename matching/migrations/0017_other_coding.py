"""What a question between registries comes to when their programs code in different ways."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0016_exchanges_after_hits"),
    ]

    operations = [
        migrations.AlterField(
            model_name="peerinquiry",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("waiting", "waits for the answer"),
                    ("hit", "hit"),
                    ("no_hit", "no hit"),
                    ("refused", "refused"),
                    ("withheld", "not asked: the family’s consent or a protection stands against it"),
                    ("stopped", "stopped: the link to the other registry is not in force"),
                    ("unreached", "the other registry could not be reached"),
                    ("key_replaced", "the other registry has replaced a key: compare fingerprints again"),
                    ("key_unknown", "the other registry does not know our key"),
                    (
                        "other_coding",
                        "the two registries run programs that compare in different ways: update the older one",
                    ),
                ],
                default="waiting",
                max_length=12,
                verbose_name="Answer",
            ),
        ),
        migrations.AlterField(
            model_name="peerquestion",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("waiting", "waits for the answer"),
                    ("hit", "hit"),
                    ("no_hit", "no hit"),
                    ("refused", "refused"),
                    ("withheld", "not asked: the family’s consent or a protection stands against it"),
                    ("stopped", "stopped: the link to the other registry is not in force"),
                    ("unreached", "the other registry could not be reached"),
                    ("key_replaced", "the other registry has replaced a key: compare fingerprints again"),
                    ("key_unknown", "the other registry does not know our key"),
                    (
                        "other_coding",
                        "the two registries run programs that compare in different ways: update the older one",
                    ),
                ],
                default="waiting",
                max_length=12,
                verbose_name="Answer",
            ),
        ),
    ]
