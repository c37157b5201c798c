"""A mark on the body, coded alike for missing persons and remains.

Rings divide marks: what others may see lies in the search file, intimate marks in the forensic file, marks of the
protection file and motifs of layer 3 in neither.  Constraints keep each row to its ring.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.sealed import SealedText, SealedValue
from cases.codes import (
    SEARCH_MARK_TYPES,
    SEARCH_MOTIFS,
    Aspect,
    Certainty,
    Colour,
    MarkSite,
    MarkType,
    Motif,
    Side,
    Visibility,
)
from cases.vocabulary.coded import CodeField, CodesField, all_of, one_of, ordered, within
from registry.lib.dates import PartialDate

LARGEST_MARK_MM = 2500


class BodyMark(RingRow):
    """One mark: kind, site, the person's own side, what it shows and says."""

    mark_type = asked(
        CodeField(_("Kind of mark"), codes=MarkType),
        why=_("A scar or tattoo can settle a doubt"), sets="B", std="all", code_list="CL-MARK",
    )  # fmt: skip
    site = asked(
        CodeField(_("Where on the body"), codes=MarkSite, default=MarkSite.UNKNOWN),
        why=_("Where on the body it is"), sets="B", std="NCIC DVI*", code_list="CL-SITE",
    )  # fmt: skip
    side = asked(
        CodeField(_("Side"), codes=Side, default=Side.UNKNOWN),
        why=_("Left or right: theirs, not yours"), sets="B", std="NCIC",
    )  # fmt: skip
    aspect = asked(
        CodeField(_("Front or back"), codes=Aspect, default=Aspect.UNKNOWN),
        why=_("Front or back of that part"), sets="S", std="DVI*",
    )  # fmt: skip
    length_mm = asked(
        models.PositiveSmallIntegerField(_("Length in mm"), null=True, blank=True),
        why=_("How big it is"), sets="S", std="DVI*",
    )  # fmt: skip
    width_mm = asked(
        models.PositiveSmallIntegerField(_("Width in mm"), null=True, blank=True),
        why=_("How big it is"), sets="S", std="DVI*",
    )  # fmt: skip
    colours = asked(
        CodesField(_("Colours"), codes=Colour),
        why=_("Colours help to recognise it"), sets="S", std="DVI*", code_list="CL-COLOUR",
    )  # fmt: skip
    motifs = asked(
        CodesField(_("What it shows"), codes=Motif),
        why=_("What a tattoo shows"), sets="S", std="DVI*", code_list="CL-MOTIF",
    )  # fmt: skip
    inscription = asked(
        SealedText(_("Words or names in it"), max_length=100, null=True, blank=True),
        why=_("Words or names in it can point to one person"), sets="S", std="DVI*",
    )  # fmt: skip
    acquired = asked(
        SealedValue(_("Since when they have it"), codec=PartialDate, null=True, blank=True),
        why=_("It may be newer than the photo"), sets="S",
    )  # fmt: skip
    description = asked(
        SealedText(_("In your words"), max_length=300, null=True, blank=True),
        why=_("What no list can say"), sets="S", std="all",
    )  # fmt: skip
    visibility = CodeField(_("Who could see it"), codes=Visibility, default=Visibility.VISIBLE)
    certainty = CodeField(_("How sure"), codes=Certainty, default=Certainty.SURE)

    class Meta(RingRow.Meta):
        abstract = True
        constraints = [
            *one_of(
                "%(class)s",
                mark_type=SEARCH_MARK_TYPES,
                site=MarkSite,
                side=Side,
                aspect=Aspect,
                visibility=Visibility,
                certainty=Certainty,
            ),
            *all_of("%(class)s", colours=Colour, motifs=SEARCH_MOTIFS),
            *ordered("%(class)s", ("width_mm", "length_mm")),
            *within("%(class)s", length_mm=(1, LARGEST_MARK_MM), width_mm=(1, LARGEST_MARK_MM)),
        ]


def intimate() -> models.CheckConstraint:
    """For tables of the forensic file: only intimate marks."""
    return models.CheckConstraint(condition=Q(visibility=Visibility.INTIMATE), name="%(class)s_intimate")


def not_intimate() -> models.CheckConstraint:
    """For tables of the search file: no intimate mark."""
    return models.CheckConstraint(condition=~Q(visibility=Visibility.INTIMATE), name="%(class)s_not_intimate")
