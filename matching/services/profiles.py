"""Keeping stored profiles equal to what the records say now, and deleting them when consent or care ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case as Counted
from django.db.models import F, When

from accessctl import door, vault
from accessctl.models.journal import CurrentXid
from accessctl.rings import Ring
from cases.models import Case
from matching import extract, store
from matching.codes import PairKind
from matching.engine.profile import Profile, merge
from matching.index import Fresh
from matching.models import Compared
from matching.sides import kinds_of, refs_by_column

Parts = Mapping[UUID, Mapping[str, Profile]]


def take_in(refs: Sequence[str]) -> Fresh:
    """Make the stored profiles of these records what the records say now; what may not be compared is forgotten."""
    named = refs_by_column(refs)
    cases = list(door.visible(extract.matcher(), Case, ring=Ring.SEARCH).filter(ref__in=named["case"]))
    allowed = extract.consents([case.pk for case in cases])
    cases = [case for case in cases if case.pk in allowed]
    remains = extract.comparable_remains_of(named["remains"])
    case_parts, case_held = extract.case_parts(cases, allowed)
    remains_parts, remains_held = extract.remains_parts(remains)
    living_parts, living_held = extract.whereabouts_parts(extract.living(named["whereabouts"]))
    with transaction.atomic():
        _forget("case", extract.CASE_PARTS, named, [case.pk for case in cases])
        _forget("remains", extract.REMAINS_PARTS, named, [row.pk for row in remains])
        _forget("whereabouts", extract.WHEREABOUTS_PARTS, named, list(living_parts))
        stamps = _save("case", extract.CASE_PARTS, case_parts, case_held)
        stamps |= _save("remains", extract.REMAINS_PARTS, remains_parts, remains_held)
        stamps |= _save("whereabouts", extract.WHEREABOUTS_PARTS, living_parts, living_held)
    return Fresh(
        xid={key: xid for key, (xid, _) in stamps.items()},
        revision={key: revision for key, (_, revision) in stamps.items()},
        profiles={key: store.merged_by_kind(dict(parts), allowed[key]) for key, parts in case_parts.items()}
        | {key: dict.fromkeys(kinds_of("remains"), merge(parts.values())) for key, parts in remains_parts.items()}
        | {key: {PairKind.AM_ALIVE: merge(parts.values())} for key, parts in living_parts.items()},
    )


def _save(
    column: str, tables: Mapping[Ring, type[Any]], parts: Parts, held: Mapping[UUID, Mapping[str, bytes]]
) -> dict[UUID, tuple[int, int]]:
    """Write the parts that differ from what is stored and stamp every record: (transaction, revision) by record."""
    if not parts:
        return {}
    packed = {key: {ring: part.to_json().encode() for ring, part in of.items()} for key, of in parts.items()}
    # The row comes first and is locked in one order, so that two processes take the same record in one after another.
    Compared.objects.bulk_create([Compared(**{f"{column}_id": key}) for key in packed], ignore_conflicts=True)
    rows = Compared.objects.filter(**{f"{column}__in": list(packed)})
    stamped = {getattr(row, f"{column}_id"): row for row in rows.select_for_update().order_by("pk")}
    changed = {key for key, wanted in packed.items() if wanted != dict(held.get(key, {}))}
    vault.keys_for({(key, Ring(ring)) for key in changed for ring in packed[key]})  # one query for all of them
    stale = [key for key in changed if stamped[key].revision]
    for ring, table in tables.items():
        if stale:  # a record that is locked and was never stored has no part
            table.objects.filter(**{f"{column}__in": stale}).delete()
        table.objects.bulk_create(
            [
                table(**{f"{column}_id": key}, packed=packed[key][ring.value])
                for key in changed if ring.value in packed[key]
            ]
        )  # fmt: skip
    moved = When(pk__in=[stamped[key].pk for key in changed], then=1)
    rows.update(live=True, xid=CurrentXid(), revision=F("revision") + (Counted(moved, default=0) if changed else 0))
    return {key: (xid, revision) for key, xid, revision in rows.values_list(column, "xid", "revision")}


def _forget(
    column: str, tables: Mapping[Ring, type[Any]], named: Mapping[str, Sequence[str]], kept: Sequence[UUID]
) -> None:
    """Delete the profiles of records that are named but may not be compared now."""
    rows = Compared.objects.filter(live=True, **{f"{column}__ref__in": named[column]})
    rows = rows.exclude(**{f"{column}__in": kept})
    gone = list(rows.select_for_update(of=("self",)).order_by("pk").values_list(column, flat=True))
    if not gone:
        return
    for table in tables.values():
        table.objects.filter(**{f"{column}__in": gone}).delete()
    Compared.objects.filter(**{f"{column}__in": gone}).update(live=False, revision=F("revision") + 1, xid=CurrentXid())


def lapsed() -> list[str]:
    """References of cases whose profile is kept though consent ran out or the case was closed, told by no event."""
    standing = door.visible(extract.matcher(), Case, ring=Ring.SEARCH).filter(status=extract.COMPARED_STATUS)
    rows = Compared.objects.filter(live=True, case__isnull=False).exclude(case__in=standing.values("pk"))
    return list(rows.values_list("case__ref", flat=True))
