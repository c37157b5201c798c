"""Build, eyes, teeth, old injuries and clothes of invented people; how relatives tell them and examiners see them.

Each person and each record draws from a stream of its own, so that everything else of a registry stays as it is
without them.  A benchmark is invented without them: its reference scorer does not know them, and it has to stay the
best there is.  All shares are assumptions [A].
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np

from registry.site.invented.chance import Choice, one_of
from registry.site.invented.records import CaseRecord, ItemRecord, MedicalRecord, RemainsRecord

TOLD, ASKED = 0.60, 0.45
CHART_KEPT, CHART_MADE = 0.08, 0.40  # a dentist's chart before, a chart of the remains with a head
_BUILD = Choice((("thin", 0.14), ("slim", 0.26), ("medium", 0.36), ("muscular", 0.12), ("heavy", 0.12)))
_EYES = Choice((("dbr", 0.62), ("bro", 0.22), ("blk", 0.09), ("haz", 0.04), ("grn", 0.015), ("blu", 0.015)))
_LENGTH = Choice((("shaved", 0.12), ("short", 0.58), ("medium", 0.18), ("long", 0.12)))
_FORM = Choice((("coily", 0.52), ("curly", 0.18), ("wavy", 0.12), ("straight", 0.12), ("braids", 0.06)))
_BEARD = Choice((("none", 0.46), ("stubble", 0.22), ("moustache", 0.10), ("beard_short", 0.14), ("goatee", 0.08)))
_SMILE = {"gap_mid": 0.06, "crooked": 0.10, "gold": 0.05, "silver": 0.03, "stained": 0.09, "filed": 0.02,
          "front_missing": 0.06, "prominent": 0.05}  # fmt: skip
_INJURY = Choice((
    (("fracture_healed", "radius", "ul_forearm"), 0.30), (("fracture_healed", "tibia", "ll_shin"), 0.24),
    (("fracture_healed", "clavicle", "tr_clavicle"), 0.14), (("plate_screw", "femur", "ll_thigh"), 0.10),
    (("rod_nail", "tibia", "ll_shin"), 0.09), (("bullet_fragment", "tr_back_upper", "tr_back_upper"), 0.06),
    (("skull_surgery", "cranium", "hd_scalp"), 0.03), (("joint_prosthesis", "ilium_hip", "ll_hip"), 0.04),
))  # fmt: skip
_WITH_SERIAL = {"plate_screw", "rod_nail", "joint_prosthesis"}
_CLOTHES = Choice((
    ("jeans", 0.20), ("trousers", 0.12), ("tshirt", 0.20), ("jacket", 0.12), ("hoodie", 0.10), ("trainers", 0.14),
    ("cap", 0.06), ("ring", 0.03), ("backpack", 0.03),
))  # fmt: skip
_COLOURS = ("blk", "blu", "gry", "whi", "red", "grn", "nvy")
_BRANDS = ("", "", "", "Adidos", "Puna", "Nikko", "Levin")
_SIZES = {"jeans": ("30", "32", "34"), "trainers": ("41", "42", "43"), "tshirt": ("S", "M", "L")}
_WISDOM = ("18", "28", "38", "48")
_TEETH = tuple(f"{quadrant}{number}" for quadrant in "1234" for number in range(1, 9))
_LATER = {"sou": "fil", "fil": "mam"}


@dataclass(frozen=True)
class Body:
    """One person's, as it was."""

    build: str
    eyes: str
    smile: tuple[str, ...]
    injuries: tuple[tuple[str, str, str, str, str], ...]  # kind, bone, place as families say it, side, serial number
    teeth: tuple[tuple[str, str], ...]
    worn: tuple[ItemRecord, ...]
    looks: tuple[tuple[str, str], ...]


def _stream(seed: int, what: str, of: str) -> np.random.Generator:
    return np.random.default_rng([seed, crc32(f"{what} {of}".encode())])


def body_of(seed: int, person: int) -> Body:
    """The same person, the same body."""
    rng = _stream(seed, "body", str(person))
    injuries = []
    for _ in range(int(rng.poisson(0.35))):
        kind, bone, place = _INJURY.draw(rng)
        serial = f"{kind[:2].upper()}{int(rng.integers(10**5, 10**6))}" if kind in _WITH_SERIAL else ""
        injuries.append((kind, bone, place, "l" if rng.random() < 0.5 else "r", serial))
    teeth = tuple(
        (fdi, "une" if fdi in _WISDOM and rng.random() < 0.5 else str(rng.choice(("sou", "fil", "mam"), p=_odds(fdi))))
        for fdi in _TEETH
    )
    worn = tuple(_garment(rng) for _ in range(int(rng.integers(2, 5))))
    smile = tuple(feature for feature, share in _SMILE.items() if rng.random() < share)
    return Body(_BUILD.draw(rng), _EYES.draw(rng), smile, tuple(injuries), teeth, worn, _looks(seed, person))


def _looks(seed: int, person: int) -> tuple[tuple[str, str], ...]:
    """Hair and beard; of a beard only what a man is told to have."""
    rng = _stream(seed, "looks", str(person))
    return (
        ("hair_length", _LENGTH.draw(rng)), ("hair_form", _FORM.draw(rng)), ("facial_hair", _BEARD.draw(rng)),
    )  # fmt: skip


def _odds(fdi: str) -> tuple[float, float, float]:
    """Sound, filled, missing: back teeth suffer first."""
    return (0.74, 0.15, 0.11) if fdi[1] in "67" else (0.94, 0.04, 0.02)


def _garment(rng: np.random.Generator) -> ItemRecord:
    kind = _CLOTHES.draw(rng)
    size = one_of(rng, _SIZES[kind]) if kind in _SIZES else ""
    return ItemRecord(kind, (one_of(rng, _COLOURS),), "", one_of(rng, _BRANDS), size)


def told(seed: int, record: CaseRecord, body: Body) -> CaseRecord:
    """What relatives tell: not everything, and not always brand and size."""
    rng = _stream(seed, "told", record.key)
    heard = [i for i in body.injuries if rng.random() < TOLD]
    return replace(
        record,
        looks=_told_looks(_stream(seed, "told looks", record.key), body, record.sex),
        build=body.build if rng.random() < 0.5 else None,
        eye_colour=body.eyes if rng.random() < 0.5 else None,
        smile=tuple(f for f in body.smile if rng.random() < 0.7) if rng.random() < ASKED else None,
        medical=tuple(
            MedicalRecord(kind, place, side, serial if rng.random() < 0.2 else "")
            for kind, _bone, place, side, serial in heard
        ),
        teeth=body.teeth if rng.random() < CHART_KEPT else (),
        belongings=tuple(_recalled(rng, item) for item in body.worn[:2]) if rng.random() < 0.4 else (),
    )


def _told_looks(rng: np.random.Generator, body: Body, sex: str) -> tuple[tuple[str, str], ...]:
    return tuple(one for one in body.looks if (one[0] != "facial_hair" or sex == "m") and rng.random() < 0.4)


def _recalled(rng: np.random.Generator, item: ItemRecord) -> ItemRecord:
    return replace(
        item, brand=item.brand if rng.random() < 0.5 else "", size=item.size if rng.random() < 0.4 else "",
        colours=item.colours if rng.random() < 0.85 else (one_of(rng, _COLOURS),),
    )  # fmt: skip


def seen(seed: int, record: RemainsRecord, body: Body, condition: int) -> RemainsRecord:
    """What an examination finds.  A second part of somebody shows neither face nor teeth."""
    rng = _stream(seed, "seen", record.key)
    whole = record.completeness != "limb_only"
    sex = (record.sex_estimated or "")[:1]
    looked = ("hd", "nk", "tr", "ul", "ll") if whole and rng.random() < 0.5 else None
    kept = [item for item in body.worn if rng.random() < 0.5] if whole and rng.random() < 0.5 else []
    return replace(
        record,
        hair_colour="blk" if whole and condition == 0 else None,
        looks=_told_looks(_stream(seed, "seen looks", record.key), body, sex) if whole and condition == 0 else (),
        build=body.build if condition == 0 and whole and rng.random() < 0.6 else None,
        eye_colour=body.eyes if condition == 0 and whole and rng.random() < 0.5 else None,
        smile=body.smile if whole and rng.random() < 0.5 else None,
        medical=tuple(
            MedicalRecord(kind, bone, side, serial)
            for kind, bone, _place, side, serial in body.injuries
            if looked and rng.random() < 0.9
        ),
        bones_examined=looked,
        teeth=_charted(rng, body.teeth) if whole and rng.random() < CHART_MADE else (),
        belongings=(*record.belongings, *kept),
    )


def _charted(rng: np.random.Generator, teeth: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The teeth some time later: a few treated since, a few lost after death, a few misread."""
    out = []
    for fdi, state in teeth:
        draw = rng.random()
        later = _LATER.get(state, state) if draw < 0.03 else "mpm" if draw < 0.07 else state
        out.append((fdi, "sou" if draw > 0.99 and later == "fil" else later))
    return tuple(out)
