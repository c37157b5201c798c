"""Who could see a case, before it is saved and after, and who would no longer after one agreement or consent ended.

Every answer is the door's own.  Here it is laid out for the people of the owner: by organisation and by ring.

SECURITY: that a State's body is missing from the list could tell that a State is feared, so bodies of States are listed
to those alone who may open the protection file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl import audiences, door
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.consent import AudienceSpec, ConsentEffect
from accessctl.models import Agreement, Organisation
from accessctl.rings import Ring
from accessctl.who import Holder, Viewer, agreements_used, holders, who
from cases.models import Case
from families.models import Consent, RiskBriefing
from families.services.consent import ConsentEntry, Conversation, Key, rows_of
from families.services.effect import effect_of, in_force
from registry.lib.errors import NotFound

# The columns of the table: what exists of a case, from the outermost ring inwards.
COLUMNS: dict[Ring, str | Promise] = {
    Ring.COMMON: _("that it exists"),
    Ring.SEARCH: _("search file"),
    Ring.RESERVED: _("papers"),
    Ring.KIN: _("family"),
    Ring.FORENSIC: _("forensic"),
    Ring.CONTACT: _("channels"),
    Ring.PROTECTION: _("protection"),
}
NO_WORDING = Conversation(
    wording_version="", wording_language="", wording="", risks_explained=True, rights_explained=True
)


@dataclass(frozen=True)
class Cell:
    """One ring for one row: open now, and whether the change that is looked at would close or open it."""

    label: str | Promise
    is_open: bool
    is_lost: bool = False


@dataclass(frozen=True)
class Line:
    """One organisation's people of one or several roles that see the same."""

    organisation: Organisation
    roles: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def is_lost(self) -> bool:
        return any(cell.is_lost for cell in self.cells)


@dataclass(frozen=True)
class Reach:
    """The table.  states_held: whether bodies of States are left out because the reader may not know of protection."""

    case: Case
    own: list[Line]
    others: list[Line]
    holders: list[Holder]
    states_held: bool
    columns: tuple[str | Promise, ...] = tuple(COLUMNS.values())

    @property
    def changes(self) -> int:
        """How many lines the looked-at change would make poorer."""
        return sum(line.is_lost for line in [*self.own, *self.others])


@dataclass(frozen=True)
class Change:
    """A change that can be looked at: an agreement that ends, or a consent that is withdrawn."""

    agreement: Agreement | None = None
    consent: Key | None = None


def reach_of(actor: Actor, ref: str, change: Change = Change()) -> Reach:
    """Who could see a case of the actor's organisation, and what the change would close.  Raises NotFound."""
    case = _own_case(actor, ref)
    now = who(case)
    after = None
    if change.agreement is not None:
        after = who(case, without=change.agreement.ref)
    elif change.consent is not None:
        after = who(case, effect=_effect_without(actor, case, change.consent))
    return _laid_out(actor, case, now, after, holders(case))


def changes_of(actor: Actor, ref: str) -> tuple[list[Agreement], list[Key]]:
    """What could be looked at for a case: the agreements under which the organisation shares, the consents in force."""
    case = _own_case(actor, ref)
    agreements = door.visible(actor, Agreement).filter(ref__in=agreements_used(case)).order_by("title")
    rows = door.open(actor, case, Ring.SEARCH, tables=[Consent]).rows(case, Consent)
    given = {(row.purpose, row.recipient_class) for row in in_force(rows, timezone.now())}
    return list(agreements), sorted(given)


def preview(actor: Actor, entries: Iterable[ConsentEntry], states: frozenset[str]) -> Reach:
    """Who could see a case that is not saved yet, from the answers given so far.

    Of the person nothing is known at this step: agreements limited to routes or countries may add to it later.
    """
    if actor.organisation is None:
        raise NotFound()
    now = timezone.now()
    rows = reveal(rows_of(NO_WORDING, RiskBriefing(), entries, now))
    effect = effect_of(rows, now=now, firewalls=AudienceSpec(firewall_states=states))
    planned = Case(owner=actor.organisation, ref="", purposes=[])
    return _laid_out(actor, planned, who(planned, effect=effect), None, [], knows_protection=True)


def _own_case(actor: Actor, ref: str) -> Case:
    case = door.fetch(actor, Case, ref=ref)
    if case.owner_id != actor.organisation_id:
        raise NotFound()
    return case


def _effect_without(actor: Actor, case: Case, withdrawn: Key) -> ConsentEffect:
    """What the consents would amount to.  What is feared is read from the record's own exceptions, and not shown."""
    rows: list[Any] = door.open(actor, case, Ring.SEARCH, tables=[Consent]).rows(case, Consent)
    now: datetime = timezone.now()
    given = in_force(rows, now)
    kept = [row for row in given if (row.purpose, row.recipient_class) != withdrawn]
    if len(kept) == len(given):
        raise NotFound()
    return effect_of(kept, now=now, firewalls=audiences.spec_of(case.audience).firewalls)


def _laid_out(
    actor: Actor,
    case: Case,
    now: list[Viewer],
    after: list[Viewer] | None,
    given: list[Holder],
    *,
    knows_protection: bool | None = None,
) -> Reach:
    if knows_protection is None:
        knows_protection = Ring.PROTECTION in door.rings(actor, case)
    shown = [one for one in now if knows_protection or one.organisation == case.owner or not one.organisation.states]
    kept = {(one.organisation.pk, one.role): one.rings for one in (now if after is None else after)}
    lines = list(_lines(shown, kept))
    return Reach(
        case=case,
        own=[line for line in lines if line.organisation == case.owner],
        others=[line for line in lines if line.organisation != case.owner],
        holders=[one for one in given if knows_protection or not one.organisation.states],
        states_held=not knows_protection,
    )


def _lines(viewers: list[Viewer], kept: dict[tuple[Any, Any], frozenset[Ring]]) -> Iterable[Line]:
    """Roles of an organisation that see the same stand in one line."""

    def sees(one: Viewer) -> tuple[str, str, list[Ring], list[Ring]]:
        left = kept.get((one.organisation.pk, one.role), frozenset())
        return one.organisation.name, str(one.organisation.pk), sorted(one.rings), sorted(left & one.rings)

    for (_name, _key, rings, left), together in groupby(sorted(viewers, key=sees), key=sees):
        same = list(together)
        cells = tuple(
            Cell(label, ring in rings, is_lost=ring in rings and ring not in left) for ring, label in COLUMNS.items()
        )
        yield Line(same[0].organisation, tuple(str(one.role.label) for one in same), cells)
