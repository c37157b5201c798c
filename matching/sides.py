"""What is compared: which models, by which column the tables of matching name them, which lists they have.

A kind of pair is a row of the tables in `codes`, a kind of record a row here; nothing else asks which it has before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from cases.models import Case, Whereabouts
from matching.codes import PAIR_COLUMNS, PairKind, Task
from remains.models import Remains

Side = Case | Remains | Whereabouts
MODELS: dict[str, type[Side]] = {"case": Case, "remains": Remains, "whereabouts": Whereabouts}


def column_of(record: Side) -> str:
    """How rows about one record name it."""
    return next(column for column, model in MODELS.items() if isinstance(record, model))


def tasks_of(record: Side) -> tuple[Task, ...]:
    """The lists a record has."""
    column = column_of(record)
    return tuple(task for task in Task if task.asks == column)


def kinds_of(column: str) -> tuple[PairKind, ...]:
    """The comparisons that such records may take part in."""
    return tuple(kind for kind in PairKind if column in kind.ends)


def about(keys: Iterable[UUID]) -> Q:
    """Rows about any of these records."""
    wanted = list(keys)
    return Q(*((f"{column}__in", wanted) for column in MODELS), _connector=Q.OR)


def of_pairs(keys: Iterable[UUID], columns: Sequence[str] = PAIR_COLUMNS) -> Q:
    """Pairs of which any of these is one record; `columns`: of a known kind."""
    wanted = list(keys)
    return Q(*((f"{column}__in", wanted) for column in columns), _connector=Q.OR)


def column_of_ref(ref: str) -> str | None:
    """What kind of record a reference names."""
    return next((column for column, model in MODELS.items() if ref.startswith(model.REF_PREFIX)), None)


def refs_by_column(refs: Iterable[str]) -> dict[str, list[str]]:
    """References by the kind of record they name."""
    found: dict[str, list[str]] = {column: [] for column in MODELS}
    for ref in refs:
        if column := column_of_ref(ref):
            found[column].append(ref)
    return found


JOINS = tuple(f"{column}__owner" for column in PAIR_COLUMNS)
