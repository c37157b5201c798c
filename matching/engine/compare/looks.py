"""Hair and eyes, together, and build: what everybody sees and few can be told by.

Hair and eyes are one joint table, since dark eyes go with dark hair.  Hair darkens and bleaches in water and earth,
eyes cloud soon after death, a body swells: where that may be so the line is silent or says little.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compare.base import Line, condition_class, soften

if TYPE_CHECKING:
    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile

# Dyed, bald, clouded, artificial or two-coloured say nothing about the colour that was there.
HAIR = {"blk": 0, "dbr": 0, "bro": 1, "lbr": 1, "bln": 2, "red": 3, "gry": 4, "gmx": 4, "whi": 4}
EYES = {"blk": 0, "dbr": 0, "bro": 0, "haz": 1, "grn": 2, "gry": 3, "blu": 3}
HAIRS, EYE_CLASSES, YEARS = 5, 4, 21
BUILD = {"emaciated": 0, "thin": 0, "slim": 0, "medium": 1, "muscular": 1, "heavy": 2, "obese": 2}
BUILDS = 3
_CHANGES = ("submerged", "buried")
_MONTH_DAYS = 30


def _year(day: int | None) -> int | None:
    return None if day is None else date.fromordinal(day).year


class Looks(Line):
    """log10 LR of hair and eyes."""

    name, group, width = "looks", "biology", 3
    facts = ("hair", "eyes")

    def am(self, profile: Profile) -> Value | None:
        hair, eyes = HAIR.get(profile.hair or ""), EYES.get(profile.eyes or "")
        if hair is None and eyes is None:
            return None
        return (hair, eyes, _year(profile.last_contact_latest))

    def pm(self, profile: Profile) -> Value | None:
        fleshed = condition_class(profile.condition) in ("fleshed", None)
        hair = None if _hair_changed(profile) else HAIR.get(profile.hair or "")
        eyes = EYES.get(profile.eyes or "") if fleshed and not profile.altered else None
        if hair is None and eyes is None:
            return None
        return (hair, eyes, _year(profile.found_latest))

    def absent(self, profile: Profile) -> str:
        changed = profile.kind == "pm" and (profile.hair or profile.eyes)
        return "looks_changed_pm" if changed else super().absent(profile)

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        hair, eyes, told = am.columns()
        seen_hair, seen_eyes, found = pm.columns()
        years = np.clip(np.nan_to_num(found - told), 0, YEARS - 1).astype(np.int64)
        bodies = model.bodies
        h, e = _code(hair, HAIRS), _code(eyes, EYE_CLASSES)
        hp, ep = _code(seen_hair, HAIRS), _code(seen_eyes, EYE_CLASSES)
        size = np.broadcast(h, hp).shape
        h, e, hp, ep, years = (np.broadcast_to(x, size) for x in (h, e, hp, ep, years))
        # Where one of a person's two colours is not told, those that go with the other stand in.
        told_as = bodies.looks_told[h, e]
        seen_as_hair, seen_as_eyes = bodies.hair_seen[years, :, hp], bodies.eyes_seen[:, ep].T
        same = np.einsum("nhe,nh,ne->n", told_as, seen_as_hair, seen_as_eyes)
        anybody = np.einsum("he,nh,ne->n", bodies.looks, bodies.hair_seen[0][:, hp].T, seen_as_eyes)
        common = ((h < HAIRS) & (hp < HAIRS)) | ((e < EYE_CLASSES) & (ep < EYE_CLASSES))
        return np.where(common, soften(same / anybody, model.rates.m("eps", "looks")), np.nan)

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        bodies = model.bodies
        codes = [_code(column, n) for side in (left, right)
                 for column, n in zip(side.columns()[:2], (HAIRS, EYE_CLASSES), strict=True)]  # fmt: skip
        h, e, h2, e2 = np.broadcast_arrays(*codes)
        hair, eyes = bodies.hair_seen[0], bodies.eyes_seen
        one = np.einsum("he,nh,ne->nhe", bodies.looks, hair[:, h].T, eyes[:, e].T)
        other = np.einsum("he,nh,ne->nhe", bodies.looks, hair[:, h2].T, eyes[:, e2].T)
        both = np.einsum("nhe,nh,ne->n", one, hair[:, h2].T, eyes[:, e2].T)
        lr = both / (one.sum(axis=(1, 2)) * other.sum(axis=(1, 2)))
        common = ((h < HAIRS) & (h2 < HAIRS)) | ((e < EYE_CLASSES) & (e2 < EYE_CLASSES))
        return np.where(common, soften(lr, model.rates.m("eps", "looks")), np.nan)


def _hair_changed(profile: Profile) -> bool:
    """Altered, or more than a month in water or earth, as far as the interval or the condition tells."""
    if profile.altered:
        return True
    if profile.deposition not in _CHANGES:
        return False
    if profile.pmi_low is not None:
        return profile.pmi_low > _MONTH_DAYS
    return condition_class(profile.condition) == "skeletal"


def _code(column: FloatArray, n: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Codes of a column, n where it is not known."""
    return np.where(np.isnan(column), n, column).astype(np.int64)


class Build(Line):
    """log10 LR of the build."""

    name, group, width = "build", "biology", 2
    facts = ("build",)

    def am(self, profile: Profile) -> Value | None:
        build = BUILD.get(profile.build or "")
        return None if build is None else (build, None)

    def pm(self, profile: Profile) -> Value | None:
        build, state = BUILD.get(profile.build or ""), condition_class(profile.condition)
        if build is None or state == "skeletal":
            return None
        return (build, float(state == "decomposed" or profile.deposition == "submerged"))

    def absent(self, profile: Profile) -> str:
        changed = profile.kind == "pm" and profile.build
        return "build_changed_pm" if changed else super().absent(profile)

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        told, (seen, swollen) = am.columns()[0], pm.columns()
        lr = self._lr(model, told, seen)
        kept = np.where(swollen == 1.0, model.rates.m("build", "changed_weight"), 1.0)
        return soften(kept * lr + 1 - kept, model.rates.m("eps", "build"))

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        return soften(self._lr(model, left.columns()[0], right.columns()[0]), model.rates.m("eps", "build"))

    @staticmethod
    def _lr(model: Model, left: FloatArray, right: FloatArray) -> FloatArray:
        """Two readings of one build against those of two people."""
        a, b = np.broadcast_arrays(_code(left, BUILDS), _code(right, BUILDS))
        seen, share = model.bodies.build_seen, model.bodies.builds
        both = np.einsum("b,bn,bn->n", share, seen[:, a], seen[:, b])
        return np.asarray(both / ((share @ seen[:, a]) * (share @ seen[:, b])), dtype=np.float64)
