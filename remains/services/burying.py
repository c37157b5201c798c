"""Burials: the stop rule, its exception by two people, the place of the grave and its lease.

Nobody is buried here before a sample, photographs and a tag are written in the chain, or a second person agreed to an
exception for a reason.  The database refuses the same (`custody_follows`, `burial_has_a_place`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.approvals import files, kinds
from accessctl.approvals import services as approvals
from accessctl.approvals.kinds import Kind
from accessctl.codes import Role
from accessctl.models import Approval
from accessctl.rings import Ring
from cases.vocabulary.place import Place
from registry.lib.errors import BadText, Conflict, Forbidden, Invalid, NotFound
from registry.lib.ids import uuid7
from registry.lib.names import clean_text
from remains.custody import chain
from remains.custody.codes import BurialWrap, CustodyKind, StopPoint
from remains.custody.standing import last_moves, may_write
from remains.models import BurialPlace, CustodyEvent, Remains
from remains.policies import REGISTRANTS
from remains.services import custody
from remains.services.custody import StepEntry

EXCEPTION = "remains.burial_exception"
SHALLOWEST_CM, DEEPEST_CM = 10, 600
MOST_CORNERS = 12
LONGEST = {
    "cemetery": 120, "section": 40, "row": 40, "plot": 40, "marker": 200, "neighbours": 300, "permit_no": 60,
    "rite": 200,
}  # fmt: skip
LONGEST_REASON = 500

Fault = tuple[str, str]


class NothingMissing(Conflict):
    code = "nothing_missing"
    template = gettext_lazy("Sample, photographs and tag are all written: no exception is needed.")


class NoGrave(Conflict):
    code = "no_grave"
    template = gettext_lazy("These remains do not lie in a grave now.")


@dataclass(frozen=True, kw_only=True)
class BurialEntry:
    """Where and how.  outline: corners as (latitude, longitude); beside: reference of who lies in the same grave.

    exception: reference of what a second person approved, where the stop rule is not met.
    """

    cemetery: str
    place: Place | None = None
    outline: tuple[tuple[float, float], ...] = ()
    section: str = ""
    row: str = ""
    plot: str = ""
    depth_cm: int | None = None
    marker: str = ""
    wrap: str = BurialWrap.UNKNOWN
    is_shared: bool = False
    beside: str = ""
    neighbours: str = ""
    permit_no: str = ""
    rite: str = ""
    lease_expires_at: date | None = None
    exception: str = ""


@transaction.atomic
def bury(*, actor: Actor, ref: str, step: StepEntry, burial: BurialEntry) -> BurialPlace:
    """Write a burial and its place.  Raises NotFound, Forbidden, Invalid."""
    if step.kind != CustodyKind.BURIED:
        raise Invalid(fields={"kind": [_("Only a burial has a place in a cemetery.")]})
    writing = custody.begin(actor, ref, step)
    faults: dict[str, list[str]] = {}
    for name, message in _faults(burial, step.at.date()):
        faults.setdefault(name, []).append(message)
    grave = _grave(actor, writing.remains, burial, faults)
    missing = chain.missing(writing.steps, tagged=bool(step.tag_no.strip()))
    if missing and not burial.exception:
        faults["exception"] = [stop_words(missing)]
    if faults:
        raise Invalid(fields=faults)
    exception = _spent(actor, writing.remains, burial.exception) if missing else None
    event = custody.write(writing, exception)
    said = {name: getattr(burial, name).strip() or None for name in LONGEST}
    return BurialPlace.objects.create(
        remains=writing.remains, created_by=actor.account, event=event, grave=grave or uuid7(), **said,
        place=burial.place or None, outline=[list(corner) for corner in burial.outline] or None,
        depth_cm=burial.depth_cm, wrap=burial.wrap, is_shared=burial.is_shared or grave is not None,
        lease_expires_at=burial.lease_expires_at,
    )  # fmt: skip


def stop_words(missing: Sequence[StopPoint]) -> str:
    """What the stop rule still asks for."""
    points = ", ".join(str(point.label) for point in missing)
    return _("No burial yet: the chain does not show %(points)s. Write it down, or ask a second person.") % {
        "points": points
    }


def _faults(burial: BurialEntry, on: date) -> Iterator[Fault]:
    if not burial.cemetery.strip():
        yield "cemetery", _("Name the cemetery or the ground: a grave that nobody can find again is a loss.")
    if not (burial.plot.strip() or (burial.place is not None and burial.place.lat is not None) or burial.outline):
        yield "plot", _("Give the plot, or the point on the map.")
    if burial.depth_cm is not None and not SHALLOWEST_CM <= burial.depth_cm <= DEEPEST_CM:
        limits = {"low": SHALLOWEST_CM, "high": DEEPEST_CM}
        yield "depth_cm", _("Give a depth from %(low)s to %(high)s cm.") % limits
    if burial.wrap not in BurialWrap.values:
        yield "wrap", _("This code is not in the list.")
    if burial.lease_expires_at is not None and burial.lease_expires_at <= on:
        yield "lease_expires_at", _("The lease would have ended before the burial.")
    if burial.outline and not _is_plot(burial.outline):
        yield "outline", _("Give three to twelve corners in order round the plot, as latitude and longitude.")
    for name, longest in LONGEST.items():
        text = getattr(burial, name)
        if len(text) > longest:
            yield name, _("Use at most %(limit)s characters.") % {"limit": longest}
        try:
            clean_text(text)
        except BadText as error:
            yield name, error.message


def _is_plot(corners: Sequence[tuple[float, float]]) -> bool:
    there = 3 <= len(corners) <= MOST_CORNERS and len(set(corners)) == len(corners)
    return there and all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in corners)


def _grave(actor: Actor, remains: Remains, burial: BurialEntry, faults: dict[str, list[str]]) -> UUID | None:
    """The grave of who lies there already, named by their reference."""
    if not burial.beside:
        return None
    try:
        other = door.fetch(actor, Remains, ref=burial.beside)
    except NotFound:
        other = None
    if other is not None and other != remains and Ring.FORENSIC in door.rings(actor, other):
        held = BurialPlace.objects.filter(event__in=last_moves().filter(remains=other).values("pk")).first()
        if held is not None:
            return held.grave
    faults["beside"] = [_("No remains that you may open lie in a grave under this reference.")]
    return None


def _spent(actor: Actor, remains: Remains, ref: str) -> Approval:
    """The exception that a second person approved for these remains.  Raises Invalid."""
    try:
        used = approvals.use(actor, EXCEPTION, ref)
    except (NotFound, Forbidden, approvals.NoLongerWaiting):
        used = None
    if used is None or used.refs != [remains.ref]:
        raise Invalid(fields={"exception": [_("No exception that was approved for you stands under this reference.")]})
    return used


@transaction.atomic
def ask_exception(*, actor: Actor, ref: str, reason: str) -> Approval:
    """Ask a second person to let somebody be buried although the stop rule is not met.

    Raises NotFound, Forbidden, Invalid, NothingMissing, AskedAlready, ProofNeeded.
    """
    remains = door.fetch(actor, Remains, door.Action.CHANGE, ref=ref, lock=True)
    steps = list(CustodyEvent.objects.filter(remains=remains).order_by("number"))
    if CustodyKind.BURIED not in may_write(actor, remains, steps):
        raise Invalid(fields={"reason": [custody.not_next(steps, CustodyKind.BURIED)]})
    missing = chain.missing(steps)
    if not missing:
        raise NothingMissing()
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Invalid(
            fields={"reason": [_("Write the reason, in at most %(limit)s characters.") % {"limit": LONGEST_REASON}]}
        )
    sealed = {files.ABOUT: remains.ref, "reason": clean_text(reason), "missing": [point.value for point in missing]}
    return approvals.ask(actor, EXCEPTION, refs=[remains.ref], sealed=sealed)


def approved_exception(actor: Actor, remains: Remains) -> str:
    """The reference of an exception that was approved for this person and not used yet; "" without one."""
    if actor.account is None:
        return ""
    rows = door.visible(actor, Approval).filter(
        kind=EXCEPTION, refs=[remains.ref], state="approved", asked_by=actor.account, expires_at__gt=timezone.now()
    )
    row = rows.order_by("-asked_at").first()
    return row.ref if row else ""


@transaction.atomic
def change_lease(*, actor: Actor, ref: str, until: date | None) -> None:
    """Write until when the plot is leased now.  Raises NotFound, Forbidden, NoGrave, Invalid."""
    remains = door.fetch(actor, Remains, door.Action.CHANGE, ref=ref, lock=True)
    door.ensure_writes(actor, Ring.FORENSIC, remains)
    event = last_moves().filter(remains=remains).first()
    held = BurialPlace.objects.select_for_update().filter(event=event).first() if event else None
    if held is None or event is None:
        raise NoGrave()
    if until is not None and until <= event.at.date():
        raise Invalid(fields={"until": [_("The lease would have ended before the burial.")]})
    held.lease_expires_at = until
    held.save(update_fields=["lease_expires_at", "updated_at"])
    journal.record(actor, "custody.lease_changed", remains, ring=Ring.FORENSIC)


def _describe(actor: Actor, approval: Approval) -> Sequence[str]:
    """For whom, what is missing and why: to those who may open the forensic file."""
    said: dict[str, Any] = files.of(approval)
    try:
        remains = door.fetch(actor, Remains, ref=approval.refs[0])
    except NotFound:
        remains = None
    if not said or remains is None or Ring.FORENSIC not in door.rings(actor, remains):
        return [_("Somebody is buried although the stop rule is not met. Who it is, is not shown to you.")]
    points = ", ".join(str(StopPoint(point).label) for point in said["missing"])
    return [
        _("%(ref)s is buried although this is missing: %(points)s.") % {"ref": remains.ref, "points": points},
        _("Reason: %(reason)s.") % {"reason": said["reason"].rstrip(".")},
        _("Once the ground is closed, who they are may never be known. The burial is to be written within seven days."),
    ]


kinds.register(
    Kind(
        code=EXCEPTION,
        title=gettext_lazy("Bury somebody although the stop rule is not met"),
        asks=REGISTRANTS - {Role.PARTNER_SYSTEM},
        approves=frozenset({Role.FORENSIC_COORDINATOR, Role.FOCAL_POINT}),
        describe=_describe,
    )
)
