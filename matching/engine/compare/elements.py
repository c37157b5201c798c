"""The map of the skeleton: which region a bone or a place on the body belongs to, and which of them are the same part.

Decides the levels of what stays in the body; not what a level weighs.  Words outside CL-BONE and CL-SITE are the same
only as themselves and stand in no region.
"""

from __future__ import annotations

from matching.engine.compare.body import REGIONS

# CL-BONE and the CL-SITE codes that families use for the same part.  The first word names the part.
_PARTS = (
    ("cranium", "hd_scalp", "hd_forehead", "hd_temple", "hd_brow"),
    ("mandible", "hd_jaw", "hd_chin"),
    ("hd_cheek", "hd_eyelid"),
    ("hyoid", "nk_front"),
    ("neck", "nk_nape", "nk_side", *(f"c{n}" for n in range(1, 8))),
    ("clavicle", "tr_clavicle"),
    ("scapula", "tr_shoulder"),
    ("ribs", "tr_ribs", "sternum", "tr_chest", "tr_breast", *(f"rib{n}" for n in range(1, 13))),
    ("upper_spine", "tr_back_upper", *(f"t{n}" for n in range(1, 13))),
    ("lower_spine", "tr_back_lower", *(f"l{n}" for n in range(1, 6))),
    ("sacrum", "coccyx", "tr_sacrum", "tr_buttock"),
    ("pelvis", "ilium_hip", "pubis", "ischium", "ll_hip", "tr_groin"),
    ("tr_abd", "tr_abd_upper", "tr_abd_lower", "tr_navel", "tr_flank"),
    ("humerus", "ul_arm", "ul_axilla"),
    ("ul_elbow",),
    ("radius", "ulna", "ul_forearm", "ul_wrist"),
    ("hand", "carpals", "metacarpals", "phal_hand", "ul_palm", "ul_handback", "ul_thumb", "ul_index", "ul_middle",
     "ul_ring", "ul_little"),
    ("femur", "ll_thigh"),
    ("patella", "ll_knee", "ll_popliteal"),
    ("tibia", "fibula", "ll_shin", "ll_calf", "ll_ankle"),
    ("foot", "talus", "calcaneus", "tarsals", "metatarsals", "phal_foot", "ll_heel", "ll_sole", "ll_footback",
     *(f"ll_toe{n}" for n in range(1, 6))),
)  # fmt: skip
_REGION_OF_PART = {
    "cranium": "hd", "mandible": "hd", "hyoid": "nk", "neck": "nk", "clavicle": "tr", "scapula": "tr", "ribs": "tr",
    "upper_spine": "tr", "lower_spine": "tr", "sacrum": "tr", "pelvis": "tr", "humerus": "ul", "radius": "ul",
    "hand": "ul", "femur": "ll", "patella": "ll", "tibia": "ll", "foot": "ll",
}  # fmt: skip
_PART = {word: names[0] for names in _PARTS for word in names}
PARTS = tuple(names[0] for names in _PARTS)
_RELATED = (
    frozenset({"fracture_healed", "fracture_unhealed", "plate_screw", "rod_nail"}),
    frozenset({"joint_prosthesis", "plate_screw", "rod_nail"}),
    frozenset({"amputation", "limb_prosthesis", "limb_length_diff"}),
    frozenset({"pacemaker", "stent_valve"}),
    frozenset({"shunt", "skull_surgery"}),
)


def part(site: str) -> str:
    """The part of the body that a code speaks of; a word outside the lists is itself."""
    return _PART.get(site, site)


def region(site: str) -> int:
    """Index into REGIONS of a code, -1 where it is in none of them."""
    code = _REGION_OF_PART.get(part(site), site[:2] if "_" in site else "")
    return REGIONS.index(code) if code in REGIONS else -1


def kind_level(a: str, b: str) -> str:
    """The same kind, one that goes with it or is taken for it, or another."""
    return "same" if a == b else "related" if any(a in g and b in g for g in _RELATED) else "other"


def part_level(a: str, b: str) -> str | None:
    """The same part of the body, the same region, another; None if one is not known."""
    if "unknown" in (a, b):
        return None
    if part(a) == part(b):
        return "same"
    return "region" if region(a) == region(b) != -1 else "other"
