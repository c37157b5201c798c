"""Belongings and papers, described alike whether a family remembers them or an institute finds them.

A paper found near remains is a lead, never an identification.  Papers that tell of a protection status are kept to
tables of the protection file by a constraint.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.sealed import SealedText, SealedValue
from cases.codes import (
    PROTECTION_PAPERS,
    Colour,
    DocumentType,
    HeldBy,
    ItemClass,
    Material,
    Pattern,
    WornOrCarried,
)
from cases.vocabulary.coded import CodeField, CodesField, CountryField, all_of, countries, one_of
from cases.vocabulary.serials import LONGEST_SERIAL
from registry.lib.dates import PartialDate


class BelongingItem(RingRow):
    """Clothing, footwear, jewellery, a device or a thing carried."""

    item_class = asked(
        CodeField(_("Kind of thing"), codes=ItemClass),
        why=_("What they wore or carried"), sets="S", std="all", code_list="CL-ITEM",
    )  # fmt: skip
    worn_or_carried = CodeField(_("Worn or carried"), codes=WornOrCarried, default=WornOrCarried.UNKNOWN)
    colours = asked(
        CodesField(_("Colours"), codes=Colour),
        why=_("Colours help to recognise it"), sets="S", std="DVI*", code_list="CL-COLOUR",
    )  # fmt: skip
    pattern = asked(
        CodeField(_("Pattern"), codes=Pattern, null=True, blank=True),
        why=_("A pattern helps to recognise it"), sets="S", std="DVI*", code_list="CL-PATTERN",
    )  # fmt: skip
    material = asked(
        CodeField(_("Material"), codes=Material, null=True, blank=True),
        why=_("Some materials last"), sets="S", std="DVI* Eden", code_list="CL-MATERIAL",
    )  # fmt: skip
    brand = asked(
        SealedText(_("Brand"), max_length=60, null=True, blank=True),
        why=_("Brand and size are often legible"), sets="S", std="DVI*",
    )  # fmt: skip
    label_text = asked(
        SealedText(_("Words on the label"), max_length=60, null=True, blank=True),
        why=_("Brand and size are often legible"), sets="S", std="DVI*",
    )  # fmt: skip
    size = asked(
        SealedText(_("Size"), max_length=60, null=True, blank=True),
        why=_("Brand and size are often legible"), sets="S", std="DVI*",
    )  # fmt: skip
    inscription = asked(
        SealedText(_("Words engraved or written"), max_length=120, null=True, blank=True),
        why=_("Names or dates engraved can point to one person"), sets="S", std="DVI*",
    )  # fmt: skip
    serial = asked(
        SealedText(_("Serial number or IMEI"), max_length=LONGEST_SERIAL, null=True, blank=True),
        why=_("The number of a phone or a SIM card can point to one person"), sets="S", std="FUB* DVI*",
    )  # fmt: skip
    description = asked(
        SealedText(_("In your words"), max_length=200, null=True, blank=True),
        why=_("What no list can say"), sets="S", std="all",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        abstract = True
        constraints = [
            *one_of(
                "%(class)s", item_class=ItemClass, worn_or_carried=WornOrCarried, pattern=Pattern, material=Material
            ),
            *all_of("%(class)s", colours=Colour),
        ]


class Document(RingRow):
    """A paper: its number as printed, what it says, who held it.  The matcher compares numbers without separators."""

    doc_type = asked(
        CodeField(_("Kind of paper"), codes=DocumentType),
        why=_("Which paper it is"), sets="B", std="Eden Prim NamUs*", code_list="CL-DOC",
    )  # fmt: skip
    doc_number = asked(
        SealedText(_("Number"), max_length=60, null=True, blank=True),
        why=_("Papers are often what is found first"), sets="B", std="Ant WGEID Prim",
    )  # fmt: skip
    issuing_country = asked(
        CountryField(_("Issuing country"), null=True, blank=True),
        why=_("Who issued it"), sets="B", std="Eden",
    )  # fmt: skip
    issue_date = asked(
        SealedValue(_("Date of issue"), codec=PartialDate, null=True, blank=True),
        why=_("Helps to check it"), sets="S", std="Eden",
    )  # fmt: skip
    expiry_date = asked(
        SealedValue(_("Date of expiry"), codec=PartialDate, null=True, blank=True),
        why=_("Helps to check it"), sets="S", std="Eden",
    )  # fmt: skip
    name_on_doc = asked(
        SealedText(_("Name on it"), max_length=200, null=True, blank=True),
        why=_("It may differ from the real name"), sets="S",
    )  # fmt: skip
    name_on_doc_latn = SealedText(_("Latin spelling of the name on it"), max_length=200, null=True, blank=True)
    dob_on_doc = asked(
        SealedValue(_("Birth date on it"), codec=PartialDate, null=True, blank=True),
        why=_("It may differ from the real birth date"), sets="S",
    )  # fmt: skip
    held_by = asked(
        CodeField(_("Who holds it"), codes=HeldBy, default=HeldBy.UNKNOWN),
        why=_("Was it with them?"), sets="S",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        abstract = True
        constraints = [
            *one_of("%(class)s", doc_type=DocumentType, held_by=HeldBy),
            *countries("%(class)s", "issuing_country"),
        ]


def protection_papers_only() -> models.CheckConstraint:
    """For tables of the protection file: only papers that tell of a protection status."""
    return models.CheckConstraint(condition=Q(doc_type__in=_codes()), name="%(class)s_protection_papers")


def no_protection_papers() -> models.CheckConstraint:
    """For every other table of papers: none that tells of a protection status."""
    return models.CheckConstraint(condition=~Q(doc_type__in=_codes()), name="%(class)s_no_protection_papers")


def _codes() -> list[str]:
    return [code.value for code in PROTECTION_PAPERS]
