"""Writing incidents: one at a time, and a whole import in batches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door, journal, vault
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.consent import FULL_MASK, ConsentEffect
from accessctl.rings import Ring
from accessctl.services.rows import update_row
from cases.codes import IncidentSource
from cases.models import ImportBatch, Incident, IncidentSearchFile
from cases.models.incident import SMALLEST_SUBGROUP
from cases.vocabulary.incident import IncidentEntry
from cases.vocabulary.place import grid_cell
from registry.lib.errors import Invalid
from registry.lib.ids import new_ref

SUBGROUPS = ("n_survivors", "n_females", "n_males", "n_children")
# No family stands behind an incident: what it holds above the public row is opened by agreement or publication.
OPEN_TO_AGREEMENTS = ConsentEffect(masks={1: FULL_MASK, 2: FULL_MASK, 3: FULL_MASK})
BATCH = 500


@transaction.atomic
def log_incident(*, actor: Actor, entry: IncidentEntry) -> Incident:
    """Log an incident of the registry or of a partner.  Raises Invalid, Forbidden."""
    check(entry)
    incident = Incident(**public_columns(entry))
    access.create_record(actor, incident, action="incident.logged", effect=OPEN_TO_AGREEMENTS)
    IncidentSearchFile.objects.create(incident=incident, created_by=actor.account, **search_columns(entry))
    return incident


@transaction.atomic
def change_incident(*, actor: Actor, ref: str, entry: IncidentEntry, expected_version: int | None = None) -> Incident:
    """Replace what is recorded of an incident.  Raises NotFound, Forbidden, Invalid, Conflict."""
    incident = door.fetch(actor, Incident, door.Action.CHANGE, ref=ref, lock=True)
    check(entry)
    columns = public_columns(entry)
    changed = [name for name, value in columns.items() if getattr(incident, name) != value]
    for name, value in columns.items():
        setattr(incident, name, value)
    held = IncidentSearchFile.objects.select_for_update().get(incident=incident)
    changed += update_row(held, search_columns(entry))
    access.touch(
        actor, incident, action="incident.changed", expected_version=expected_version, fields=list(columns),
        changed=sorted(set(changed)),
    )  # fmt: skip
    return incident


def write_many(actor: Actor, entries: Sequence[IncidentEntry], batch: ImportBatch) -> None:
    """Insert many incidents of an import for the batch's owner: keys, rows and one journal entry per BATCH.

    Call inside a transaction.
    """
    for start in range(0, len(entries), BATCH):
        _write_batch(actor, entries[start : start + BATCH], batch)


def _write_batch(actor: Actor, entries: Sequence[IncidentEntry], batch: ImportBatch) -> None:
    incidents = [
        Incident(
            **public_columns(entry), ref=new_ref(Incident.REF_PREFIX), owner_id=batch.owner_id, import_batch=batch,
            created_by=batch.created_by, consent_1=FULL_MASK, consent_2=FULL_MASK, consent_3=FULL_MASK,
        )
        for entry in entries
    ]  # fmt: skip
    vault.enrol_many([incident.pk for incident in incidents], batch.owner_id, [Ring.SEARCH])
    vault.keys_for((incident.pk, Ring.SEARCH) for incident in incidents)  # one query instead of one per incident
    Incident.objects.bulk_create(incidents)
    IncidentSearchFile.objects.bulk_create(
        IncidentSearchFile(incident=incident, created_by=batch.created_by, **search_columns(entry))
        for incident, entry in zip(incidents, entries, strict=True)
    )
    journal.record(actor, "incident.imported", batch.ref, rows=len(incidents))


def rewrite_many(actor: Actor, entries: Iterable[IncidentEntry], batch: ImportBatch) -> None:
    """Make published incidents follow their source, whoever imported them first.  Call inside a transaction."""
    wanted = {entry.external_id: entry for entry in entries}
    rows = Incident.objects.filter(source_system=IncidentSource.IOM_MMP, external_id__in=list(wanted))
    for incident in rows.select_for_update(of=("self",)).order_by("pk"):
        entry = wanted[str(incident.external_id)]
        columns = public_columns(entry)
        changed = [name for name, value in columns.items() if getattr(incident, name) != value]
        held = IncidentSearchFile.objects.select_for_update().get(incident=incident)
        exact = update_row(held, search_columns(entry))
        Incident.objects.filter(pk=incident.pk).update(
            **columns, version=F("version") + 1, updated_at=timezone.now()
        )  # fmt: skip
        journal.record(actor, "incident.changed", incident, batch.ref, changed=sorted({*changed, *exact}))


def check(entry: IncidentEntry) -> None:
    """Raises Invalid, naming the fields at fault."""
    faults: dict[str, list[str]] = {}
    if entry.date is None:
        faults["date"] = [_("Give the date as far as it is known; a year is enough.")]
    elif entry.date.earliest > timezone.localdate():
        faults["date"] = [_("This date lies in the future. Check the year.")]
    if entry.source_system == IncidentSource.IOM_MMP:
        faults["source_system"] = [_("Incidents of IOM come by import, with the reference of the source.")]
    if entry.source_system == IncidentSource.PARTNER and not entry.external_id:
        faults["external_id"] = [_("Give the reference of the source.")]
    if entry.source_system == IncidentSource.REGISTRY and entry.external_id:
        faults["external_id"] = [_("A reference of a source belongs to an incident of a partner.")]
    if faults:
        raise Invalid(fields=faults)


def public_columns(entry: IncidentEntry) -> dict[str, Any]:
    """Layer 0: month, cell of the public grid, codes, counts; subgroups only from five on."""
    place, when = entry.place, entry.date
    cell = grid_cell(place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None
    bounded = when is not None and not when.is_open
    return {
        "source_system": entry.source_system,
        "external_id": entry.external_id or None,
        "external_main_id": entry.external_main_id or None,
        "incident_type": entry.incident_type,
        "event_kind": entry.event_kind or None,
        "month": when.earliest.replace(day=1) if bounded and when else None,
        "month_max": when.latest.replace(day=1) if bounded and when else None,
        "cell_lat": cell.lat if cell else None,
        "cell_lon": cell.lon if cell else None,
        "region": entry.region,
        "unsd_region": entry.unsd_region or None,
        "route_code": entry.route_code or None,
        "route_quoted": entry.route_quoted or None,
        "n_dead_recovered": entry.n_dead_recovered,
        "n_missing_min": entry.n_missing_min,
        **{name: _published(getattr(entry, name)) for name in SUBGROUPS},
        "cause_category": entry.cause_category,
        "cause_quoted": entry.cause_quoted[:300] or None,
        "information_source": entry.information_source[:500] or None,
        "article_title": entry.article_title[:500] or None,
        "source_url": entry.source_url or None,
        "source_quality": entry.source_quality,
    }


def search_columns(entry: IncidentEntry) -> dict[str, Any]:
    """Ring 2: exact date and place, exact counts of subgroups."""
    return {
        "date": entry.date,
        "place": entry.place or None,
        **{name: getattr(entry, name) for name in SUBGROUPS},
        "countries_of_origin": list(entry.countries_of_origin),
    }


def _published(count: int | None) -> int | None:
    return count if count is not None and count >= SMALLEST_SUBGROUP else None
