"""A list of people handed to an authority: what of each case goes, what stays and why, the list itself, its recall.

Each person stands on it by the reference of the case alone, with what the family agreed to and no agreement keeps
closed; each goes into the ledger with the parts that left.  A long list needs a second person.  No file is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

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
from accessctl.disclosure.letting import HeldBack, Let
from accessctl.models import Approval, Organisation, ShareEvent
from accessctl.signin import stepup
from cases import handing, pfif, selectors
from cases.models import Case
from cases.services.actions import organisation_of
from cases.vocabulary.place import GridCell
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound
from registry.lib.ids import new_ref, normalise_ref

MANY, MOST, ALONE = "cases.hand_over", 200, 25
PURPOSES = (Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON)
PREFIX = "MHO"


class SecondNeeded(Conflict):
    code = "second_person_needed"
    template = gettext_lazy("A list as long as this needs a second person. Ask a colleague to approve it.")


class NothingLeft(Conflict):
    code = "nothing_to_hand_over"
    template = gettext_lazy("Nothing of these cases may go to them. Look at why, and speak with the families first.")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """refs: of cases; receiver: reference of an organisation; parts: no others go, where they were chosen."""

    refs: tuple[str, ...]
    receiver: str
    purpose: Purpose
    parts: frozenset[str] | None = None


@dataclass(frozen=True)
class Line:
    """One case of a list: labels of the parts that go, and of those that stay with why."""

    case: Case
    let: Let

    @property
    def goes(self) -> list[str | Promise]:
        return [handing.LABELS[code] for code in handing.PARTS if code in self.let.parts]

    @property
    def stays(self) -> list[tuple[str | Promise, HeldBack]]:
        return [(handing.LABELS[code], why) for code, why in self.let.held.items()]


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
    """facts: (column, label, value); entry: the same as PFIF says it; cell: of the public grid, where the last contact
    goes and has a position.
    """

    reference: str
    facts: list[tuple[str, str, str]]
    entry: pfif.Entry
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


def look(actor: Actor, wanted: Wanted) -> Looked:
    """What would go and what would stay.  Raises Invalid."""
    receiver = organisation_of(actor, wanted.receiver)
    cases = _cases(actor, wanted.refs)
    lines = [Line(case, _chosen(let, wanted)) for case, let in handing.let(cases, receiver, wanted.purpose)]
    return Looked(receiver, lines)


def _chosen(let: Let, wanted: Wanted) -> Let:
    return let if wanted.parts is None else replace(let, parts=let.parts & wanted.parts)


@transaction.atomic
def ask(*, actor: Actor, wanted: Wanted) -> Approval:
    """Ask a second person about a long list.  Raises Forbidden, Invalid, AskedAlready, ProofNeeded, NothingLeft."""
    looked = look(actor, wanted)
    if not looked.going:
        raise NothingLeft()
    refs = [one.case.ref for one in looked.going]
    return approvals.ask(actor, MANY, refs=refs, receiver=looked.receiver.ref, purpose=wanted.purpose.value)


@transaction.atomic
def hand_over(*, actor: Actor, wanted: Wanted | None, channel: ShareEvent.Channel, approval: str = "") -> HandOver:
    """Make the list and write down what left.  approval: of a long one, which says what was wanted; spent by this.

    Raises Forbidden, Invalid, NotFound, ProofNeeded, SecondNeeded, NothingLeft, NoLongerWaiting.
    """
    stepup.demand(actor)
    if wanted is None:
        row = approvals.use(actor, MANY, approval)
        wanted = Wanted(
            refs=tuple(row.refs), receiver=row.detail["receiver"], purpose=Purpose(row.detail["purpose"])
        )  # fmt: skip
    looked = look(actor, wanted)
    if not looked.going:
        raise NothingLeft()
    if looked.needs_second and not approval:
        raise SecondNeeded()
    reference, organisation = new_ref(PREFIX), actor.organisation
    if organisation is None:
        raise Forbidden()
    for line in looked.going:
        ledger.record(
            actor, line.case, looked.receiver, rings=[handing.RING], parts=line.let.parts, purpose=wanted.purpose,
            channel=channel, until=line.let.until, bundle=reference,
        )  # fmt: skip
    people = _people(actor, looked.going)
    journal.record(
        actor, "handover.made", *(one.case for one in looked.going), reference, ring=handing.RING,
        purpose=wanted.purpose.value,
    )  # fmt: skip
    until = min(one.let.until for one in looked.going)
    return HandOver(reference, organisation, looked.receiver, wanted.purpose, timezone.now(), until, people)


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


def _cases(actor: Actor, refs: Sequence[str]) -> list[Case]:
    """The actor's own organisation's cases that they may change and read.  Raises Invalid.

    SECURITY: one sentence for a case that is absent, hidden, or not theirs to hand over.
    """
    if not refs or len(refs) > MOST:
        said = _("Name at least one case, and at most %(most)d.") % {"most": MOST}
        raise Invalid(fields={"records": [said]})
    may = door.visible(actor, Case, door.Action.CHANGE).filter(owner=actor.organisation_id, ref__in=refs)
    readable = door.visible(actor, Case, ring=handing.RING).values("pk")
    found = {case.ref: case for case in may.filter(pk__in=readable).select_related("owner")}
    if len(found) != len(set(refs)):
        said = _("At least one of these does not exist, or you may not hand it over.")
        raise Invalid(fields={"records": [said]})
    return [found[ref] for ref in refs]


def _people(actor: Actor, lines: Sequence[Line]) -> list[Person]:
    files = selectors.search_files(actor, [line.case for line in lines])
    found = []
    for line, file in zip(lines, files, strict=True):
        facts, entry = handing.facts(file, line.let.parts), pfif.entry_of(file, line.let.parts)
        told = [(one.name, str(one.label), value) for one, value in facts]
        found.append(Person(line.case.ref, told, entry, handing.cell_of(file, line.let.parts)))
    return found


def _describe(actor: Actor, approval: Approval) -> Iterable[str]:
    names = dict(door.visible(actor, Organisation).values_list("ref", "name"))
    number = len(approval.refs)
    return [
        ngettext(
            "A list of %(number)d person may be handed to %(receiver)s, for: %(purpose)s.",
            "A list of %(number)d people may be handed to %(receiver)s, for: %(purpose)s.",
            number,
        ) % {
            "number": number, "receiver": names.get(approval.detail["receiver"], ""),
            "purpose": Purpose(approval.detail["purpose"]).label,
        },
        _("Only what each family agreed to goes, as it stands when the list is made; it can be recalled."),
        _("Who asked makes the list themselves, once, within the days that the approval lasts."),
    ]  # fmt: skip


kinds.register(
    Kind(
        code=MANY,
        title=gettext_lazy("Hand a long list to an authority"),
        asks=frozenset(
            {Role.CASEWORKER, Role.SUPERVISOR, Role.FOCAL_POINT, Role.TRACING_OFFICER, Role.STATE_SEARCH_BODY}
        ),
        approves=frozenset({Role.SUPERVISOR, Role.DATA_PROTECTION, Role.FOCAL_POINT}),
        describe=lambda actor, approval: list(_describe(actor, approval)),
    )
)
