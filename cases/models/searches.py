"""Stored searches: what somebody asked for, kept sealed, so that no name stands in an address or a message."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.models import Staged
from accessctl.sealed import SealedJSON, SealedText


class StoredSearch(Staged):
    """A search: criteria in the payload, the matcher's answer as references and scores, a name if it is kept."""

    REF_PREFIX = "MSR"

    name = SealedText(_("Name of the search"), max_length=80, null=True, blank=True)
    result = SealedJSON(null=True)
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta(Staged.Meta):
        pass
