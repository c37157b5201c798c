"""Allele frequencies of populations, as published: what kinship is weighed with.  Nothing of a record."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.rings import Ring
from registry.lib.ids import uuid7


class AllelePanel(models.Model):
    """The frequencies of one population.  A new version is another row, so that an old ratio can be computed again."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("Panel"), max_length=80)
    population = models.CharField(_("Population"), max_length=80, blank=True)  # "" where a panel holds one
    source = models.CharField(_("Source"), max_length=300)
    version = models.CharField(_("Version"), max_length=40)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    frequencies: Any = models.JSONField()  # by marker and allele, as `engine.kinship` spells them
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["name", "version", "population"], name="panel_version_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(source="") & ~Q(version=""), name="panel_says_where_from"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
