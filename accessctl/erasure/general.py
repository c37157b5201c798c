"""The rows of the table that are the same for every record: who reads it, copies, photos, keys, the rows themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import topology
from accessctl.actor import Actor
from accessctl.disclosure import ledger
from accessctl.erasure.steps import Derived, Step, Words, forbid, register
from accessctl.keystore.models import RecordKey
from accessctl.models import Attachment, Demand, DisclosureRequest, Effect, Record, RingRow, ShareEvent
from accessctl.models.disclosure import RequestState
from accessctl.models.erasure import ErasureReason
from accessctl.policy import RecordPolicy, policy_of
from accessctl.rings import Ring

OPEN = (RequestState.ASKED, RequestState.OPENED, RequestState.PARTLY)
ON_PAPER = (ShareEvent.Channel.EXPORT, ShareEvent.Channel.PRINTED)


def _requests(*records: Record) -> QuerySet[DisclosureRequest]:
    return DisclosureRequest.objects.filter(record_ref__in=_refs(records), state__in=OPEN)


def _refs(records: Iterable[Record]) -> list[str]:
    return [record.ref for record in records]


def _grants(record: Record) -> int:
    policy = policy_of(type(record))
    if not isinstance(policy, RecordPolicy) or policy.grants is None:
        return 0
    return policy.grants._default_manager.filter(content_object=record.pk).count()


def _close_requests(actor: Actor, records: Sequence[Record]) -> None:
    _requests(*records).update(state=RequestState.ENDED, ended_at=timezone.now())


def _copies(*records: Record) -> QuerySet[ShareEvent]:
    return ShareEvent.objects.filter(record_ref__in=_refs(records), recall=ShareEvent.Recall.NONE)


def _recall(actor: Actor, records: Sequence[Record]) -> None:
    ledger.recall(actor, _copies(*records))


def _due(record: Record) -> QuerySet[Effect]:
    return Effect.objects.filter(payload__ref=record.ref).exclude(state=Effect.State.DONE)


def _drop_work(actor: Actor, records: Sequence[Record]) -> None:
    """Done as well as due: what a worker holds loses its lease, and rolls back."""
    Effect.objects.filter(payload__ref__in=_refs(records)).delete()


def _photos(actor: Actor, record: Record) -> int:
    return _rows(record, lambda table: issubclass(table, Attachment))


def _samples(actor: Actor, record: Record) -> int:
    return _rows(record, lambda table: table.RING is Ring.GENETIC)


def _rows(record: Record, wanted: Callable[[type[RingRow]], bool]) -> int:
    tables = [table for held in topology.ring_tables(type(record)).values() for table in held if wanted(table)]
    return sum(table._default_manager.filter(**{table.RECORD: record.pk}).count() for table in tables)


def _preserved(record: Record, reason: ErasureReason) -> Words | None:
    """A court's order to preserve: the record stays, and may only be restricted."""
    orders = Demand.objects.filter(record_refs__contains=[record.ref], preserve=True)
    if any(order.preserves_now for order in orders):
        return _("an order by law says that it must be preserved. Withdraw consent: then nobody else reads it.")
    return None


def _ordered(records: Sequence[Record]) -> list[Record]:
    """Those that some order names."""
    orders = Demand.objects.filter(record_refs__overlap=_refs(records), preserve=True)
    named = {ref for refs in orders.values_list("record_refs", flat=True) for ref in refs}
    return [record for record in records if record.ref in named]


forbid(None, _preserved, among=_ordered)
register(None, Step(Derived.READING, lambda _, record: _grants(record) + _requests(record).count(), _close_requests))
register(None, Step(Derived.COPIES, lambda _, record: _copies(record).exclude(channel__in=ON_PAPER).count(), _recall))
register(None, Step(Derived.EXPORTS, lambda _, record: _copies(record).filter(channel__in=ON_PAPER).count()))
register(None, Step(Derived.QUEUED, lambda _, record: _due(record).count(), _drop_work))
register(None, Step(Derived.PHOTOS, _photos))
register(None, Step(Derived.SAMPLES, _samples))
register(None, Step(Derived.KEYS, lambda _, record: RecordKey.objects.filter(record=record.pk).count()))
