"""Dental charts: how a charted set of teeth can have become the one that was found.

Teeth change one way: sound to filled to crowned to missing.  Each tooth agrees, is explained by time, or cannot be;
what cannot be is a charting error far more often than another person, so it is flagged and weighs, and vetoes nothing.
The same pattern among other people is counted whole, over reference charts, never tooth by tooth: teeth of one mouth
are not independent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.columns import Growing
from matching.engine.compare.base import AM_PM, Line, Outcome, soften

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile
    from matching.engine.weights import Rates

TEETH = tuple(f"{quadrant}{number}" for quadrant in "1234" for number in range(1, 9))
# What a charted tooth is to the comparison; a digit of a pattern.
NO_DATA, SOUND, FILLED, CROWNED, MISSING, UNERUPTED, PRESENT = range(7)
_STATE = {
    "sou": SOUND, "car": SOUND, "fil": FILLED, "ven": FILLED, "rct": FILLED, "crw": CROWNED, "abt": CROWNED,
    "pon": MISSING, "den": MISSING, "imp": MISSING, "mam": MISSING, "mun": MISSING, "agn": UNERUPTED,
    "une": UNERUPTED, "ipt": UNERUPTED, "prs": PRESENT, "rot": PRESENT, "ano": PRESENT, "ort": PRESENT,
    "mod": PRESENT, "frx": PRESENT, "rr": PRESENT,
}  # fmt: skip
STATES = (SOUND, FILLED, CROWNED, MISSING, UNERUPTED)
# From a state to those that time explains.
_EXPLAINED = {
    SOUND: (FILLED, CROWNED, MISSING), FILLED: (CROWNED, MISSING), CROWNED: (MISSING,), MISSING: (),
    UNERUPTED: (SOUND, FILLED, CROWNED, MISSING),
}  # fmt: skip
BASES = ("radiograph", "pm_exam", "dentist_chart", "photo_smile", "family_description")
_UNKNOWN_BASIS = BASES.index("dentist_chart")


def pattern(profile: Profile) -> str:
    """A digit per permanent tooth in the order of TEETH; teeth lost after death and milk teeth have no data."""
    # A gap that may be of after death says nothing about the mouth in life.
    lost = {"mun"} if profile.kind == "pm" else set()
    state = {t.fdi: NO_DATA if t.status in lost else _STATE.get(t.status, NO_DATA) for t in profile.teeth}
    return "".join(str(state.get(fdi, NO_DATA)) for fdi in TEETH)


def digits(patterns: list[str]) -> NDArray[np.int64]:
    """(n, 32): patterns as numbers."""
    return np.array([[int(c) for c in p] for p in patterns], dtype=np.int64).reshape(-1, len(TEETH))


def transitions(rates: Rates, basis: str) -> FloatArray:
    """(7, 7): probability of the state found, given the state charted on such a basis.

    A state that was not charted says what teeth usually are; a state that was not found is 1: it is left out.
    """
    share = np.array([rates.m("tooth", name) for name in ("sound", "filled", "crowned", "missing", "unerupted")])
    error, explained = rates.m("tooth", "impossible") * rates.m("tooth_grade", basis), rates.m("tooth", "explained")
    table = np.ones((7, 7))
    for state in STATES:
        later = _EXPLAINED[state]
        never = [other for other in STATES if other != state and other not in later]
        table[state, list(never)] = error / len(never) if never else 0.0
        table[state, list(later)] = explained / len(later) if later else 0.0
        table[state, state] = 1 - (error if never else 0.0) - (explained if later else 0.0)
    present = [SOUND, FILLED, CROWNED]
    mouth = share[:3] / share[:3].sum()
    table[PRESENT, 1:6] = mouth @ table[present, 1:6]
    table[NO_DATA, 1:6] = share
    table[:, PRESENT] = table[:, present].sum(axis=1)
    return table


class Teeth(Line):
    """log10 LR of the charts."""

    name, group, tasks = "teeth", "dental", (AM_PM,)
    facts = ("teeth", "chart_basis")

    def am(self, profile: Profile) -> Value | None:
        charted = pattern(profile)
        if not charted.strip("0"):
            return None
        return (charted, BASES.index(profile.chart_basis) if profile.chart_basis in BASES else _UNKNOWN_BASIS)

    def pm(self, profile: Profile) -> Value | None:
        charted = pattern(profile)
        return (charted,) if charted.strip("0") else None

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        charted, found = am.grow("teeth", None, _Charts), pm.grow("teeth", None, _Charts)
        mine, theirs, basis = charted.states.rows, found.states.rows, charted.bases.rows
        usual = pm.derive("usual", model.key, lambda values: model.bodies.chart_frequency([v[0] for v in values]))
        logs = model.bodies.tooth_logs  # (basis, from, to)
        same = np.exp(logs[basis[:, None], mine, theirs].sum(axis=1))
        # A pattern cannot be shown to be rarer than the charts that were looked at allow.
        other = np.maximum(usual, same / model.bodies.charts_seen)
        common = ((mine != NO_DATA) & (theirs != NO_DATA)).any(axis=1)
        return np.where(common, soften(same / other, model.rates.m("eps", "teeth")), np.nan)

    def reason(self, outcome: Outcome, left: Profile, right: Profile) -> str:
        return "teeth_impossible" if impossible(left, right) else super().reason(outcome, left, right)


class _Charts:
    """Charts as numbers, and what each rests on where that is part of the value."""

    def __init__(self) -> None:
        self.states, self.bases = Growing(np.int64, len(TEETH)), Growing(np.int64)

    def extend(self, values: list[Value]) -> None:
        """Take in further charts."""
        self.states.extend(digits([value[0] for value in values]))
        self.bases.extend([basis for value in values for basis in value[1:]])


def impossible(left: Profile, right: Profile) -> list[str]:
    """Teeth that were found in a state they cannot have come to: to be looked at again, on both charts."""
    found = []
    for fdi, a, b in zip(TEETH, map(int, pattern(left)), map(int, pattern(right)), strict=True):
        states = (SOUND, FILLED, CROWNED) if b == PRESENT else (b,)
        if a in _EXPLAINED and b != NO_DATA and not {*states} & {a, *_EXPLAINED[a]}:
            found.append(fdi)
    return found
