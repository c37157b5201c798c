"""A list of records handed to others: what of each goes, what stays and why, the list itself, its recall.

Each stands on it by its reference alone, with what may go and no agreement keeps closed; each goes into the ledger with
the parts that left.  A long list needs a second person.  No file is kept.  What kinds of record there are to list is
said by `Listed`: cases at the end of this module, others by the app that has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.approvals import kinds
from accessctl.approvals import services as approvals
from accessctl.approvals.kinds import Kind
from accessctl.codes import Purpose, Role
from accessctl.disclosure import ledger
from accessctl.disclosure.letting import HeldBack, Let, let_go
from accessctl.models import Approval, Organisation, Record, ShareEvent
from accessctl.rings import Ring
from accessctl.signin import stepup
from cases import handing, pfif, selectors
from cases.models import Case
from cases.policies import REGISTRANTS
from cases.services.actions import organisation_of
from cases.vocabulary.place import GridCell
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound
from registry.lib.ids import new_ref, normalise_ref

MOST, ALONE = 200, 25
PREFIX = "MHO"
Words = str | Promise


class SecondNeeded(Conflict):
    code = "second_person_needed"
    template = gettext_lazy("A list as long as this needs a second person. Ask a colleague to approve it.")


class NothingLeft(Conflict):
    code = "nothing_to_hand_over"
    template = gettext_lazy("Nothing of these may go to them. Look at why first.")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A kind of record that a list can hold.  labels: of the parts that can go, in their order; never: what stays
    whatever is agreed; many: the act of a long list; columns: of a table; rows: what JSON calls them; files: the forms
    of a list; read: what goes of each line, journalled; asked, promised: what a second person is told.
    """

    model: type[Record]
    ring: Ring
    labels: Mapping[str, Words]
    never: Sequence[Words]
    purposes: Sequence[Purpose]
    roles: frozenset[Role]
    many: str
    columns: Sequence[str]
    rows: str
    files: Sequence[str]
    read: Callable[[Actor, Sequence[Line]], list[Person]]
    asked: Callable[[int], str]
    promised: Words

    def let(self, records: Sequence[Record], receiver: Organisation, purpose: Purpose) -> dict[UUID, Let]:
        return let_go(records, receiver, purpose=purpose, ring=self.ring, parts=self.labels)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """refs: of records; receiver: reference of an organisation; parts: no others go, where they were chosen."""

    refs: tuple[str, ...]
    receiver: str
    purpose: Purpose
    parts: frozenset[str] | None = None


@dataclass(frozen=True)
class Line:
    """One record of a list: labels of the parts that go, and of those that stay with why."""

    record: Any
    let: Let
    labels: Mapping[str, Words]

    @property
    def goes(self) -> list[Words]:
        return [label for code, label in self.labels.items() if code in self.let.parts]

    @property
    def stays(self) -> list[tuple[Words, HeldBack]]:
        return [(self.labels[code], why) for code, why in self.let.held.items()]


@dataclass(frozen=True)
class Looked:
    receiver: Organisation
    lines: list[Line]

    @property
    def going(self) -> list[Line]:
        return [one for one in self.lines if one.let.parts]

    @property
    def needs_second(self) -> bool:
        return len(self.going) > ALONE


@dataclass(frozen=True)
class Person:
    """facts: (column, label, value); entry: the same as PFIF says it, of a case; cell: of the public grid, where the
    last contact goes and has a position.
    """

    reference: str
    facts: list[tuple[str, str, str]]
    entry: pfif.Entry | None = None
    cell: GridCell | None = None


@dataclass(frozen=True)
class HandOver:
    """A list as it leaves.  until: when every copy of it is to be deleted."""

    reference: str
    sender: Organisation
    receiver: Organisation
    purpose: Purpose
    made_at: datetime
    until: datetime
    people: list[Person]
    of: Listed


def look(actor: Actor, wanted: Wanted, of: Listed | None = None) -> Looked:
    """What would go and what would stay.  of: which kind of record, cases unless told.  Raises Invalid."""
    of = of or CASES
    receiver = organisation_of(actor, wanted.receiver)
    records = _records(actor, wanted.refs, of)
    let = of.let(records, receiver, wanted.purpose)
    return Looked(receiver, [Line(row, _chosen(let[row.pk], wanted), of.labels) for row in records])


def _chosen(let: Let, wanted: Wanted) -> Let:
    return let if wanted.parts is None else replace(let, parts=let.parts & wanted.parts)


@transaction.atomic
def ask(*, actor: Actor, wanted: Wanted, of: Listed | None = None) -> Approval:
    """Ask a second person about a long list.  Raises Forbidden, Invalid, AskedAlready, ProofNeeded, NothingLeft."""
    of = of or CASES
    looked = look(actor, wanted, of)
    if not looked.going:
        raise NothingLeft()
    refs = [one.record.ref for one in looked.going]
    return approvals.ask(actor, of.many, refs=refs, receiver=looked.receiver.ref, purpose=wanted.purpose.value)


@transaction.atomic
def hand_over(
    *, actor: Actor, wanted: Wanted | None, channel: ShareEvent.Channel, approval: str = "", of: Listed | None = None
) -> HandOver:
    """Make the list and write down what left.  approval: of a long one, which says what was wanted; spent by this.

    Raises Forbidden, Invalid, NotFound, ProofNeeded, SecondNeeded, NothingLeft, NoLongerWaiting.
    """
    of = of or CASES
    stepup.demand(actor)
    if wanted is None:
        row = approvals.use(actor, of.many, approval)
        wanted = Wanted(
            refs=tuple(row.refs), receiver=row.detail["receiver"], purpose=Purpose(row.detail["purpose"])
        )  # fmt: skip
    looked = look(actor, wanted, of)
    if not looked.going:
        raise NothingLeft()
    if looked.needs_second and not approval:
        raise SecondNeeded()
    reference, organisation = new_ref(PREFIX), actor.organisation
    if organisation is None:
        raise Forbidden()
    for line in looked.going:
        ledger.record(
            actor, line.record, looked.receiver, rings=[of.ring], parts=line.let.parts, purpose=wanted.purpose,
            channel=channel, until=line.let.until, bundle=reference,
        )  # fmt: skip
    people = of.read(actor, looked.going)
    journal.record(
        actor, "handover.made", *(one.record for one in looked.going), reference, ring=of.ring,
        purpose=wanted.purpose.value,
    )  # fmt: skip
    until = min(one.let.until for one in looked.going)
    return HandOver(reference, organisation, looked.receiver, wanted.purpose, timezone.now(), until, people, of)


@transaction.atomic
def recall(*, actor: Actor, reference: str) -> int:
    """Ask the receiver of a list to delete it; returns how many of its people are recalled.  Raises NotFound."""
    shares = ShareEvent.objects.filter(owner=actor.organisation_id, bundle=normalise_ref(reference) or "-")
    if not any(rule.approves for rule in actor.rules):  # others recall what they handed over themselves
        shares = shares.filter(by=actor.pseudonym)
    recalled = ledger.recall(actor, shares)
    if not recalled:
        raise NotFound()
    return recalled


def named_in(text: str) -> tuple[str, ...]:
    """The references in a text.  Raises Invalid, naming what is none."""
    words = text.replace(",", " ").split()
    if wrong := next((word for word in words if normalise_ref(word) is None), ""):
        raise Invalid(fields={"records": [_("Not a reference: %(word)s") % {"word": wrong[:30]}]})
    return tuple(dict.fromkeys(normalise_ref(word) or "" for word in words))


def _records(actor: Actor, refs: Sequence[str], of: Listed) -> list[Any]:
    """The actor's own organisation's records that they may change and read.  Raises Invalid.

    SECURITY: one sentence for a record that is absent, hidden, or not theirs to hand over.
    """
    if not refs or len(refs) > MOST:
        said = _("Name at least one, and at most %(most)d.") % {"most": MOST}
        raise Invalid(fields={"records": [said]})
    model: Any = of.model
    may = door.visible(actor, model, door.Action.CHANGE).filter(owner=actor.organisation_id, ref__in=refs)
    readable = door.visible(actor, model, ring=of.ring).values("pk")
    found = {row.ref: row for row in may.filter(pk__in=readable).select_related("owner")}
    if len(found) != len(set(refs)):
        said = _("At least one of these does not exist, or you may not hand it over.")
        raise Invalid(fields={"records": [said]})
    return [found[ref] for ref in refs]


def act_of(of: Listed, title: Words, *, asks: frozenset[Role], approves: frozenset[Role]) -> Kind:
    """The act by which a second person approves a long list."""
    return Kind(
        code=of.many, title=title, asks=asks, approves=approves,
        describe=lambda actor, approval: list(_describe(of, actor, approval)),
    )  # fmt: skip


def _describe(of: Listed, actor: Actor, approval: Approval) -> Iterable[str]:
    names = dict(door.visible(actor, Organisation).values_list("ref", "name"))
    number = len(approval.refs)
    return [
        of.asked(number) % {
            "number": number, "receiver": names.get(approval.detail["receiver"], ""),
            "purpose": Purpose(approval.detail["purpose"]).label,
        },
        str(of.promised),
        _("Who asked makes the list themselves, once, within the days that the approval lasts."),
    ]  # fmt: skip


def _people(actor: Actor, lines: Sequence[Line]) -> list[Person]:
    files = selectors.search_files(actor, [line.record for line in lines])
    found = []
    for line, file in zip(lines, files, strict=True):
        facts, entry = handing.facts(file, line.let.parts), pfif.entry_of(file, line.let.parts)
        told = [(one.name, str(one.label), value) for one, value in facts]
        found.append(Person(line.record.ref, told, entry, handing.cell_of(file, line.let.parts)))
    return found


CASES = Listed(
    model=Case, ring=handing.RING, labels=handing.LABELS, never=handing.NEVER,
    purposes=(Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON), roles=REGISTRANTS, many="cases.hand_over",
    columns=[one.name for one in handing.ANSWERS], rows="people", files=("csv", "json", "xlsx", "pfif", "geojson"),
    read=_people,
    asked=lambda number: ngettext(
        "A list of %(number)d person may be handed to %(receiver)s, for: %(purpose)s.",
        "A list of %(number)d people may be handed to %(receiver)s, for: %(purpose)s.",
        number,
    ),
    promised=gettext_lazy(
        "Only what each family agreed to goes, as it stands when the list is made; it can be recalled."
    ),
)  # fmt: skip
kinds.register(
    act_of(
        CASES, gettext_lazy("Hand a long list to an authority"),
        asks=frozenset(
            {Role.CASEWORKER, Role.SUPERVISOR, Role.FOCAL_POINT, Role.TRACING_OFFICER, Role.STATE_SEARCH_BODY}
        ),
        approves=frozenset({Role.SUPERVISOR, Role.DATA_PROTECTION, Role.FOCAL_POINT}),
    )
)  # fmt: skip
