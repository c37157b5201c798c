"""Marks on an invented skin: how many, of which kind, where; how relatives tell them and examiners see them.

Marks of a kind are a Poisson process, thinned by telling and by seeing.  That is why the benchmark's reference scorer
can give the exact probability of what was seen from what was told.  All shares are assumptions [A] except the
prevalence of tattoos in Mexico (Birngruber 2020).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from registry.site.invented.chance import Choice, one_of
from registry.site.invented.rates import FindRates, ReportRates
from registry.site.invented.traditions import TrueName, tradition

# Expected number per person.
PLAIN_RATE = {
    "scar": 0.50, "scar_surg": 0.15, "burn": 0.08, "birthmark": 0.12, "mole": 0.15, "missing_digit": 0.02,
    "amputation": 0.004, "deformity": 0.02,
}  # fmt: skip
TATTOO_RATE = {
    "spanish": (0.62, 0.48), "haitian": (0.15, 0.08), "arabic": (0.05, 0.02), "persian": (0.07, 0.03),
    "west_african": (0.06, 0.03), "somali": (0.01, 0.01), "ethiopian": (0.06, 0.16), "bengali": (0.02, 0.01),
    "vietnamese": (0.20, 0.06),
}  # fmt: skip
SCARIFICATION_RATE = {"west_african": 0.16, "ethiopian": 0.03, "arabic": 0.02}
PIERCING_RATE = {"m": 0.04, "f": 0.30}

SITES: dict[str, dict[str, float]] = {
    "tattoo": {"ul_forearm": 25, "ul_arm": 24, "tr_chest": 13, "tr_back_upper": 10, "nk_side": 6, "ul_handback": 8,
               "ll_calf": 8, "ul_wrist": 6},
    "scar": {"hd_forehead": 14, "hd_brow": 10, "hd_cheek": 8, "hd_chin": 9, "ul_forearm": 15, "ul_handback": 8,
             "ll_knee": 13, "ll_shin": 15, "tr_abd_lower": 4, "ul_index": 4},
    "scar_surg": {"tr_abd_lower": 55, "tr_chest": 8, "ll_knee": 12, "ul_forearm": 10, "ll_thigh": 8,
                  "tr_back_lower": 7},
    "burn": {"ul_forearm": 30, "ul_handback": 20, "tr_chest": 12, "ll_thigh": 18, "nk_side": 8, "hd_cheek": 12},
    "birthmark": {"tr_back_upper": 18, "ul_arm": 14, "ll_thigh": 14, "nk_nape": 14, "tr_abd_upper": 12, "hd_cheek": 14,
                  "ll_calf": 14},
    "mole": {"hd_cheek": 30, "hd_lip": 16, "nk_side": 18, "tr_back_upper": 16, "ul_arm": 10, "hd_chin": 10},
    "missing_digit": {"ul_index": 34, "ul_middle": 22, "ul_little": 30, "ll_toe5": 14},
    "amputation": {"ul_forearm": 35, "ll_shin": 40, "ll_thigh": 25},
    "deformity": {"ll_shin": 30, "ul_forearm": 30, "tr_clavicle": 25, "hd_nose": 15},
    "scarification": {"hd_cheek": 60, "hd_temple": 25, "hd_forehead": 15},
    "piercing": {"hd_ear": 78, "hd_nose": 14, "tr_navel": 8},
}  # fmt: skip
MIDLINE = {"tr_abd_lower", "tr_chest", "nk_nape", "hd_forehead", "hd_chin", "hd_lip", "tr_back_upper", "tr_back_lower",
           "tr_abd_upper", "tr_navel", "hd_nose"}  # fmt: skip
MOTIFS = {
    "name": 18, "initials": 10, "date": 5, "religious_cross": 10, "religious_other": 6, "text": 5, "heart": 7,
    "flower": 8, "animal": 9, "human_face": 5, "skull": 4, "star_moon": 5, "number": 3, "tribal": 5,
}  # fmt: skip
WORDED = ("name", "initials", "date", "number", "text")
RELATED = {"scar": "scar_surg", "scar_surg": "scar", "birthmark": "mole", "mole": "birthmark", "burn": "scar",
           "amputation": "missing_digit", "missing_digit": "amputation", "tattoo": "tattoo", "deformity": "deformity",
           "scarification": "scar", "piercing": "piercing"}  # fmt: skip
TYPE_SLIP, SIDE_SLIP = 0.04, 0.05
WORD_TOLD, WORD_READ, WORD_SLIP = 0.50, 0.70, 0.08
REGIONS = ("hd", "nk", "tr", "ul", "ll")


_SITE = {kind: Choice(sites.items()) for kind, sites in SITES.items()}
_MOTIF = Choice(MOTIFS.items())
_MOTTOS = ("Madre", "Familia", "Fe", "Amor", "Libertad", "Hope", "Sabr", "Faith")


@dataclass(frozen=True)
class MarkRecord:
    """A mark as recorded: CL-MARK, CL-SITE, side, CL-MOTIF (tattoos) and the words in it."""

    type: str
    site: str
    side: str
    motif: str = ""
    text: str = ""


def rates_for(code: str, sex: str) -> dict[str, float]:
    """Expected marks of each type for somebody of this tradition and sex."""
    male = sex == "m"
    return PLAIN_RATE | {
        "tattoo": TATTOO_RATE[code][0 if male else 1],
        "scarification": SCARIFICATION_RATE.get(code, 0.0),
        "piercing": PIERCING_RATE["m" if male else "f"],
    }


def _words(rng: np.random.Generator, motif: str, name: TrueName) -> str:
    """A name of the family, two letters, a year, a number, a motto of one word."""
    names = tradition(name.tradition)
    match motif:
        case "name":
            return one_of(rng, (name.mother[0], names.given["f"].draw(rng), names.given["m"].draw(rng)))
        case "initials":
            return name.given[0][0].upper() + names.given["f"].draw(rng)[0].upper()
        case "date":
            return str(int(rng.integers(1985, 2021)))
        case "number":
            return str(int(rng.integers(10, 1000)))
        case _:
            return one_of(rng, _MOTTOS)


def draw_marks(rng: np.random.Generator, name: TrueName, sex: str) -> tuple[MarkRecord, ...]:
    """The true marks of one person."""
    out = []
    for kind, rate in rates_for(name.tradition, sex).items():
        for _ in range(int(rng.poisson(rate))):
            site = _SITE[kind].draw(rng)
            side = "mid" if site in MIDLINE else ("l" if rng.random() < 0.5 else "r")
            motif = _MOTIF.draw(rng) if kind == "tattoo" else ""
            text = _words(rng, motif, name) if motif in WORDED else ""
            out.append(MarkRecord(kind, site, side, motif, text))
    return tuple(out)


def _retold(
    rng: np.random.Generator, mark: MarkRecord, site_right: float, motif_right: float, word: float
) -> MarkRecord:
    """A mark with the errors of one telling or one examination."""
    if rng.random() < TYPE_SLIP and RELATED[mark.type] in SITES:
        mark = replace(mark, type=RELATED[mark.type])
    if rng.random() > site_right:
        region = mark.site.split("_")[0]
        near = [s for s in dict.fromkeys(s for sites in SITES.values() for s in sites) if s.startswith(region)]
        mark = replace(mark, site=near[int(rng.integers(len(near)))])
    if mark.side in "lr" and rng.random() < SIDE_SLIP:
        mark = replace(mark, side="r" if mark.side == "l" else "l")
    if mark.motif and rng.random() > motif_right:
        mark = replace(mark, motif=_MOTIF.draw(rng))
    if mark.text and (mark.motif not in WORDED or rng.random() > word):
        return replace(mark, text="")
    if len(mark.text) > 3 and rng.random() < WORD_SLIP:
        k = 1 + int(rng.integers(len(mark.text) - 2))
        mark = replace(mark, text=mark.text[:k] + mark.text[k + 1 :])
    return mark


def told(rng: np.random.Generator, marks: tuple[MarkRecord, ...], rates: ReportRates) -> tuple[MarkRecord, ...]:
    """What relatives tell when they are asked; the form has room for three coded marks."""
    heard = [m for m in marks if rng.random() < rates.mark_told]
    return tuple(_retold(rng, m, rates.mark_site_right, rates.mark_motif_right, WORD_TOLD) for m in heard[:3])


def seen(
    rng: np.random.Generator, marks: tuple[MarkRecord, ...], regions: tuple[str, ...], rates: FindRates
) -> tuple[MarkRecord, ...]:
    """What an examination finds in the regions where skin is left."""
    visible = [m for m in marks if m.site.split("_")[0] in regions and rng.random() < rates.mark_seen]
    return tuple(_retold(rng, m, rates.mark_site_right, rates.mark_motif_right, WORD_READ) for m in visible)
