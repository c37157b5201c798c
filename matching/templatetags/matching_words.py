"""Figures of matching in words.  Formatting only."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

register = template.Library()

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
