"""Appearance beyond height and colours, coded alike for missing persons and remains.

What a family tells of it changes (hair grows, beards are shaved): it is shown to reviewers and searched by, and the
comparison of profiles does not weigh it.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.sealed import SealedText, SealedValue
from cases.codes import (
    Baldness,
    Bool3,
    CodeList,
    ContactLenses,
    EyeColour,
    FacialHair,
    HairColour,
    HairForm,
    HairLength,
)
from cases.vocabulary.coded import CodeField, one_of, ordered, within
from registry.lib.dates import PartialDate

# Of both sides, and what only a family can tell: column -> its list.
LOOKS: dict[str, type[CodeList]] = {
    "hair_dyed": Bool3, "hair_length": HairLength, "hair_form": HairForm, "baldness": Baldness,
    "facial_hair": FacialHair, "facial_hair_colour": HairColour, "eye_colour_left": EyeColour,
}  # fmt: skip
WORN: dict[str, type[CodeList]] = {"glasses": Bool3, "contact_lenses": ContactLenses}
TOLD_LOOKS = LOOKS | WORN
WEIGHT_KG = (1, 300)
SHOE_SIZE_EU = (15, 52)
LONGEST_HABITS = 300


class Looks(models.Model):
    """Hair and eyes, as remembered or as seen."""

    hair_dyed = asked(
        CodeField(_("Hair dyed"), codes=Bool3, null=True, blank=True),
        why=_("The colour may have changed"), sets="S", std="DVI*",
    )  # fmt: skip
    hair_length = asked(
        CodeField(_("Hair length"), codes=HairLength, null=True, blank=True),
        why=_("Physical description"), sets="S", std="Eden DVI*", code_list="CL-HLEN",
    )  # fmt: skip
    hair_form = asked(
        CodeField(_("Hair type or style"), codes=HairForm, null=True, blank=True),
        why=_("Physical description"), sets="S", std="Eden DVI*", code_list="CL-HFORM",
    )  # fmt: skip
    baldness = asked(
        CodeField(_("Baldness"), codes=Baldness, null=True, blank=True),
        why=_("Physical description"), sets="S", std="Eden DVI*", code_list="CL-BALD",
    )  # fmt: skip
    facial_hair = asked(
        CodeField(_("Beard or moustache"), codes=FacialHair, null=True, blank=True),
        why=_("Physical description"), sets="S", std="Eden DVI*", code_list="CL-FHAIR",
    )  # fmt: skip
    facial_hair_colour = asked(
        CodeField(_("Colour of the beard or moustache"), codes=HairColour, null=True, blank=True),
        why=_("Physical description"), sets="S", std="Eden DVI*", code_list="CL-HAIR",
    )  # fmt: skip
    # The eye colour stands for both eyes unless the left one is told apart.
    eye_colour_left = asked(
        CodeField(_("Left eye, if of another colour"), codes=EyeColour, null=True, blank=True),
        why=_("Left is theirs, not yours"), sets="S", std="NamUs", code_list="CL-EYE",
    )  # fmt: skip

    class Meta:
        abstract = True


class ToldLooks(Looks):
    """Beside hair and eyes what only those who knew the person can tell."""

    weight_kg_low = asked(
        models.PositiveSmallIntegerField(_("Weight in kg, at least"), null=True, blank=True),
        why=_("Physical description"), sets="S", std="NamUs Eden",
    )  # fmt: skip
    weight_kg_high = asked(
        models.PositiveSmallIntegerField(_("Weight in kg, at most"), null=True, blank=True),
        why=_("Physical description"), sets="S", std="NamUs Eden",
    )  # fmt: skip
    glasses = asked(
        CodeField(_("Glasses"), codes=Bool3, null=True, blank=True),
        why=_("They may be found"), sets="S", std="DVI* NamUs*",
    )  # fmt: skip
    contact_lenses = asked(
        CodeField(_("Contact lenses"), codes=ContactLenses, null=True, blank=True),
        why=_("They may be found"), sets="S", std="DVI* NamUs*", code_list="CL-LENS",
    )  # fmt: skip
    shoe_size_eu_low = asked(
        models.PositiveSmallIntegerField(_("Shoe size (EU), at least"), null=True, blank=True),
        why=_("Shoes are often kept"), sets="S", std="DVI*",
    )  # fmt: skip
    shoe_size_eu_high = asked(
        models.PositiveSmallIntegerField(_("Shoe size (EU), at most"), null=True, blank=True),
        why=_("Shoes are often kept"), sets="S", std="DVI*",
    )  # fmt: skip
    voice_gait_habits = asked(
        SealedText(_("Voice, walk and habits"), max_length=LONGEST_HABITS, null=True, blank=True),
        why=_("How people would recognise them alive"), sets="S", std="FUB*",
    )  # fmt: skip
    observed_at = asked(
        SealedValue(_("When they last looked so"), codec=PartialDate, null=True, blank=True),
        why=_("Appearance changes"), sets="S",
    )  # fmt: skip

    class Meta:
        abstract = True


def as_looks(prefix: str) -> list[models.BaseConstraint]:
    """What binds hair and eyes in every table that has them."""
    return one_of(prefix, **LOOKS)


def as_told_looks(prefix: str) -> list[models.BaseConstraint]:
    """What binds the columns of `ToldLooks`."""
    return [
        *one_of(prefix, **TOLD_LOOKS),
        *weighed(prefix),
        *within(prefix, shoe_size_eu_low=SHOE_SIZE_EU, shoe_size_eu_high=SHOE_SIZE_EU),
        *ordered(prefix, ("shoe_size_eu_low", "shoe_size_eu_high")),
    ]


def weighed(prefix: str) -> list[models.BaseConstraint]:
    """What binds a weight, of a case or of remains."""
    return [
        *within(prefix, weight_kg_low=WEIGHT_KG, weight_kg_high=WEIGHT_KG),
        *ordered(prefix, ("weight_kg_low", "weight_kg_high")),
    ]
