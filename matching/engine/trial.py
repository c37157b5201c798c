"""Whether a table of rates can score at all: one invented pair of each kind, weighed line by line.

Bounds of single rates cannot say this, for what a line works out rests on several.  A line that has something to say
by the released table must say something finite by another one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from matching.engine.compare import SIDES, Outcome
from matching.engine.model import Model
from matching.engine.profile import Item, Mark, Medical, Name, Place, Profile, Tooth
from matching.engine.reference import Reference
from matching.engine.score import explain
from matching.engine.weights import DEFAULT, Rates

_DAY = 738_000
_NAMES = (Name("Abdi Farah Warsame"), Name("Farah Warsame", role="father"))
_TEETH = (Tooth("11", "sou"), Tooth("36", "fil", "o"), Tooth("46", "mam"))
_REPORT = Profile(
    "TRIAL-1", "am", sex="m", age_low=24.0, age_high=26.0, birth_earliest=_DAY - 9200, birth_latest=_DAY - 9200,
    birth_basis="family", stature_low=170.0, stature_high=174.0, stature_basis="guess", build="medium", hair="blk",
    eyes="dbr", last_contact_earliest=_DAY, last_contact_latest=_DAY, place=Place(33.0, 13.0, 20.0, "LBY"),
    nationalities=("SOM",), incidents=("TRIAL",), companions=(Name("Omar Noor Hassan"),),
    marks=(Mark("tattoo", "ul_arm", "l", ("heart",), "ANA"),), marks_asked=True,
    medical=(Medical("plate_screw", "femur", "l"),), medical_asked=True, smile=("gold",), teeth=_TEETH,
    chart_day=_DAY - 300, chart_basis="dentist_chart", items=(Item("jeans", ("blu",)),), names=_NAMES,
)  # fmt: skip
_REMAINS = Profile(
    "TRIAL-2", "pm", sex="m", sex_method="pelvis", age_low=20.0, age_high=30.0, stature_low=166.0, stature_high=178.0,
    stature_basis="long_bone", build="medium", hair="blk", eyes="dbr", condition="d3", deposition="surface",
    elements=("femur@l",), found_earliest=_DAY + 40, found_latest=_DAY + 40, pmi_low=20.0, pmi_high=60.0,
    place=Place(34.0, 13.5, 1.0, "LBY"), marks=(Mark("tattoo", "ul_arm", "l", ("heart",), "ANA"),),
    marks_observable=("ul", "tr"), medical=(Medical("plate_screw", "femur", "l"),), medical_observable=("ll",),
    smile=("gold",), teeth=_TEETH, chart_day=_DAY + 41, chart_basis="pm_exam", items=(Item("jeans", ("blu",)),),
    names=(Name("Abdi Farah", "document"),), incidents=("TRIAL",),
)  # fmt: skip
_ALIVE = replace(_REPORT, ref="TRIAL-3", kind="alive", found_earliest=_DAY + 30, found_latest=_DAY + 30)
_LEFT = {"am": _REPORT, "pm": _REMAINS}
_RIGHT = {"am": replace(_REPORT, ref="TRIAL-4"), "pm": replace(_REMAINS, ref="TRIAL-5", elements=("femur@r",)),
          "alive": _ALIVE}  # fmt: skip


def failures(rates: Rates) -> Iterator[str]:
    """What cannot be scored by some rates: the kind of comparison, and the line or what went wrong."""
    plain = replace(rates, weights=())
    for task, (left, right) in SIDES.items():
        pair = _LEFT[left], _RIGHT[right]
        try:
            with np.errstate(all="ignore"):  # what comes of it is looked at below
                found = explain(*pair, task, Model(Reference(), plain))
        except (ArithmeticError, ValueError) as error:
            yield f"{task}: {error}"
            continue
        released = explain(*pair, task, Model(Reference(), DEFAULT))
        for line, known in zip(found.lines, released.lines, strict=True):
            is_lost = line.outcome is Outcome.MISSING and known.outcome is not Outcome.MISSING
            if is_lost or not math.isfinite(line.log10_lr):
                yield f"{task}: {line.name}"
        if not math.isfinite(found.capped):
            yield task
