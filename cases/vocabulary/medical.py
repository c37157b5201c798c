"""What stays in the body, described alike whether a family tells it or an institute finds it.

Illness itself is not recorded here: only what can be seen in a body, and never what nobody may ask for (HIV, sexual
violence, psychiatric history).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.sealed import SealedText
from cases.codes import Bone, Healed, MarkSite, Side
from cases.vocabulary.coded import CodeField, one_of

SITES: tuple[str, ...] = (*MarkSite.values, *Bone.values)


def site_label(code: str) -> str:
    """What a place in the body is called, on the skin or in the skeleton."""
    return str((MarkSite if code in MarkSite.values else Bone)(code).label)


class MedicalItem(RingRow):
    """A healed fracture, an operation that left something, a device."""

    # A code of MedicalKind.
    item_type = asked(
        SealedText(_("What it is"), max_length=24),
        why=_("Some signs stay for ever"), sets="F", std="DVI* Eden NCIC", code_list="CL-MED",
    )  # fmt: skip
    site = asked(
        CodeField(_("Where in the body"), max_length=20, choices=[*MarkSite.choices, *Bone.choices],
                  default=MarkSite.UNKNOWN),
        why=_("Where in the body it is"), sets="F", std="NCIC", code_list="CL-SITE",
    )  # fmt: skip
    side = asked(
        CodeField(_("Side"), codes=Side, default=Side.UNKNOWN),
        why=_("Left or right: theirs, not yours"), sets="F", std="NCIC",
    )  # fmt: skip
    healed = asked(
        CodeField(_("Old or new"), codes=Healed, default=Healed.UNKNOWN),
        why=_("Only what was there in life can be compared"), sets="F", std="NCIC",
    )  # fmt: skip
    device_maker = asked(
        SealedText(_("Maker of the device"), max_length=60, null=True, blank=True),
        why=_("Serial numbers can name a person"), sets="F", std="DVI*",
    )  # fmt: skip
    device_serial = asked(
        SealedText(_("Serial number"), max_length=60, null=True, blank=True),
        why=_("Serial numbers can name a person"), sets="F", std="DVI*",
    )  # fmt: skip
    description = asked(
        SealedText(_("In your words"), max_length=200, null=True, blank=True),
        why=_("What no list can say"), sets="F", std="all",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        abstract = True
        constraints = one_of("%(class)s", site=SITES, side=Side, healed=Healed)
