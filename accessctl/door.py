"""The door: the only place that answers "may this actor?".

    visible  the rows an actor may act on (the only start of a read)
    in_danger  the rows that danger to life could open to an actor, visible or not (`accessctl.emergency` alone asks)
    fetch    one row by reference, or NotFound / Forbidden (hidden equals absent)
    can      whether to show a button; services fetch for themselves all the same
    rings    which rings of a record an actor may open
    ensure_writes  what services ask for that write rows of a ring deeper than the root (`writes`: to show a button)
    open     a ring's rows of one or many records, journalled before they are returned (`open_column`: one field;
             `open_row`: a single row that has a policy of its own)
    page     25 rows in list order with a capped count
    who      who could see a record, or could after a change, by the same rules; `holders`: by personal grants

Every answer derives from the policies' row filters, so a list, a page, a form's choices and an export cannot disagree.
A rule that fails is a denial and an entry in the journal; a database or key store that does not answer is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from accessctl import budgets, journal, own_role, own_rows, topology
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal, reveal_column, sealed_fields
from accessctl.closing import closed_parts
from accessctl.codes import Purpose
from accessctl.deciding import decide, own_ring, rings
from accessctl.disclosure import ledger
from accessctl.models import Record, RingRow
from accessctl.parts import without
from accessctl.policy import Action, RecordPolicy, policy_of, rule_of
from accessctl.reach import Reach
from accessctl.rings import Ring
from accessctl.sealed import SealedBytes, SealedField
from accessctl.signin import stepup
from accessctl.who import Viewer, holders, who
from accessctl.writing import ensure_writes, writes
from registry.lib.errors import Forbidden, NotFound
from registry.lib.ids import normalise_ref

__all__ = [
    "Action", "Opened", "Page", "Viewer", "can", "ensure_writes", "fetch", "holders", "in_danger", "open",
    "open_column", "open_row", "page", "rings", "visible", "who", "writes",
]  # fmt: skip

PAGE_SIZE = 25
COUNT_CAP = 1000

ModelT = TypeVar("ModelT", bound=models.Model)
RecordT = TypeVar("RecordT", bound=Record)


def visible(
    actor: Actor, model: type[ModelT], action: Action = Action.VIEW, *, ring: Ring | None = None
) -> models.QuerySet[ModelT]:
    """The rows of a root model on which the actor may do this.  `ring`: only those whose ring the actor may open."""
    return _within(Reach(actor), model, action, ring or own_ring(model))


def _within(reach: Reach, model: type[ModelT], action: Action, ring: Ring) -> models.QuerySet[ModelT]:
    rows = model._default_manager
    return decide(reach.actor, model, ring, lambda: rows.filter(rule_of(model, reach, action, ring)), rows.none())


def fetch(actor: Actor, model: type[ModelT], action: Action = Action.VIEW, *, ref: str, lock: bool = False) -> ModelT:
    """One row by its public reference.  Raises NotFound when it is absent or hidden, Forbidden when seen but closed.

    SECURITY: absent and hidden take the same way, so neither words nor the number of queries tell them apart.
    """
    queryset = visible(actor, model)
    if lock:
        queryset = queryset.select_for_update(of=("self",))
    row = queryset.filter(ref=normalise_ref(ref) or "").first()
    if row is None:
        raise NotFound()
    if action is not Action.VIEW and not can(actor, action, row):
        journal.record_denial(actor, str(row), rule=action.value)
        raise Forbidden()
    return row


def in_danger(actor: Actor, model: type[RecordT]) -> models.QuerySet[RecordT]:
    """The records that the actor could open because of danger to life: neither hidden by a firewall nor withdrawn."""
    policy, rows, reach = policy_of(model), model._default_manager, Reach(actor)
    organisation = actor.organisation
    if not isinstance(policy, RecordPolicy) or not policy.opens_in_danger:
        return rows.none()
    if actor.account is None or organisation is None or not organisation.may_take_part:
        return rows.none()
    own, asked = Q(owner=organisation.pk), own_ring(model)
    return decide(
        actor, model, asked, lambda: rows.filter(own | policy.reached_in_danger(reach, Ring.SEARCH)), rows.none()
    )


def can(actor: Actor, action: Action, row: models.Model) -> bool:
    """Whether the actor may do this with a row: membership in the same filter that lists use."""
    model, reach = type(row), Reach(actor, owner=_owner_of(row))
    return _within(reach, model, action, own_ring(model)).filter(pk=row.pk).exists()


def _owner_of(row: models.Model) -> UUID | None:
    return row.owner_id if isinstance(row, Record) else None


class Opened:
    """Rows in clear of one ring of one or many records, less the parts that agreements keep closed."""

    def __init__(
        self,
        rows: dict[tuple[UUID, type[models.Model]], list[Clear]],
        closed: Mapping[UUID, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        self._rows, self._closed = rows, closed

    def rows(self, record: models.Model, model: type[models.Model]) -> list[Clear]:
        return self._rows.get((record.pk, model), [])

    def one(self, record: models.Model, model: type[models.Model]) -> Clear | None:
        return next(iter(self.rows(record, model)), None)

    def closed(self, record: models.Model) -> frozenset[str]:
        """Codes of the parts of a record that are not among the rows, for what is derived from them elsewhere."""
        return self._closed.get(record.pk, frozenset())


def open(  # noqa: A001 - the door opens
    actor: Actor,
    records: Record | Sequence[Record],
    ring: Ring,
    *,
    purpose: Purpose | str | None = None,
    tables: Iterable[type[RingRow]] | None = None,
    fields: Iterable[str] = (),
    where: Q | None = None,
    within_reach: bool = False,
) -> Opened:
    """The rows of one ring of one or many records of one kind, in clear.

    All or nothing: Forbidden if the ring of any record is out of reach for the stated purpose; ProofNeeded if it is of
    layer 4 and the person has not just shown who they are; BudgetSpent if they opened too many others.  One entry names
    all records, committed before anything is returned; one query to the key store.  `tables` names which of the ring's
    tables are read; without it those of the record's own app, since an upper app may hang tables on the same ring.
    `fields`: the sealed fields to open, where a list needs few; the others stay sealed.  `where`: the rows, likewise.
    `within_reach`: for a list, leave out the records whose ring is out of reach.
    Parts that an agreement keeps closed are not among the rows, or read as if never filled.
    """
    wanted = [records] if isinstance(records, Record) else list(records)
    if not wanted:
        return Opened({})
    chosen = _chosen_tables(type(wanted[0]), ring, tables)
    wanted, closed = _admitted(actor.acting_for(purpose), wanted, ring, chosen, within_reach=within_reach)
    return Opened(_load(actor, wanted, chosen, closed, fields, where), closed)


def open_row(actor: Actor, row: RingRow, ref: str) -> Clear:
    """One row of a ring, in clear, for whom a policy of its own admits it: no other row of the ring opens by it.

    ref: the row's own reference, by which the journal names it to the reader's organisation, before it is returned.
    Raises Forbidden.
    """
    table = type(row)
    if not can(actor, Action.VIEW, row):
        journal.record_denial(actor, ref, ring=table.RING, rule="row")
        raise Forbidden()
    stepup.demand_for(actor, table.RING)
    journal.record(actor, "ring.read", ref, ring=table.RING, tables=[table.__name__])
    (clear,) = reveal([row])
    return clear


def open_column(
    actor: Actor, records: Sequence[Record], ring: Ring, table: type[RingRow], name: str
) -> dict[UUID, Any]:
    """One sealed field of a table with one row a record, in clear, by record: `open` for who reads a whole registry.

    The same rules, the same entry; only what nobody uses is not made.  Where agreements keep parts closed it opens
    nothing but by `open`.
    """
    if not records:
        return {}
    chosen = _chosen_tables(type(records[0]), ring, [table])
    wanted, closed = _admitted(actor, list(records), ring, chosen)
    if closed or actor.subject is not None:
        opened = Opened(_load(actor, wanted, chosen, closed, [name]), closed)
        return {row.pk: getattr(clear, name) for row in wanted if (clear := opened.one(row, table))}
    return reveal_column(table, name, [row.pk for row in wanted])


def _admitted(
    acting: Actor, wanted: list[Record], ring: Ring, tables: Sequence[type[RingRow]], *, within_reach: bool = False
) -> tuple[list[Record], Mapping[UUID, frozenset[str]]]:
    """The records whose ring may be opened, counted and journalled, and what agreements keep closed of them."""
    model = type(wanted[0])
    if any(type(row) is not model for row in wanted):
        raise TypeError("open takes records of one kind")
    reach, ids = Reach(acting), {row.pk for row in wanted}
    reached = set(_within(reach, model, Action.VIEW, ring).filter(pk__in=ids).values_list("pk", flat=True))
    if within_reach:
        wanted = [row for row in wanted if row.pk in reached]
        if not wanted:
            return [], {}
    elif reached != ids:
        journal.record_denial(acting, *wanted, ring=ring, rule="ring")
        raise Forbidden()
    stepup.demand_for(acting, ring)
    with transaction.atomic():  # counted and journalled, or neither; one commit for both
        budgets.spend(acting, wanted)
        journal.record_reading(acting, wanted, ring, [table.__name__ for table in tables])
        ledger.record_api_reading(acting, wanted, ring)
    return wanted, closed_parts(reach, wanted, ring)


def _chosen_tables(model: type[Record], ring: Ring, tables: Iterable[type[RingRow]] | None) -> list[type[RingRow]]:
    """SECURITY: a table of another ring is never read under this ring's decision."""
    held = topology.tables_of(model, ring)
    own = model._meta.app_label
    chosen = [table for table in held if table._meta.app_label == own] if tables is None else list(tables)
    if held and not chosen:
        raise TypeError(f"name the tables of ring {ring} of {model.__name__}: its own app has none")
    if foreign := [table.__name__ for table in chosen if table not in held]:
        raise TypeError(f"not of ring {ring} of {model.__name__}: {', '.join(foreign)}")
    return chosen


def _load(
    actor: Actor,
    wanted: Sequence[Record],
    tables: Iterable[type[RingRow]],
    closed: Mapping[UUID, frozenset[str]],
    fields: Iterable[str],
    where: Q | None = None,
) -> dict[tuple[UUID, type[models.Model]], list[Clear]]:
    ids = [row.pk for row in wanted]
    found: list[Record | RingRow] = []
    for table in tables:
        if issubclass(table, Record):  # a staged record is its own ring
            found += table._default_manager.filter(pk__in=ids)
            continue
        rows = table._default_manager.filter(**{f"{table.RECORD}__in": ids}).order_by("created_at", "pk")
        unread = [field.name for field in _files_of(table) if fields and field.name not in fields]
        readable = rows.filter(own_rows.readable(actor, table), where or Q()).defer(*unread)
        with own_role.of([table]):
            found += readable
    if closed:
        nothing: frozenset[str] = frozenset()
        model = type(wanted[0])
        found = [row for one in found for row in without([one], model, closed.get(one.vault_record_id, nothing))]
    opened: dict[tuple[UUID, type[models.Model]], list[Clear]] = {}
    for row, clear in zip(found, reveal(found, *fields), strict=True):
        opened.setdefault((row.vault_record_id, type(row)), []).append(clear)
    return opened


@cache
def _files_of(table: type[RingRow]) -> list[SealedField]:
    """The contents of files, which may be large: they stay in the database where a list needs other fields."""
    return [field for field in sealed_fields(table) if isinstance(field, SealedBytes)]


@dataclass(frozen=True)
class Page(Generic[RecordT]):
    """Rows in list order; count at most COUNT_CAP, capped when there are more; `next` continues, None at the end."""

    rows: list[RecordT]
    count: int
    count_capped: bool
    next: str | None


def page(
    actor: Actor,
    model: type[RecordT],
    *,
    where: Q | None = None,
    after: str | None = None,
    size: int = PAGE_SIZE,
    action: Action = Action.VIEW,
) -> Page[RecordT]:
    """One page of what is visible, newest first, by keyset: `after` is the reference of the last row seen.

    The count is capped inside the query, so it costs the same for a hundred records and a million.
    """
    seen = visible(actor, model, action).filter(where or Q())
    listed = seen.order_by("-created_at", "-id")
    if after and (last := seen.filter(ref=normalise_ref(after) or "").values("created_at", "id").first()):
        earlier = Q(created_at__lt=last["created_at"]) | Q(created_at=last["created_at"], id__lt=last["id"])
        count = seen.order_by()[: COUNT_CAP + 1].count()
        rows = list(listed.filter(earlier).select_related("owner")[: size + 1])
    else:
        rows, count = _walk(listed, size + 1)
    more = rows[size - 1].ref if len(rows) > size else None
    return Page(rows[:size], min(count, COUNT_CAP), count > COUNT_CAP, more)


WALKED = "WITH walked AS MATERIALIZED ({walk}) {rows}"
FIRST = "SELECT id FROM walked ORDER BY created_at DESC, id DESC LIMIT %s"
COUNTED = "SELECT count(*) FROM walked"


def _walk(listed: models.QuerySet[RecordT], size: int) -> tuple[list[RecordT], int]:
    """The first rows of a list and its capped count in one statement: rules are planned and asked once for both."""
    try:
        walk, asked = listed.values("id", "created_at")[: COUNT_CAP + 1].query.sql_with_params()
    except EmptyResultSet:  # the rules let nothing through whatever the rows
        return [], 0

    def after_the_walk(execute: Any, rows: str, values: Sequence[Any], many: bool, context: Any) -> Any:
        return execute(WALKED.format(walk=walk, rows=rows), (*asked, *values), many, context)

    with connections[listed.db].execute_wrapper(after_the_walk):
        rows = sorted(_first(listed.model, size).all(), key=lambda row: (row.created_at, row.pk), reverse=True)
    return rows, rows[0].walked if rows else 0


@cache
def _first(model: type[RecordT], size: int) -> models.QuerySet[Any]:
    """The first of the rows that a statement walked through, each with the count of them all."""
    rows = model._default_manager.filter(pk__in=RawSQL(FIRST, (size,)))  # noqa: S611 - fixed text
    return rows.annotate(walked=RawSQL(COUNTED, ())).select_related("owner")  # noqa: S611
