"""Where the values of a case come from."""

from __future__ import annotations

from django.db import models

from accessctl.rings import Ring
from cases.models.case import Case
from cases.vocabulary.sources import Provenance


class CaseSource(Provenance):
    """One source of a case: every other row of the case points to one."""

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")

    class Meta(Provenance.Meta):
        pass
