"""How much a figure of the engine is, in words: of one line, of a missing fact, of another counterpart.

Small ratios are told as figures, great ones in round words: "873,000 times" would promise an exactness that no rate
here has.  Nothing says how probable an identity is.
"""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from matching.codes import Verdict
from matching.engine import posterior
from matching.engine.compare import Outcome
from matching.engine.weights import Rates

Words = str | Promise
_Bands = tuple[tuple[float, Words], ...]
NOTHING = 0.04  # orders of magnitude below which a line is said to say nothing: one tenth more or less
FIGURES = 2.995  # and up to which a ratio is told as a figure, below a thousand
_FEW, _HUNDRED = 9.95, 99.5  # times: below the one, one decimal is told; from the other on, tens

# Upper bounds in orders of magnitude, each half-way to the next round number.
_SAME: _Bands = (
    (3.5, _("About a thousand times likelier if they are the same person.")),
    (4.5, _("About ten thousand times likelier if they are the same person.")),
    (5.5, _("About a hundred thousand times likelier if they are the same person.")),
    (float("inf"), _("A million times likelier, or more, if they are the same person.")),
)
_DIFFERENT: _Bands = (
    (3.5, _("About a thousand times likelier if they are two different people.")),
    (float("inf"), _("Ten thousand times likelier, or more, if they are two different people.")),
)
_MOVES: _Bands = (
    (3.5, _("Known, it would make the evidence about a thousand times stronger or weaker.")),
    (float("inf"), _("Known, it would make the evidence ten thousand times stronger or weaker, or more.")),
)


def verdict(outcome: str, log_lr: float, rates: Rates) -> Verdict:
    """How a line reads.  A conflict is weak while the verbal scale would call it slight."""
    if outcome == Outcome.MISSING:
        return Verdict.NOT_COMPARABLE
    if outcome == Outcome.CONTRADICT:
        return Verdict.WEAK_CONFLICT if log_lr >= rates.m("band", "against_slight") else Verdict.CONFLICT
    return Verdict.AGREE if outcome == Outcome.AGREE else Verdict.COMPATIBLE


def likelier(orders: float) -> Words:
    """How much likelier a line is one way than the other, by so many orders of magnitude."""
    size = abs(orders)
    if size < NOTHING:
        return _("As likely for one person as for two.")
    if size >= FIGURES:
        return _banded(size, _SAME if orders > 0 else _DIFFERENT)
    words = (
        gettext("%(times)s times likelier if they are the same person.")
        if orders > 0
        else gettext("%(times)s times likelier if they are two different people.")
    )
    return words % {"times": _figure(10**size)}


def move(orders: float) -> Words:
    """What a missing fact would do to the evidence, on average."""
    if orders >= FIGURES:
        return _banded(orders, _MOVES)
    times = posterior.times(orders)
    return ngettext(
        "Known, it would make the evidence about %(times)s time stronger or weaker.",
        "Known, it would make the evidence about %(times)s times stronger or weaker.",
        times,
    ) % {"times": number_format(times)}


def _figure(times: float) -> str:
    """Two digits that count: 1.6, 4, 25, 360."""
    if times < _FEW:
        rounded = round(times, 1)
        return number_format(rounded, 0 if rounded.is_integer() else 1)
    return number_format(int(round(times, -1)) if times >= _HUNDRED else round(times))


def _banded(size: float, bands: _Bands) -> Words:
    return next(words for limit, words in bands if size <= limit)
