"""What people here look like, have in them, wear and have in their mouths: the shares that comparators divide by.

Part of the model: counts of the registry mixed with defaults by n / (n + strength).
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from matching.engine.columns import FloatArray
from matching.engine.compare import elements, medical, teeth, things
from matching.engine.compare.body import REGIONS
from matching.engine.compare.looks import BUILDS, EYE_CLASSES, HAIRS, YEARS
from matching.engine.reference import Reference
from matching.engine.shares import Shares
from matching.engine.weights import Rates

_SIDES = 4
_MEDICAL_KINDS = 5
_THING_KINDS, _COLOURS = 40, 10
_GREY = 4
_CHUNK = 256  # patterns weighed together
_BUILD_STEPS = ("same", "next", "far")
# Mouths as they are where no charts were seen yet: which teeth are filled and missing, and how usual that is [A].
_USUAL_MOUTHS = (
    (0.34, "", ""), (0.20, "16 26 36 46", ""), (0.12, "", "36 46"), (0.12, "16 26", "36 46"),
    (0.10, "16 17 26 27 36 37 46 47", ""), (0.07, "11 14 15 25", "16 26 36 46"),
    (0.05, "", "14 15 16 17 24 25 26 27 35 36 37 45 46 47"),
)  # fmt: skip


class Bodies:
    """One per model."""

    def __init__(self, reference: Reference, rates: Rates) -> None:
        self.reference, self.rates = reference, rates

    def _mix(self, n: float) -> float:
        return n / (n + self.rates.m("mix", "strength"))

    def _mixed(self, counts: FloatArray, default: FloatArray) -> FloatArray:
        n = float(counts.sum())
        return np.asarray(self._mix(n) * counts / max(n, 1.0) + (1 - self._mix(n)) * default, dtype=np.float64)

    def _defaults(self, line: str) -> FloatArray:
        values = np.array([rate.m for rate in self.rates.levels(line)])
        return np.asarray(values / values.sum(), dtype=np.float64)

    # -- looks

    @cached_property
    def looks(self) -> FloatArray:
        """(hair, eyes): how often they go together."""
        counts = np.zeros((HAIRS + 1, EYE_CLASSES + 1))
        for (hair, eyes), n in self.reference.looks.items():
            counts[hair, eyes] = n
        hairs = self._mixed(counts.sum(axis=1)[:HAIRS], self._defaults("hair_share"))
        colours = self._mixed(counts.sum(axis=0)[:EYE_CLASSES], self._defaults("eye_share"))
        return self._mixed(counts[:HAIRS, :EYE_CLASSES], hairs[:, None] * colours)

    @cached_property
    def looks_told(self) -> FloatArray:
        """(hair, eyes, hair, eyes): the true colours of somebody told so; the last row and column: not told."""
        out = np.zeros((HAIRS + 1, EYE_CLASSES + 1, HAIRS, EYE_CLASSES))
        for h in range(HAIRS + 1):
            for e in range(EYE_CLASSES + 1):
                kept = np.zeros_like(self.looks)
                rows, columns = [h] if h < HAIRS else slice(None), [e] if e < EYE_CLASSES else slice(None)
                kept[rows, columns] = self.looks[rows, columns]
                out[h, e] = kept / kept.sum()
        return out

    @cached_property
    def hair_seen(self) -> FloatArray:
        """(years, true, seen): hair as recorded so many years later; 1 where it was not."""
        errors = np.eye(HAIRS)
        for rate in self.rates.levels("hair_error"):
            a, b = (int(part) for part in rate.level.split("-"))
            errors[a, b] = errors[b, a] = rate.m
        errors /= errors.sum(axis=1, keepdims=True)
        out = np.ones((YEARS, HAIRS, HAIRS + 1))
        for years in range(YEARS):
            grey = min(years * self.rates.m("hair", "greying_year"), self.rates.m("hair", "greying_most"))
            out[years, :, :HAIRS] = (1 - grey) * errors + grey * errors[_GREY]
            out[years, _GREY, :HAIRS] = errors[_GREY]
        return out

    @cached_property
    def eyes_seen(self) -> FloatArray:
        """(true, seen): eyes as recorded; 1 where they were not."""
        out = np.ones((EYE_CLASSES, EYE_CLASSES + 1))
        error = self.rates.m("eyes", "error")
        out[:, :EYE_CLASSES] = error / (EYE_CLASSES - 1)
        np.fill_diagonal(out[:, :EYE_CLASSES], 1 - error)
        return out

    @cached_property
    def builds(self) -> FloatArray:
        """Share of slight, medium and heavy people."""
        counts = np.array([self.reference.builds.get(i, 0) for i in range(BUILDS)], dtype=np.float64)
        return self._mixed(counts, self._defaults("build_share"))

    @cached_property
    def build_seen(self) -> FloatArray:
        """(true, seen): build as recorded; 1 where it was not."""
        steps = np.abs(np.subtract.outer(np.arange(BUILDS), np.arange(BUILDS)))
        table = np.array([self.rates.m("build", name) for name in _BUILD_STEPS])[steps]
        return np.hstack([table / table.sum(axis=1, keepdims=True), np.ones((BUILDS, 1))])

    # -- what stays in the body

    @cached_property
    def medical_per_person(self) -> float:
        """Healed fractures, implants and the like that a person has; families tell only part of them."""
        n = self.reference.medical_asked
        own = sum(self.reference.medical[0].values()) / max(n, 1) / self.rates.m("medical", "told")
        least = self.rates.m("medical", "least_share")
        return float(max(self._mix(n) * own + (1 - self._mix(n)) * self.rates.m("medical", "per_person"), least))

    @cached_property
    def medical_shares(self) -> tuple[Shares, ...]:
        """Of kinds, parts of the body and sides."""
        known = ((), elements.PARTS, ("l", "r", "mid", "both"))
        return tuple(
            Shares(counts, level, known=words, size=size, strength=self.rates.m("mix", "strength"))
            for counts, (_line, level), words, size in zip(
                self.reference.medical, medical.LEVELS, known, (_MEDICAL_KINDS, len(elements.PARTS), _SIDES),
                strict=True,
            )
        )  # fmt: skip

    @cached_property
    def medical_per_region(self) -> FloatArray:
        """What a person has in each region of the body, and somewhere else."""
        share = np.zeros(len(REGIONS) + 1)
        for part, value in self.medical_shares[1].items():
            share[elements.region(part)] += value
        return np.asarray(self.medical_per_person * share / share.sum(), dtype=np.float64)

    # -- teeth

    def smile_share(self, feature: str) -> float:
        """Share of people of whom this is seen or told."""
        return self._smile.get(feature, self.rates.m("smile", "default_share"))

    @cached_property
    def _smile(self) -> dict[str, float]:
        usual = {rate.level: rate.m for rate in self.rates.levels("smile_share")}
        n, counts = self.reference.smiles, self.reference.smile
        default, half = self.rates.m("smile", "default_share"), self.rates.m("mix", "half")
        return {
            feature: self._mix(n) * (counts.get(feature, 0) + half) / (n + 2 * half)
            + (1 - self._mix(n)) * usual.get(feature, default)
            for feature in {*usual, *counts}
        }

    @cached_property
    def tooth_logs(self) -> FloatArray:
        """(basis of the chart, state charted, state found): natural logs."""
        return np.log([teeth.transitions(self.rates, basis) for basis in teeth.BASES])

    @property
    def charts_seen(self) -> float:
        """How many charts a frequency rests on, defaults included."""
        return self.reference.n_charts + self.rates.m("mix", "strength")

    def chart_frequency(self, patterns: list[str]) -> FloatArray:
        """Probability of finding each pattern on anybody: over whole reference charts, never tooth by tooth."""
        charts = self.reference.charts
        usual = self._frequency(patterns, [_mouth(*m[1:]) for m in _USUAL_MOUTHS], [m[0] for m in _USUAL_MOUTHS])
        if not charts:
            return usual
        own = self._frequency(patterns, list(charts), list(charts.values()))
        weight = self._mix(self.reference.n_charts)
        return np.asarray(weight * own + (1 - weight) * usual, dtype=np.float64)

    def _frequency(self, patterns: list[str], charts: list[str], counts: list[float]) -> FloatArray:
        logs = self.tooth_logs[teeth.BASES.index("dentist_chart")]
        before, weight = teeth.digits(charts), np.array(counts, dtype=np.float64)
        found = teeth.digits(patterns)
        parts = [
            np.exp(logs[before[:, None, :], found[None, i : i + _CHUNK, :]].sum(axis=2)).T @ weight / weight.sum()
            for i in range(0, len(found), _CHUNK)
        ]
        return np.concatenate(parts) if parts else np.zeros(0)

    # -- things

    @cached_property
    def thing_shares(self) -> tuple[Shares, ...]:
        """Of kinds of things and of their colours."""
        return tuple(
            Shares(counts, level, size=size, strength=self.rates.m("mix", "strength"))
            for counts, (_line, level), size in zip(
                self.reference.things, things.LEVELS, (_THING_KINDS, _COLOURS), strict=True
            )
        )


def _mouth(filled: str, missing: str) -> str:
    """The pattern of a mouth that is sound but for these teeth; wisdom teeth are not erupted."""
    state = dict.fromkeys((fdi for fdi in teeth.TEETH if fdi[1] == "8"), teeth.UNERUPTED)
    state |= dict.fromkeys(filled.split(), teeth.FILLED) | dict.fromkeys(missing.split(), teeth.MISSING)
    return "".join(str(state.get(fdi, teeth.SOUND)) for fdi in teeth.TEETH)
