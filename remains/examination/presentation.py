"""How an examination is worded on a page.  Formatting only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.codes import MarkSite
from cases.presentation import line, span
from remains.examination import codes, methods
from remains.examination.codes import Trait
from remains.examination.methods import LongBone
from remains.services.estimating import BY_HAND

Words = str | Promise


@dataclass(frozen=True)
class EstimateLine:
    """One estimate in words.  is_compared: its range is the one that the profile holds and was chosen.

    withdrawn: why it no longer stands, or "".
    """

    id: str
    range: str
    method: Words
    measured: str
    error: str
    note: str
    is_compared: bool
    withdrawn: str
    withdrawn_at: Any

    @property
    def label(self) -> str:
        return f"{self.range} · {self.method}"


def estimate_lines(rows: Iterable[Any], trait: str, compared: tuple[int, int] | None) -> list[EstimateLine]:
    return [_line(row, compared) for row in rows if row.trait == trait]


def lines_of(rows: Iterable[Any]) -> list[EstimateLine]:
    """Estimates of either trait, where it is of no matter which is compared."""
    return [_line(row, None) for row in rows]


def _line(row: Any, compared: tuple[int, int] | None) -> EstimateLine:
    chosen = row.is_compared and (row.low, row.high) == compared
    return EstimateLine(
        str(row.pk),
        span(row.low, row.high) or "",
        method_label(row),
        _measured(row),
        _error(row),
        row.note or "",
        chosen,
        row.withdrawal_reason or "",
        row.withdrawn_at,
    )


def method_label(row: Any) -> Words:
    if row.method in methods.STATURE:
        return methods.STATURE[row.method].label
    by_hand: dict[str, Words] = dict(BY_HAND[row.trait].choices)
    return methods.AGE.get(row.method) or by_hand.get(row.method, row.method)


def _measured(row: Any) -> str:
    said = row.measured or {}
    if "phase" in said:
        return _("phase %(phase)s") % {"phase": methods.PHASES[int(said["phase"]) - 1]}
    return ", ".join(f"{LongBone(bone).label} {length:g} mm" for bone, length in said.items())


def _error(row: Any) -> str:
    if row.error is None:
        return ""
    said = {"centre": f"{row.centre:g}", "error": f"{row.error:g}"}
    if row.trait == Trait.AGE:
        return _("mean %(centre)s, standard deviation %(error)s years; 95 of 100 of the study lie in the range") % said
    return _("%(centre)s cm, standard error %(error)s cm; 90 of 100 of the study lie in the range") % said


def note_line(row: Any) -> str:
    """A row of the accountability file in one line."""
    coded: list[tuple[str | None, Any]] = [
        (row.manner, codes.MannerOfDeath), (row.injury_kind, codes.InjuryKind), (row.injury_site, MarkSite),
        (row.injury_time, codes.InjuryTime),
    ]  # fmt: skip
    parts = [listed(code).label for code, listed in coded if code]
    return line([*parts, row.injury_text or "", row.investigation or "", row.finder_contact or ""])
