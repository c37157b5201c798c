"""Which records a reader opened on which day: counted against a budget, forgotten after two days."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from accessctl.rings import Ring


class OpenedRecord(models.Model):
    """One record that one reader opened in layer 2 or above on one day, by the database's clock."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.BigAutoField(primary_key=True)
    reader = models.CharField(max_length=80)
    organisation = models.UUIDField()
    record = models.UUIDField()
    day = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["reader", "day", "record"], name="opened_record_once")]
        indexes = [models.Index(fields=["organisation", "day", "record"], name="opened_record_by_organisation")]

    def __str__(self) -> str:
        return f"{self.reader} on {self.day}"
