"""What was found and estimated: the post-mortem profile (ring 2) and the forensic file (ring 3f).

Estimates are intervals with their method.  A presumed name is a lead in the forensic file, never the record's name.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Organisation, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText, SealedValue
from cases.codes import BodyRegion, Build, EyeColour, HairColour, LinkBasis, SkinTone, Smile
from cases.models import Incident
from cases.vocabulary.coded import CodeField, CodesField, CountryField, all_of, countries, one_of, ordered, within
from cases.vocabulary.looks import Looks, as_looks, weighed
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate
from remains.codes import (
    AgeMethod,
    Alteration,
    BurialContext,
    Completeness,
    Condition,
    Element,
    Finder,
    IntervalMethod,
    OriginIndicatorKind,
    PartNotRecovered,
    PresumptiveBasis,
    Setting,
    SexEstimate,
    SexMethod,
    StatureMethod,
)
from remains.models.remains import Remains, RemainsSource

LONGEST_INTERVAL_DAYS = 36_525  # a century
LONGEST_ANCESTRY = 300


class PostMortemProfile(Looks, RingRow):
    """Recovery and biological profile of remains."""

    RING = Ring.SEARCH
    RECORD = "remains"

    remains = models.OneToOneField(Remains, models.CASCADE, related_name="+")
    source = models.ForeignKey(RemainsSource, models.RESTRICT, related_name="+")

    # --- recovery ---
    found_at = asked(
        SealedValue(_("Date of finding"), codec=PartialDate, null=True, blank=True),
        sets="F", std="NamUs IOM Eden",
    )  # fmt: skip
    found_time = asked(models.TimeField(_("Time of finding"), null=True, blank=True), sets="F", std="NamUs")
    found_place = asked(
        SealedValue(_("Place of finding"), codec=Place, null=True, blank=True),
        sets="F", std="NamUs Eden DVI*",
    )  # fmt: skip
    setting = asked(
        CodeField(_("Surroundings"), codes=Setting, null=True, blank=True),
        sets="F", std="DVI*", code_list="CL-SETTING",
    )  # fmt: skip
    burial_context = asked(
        CodeField(_("How the remains lay"), codes=BurialContext, null=True, blank=True), sets="F", std="DVI* AMPM*"
    )
    finder_kind = asked(
        CodeField(_("Found by"), codes=Finder, null=True, blank=True), sets="F", std="Eden", code_list="CL-FINDER"
    )
    recovered_at = asked(models.DateTimeField(_("Recovered at"), null=True, blank=True), sets="F", std="Eden DVI*")
    recovered_by = asked(
        models.ForeignKey(
            Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Recovered by")
        ),
        sets="F", std="Eden DVI*",
    )  # fmt: skip
    informal_report = asked(
        models.BooleanField(_("Found by a community, no authority yet"), default=False), sets="F", std="Ant"
    )

    # --- state of the remains ---
    completeness = asked(
        CodeField(_("Completeness"), codes=Completeness, null=True, blank=True),
        sets="F", std="NamUs Eden", code_list="CL-COMPL",
    )  # fmt: skip
    condition = asked(
        CodeField(_("Condition"), codes=Condition, null=True, blank=True),
        sets="F", std="NamUs Eden", code_list="CL-DECOMP",
    )  # fmt: skip
    # Where marks could be seen if there were any; null when nobody said.  Silence elsewhere is no contradiction.
    skin_examined = asked(
        CodesField(_("Regions where skin was examined"), codes=BodyRegion, null=True), sets="F", std="DVI*"
    )

    # --- biological profile ---
    sex_estimated = asked(
        CodeField(_("Sex, estimated"), codes=SexEstimate, null=True, blank=True),
        sets="F", std="NamUs DVI*", code_list="CL-SEXEST",
    )  # fmt: skip
    sex_method = asked(
        CodeField(_("Method for sex"), codes=SexMethod, null=True, blank=True), sets="F", std="NamUs DVI*"
    )
    age_low = asked(
        models.PositiveSmallIntegerField(_("Age, at least"), null=True, blank=True), sets="F", std="NamUs DVI*"
    )
    age_high = asked(
        models.PositiveSmallIntegerField(_("Age, at most"), null=True, blank=True), sets="F", std="NamUs DVI*"
    )
    age_method = asked(
        CodeField(_("Method for age"), codes=AgeMethod, null=True, blank=True), sets="F", std="NamUs DVI*"
    )
    stature_cm_low = asked(
        models.PositiveSmallIntegerField(_("Stature in cm, at least"), null=True, blank=True),
        sets="F", std="NamUs DVI*",
    )  # fmt: skip
    stature_cm_high = asked(
        models.PositiveSmallIntegerField(_("Stature in cm, at most"), null=True, blank=True),
        sets="F", std="NamUs DVI*",
    )  # fmt: skip
    stature_method = asked(
        CodeField(_("Method for stature"), codes=StatureMethod, null=True, blank=True), sets="F", std="NamUs DVI*"
    )
    hair_colour = asked(
        CodeField(_("Hair colour"), codes=HairColour, null=True, blank=True),
        sets="F", std="NamUs DVI*", code_list="CL-HAIR",
    )  # fmt: skip
    eye_colour = asked(
        CodeField(_("Eye colour"), codes=EyeColour, null=True, blank=True),
        sets="F", std="NamUs DVI*", code_list="CL-EYE",
    )  # fmt: skip
    smile = asked(CodesField(_("What the front teeth show"), codes=Smile), sets="F", std="DVI*", code_list="CL-SMILE")
    pm_altered = asked(models.BooleanField(_("Appearance changed after death"), default=False), sets="F", std="DVI*")

    # --- time since death when found ---
    pmi_days_low = asked(
        models.PositiveIntegerField(_("Days since death, at least"), null=True, blank=True), sets="F", std="NamUs* DVI*"
    )
    pmi_days_high = asked(
        models.PositiveIntegerField(_("Days since death, at most"), null=True, blank=True), sets="F", std="NamUs* DVI*"
    )
    pmi_method = asked(
        CodeField(_("Method for the time since death"), codes=IntervalMethod, null=True, blank=True),
        sets="F", std="NamUs* DVI*",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints = [
            *one_of(
                "postmortemprofile",
                setting=Setting,
                burial_context=BurialContext,
                finder_kind=Finder,
                completeness=Completeness,
                condition=Condition,
                sex_estimated=SexEstimate,
                sex_method=SexMethod,
                age_method=AgeMethod,
                stature_method=StatureMethod,
                hair_colour=HairColour,
                eye_colour=EyeColour,
                pmi_method=IntervalMethod,
            ),
            *as_looks("postmortemprofile"),
            *all_of("postmortemprofile", skin_examined=BodyRegion, smile=Smile),
            *within(
                "postmortemprofile",
                age_low=(0, 120),
                age_high=(0, 120),
                stature_cm_low=(30, 250),
                stature_cm_high=(30, 250),
                pmi_days_low=(0, LONGEST_INTERVAL_DAYS),
                pmi_days_high=(0, LONGEST_INTERVAL_DAYS),
            ),
            *ordered(
                "postmortemprofile",
                ("age_low", "age_high"),
                ("stature_cm_low", "stature_cm_high"),
                ("pmi_days_low", "pmi_days_high"),
            ),
        ]


class OriginIndicator(RingRow):
    """Something found with remains that points to a country or region: soft evidence, at most."""

    RING = Ring.SEARCH
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    source = models.ForeignKey(RemainsSource, models.RESTRICT, related_name="+")
    kind = asked(CodeField(_("What it is"), codes=OriginIndicatorKind), sets="F", std="ICRC*")
    country = asked(CountryField(_("Country it points to"), null=True, blank=True), sets="F", std="ICRC*")
    region_text = asked(
        SealedText(_("Region it points to"), max_length=120, null=True, blank=True), sets="F", std="ICRC*"
    )
    # 1 weak, 2 medium, 3 strong
    strength = asked(models.PositiveSmallIntegerField(_("Strength (1–3)"), default=1), sets="F", std="ICRC*")

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("originindicator", kind=OriginIndicatorKind),
            *countries("originindicator", "country"),
            *within("originindicator", strength=(1, 3)),
        ]


class ForensicFile(RingRow):
    """What forensic teams alone need: parts not recovered, alterations, a presumed name."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.OneToOneField(Remains, models.CASCADE, related_name="+")
    source = models.ForeignKey(RemainsSource, models.RESTRICT, related_name="+")
    minimum_number_of_individuals = asked(
        models.PositiveSmallIntegerField(_("Minimum number of individuals"), default=1), sets="F", std="DVI*"
    )
    not_recovered = asked(CodesField(_("Parts not recovered"), codes=PartNotRecovered), sets="F", std="NamUs")
    # More than half, so that two sets which both hold one cannot be of one person.
    elements = asked(
        CodesField(_("Parts of which more than half is there"), codes=Element),
        sets="F", std="DVI*",
    )  # fmt: skip
    alterations = asked(CodesField(_("Alterations"), codes=Alteration), sets="F", std="Eden DVI*", code_list="CL-ALTER")
    build = asked(CodeField(_("Build"), codes=Build, null=True, blank=True), sets="F", std="DVI*", code_list="CL-BUILD")
    weight_kg_low = asked(
        models.PositiveSmallIntegerField(_("Weight in kg, at least"), null=True, blank=True), sets="F", std="NamUs"
    )
    weight_kg_high = asked(
        models.PositiveSmallIntegerField(_("Weight in kg, at most"), null=True, blank=True), sets="F", std="NamUs"
    )
    skin_tone = asked(
        CodeField(_("Skin tone, as seen"), codes=SkinTone, null=True, blank=True),
        sets="F", std="NamUs DVI*", code_list="CL-SKIN",
    )  # fmt: skip
    ancestry_note = asked(
        SealedText(_("Ancestry: method and how uncertain"), max_length=LONGEST_ANCESTRY, null=True, blank=True),
        sets="F", std="NamUs DVI*",
    )  # fmt: skip
    # Where old fractures and implants would have been found; null when nobody said.
    bones_examined = asked(
        CodesField(_("Regions where old fractures and implants were looked for"), codes=BodyRegion, null=True),
        sets="F", std="DVI*",
    )  # fmt: skip
    presumptive_identity = asked(
        SealedText(_("Presumed name"), max_length=200, null=True, blank=True), sets="F", std="NamUs* Eden"
    )
    presumptive_basis = asked(
        CodeField(_("What the presumed name rests on"), codes=PresumptiveBasis, null=True, blank=True),
        sets="F", std="NamUs* Eden",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("forensicfile", presumptive_basis=PresumptiveBasis, build=Build, skin_tone=SkinTone),
            *weighed("forensicfile"),
            *all_of(
                "forensicfile",
                not_recovered=PartNotRecovered,
                elements=Element,
                alterations=Alteration,
                bones_examined=BodyRegion,
            ),
            *within("forensicfile", minimum_number_of_individuals=(1, 1000)),
        ]


class RemainsIncident(RingRow):
    """That remains may come from an incident: a lead for comparison, and nothing more."""

    RING = Ring.SEARCH
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    source = models.ForeignKey(RemainsSource, models.RESTRICT, related_name="+")
    incident = asked(
        models.ForeignKey(Incident, models.PROTECT, related_name="+", verbose_name=_("Incident")),
        sets="F", std="AMPM*",
    )  # fmt: skip
    basis = CodeField(_("Why it is linked"), codes=LinkBasis, default=LinkBasis.DATE_AND_PLACE)
    note = SealedText(_("Note"), max_length=300, null=True, blank=True)

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("remainsincident", basis=LinkBasis),
            models.UniqueConstraint(fields=["remains", "incident"], name="remainsincident_once"),
        ]
