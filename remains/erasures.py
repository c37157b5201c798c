"""What erasing does to remains: hardly ever anything, since whoever found somebody owes them their name."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.erasure.steps import Derived, Step, erasable, forbid, register
from accessctl.models import Record
from accessctl.models.erasure import ErasureReason
from remains.codes import RemainsStatus
from remains.models import Remains
from remains.services.erasing import count_links, count_samples, drop_samples, is_joined

OUTSIDE = (RemainsStatus.NOT_HUMAN, RemainsStatus.NOT_RELEVANT)


def kept(record: Record, reason: ErasureReason) -> str | Promise | None:
    """Why remains may not be erased."""
    status = record.status if isinstance(record, Remains) else ""
    if is_joined(record):
        return _("it is joined to other remains as of one person. Take the joining back first.")
    if reason == ErasureReason.MISTAKE or status in OUTSIDE:
        return None
    return _(
        "findings about remains stay until the person has a name. Only an entry made by mistake, or one that proved "
        "not to be human or outside the registry’s scope, can be erased."
    )


erasable(Remains, "remains.erased")
forbid(Remains, kept)
register(Remains, Step(Derived.INCIDENTS, count_links))
register(Remains, Step(Derived.SAMPLES, count_samples, drop_samples))
