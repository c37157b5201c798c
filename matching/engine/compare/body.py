"""The map of the body and how two coded marks stand to each other.

Decides the levels of type, site, side, motif and words; not what a level weighs.
"""

from __future__ import annotations

from rapidfuzz.fuzz import ratio

REGIONS = ("hd", "nk", "tr", "ul", "ll")


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_RELATED = (
    frozenset({"tattoo", "tattoo_removed", "brand", "scarification", "henna"}),
    frozenset({"scar", "scar_surg", "burn", "keloid", "wound_fresh", "bullet_scar", "vaccination"}),
    frozenset({"birthmark", "mole", "vitiligo", "wart_cyst", "nail_mark", "callus", "acne"}),
    frozenset({"amputation", "missing_digit", "deformity", "limp_sign", "extra_digit"}),
    frozenset({"piercing", "stretched_lobe"}),
)
SITES = _codes(
    "hd_scalp hd_forehead hd_temple hd_brow hd_eyelid hd_ear hd_nose hd_cheek hd_lip hd_chin hd_jaw hd_mouth_in "
    "nk_front nk_side nk_nape tr_shoulder tr_clavicle tr_chest tr_breast tr_ribs tr_abd_upper tr_abd_lower tr_navel "
    "tr_flank tr_groin tr_back_upper tr_back_lower tr_buttock tr_sacrum tr_genital tr_perineum ul_arm ul_axilla "
    "ul_elbow ul_forearm ul_wrist ul_palm ul_handback ul_thumb ul_index ul_middle ul_ring ul_little ul_nail ll_hip "
    "ll_thigh ll_knee ll_popliteal ll_shin ll_calf ll_ankle ll_heel ll_sole ll_footback ll_toe1 ll_toe2 ll_toe3 "
    "ll_toe4 ll_toe5"
)
_SITE_SET = frozenset(SITES)
_NEIGHBOURS = frozenset(
    frozenset(pair.split("-")) for pair in _codes(
        "hd_scalp-hd_forehead hd_forehead-hd_temple hd_forehead-hd_brow hd_brow-hd_eyelid hd_temple-hd_ear "
        "hd_temple-hd_cheek hd_cheek-hd_nose hd_cheek-hd_jaw hd_lip-hd_chin hd_chin-hd_jaw hd_lip-hd_mouth_in "
        "hd_jaw-nk_side nk_front-nk_side nk_side-nk_nape nk_front-tr_clavicle nk_nape-tr_back_upper "
        "tr_shoulder-tr_clavicle tr_shoulder-ul_arm tr_shoulder-tr_back_upper tr_clavicle-tr_chest tr_chest-tr_breast "
        "tr_chest-tr_ribs tr_chest-tr_abd_upper tr_ribs-tr_flank tr_ribs-tr_back_upper tr_abd_upper-tr_navel "
        "tr_abd_upper-tr_abd_lower tr_abd_lower-tr_navel tr_abd_lower-tr_groin tr_flank-tr_abd_lower "
        "tr_flank-tr_back_lower tr_back_upper-tr_back_lower tr_back_lower-tr_sacrum tr_sacrum-tr_buttock "
        "tr_buttock-ll_hip tr_buttock-ll_thigh tr_groin-ll_thigh tr_groin-tr_genital tr_genital-tr_perineum "
        "ul_arm-ul_axilla ul_arm-ul_elbow ul_elbow-ul_forearm ul_forearm-ul_wrist ul_wrist-ul_palm "
        "ul_wrist-ul_handback ul_palm-ul_handback ul_handback-ul_thumb ul_handback-ul_index ul_index-ul_middle "
        "ul_middle-ul_ring ul_ring-ul_little ul_thumb-ul_index ll_hip-ll_thigh ll_thigh-ll_knee "
        "ll_knee-ll_popliteal ll_knee-ll_shin "
        "ll_popliteal-ll_calf ll_shin-ll_calf ll_shin-ll_ankle ll_calf-ll_ankle ll_ankle-ll_heel ll_ankle-ll_footback "
        "ll_heel-ll_sole ll_sole-ll_footback ll_footback-ll_toe1 ll_toe1-ll_toe2 ll_toe2-ll_toe3 ll_toe3-ll_toe4 "
        "ll_toe4-ll_toe5"
    )
)  # fmt: skip


def type_level(a: str, b: str) -> str:
    """The same kind of mark, one that is taken for it, or another."""
    return "same" if a == b else "related" if any(a in g and b in g for g in _RELATED) else "other"


def motif_level(a: tuple[str, ...], b: tuple[str, ...]) -> str | None:
    """A common motif or none; None if one side names no motif."""
    if not a or not b:
        return None
    return "same" if set(a) & set(b) else "other"


def side_level(a: str, b: str) -> str | None:
    """The same side or the other; None if one is not known."""
    if "unknown" in (a, b):
        return None
    return "same" if a == b or "both" in (a, b) else "other"


def text_level(a: str, b: str, similar: float) -> str | None:
    """The same words, give or take a reading slip."""
    if not a or not b:
        return None
    return "same" if a == b or ratio(a, b) >= 100 * similar else "other"


def site_level(a: str, b: str) -> str | None:
    """The same, neighbours, the same region, other; None if one is not known.

    A word outside CL-SITE is a site too; where it lies beside the sites of the list nobody knows.
    """
    if "unknown" in (a, b):
        return None
    if a == b:
        return "same"
    if (a in _SITE_SET) != (b in _SITE_SET):
        return None
    if frozenset((a, b)) in _NEIGHBOURS:
        return "neighbour"
    return "region" if a[:2] == b[:2] and {a, b} <= _SITE_SET else "other"
