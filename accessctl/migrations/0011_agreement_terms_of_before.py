"""Give the agreements, organisations and memberships of before what the new columns ask of them.

An agreement written when there was no scope covered everything its providers shared, and its parties signed for its
layer: both are said now.  Its other terms get the defaults, the narrowest there are.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import Count

from registry.lib.ids import new_ref


def fill(apps: Any, schema_editor: Any) -> None:
    agreements = apps.get_model("accessctl", "Agreement").objects.all()
    agreements.update(covers_all=True, legal_process_clause="notify_before")
    two = agreements.annotate(sides=Count("parties")).filter(sides=2).values_list("pk", flat=True)
    agreements.filter(pk__in=list(two)).update(kind="bilateral")
    for name, prefix in (("Organisation", "MGN"), ("Membership", "MSP")):
        model = apps.get_model("accessctl", name)
        for row in model.objects.filter(ref=None):
            row.ref = new_ref(prefix)
            row.save(update_fields=["ref"])


class Migration(migrations.Migration):
    dependencies = [
        ("accessctl", "0010_agreement_terms"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),  # backwards the columns go, and with them what they say
    ]
