"""Code lists about incidents: what happened, where in IOM's regions, with which reported cause."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.codes.base import CodeList


class IncidentType(CodeList):
    """IOM's type of an entry."""

    INCIDENT = "incident", _("Incident")
    SPLIT = "split_incident", _("Part of an incident")
    CUMULATIVE = "cumulative_incident", _("Several incidents counted together")


class EventKind(CodeList):
    """CL-EVENT: kinds of events."""

    SHIPWRECK = "shipwreck", pgettext_lazy("event", "Shipwreck")
    BOAT_MISSING = "boat_missing", pgettext_lazy("event", "Boat missing")
    BOAT_FIRE = "boat_fire", pgettext_lazy("event", "Fire on a boat")
    VEHICLE_CRASH = "vehicle_crash", pgettext_lazy("event", "Vehicle crash")
    VEHICLE_ABANDONED = "vehicle_abandoned", pgettext_lazy("event", "Abandoned vehicle")
    CONTAINER = "container", pgettext_lazy("event", "Container")
    DESERT_GROUP = "desert_group", pgettext_lazy("event", "Group in the desert")
    MOUNTAIN_COLD = "mountain_cold", pgettext_lazy("event", "Cold in the mountains")
    RIVER = "river", pgettext_lazy("event", "River crossing")
    TRAIN = "train", pgettext_lazy("event", "Train")
    FENCE_CRUSH = "fence_crush", pgettext_lazy("event", "Crush at a border fence")
    MASSACRE = "massacre", pgettext_lazy("event", "Massacre")
    MASS_GRAVE_FOUND = "mass_grave_found", pgettext_lazy("event", "Mass grave found")
    DETENTION_FIRE = "detention_fire", pgettext_lazy("event", "Fire in detention")
    STRIKE_ATTACK = "strike_attack", pgettext_lazy("event", "Attack or air strike")
    DISASTER = "disaster", pgettext_lazy("event", "Disaster")
    ISOLATED_FIND = "isolated_find", pgettext_lazy("event", "Single find")
    OTHER = "other", pgettext_lazy("event", "Other")


class CauseCategory(CodeList):
    """CL-CAUSE: categories of cause that IOM reports."""

    DROWNING = "drowning", pgettext_lazy("cause", "Drowning")
    VEHICLE_TRANSPORT = "vehicle_transport", pgettext_lazy("cause", "Vehicle or dangerous transport")
    HARSH_ENVIRONMENT = (
        "harsh_environment",
        pgettext_lazy("cause", "Harsh conditions, lack of shelter, food or water"),
    )
    VIOLENCE = "violence", pgettext_lazy("cause", "Violence")
    SICKNESS = "sickness_no_care", pgettext_lazy("cause", "Sickness without care")
    ACCIDENT = "accident", pgettext_lazy("cause", "Accident")
    MIXED_UNKNOWN = "mixed_unknown", pgettext_lazy("cause", "Mixed or not known")


class IncidentRegion(CodeList):
    """IOM's regions of incident."""

    MEDITERRANEAN = "mediterranean", pgettext_lazy("region", "Mediterranean")
    EUROPE = "europe", pgettext_lazy("region", "Europe")
    NORTHERN_AFRICA = "northern_africa", pgettext_lazy("region", "Northern Africa")
    WESTERN_AFRICA = "western_africa", pgettext_lazy("region", "Western Africa")
    MIDDLE_AFRICA = "middle_africa", pgettext_lazy("region", "Middle Africa")
    EASTERN_AFRICA = "eastern_africa", pgettext_lazy("region", "Eastern Africa")
    SOUTHERN_AFRICA = "southern_africa", pgettext_lazy("region", "Southern Africa")
    SUB_SAHARAN_AFRICA = "sub_saharan_africa", pgettext_lazy("region", "Sub-Saharan Africa")
    HORN_OF_AFRICA = "horn_of_africa", pgettext_lazy("region", "Horn of Africa")
    MIDDLE_EAST = "middle_east", pgettext_lazy("region", "Middle East")
    WESTERN_ASIA = "western_asia", pgettext_lazy("region", "Western Asia")
    CENTRAL_ASIA = "central_asia", pgettext_lazy("region", "Central Asia")
    SOUTHERN_ASIA = "southern_asia", pgettext_lazy("region", "Southern Asia")
    SOUTH_EASTERN_ASIA = "south_eastern_asia", pgettext_lazy("region", "South-eastern Asia")
    EASTERN_ASIA = "eastern_asia", pgettext_lazy("region", "Eastern Asia")
    US_MEXICO_BORDER = "us_mexico_border", pgettext_lazy("region", "Border of Mexico and the United States")
    NORTH_AMERICA = "north_america", pgettext_lazy("region", "North America")
    CENTRAL_AMERICA = "central_america", pgettext_lazy("region", "Central America")
    CARIBBEAN = "caribbean", pgettext_lazy("region", "Caribbean")
    SOUTH_AMERICA = "south_america", pgettext_lazy("region", "South America")
    OCEANIA = "oceania", pgettext_lazy("region", "Oceania")
    UNKNOWN = "unk", pgettext_lazy("region", "Not known")


class IncidentSource(CodeList):
    """Which collection an incident was taken from; references of the source are unique within it."""

    REGISTRY = "registry", _("This registry")
    IOM_MMP = "iom_mmp", _("IOM Missing Migrants Project")
    PARTNER = "partner", _("Partner")


class LinkBasis(CodeList):
    """Why a case or remains are linked to an incident.  A link is a lead: it never tells what became of anybody."""

    FAMILY_SAYS = "family_says", pgettext_lazy("incident link", "The family says so")
    SURVIVOR_SAYS = "survivor_says", pgettext_lazy("incident link", "A survivor says so")
    PASSENGER_LIST = "passenger_list", pgettext_lazy("incident link", "On a list of people aboard")
    DATE_AND_PLACE = "date_and_place", pgettext_lazy("incident link", "Date and place fit")
    RECOVERY_OPERATION = "recovery_operation", pgettext_lazy("incident link", "Recovered after the incident")
    OTHER = "other", pgettext_lazy("incident link", "Other")
