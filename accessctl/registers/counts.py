"""Yearly counts that may be public (layer 0): small cells suppressed, and what would give them away.

Only years that are over are counted, so that nobody watches a figure move by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.models import Breach, Demand, JournalEntry
from accessctl.models.erasure import ErasureReason
from accessctl.models.registers import BreachKind, DemandAnswer

LEAST = 5
Words = str | Promise


@dataclass(frozen=True)
class Cell:
    """One figure; None: suppressed."""

    label: Words
    count: int | None


@dataclass(frozen=True)
class Table:
    title: Words
    cells: tuple[Cell, ...]
    total: int | None


def suppressed(counts: Mapping[str, int]) -> tuple[dict[str, int | None], int | None]:
    """The counts without cells below LEAST, and their total unless it would tell one of those.

    A zero is a cell like any other: that there was none can tell as much as that there was one.  The total is what is
    left out to complement: it stands only where what is hidden adds up to LEAST at least, in several ways.
    """
    hidden = {name for name, count in counts.items() if count < LEAST}
    missing = sum(counts[name] for name in hidden)
    ambiguous = len(hidden) > 1 and LEAST <= missing < (LEAST - 1) * len(hidden)
    shown = {name: None if name in hidden else count for name, count in counts.items()}
    return shown, sum(counts.values()) if not hidden or ambiguous else None


def years() -> list[int]:
    """The years that are over and of which something is counted, newest first."""
    found = {*Demand.objects.dates("received_on", "year"), *Breach.objects.dates("noticed_at", "year")}
    found |= set(_erased().dates("at", "year"))
    this = timezone.localdate().year
    return sorted({day.year for day in found if day.year < this}, reverse=True)


def tables(year: int) -> list[Table]:
    """The counts of one year, over all organisations together.

    One table for each thing counted: two with the same total would tell what each of them hides.
    """
    demands = Demand.objects.filter(received_on__year=year)
    breaches = Breach.objects.filter(noticed_at__year=year)
    erased = _erased().filter(at__year=year).annotate(reason=KeyTextTransform("reason", "detail"))
    return [
        _table(_("Demands by law, by answer"), DemandAnswer.choices, _by(demands, "answer")),
        _table(_("Breaches of data protection"), BreachKind.choices, _by(breaches, "kind")),
        _table(_("Erasures, by reason"), ErasureReason.choices, _by(erased, "reason")),
    ]


def _erased() -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(action__endswith=".erased", decision="allowed")


def _by(rows: QuerySet[Any], column: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(column).annotate(Count("pk")))


def _table(title: Words, choices: Sequence[tuple[str, Words]], counts: Mapping[str, int]) -> Table:
    shown, total = suppressed({code: counts.get(code, 0) for code, _label in choices})
    return Table(title, tuple(Cell(label, shown[code]) for code, label in choices), total)
