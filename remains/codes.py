"""Code lists of unidentified remains: state, what is there, what was estimated and how, where they lay."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.codes import BodyRegion, CodeList, Sex


class RemainsStatus(CodeList):
    """CL-REMSTAT: the state of the work on remains."""

    REPORTED = "reported", pgettext_lazy("remains", "Reported, not yet recovered")
    IN_CUSTODY = "in_custody", pgettext_lazy("remains", "In custody")
    EXAMINED = "examined", pgettext_lazy("remains", "Examined")
    DATA_COMPLETE = "data_complete", pgettext_lazy("remains", "Data complete")
    IN_COMPARISON = "in_comparison", pgettext_lazy("remains", "In comparison")
    HYPOTHESIS = "hypothesis", pgettext_lazy("remains", "One hypothesis is being confirmed")
    IDENTIFIED = "identified", pgettext_lazy("remains", "Identified")
    RELEASED = "released", pgettext_lazy("remains", "Released")
    REPATRIATED = "repatriated", pgettext_lazy("remains", "Repatriated")
    BURIED_IDENTIFIED = "buried_identified", pgettext_lazy("remains", "Buried under their name")
    NOT_HUMAN = "not_human", pgettext_lazy("remains", "Not human")
    NOT_RELEVANT = "not_relevant", pgettext_lazy("remains", "Outside the registry's scope")
    MERGED_INTO = "merged_into", pgettext_lazy("remains", "Joined to another record")
    SPLIT_FROM = "split_from", pgettext_lazy("remains", "Split into several records")
    LOST = "lost", pgettext_lazy("remains", "Lost from custody")


# Remains in these states are compared with cases; comparison goes on after burial.
COMPARED: frozenset[RemainsStatus] = frozenset(
    {
        RemainsStatus.IN_CUSTODY,
        RemainsStatus.EXAMINED,
        RemainsStatus.DATA_COMPLETE,
        RemainsStatus.IN_COMPARISON,
        RemainsStatus.HYPOTHESIS,
        # A part that was joined is compared by what it alone holds: nothing of it was copied.
        RemainsStatus.MERGED_INTO,
    }
)
_S = RemainsStatus
# From -> to.  `identified` is reached by an identification alone, `released` and what follows by its guards.
TRANSITIONS: dict[RemainsStatus, frozenset[RemainsStatus]] = {
    _S.REPORTED: frozenset({_S.IN_CUSTODY, _S.NOT_HUMAN, _S.NOT_RELEVANT}),
    _S.IN_CUSTODY: frozenset({_S.EXAMINED, _S.NOT_HUMAN, _S.NOT_RELEVANT, _S.MERGED_INTO, _S.SPLIT_FROM, _S.LOST}),
    _S.EXAMINED: frozenset({_S.DATA_COMPLETE, _S.NOT_HUMAN, _S.NOT_RELEVANT, _S.MERGED_INTO, _S.SPLIT_FROM, _S.LOST}),
    _S.DATA_COMPLETE: frozenset({_S.IN_COMPARISON, _S.MERGED_INTO, _S.SPLIT_FROM, _S.LOST}),
    _S.IN_COMPARISON: frozenset({_S.HYPOTHESIS, _S.MERGED_INTO, _S.SPLIT_FROM, _S.LOST}),
    _S.HYPOTHESIS: frozenset({_S.IN_COMPARISON, _S.IDENTIFIED}),
    _S.IDENTIFIED: frozenset({_S.RELEASED, _S.REPATRIATED, _S.BURIED_IDENTIFIED, _S.IN_COMPARISON}),
    _S.LOST: frozenset({_S.IN_CUSTODY}),
}


# What an entry may say: data are complete once the checklist is settled, and the other states are reached by an
# identification, a custody event or a split alone.
LOGGED_AS: tuple[RemainsStatus, ...] = (_S.REPORTED, _S.IN_CUSTODY, _S.EXAMINED)
ENTERED: frozenset[RemainsStatus] = frozenset({*LOGGED_AS, _S.IN_COMPARISON, _S.NOT_HUMAN, _S.NOT_RELEVANT, _S.LOST})


def next_states(status: str) -> list[RemainsStatus]:
    """The states an entry may give remains that are in this one: the same, or one step on."""
    held = RemainsStatus(status)
    changed = held in ENTERED or held is _S.DATA_COMPLETE
    onward = TRANSITIONS.get(held, frozenset()) & ENTERED if changed else frozenset()
    return [code for code in RemainsStatus if code is held or code in onward]


class Completeness(CodeList):
    """CL-COMPL: how much was recovered."""

    COMPLETE = "complete", pgettext_lazy("completeness", "Complete")
    NEARLY = "nearly", pgettext_lazy("completeness", "Nearly complete")
    PARTIAL_WITH_HEAD = "partial_with_head", pgettext_lazy("completeness", "Partial, with head")
    PARTIAL_WITHOUT_HEAD = "partial_without_head", pgettext_lazy("completeness", "Partial, without head")
    TORSO_ONLY = "torso_only", pgettext_lazy("completeness", "Trunk only")
    LIMB_ONLY = "limb_only", pgettext_lazy("completeness", "Limb only")
    FRAGMENT = "fragment", pgettext_lazy("completeness", "Fragment")
    ASHES = "ashes", pgettext_lazy("completeness", "Ashes")


class Condition(CodeList):
    """CL-DECOMP: stage, on land and in water."""

    D0 = "d0", pgettext_lazy("condition of remains", "Fresh")
    D1 = "d1", pgettext_lazy("condition of remains", "Early changes")
    D2 = "d2", pgettext_lazy("condition of remains", "Bloated")
    D3 = "d3", pgettext_lazy("condition of remains", "Active decomposition")
    D4 = "d4", pgettext_lazy("condition of remains", "Advanced decomposition")
    D5 = "d5", pgettext_lazy("condition of remains", "Partly skeletal")
    D6 = "d6", pgettext_lazy("condition of remains", "Skeletal")
    D7 = "d7", pgettext_lazy("condition of remains", "Dry or bleached bone")


class Alteration(CodeList):
    """CL-ALTER: what changed the remains."""

    BURNED = "burned_charred", pgettext_lazy("alteration", "Burned or charred")
    MUMMIFIED = "mummified", pgettext_lazy("alteration", "Mummified")
    ADIPOCERE = "adipocere", pgettext_lazy("alteration", "Adipocere")
    SAPONIFIED = "saponified", pgettext_lazy("alteration", "Saponified")
    SCAVENGED_LAND = "scavenged_land", pgettext_lazy("alteration", "Scavenged on land")
    SCAVENGED_MARINE = "scavenged_marine", pgettext_lazy("alteration", "Scavenged at sea")
    MARINE_GROWTH = "marine_growth", pgettext_lazy("alteration", "Marine growth")
    WATERLOGGED = "waterlogged", pgettext_lazy("alteration", "Waterlogged")
    INSECTS = "insects", pgettext_lazy("alteration", "Insects")
    FROZEN = "frozen", pgettext_lazy("alteration", "Frozen")
    EMBALMED = "embalmed", pgettext_lazy("alteration", "Embalmed")
    AUTOPSIED = "autopsied", pgettext_lazy("alteration", "Autopsied")
    CRUSHED = "crushed", pgettext_lazy("alteration", "Crushed")
    DISMEMBERED = "dismembered", pgettext_lazy("alteration", "Separated parts")
    PLANT_ROOTS = "plant_roots", pgettext_lazy("alteration", "Plant roots")
    CHEMICAL = "chemical", pgettext_lazy("alteration", "Chemicals")
    MAJOR_OUTWARD_DAMAGE = "major_outward_damage", pgettext_lazy("alteration", "Major outward damage")
    OTHER = "other", pgettext_lazy("alteration", "Other")


class PartNotRecovered(CodeList):
    """Parts that were not recovered."""

    HEAD = "head", pgettext_lazy("part", "Head")
    TORSO = "torso", pgettext_lazy("part", "Trunk")
    LIMB_UL = "limb_ul", pgettext_lazy("part", "Left arm")
    LIMB_UR = "limb_ur", pgettext_lazy("part", "Right arm")
    LIMB_LL = "limb_ll", pgettext_lazy("part", "Left leg")
    LIMB_LR = "limb_lr", pgettext_lazy("part", "Right leg")
    HAND_L = "hand_l", pgettext_lazy("part", "Left hand")
    HAND_R = "hand_r", pgettext_lazy("part", "Right hand")
    OTHER = "other", pgettext_lazy("part", "Other")


class Element(CodeList):
    """Parts that nobody has twice, each with its side: what individuals are counted by."""

    CRANIUM = "cranium", pgettext_lazy("part", "Skull")
    MANDIBLE = "mandible", pgettext_lazy("part", "Lower jaw")
    HYOID = "hyoid", pgettext_lazy("part", "Hyoid")
    STERNUM = "sternum", pgettext_lazy("part", "Breastbone")
    SACRUM = "sacrum", pgettext_lazy("part", "Sacrum")
    CLAVICLE_L = "clavicle_l", pgettext_lazy("part", "Left collarbone")
    CLAVICLE_R = "clavicle_r", pgettext_lazy("part", "Right collarbone")
    SCAPULA_L = "scapula_l", pgettext_lazy("part", "Left shoulder blade")
    SCAPULA_R = "scapula_r", pgettext_lazy("part", "Right shoulder blade")
    HUMERUS_L = "humerus_l", pgettext_lazy("part", "Left humerus")
    HUMERUS_R = "humerus_r", pgettext_lazy("part", "Right humerus")
    RADIUS_L = "radius_l", pgettext_lazy("part", "Left radius")
    RADIUS_R = "radius_r", pgettext_lazy("part", "Right radius")
    ULNA_L = "ulna_l", pgettext_lazy("part", "Left ulna")
    ULNA_R = "ulna_r", pgettext_lazy("part", "Right ulna")
    HAND_L = "hand_l", pgettext_lazy("part", "Left hand")
    HAND_R = "hand_r", pgettext_lazy("part", "Right hand")
    HIP_L = "ilium_hip_l", pgettext_lazy("part", "Left hip bone")
    HIP_R = "ilium_hip_r", pgettext_lazy("part", "Right hip bone")
    FEMUR_L = "femur_l", pgettext_lazy("part", "Left femur")
    FEMUR_R = "femur_r", pgettext_lazy("part", "Right femur")
    PATELLA_L = "patella_l", pgettext_lazy("part", "Left kneecap")
    PATELLA_R = "patella_r", pgettext_lazy("part", "Right kneecap")
    TIBIA_L = "tibia_l", pgettext_lazy("part", "Left tibia")
    TIBIA_R = "tibia_r", pgettext_lazy("part", "Right tibia")
    FIBULA_L = "fibula_l", pgettext_lazy("part", "Left fibula")
    FIBULA_R = "fibula_r", pgettext_lazy("part", "Right fibula")
    TALUS_L = "talus_l", pgettext_lazy("part", "Left ankle bone")
    TALUS_R = "talus_r", pgettext_lazy("part", "Right ankle bone")
    CALCANEUS_L = "calcaneus_l", pgettext_lazy("part", "Left heel bone")
    CALCANEUS_R = "calcaneus_r", pgettext_lazy("part", "Right heel bone")
    FOOT_L = "foot_l", pgettext_lazy("part", "Left foot")
    FOOT_R = "foot_r", pgettext_lazy("part", "Right foot")


_HEAD = (Element.CRANIUM, Element.MANDIBLE, Element.HYOID)
_LIMBS = {
    BodyRegion.UPPER_LIMBS: ("humerus", "radius", "ulna", "hand"),
    BodyRegion.LOWER_LIMBS: ("femur", "patella", "tibia", "fibula", "talus", "calcaneus", "foot"),
}


def elements_by_region() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The parts in the order of the list, under the region of the body they belong to."""
    limbs = {region: [e for e in Element if e.value[:-2] in bones] for region, bones in _LIMBS.items()}
    trunk = [e for e in Element if e not in _HEAD and not any(e in group for group in limbs.values())]
    groups = [(_("Head and neck"), _HEAD), (BodyRegion.TRUNK.label, trunk)]
    groups += [(region.label, group) for region, group in limbs.items()]
    return [(name, [(e.value, e.label) for e in group]) for name, group in groups]


class SexEstimate(CodeList):
    """CL-SEXEST: five-point estimate."""

    MALE = "m", pgettext_lazy("sex estimate", "Male, clear")
    PROBABLE_MALE = "m?", pgettext_lazy("sex estimate", "Male, probable")
    INDETERMINATE = "ind", pgettext_lazy("sex estimate", "Indeterminate")
    PROBABLE_FEMALE = "f?", pgettext_lazy("sex estimate", "Female, probable")
    FEMALE = "f", pgettext_lazy("sex estimate", "Female, clear")

    @property
    def sex(self) -> Sex:
        """The coarse code that layer 1 shows."""
        if self in (SexEstimate.MALE, SexEstimate.PROBABLE_MALE):
            return Sex.MALE
        return Sex.FEMALE if self in (SexEstimate.FEMALE, SexEstimate.PROBABLE_FEMALE) else Sex.NOT_KNOWN


class SexMethod(CodeList):
    """What the estimate of sex rests on."""

    EXTERNAL = "external", pgettext_lazy("sex method", "External examination")
    PELVIS = "pelvis", pgettext_lazy("sex method", "Pelvis")
    SKULL = "skull", pgettext_lazy("sex method", "Skull")
    DNA_AMEL = "DNA_amel", pgettext_lazy("sex method", "DNA (amelogenin)")


class AgeMethod(CodeList):
    """What the estimate of age rests on."""

    APPEARANCE = "appearance", pgettext_lazy("age method", "Appearance")
    DENTAL_DEVELOPMENT = "dental_development", pgettext_lazy("age method", "Development of teeth")
    BONE_DEVELOPMENT = "bone_development", pgettext_lazy("age method", "Development of bones")
    PUBIC_SYMPHYSIS = "pubic_symphysis", pgettext_lazy("age method", "Pubic symphysis")
    AURICULAR_SURFACE = "auricular_surface", pgettext_lazy("age method", "Auricular surface")
    RIB_ENDS = "rib_ends", pgettext_lazy("age method", "Rib ends")
    CRANIAL_SUTURES = "cranial_sutures", pgettext_lazy("age method", "Sutures of the skull")
    TOOTH_WEAR = "tooth_wear", pgettext_lazy("age method", "Tooth wear or root transparency")
    COMBINED = "combined", pgettext_lazy("age method", "Several methods")
    OTHER = "other", pgettext_lazy("age method", "Other")


class StatureMethod(CodeList):
    """What the estimate of stature rests on."""

    MEASURED = "measured", pgettext_lazy("stature method", "Measured")
    LONG_BONE = "long_bone", pgettext_lazy("stature method", "Long bones of the leg")
    MIXED = "mixed", pgettext_lazy("stature method", "Other or several bones")
    OTHER = "other", pgettext_lazy("stature method", "Other")


class IntervalMethod(CodeList):
    """What the estimate of the time since death rests on."""

    APPEARANCE = "appearance", pgettext_lazy("interval method", "Stage of change")
    TEMPERATURE = "temperature", pgettext_lazy("interval method", "Body temperature")
    TBS = "tbs", pgettext_lazy("interval method", "Total body score")
    INSECTS = "insects", pgettext_lazy("interval method", "Insects")
    CIRCUMSTANCES = "circumstances", pgettext_lazy("interval method", "Circumstances, such as a known shipwreck")
    OTHER = "other", pgettext_lazy("interval method", "Other")


class Finder(CodeList):
    """CL-FINDER: who found the remains."""

    COASTGUARD = "coastguard", pgettext_lazy("finder", "Coast guard")
    POLICE = "police", pgettext_lazy("finder", "Police")
    ARMY = "army", pgettext_lazy("finder", "Army")
    RESCUE_NGO = "rescue_ngo", pgettext_lazy("finder", "Rescue organisation")
    CSO_SEARCH = "cso_search", pgettext_lazy("finder", "Search by a civil-society organisation")
    FAMILY_SEARCH = "family_search", pgettext_lazy("finder", "Search by families")
    RESIDENT = "resident", pgettext_lazy("finder", "Resident")
    FISHER = "fisher", pgettext_lazy("finder", "Fisher")
    FARMER = "farmer", pgettext_lazy("finder", "Farmer")
    MORGUE = "morgue", pgettext_lazy("finder", "Morgue")
    HOSPITAL = "hospital", pgettext_lazy("finder", "Hospital")
    BORDER_GUARD = "border_guard", pgettext_lazy("finder", "Border guard")
    OTHER = "other", pgettext_lazy("finder", "Other")


class Setting(CodeList):
    """CL-SETTING: surroundings of the place of finding."""

    OPEN_SEA = "open_sea", pgettext_lazy("setting", "Open sea")
    SHORE = "shore", pgettext_lazy("setting", "Shore")
    NET_OR_VESSEL = "net_or_vessel", pgettext_lazy("setting", "Net or vessel")
    HARBOUR = "harbour", pgettext_lazy("setting", "Harbour")
    RIVER = "river", pgettext_lazy("setting", "River")
    LAKE = "lake", pgettext_lazy("setting", "Lake")
    WELL = "well", pgettext_lazy("setting", "Well")
    DESERT = "desert", pgettext_lazy("setting", "Desert")
    SCRUB = "scrub", pgettext_lazy("setting", "Scrub")
    FOREST = "forest", pgettext_lazy("setting", "Forest")
    MOUNTAIN = "mountain", pgettext_lazy("setting", "Mountain")
    SNOW_ICE = "snow_ice", pgettext_lazy("setting", "Snow or ice")
    FIELD = "field", pgettext_lazy("setting", "Field")
    ROAD = "road", pgettext_lazy("setting", "Road")
    RAIL = "rail", pgettext_lazy("setting", "Railway")
    BUILDING = "building", pgettext_lazy("setting", "Building")
    VEHICLE = "vehicle", pgettext_lazy("setting", "Vehicle")
    CONTAINER = "container", pgettext_lazy("setting", "Container")
    DUMP = "dump", pgettext_lazy("setting", "Dump")
    CEMETERY = "cemetery", pgettext_lazy("setting", "Cemetery")
    CLANDESTINE_GRAVE = "clandestine_grave", pgettext_lazy("setting", "Clandestine grave")
    CAVE = "cave", pgettext_lazy("setting", "Cave")
    URBAN = "urban", pgettext_lazy("setting", "Town")
    FACILITY = "facility", pgettext_lazy("setting", "Facility")
    OTHER = "other", pgettext_lazy("setting", "Other")


class BurialContext(CodeList):
    """How the remains lay."""

    SURFACE = "surface", pgettext_lazy("burial", "On the surface")
    SINGLE_GRAVE = "single_grave", pgettext_lazy("burial", "Single grave")
    MASS_GRAVE = "mass_grave", pgettext_lazy("burial", "Mass grave")
    CEMETERY_UNNAMED = "cemetery_unnamed", pgettext_lazy("burial", "Unnamed grave in a cemetery")
    VESSEL = "vessel", pgettext_lazy("burial", "In a vessel")
    VEHICLE = "vehicle", pgettext_lazy("burial", "In a vehicle")
    CONTAINER = "container", pgettext_lazy("burial", "In a container")
    UNKNOWN = "unknown", pgettext_lazy("burial", "Not known")


class OriginIndicatorKind(CodeList):
    """What points to a country or region."""

    ISOTOPE = "isotope", _("Isotopes")
    DOCUMENT_LANGUAGE = "language", _("Language of papers")
    DOCUMENT = "document", pgettext_lazy("origin", "Paper")
    CURRENCY = "currency", _("Currency")
    SIM_COUNTRY = "sim_country", _("Country of a SIM card")
    CLOTHING_LABEL = "clothing_label", _("Clothing label")
    SCARIFICATION = "scarification", pgettext_lazy("origin", "Scarification")
    FOOD = "food", pgettext_lazy("origin", "Food")
    OTHER = "other", pgettext_lazy("origin", "Other")


class PresumptiveBasis(CodeList):
    """What a presumed name rests on.  A presumption is a lead: it identifies nobody."""

    PAPER = "paper", pgettext_lazy("presumption", "A paper")
    PHONE = "phone", pgettext_lazy("presumption", "A phone")
    COMPANION = "companion", pgettext_lazy("presumption", "A travel companion")
    VISUAL = "visual", pgettext_lazy("presumption", "Somebody thought to recognise them")
    OTHER = "other", pgettext_lazy("presumption", "Other")
