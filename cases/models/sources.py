"""Where the values of a case come from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.rings import Ring
from cases.models.case import Case
from cases.vocabulary.sources import Provenance


class CaseSource(Provenance):
    """One source of a case: every other row of the case points to one."""

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    # A relative took back all they agreed to while the search goes on for others: what came from them leaves it.
    taken_back_at = models.DateTimeField(_("Taken back"), null=True, editable=False)

    class Meta(Provenance.Meta):
        pass
