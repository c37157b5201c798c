"""What stays in the body, described alike whether a family tells it or an institute finds it.

An illness is recorded as far as it helps to recognise somebody or to protect them if they are alive, and never what
nobody may ask for (HIV, sexual violence, psychiatric history): where it is volunteered and needed, it lies in the
protection file.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.sealed import SealedText, SealedValue
from cases.codes import Bone, Healed, MarkSite, Side
from cases.vocabulary.coded import CodeField, one_of
from registry.lib.dates import PartialDate

LONGEST_CONDITION, LONGEST_MEDICATION = 80, 200
# HIV (B20–B24, Z21, R75), mental disorders (F), sexual violence (T74.2, Y05, Z04.4): codes that are never kept here.
_NOT_HERE = re.compile(
    r"\b(B2[0-4]|Z21|R75|F\d\d|T74\.?2|Y05|Z04\.?4)(\.?\d+)?\b|\b(HIV|AIDS|VIH|SIDA|ВИЧ|СПИД)\b|^\s*F\s*$",
    re.IGNORECASE,
)
SITES: tuple[str, ...] = (*MarkSite.values, *Bone.values)


def is_kept_elsewhere(condition: str) -> bool:
    """Whether an illness is one that nobody may ask for: by its ICD-10 code, or HIV by its name."""
    return bool(_NOT_HERE.search(condition))


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
    happened = asked(
        SealedValue(_("When it happened"), codec=PartialDate, null=True, blank=True),
        why=_("An injury after the last contact is not theirs"), sets="F", std="DVI*",
    )  # fmt: skip
    condition_code = asked(
        SealedText(_("Illness: ICD-10 block, or as said"), max_length=LONGEST_CONDITION, null=True, blank=True),
        why=_("Only what helps to recognise or to protect if alive"), sets="F", std="Eden",
    )  # fmt: skip
    medication = asked(
        SealedText(_("Medicine taken"), max_length=LONGEST_MEDICATION, null=True, blank=True),
        why=_("May be in the belongings; urgent if alive"), sets="F", std="DVI*",
    )  # fmt: skip
    description = asked(
        SealedText(_("In your words"), max_length=200, null=True, blank=True),
        why=_("What no list can say"), sets="F", std="all",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        abstract = True
        constraints = one_of("%(class)s", site=SITES, side=Side, healed=Healed)
