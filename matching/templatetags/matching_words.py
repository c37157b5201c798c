"""Figures of matching in words.  Formatting only."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accessctl.models import Record
from cases.models import Case
from matching.codes import Band, Task
from matching.wording.reasons import IMPOSSIBLE
from remains.models import Remains

register = template.Library()
_RANKINGS = {
    Task.AM_PM: "case-ranking",
    Task.PM_AM: "remains-ranking",
    Task.AM_AM: "duplicate-ranking",
    Task.PM_PM: "parts-ranking",
    Task.ALIVE_AM: "living-ranking",
}
# Bands as steps from the middle: to the start against, to the end for the same person.
_STEPS = dict(zip(Band, range(-3, 6), strict=True))
_STEP_WIDTH, _MIDDLE = 10, 34

# Upper bounds of a share of evidence, 0 to 1.  Words, for a figure beside a strength reads like a probability.
_SHARES: tuple[tuple[float, str | Promise], ...] = (
    (0.15, pgettext_lazy("share of the evidence", "Very little")),
    (0.35, pgettext_lazy("share of the evidence", "About a quarter")),
    (0.6, pgettext_lazy("share of the evidence", "About half")),
    (0.85, pgettext_lazy("share of the evidence", "About three quarters")),
    (1.01, pgettext_lazy("share of the evidence", "Nearly all")),
)


@register.filter
def share_words(share: float | None) -> str | Promise:
    """How much of the evidence could be compared."""
    return next((words for limit, words in _SHARES if (share or 0.0) < limit), _SHARES[-1][1])


@register.filter
def band_marks(band: str) -> list[tuple[int, str]]:
    """x and look (`for`, `against`, `track`) of the eight marks that draw a band beside its words."""
    step = _STEPS[Band(band)]
    marks = []
    for place in (*range(-3, 0), *range(1, 6)):
        is_set = place <= step if place > 0 else place >= step
        x = _MIDDLE + (place - 1 if place > 0 else place) * _STEP_WIDTH + (2 if place > 0 else -2)
        marks.append((x, "track" if not is_set else "for" if place > 0 else "against"))
    return marks


@register.filter
def record_url(record: Record) -> str:
    """The page of a record; somebody found alive has their list of missing persons instead."""
    page = {Case: "cases:detail", Remains: "remains:detail"}.get(type(record), "matching:living-ranking")
    return reverse(page, args=[record.ref])


@register.filter
def ranking_url(record: Record, task: str) -> str:
    """The whole list of a record."""
    return reverse(f"matching:{_RANKINGS[Task(task)]}", args=[record.ref])


@register.filter
def impossible_words(code: str) -> str | Promise:
    """Why two records cannot be of one person."""
    return IMPOSSIBLE.get(code, "")
