"""What people tell of a missing person that is no list of rows: birth, looks, the last contact.

One vocabulary for the search file, which holds what is shown, and for the statements of single sources.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accessctl.declare import asked
from accessctl.sealed import SealedText, SealedValue
from cases.codes import (
    BirthDateBasis,
    Build,
    ContactMeans,
    EyeColour,
    HairColour,
    HeightClass,
    HeightReference,
    ProofOfLife,
    Smile,
)
from cases.vocabulary.coded import CodeField, CodesField, all_of, one_of, ordered, within
from cases.vocabulary.looks import ToldLooks, as_told_looks
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate


class AsTold(ToldLooks):
    """The columns of what is told; null is not asked or not known."""

    # --- birth and age ---
    date_of_birth = asked(
        SealedValue(_("Date of birth"), codec=PartialDate, null=True, blank=True),
        why=_("Narrows the search; a year is enough"), sets="B", std="PFIF Prim Ant",
    )  # fmt: skip
    dob_basis = asked(
        CodeField(_("What the birth date rests on"), codes=BirthDateBasis, null=True, blank=True),
        why=_("A date on papers may be a default"), sets="S", std="Prim",
    )  # fmt: skip
    age_low = asked(
        models.PositiveSmallIntegerField(_("Age at last contact, at least"), null=True, blank=True),
        why=_("If the birth date is not known"), sets="B", std="NamUs Prim PFIF",
    )  # fmt: skip
    age_high = asked(
        models.PositiveSmallIntegerField(_("Age at last contact, at most"), null=True, blank=True),
        why=_("If the birth date is not known"), sets="B", std="NamUs Prim PFIF",
    )  # fmt: skip
    place_of_origin = asked(
        SealedValue(_("Place of origin"), codec=Place, null=True, blank=True),
        why=_("Where the journey began, and language"), sets="B", std="Prim",
    )  # fmt: skip

    # --- appearance ---
    height_cm_low = asked(
        models.PositiveSmallIntegerField(_("Height in cm, at least"), null=True, blank=True),
        why=_("Physical description"), sets="B", std="NamUs Eden NCIC DVI*",
    )  # fmt: skip
    height_cm_high = asked(
        models.PositiveSmallIntegerField(_("Height in cm, at most"), null=True, blank=True),
        why=_("Physical description"), sets="B", std="NamUs Eden NCIC DVI*",
    )  # fmt: skip
    height_class = asked(
        CodeField(_("Height in words"), codes=HeightClass, null=True, blank=True),
        why=_("Physical description"), sets="B", std="DVI*", code_list="CL-HCLASS",
    )  # fmt: skip
    height_reference = asked(
        CodeField(_("What the height is known from"), codes=HeightReference, null=True, blank=True),
        why=_("A remembered height is searched more widely"), sets="S", std="DVI*",
    )  # fmt: skip
    hair_colour = asked(
        CodeField(_("Hair colour"), codes=HairColour, null=True, blank=True),
        why=_("Physical description"), sets="B", std="NamUs Eden NCIC", code_list="CL-HAIR",
    )  # fmt: skip
    eye_colour = asked(
        CodeField(_("Eye colour"), codes=EyeColour, null=True, blank=True),
        why=_("Physical description"), sets="S", std="NamUs Eden NCIC", code_list="CL-EYE",
    )  # fmt: skip
    build = asked(
        CodeField(_("Build"), codes=Build, null=True, blank=True),
        why=_("Physical description"), sets="S", std="DVI* Eden", code_list="CL-BUILD",
    )  # fmt: skip
    smile = asked(
        CodesField(_("What one sees when they smile"), codes=Smile),
        why=_("Teeth last, and a smile is remembered"), sets="S", std="DVI*", code_list="CL-SMILE",
    )  # fmt: skip
    distinguishing_features = asked(
        SealedText(_("Distinguishing features"), max_length=500, null=True, blank=True),
        why=_("A scar or tattoo can settle a doubt"), sets="B", std="MX Eden NCIC",
    )  # fmt: skip

    # --- last contact ---
    date_last_contact = asked(
        SealedValue(_("Date of last contact"), codec=PartialDate, null=True, blank=True),
        why=_("From when we search"), sets="B", std="NamUs NCIC Prim WGEID",
    )  # fmt: skip
    place_last_contact = asked(
        SealedValue(_("Place of last contact"), codec=Place, null=True, blank=True),
        why=_("Where we begin"), sets="B", std="NamUs WGEID MX",
    )  # fmt: skip
    contact_means = asked(
        CodeField(_("How you were in touch"), codes=ContactMeans, null=True, blank=True),
        why=_("How you were in touch"), sets="S", std="ICRC*", code_list="CL-CONTACT",
    )  # fmt: skip
    last_proof_of_life = asked(
        SealedValue(_("Last sign that the person was alive"), codec=PartialDate, null=True, blank=True),
        why=_("Nothing found before this date can be them"), sets="S",
    )  # fmt: skip
    proof_of_life_kind = asked(
        CodeField(pgettext_lazy("proof of life", "What the sign was"), codes=ProofOfLife, null=True, blank=True),
        why=_("Tells how sure the date is"), sets="S",
    )  # fmt: skip
    circumstances_text = asked(
        SealedText(_("What happened"), max_length=2000, null=True, blank=True),
        why=_("What you know of what happened"), sets="B", std="NamUs Ant WGEID",
    )  # fmt: skip
    companions_text = asked(
        SealedText(_("Travel companions"), max_length=500, null=True, blank=True),
        why=_("Others may have news"), sets="B", std="ICRC*",
    )  # fmt: skip

    class Meta:
        abstract = True


def as_told(prefix: str) -> list[models.BaseConstraint]:
    """What binds these columns in every table that has them."""
    return [
        *one_of(
            prefix,
            dob_basis=BirthDateBasis,
            height_class=HeightClass,
            height_reference=HeightReference,
            hair_colour=HairColour,
            eye_colour=EyeColour,
            build=Build,
            contact_means=ContactMeans,
            proof_of_life_kind=ProofOfLife,
        ),
        *as_told_looks(prefix),
        *all_of(prefix, smile=Smile),
        *within(prefix, age_low=(0, 120), age_high=(0, 120)),
        *within(prefix, height_cm_low=(30, 250), height_cm_high=(30, 250)),
        *ordered(prefix, ("age_low", "age_high"), ("height_cm_low", "height_cm_high")),
    ]
