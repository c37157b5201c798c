"""Which parts an identification covers: named when it is drawn up, signed with the rest, never changed by a joining.

The remains of the pair are always covered.  A part that is joined later is not; one that is parted before everybody
signed keeps the rest from signing, and afterwards the page and the report say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.models import Identification
from registry.lib.errors import Conflict, Invalid
from remains.models import PartJoin, Remains
from remains.skeleton.codes import JoinState


class PartsChanged(Conflict):
    """A part that is to be signed for is no longer joined to the remains."""

    code = "parts_changed"
    template = gettext_lazy(
        "It names a part that is joined to these remains no more: %(parts)s. Take it back and draw it up anew."
    )


@dataclass(frozen=True)
class Covered:
    """References of parts.  named: None where it was drawn up before parts were named.

    parted: named, and joined no more; since: joined now, and not covered.
    """

    named: list[str] | None
    parted: list[str]
    since: list[str]


def joined_parts(remains: Remains, *, lock: bool = False) -> list[str]:
    """The references of the parts that are confirmed to be of one person with remains, in their order."""
    rows = PartJoin.objects.filter(to=remains, state=JoinState.CONFIRMED).select_related("remains")
    if lock:  # neither parted nor joined anew until the transaction ends
        rows = rows.select_for_update(of=("self",))
    return sorted(row.remains.ref for row in rows)


def chosen_parts(remains: Remains, parts: Sequence[str] | None) -> list[str]:
    """The parts that are to be covered; None: all that are joined now.  Raises Invalid at `parts`."""
    joined = joined_parts(remains, lock=True)
    if parts is None:
        return joined
    if strange := sorted(set(parts) - set(joined)):
        said = _("No part that is joined to these remains: %(parts)s. Choose among those that are.")
        raise Invalid(fields={"parts": [said % {"parts": ", ".join(strange)}]})
    return sorted(set(parts))


def ensure_still_joined(row: Identification) -> None:
    """Raises PartsChanged."""
    gone = sorted(set(row.parts or ()) - set(joined_parts(row.remains, lock=True)))
    if gone:
        raise PartsChanged(parts=", ".join(gone))


def covered(row: Any, joined: Sequence[str]) -> Covered:
    """Of an identification whose remains have these parts now; what came to an end is told as it was signed."""
    if row.parts is None or row.withdrawn_at or row.revoked_at:
        return Covered(row.parts, [], [])
    named, now = set(row.parts), set(joined)
    return Covered(sorted(named), sorted(named - now), sorted(now - named))
