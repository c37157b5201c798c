"""Erasing by a person: one record alone, with a fresh proof; more than one with a second person's approval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.approvals import kinds
from accessctl.approvals import services as approvals
from accessctl.approvals.kinds import Kind
from accessctl.codes import Role
from accessctl.disclosure import records
from accessctl.erasure import burial, steps
from accessctl.erasure.burial import Decision
from accessctl.models import Approval, Record, Tombstone
from accessctl.models.erasure import ErasureReason, Telling
from accessctl.roles import ROLES
from accessctl.signin import stepup
from registry.lib.errors import Conflict, Invalid, NotFound
from registry.lib.ids import normalise_ref

MANY = "records.erase"
MOST = 100
ALONE_WITHIN = timedelta(days=1)


class MayNotBeErased(Conflict):
    code = "may_not_be_erased"
    template = _("It cannot be erased: %(why)s")


class SecondPersonNeeded(Conflict):
    code = "second_person_needed"
    template = _(
        "You erased a record within the last day. Erasing more than one needs a second person: ask a colleague to "
        "approve it."
    )


class NotTold(Invalid):
    code = "not_told"
    template = _("Say how the family was told: afterwards there is no way to reach them.")


def fetch(actor: Actor, ref: str, *, lock: bool = False) -> Record:
    """A record that the actor may erase.  Raises NotFound, Forbidden."""
    return door.fetch(actor, records.kind_of(ref), door.Action.ERASE, ref=ref, lock=lock)


@transaction.atomic
def erase(*, actor: Actor, ref: str, reason: ErasureReason, told: Telling) -> Tombstone:
    """Erase one record: T0 for every reader, keys destroyed on commit.

    Raises NotFound, Forbidden, ProofNeeded, NotTold, MayNotBeErased, SecondPersonNeeded.
    """
    record = fetch(actor, ref, lock=True)
    stepup.demand(actor)
    ensure_may_go(record, reason, told)
    if needs_second(actor):
        raise SecondPersonNeeded()
    return burial.bury(actor, record, Decision(reason=reason, told=told))


def needs_second(actor: Actor) -> bool:
    """Whether this person erased a record alone already, within a day: one by one is more than one as well."""
    alone = Tombstone.objects.filter(by=actor.pseudonym, second="")
    return alone.filter(erased_at__gt=timezone.now() - ALONE_WITHIN).exists()


@transaction.atomic
def ask_to_erase(*, actor: Actor, refs: Iterable[str], reason: ErasureReason, told: Telling) -> Approval:
    """Ask a second person to approve the erasure of these records.

    Raises NotFound, Forbidden, ProofNeeded, Invalid, NotTold, MayNotBeErased.
    """
    wanted = list(dict.fromkeys(refs))
    if not wanted or len(wanted) > MOST:
        said = gettext("Name at least one record, and at most %(most)s.") % {"most": MOST}
        raise Invalid(fields={"records": [said]})
    found = [fetch(actor, ref) for ref in wanted]
    for record in found:
        ensure_may_go(record, reason, told)
    return approvals.ask(actor, MANY, refs=[record.ref for record in found], reason=reason, told=told)


def named_in(text: str) -> list[str]:
    """The references in a text, as they are written by us.  Raises Invalid, naming what is none."""
    words = text.replace(",", " ").split()
    wrong = [word for word in words if normalise_ref(word) is None]
    if wrong:
        raise Invalid(fields={"records": [gettext("Not a reference: %(word)s") % {"word": wrong[0][:30]}]})
    return [normalise_ref(word) or "" for word in words]


def ensure_may_go(record: Record, reason: ErasureReason, told: Telling) -> None:
    """Raises NotTold, and MayNotBeErased with the first thing that speaks against it."""
    if reason in (ErasureReason.FAMILY_WISH, ErasureReason.PERSON_WISH) and told == Telling.NOBODY:
        raise NotTold(fields={"told": [str(NotTold.template)]})
    if why := steps.obstacles(record, reason):
        raise MayNotBeErased(why=why[0])


def _carry_out(asker: Actor, approver: Actor, approval: Approval) -> None:
    """Each record as it stands now: one that is gone already is passed over."""
    decided = Decision(
        reason=ErasureReason(approval.detail["reason"]), told=Telling(approval.detail["told"]),
        second=approver.pseudonym,
    )  # fmt: skip
    for ref in approval.refs:
        try:
            record = fetch(asker, ref, lock=True)
        except NotFound:
            continue
        ensure_may_go(record, decided.reason, decided.told)
        burial.bury(asker, record, decided)


def _describe(actor: Actor, approval: Approval) -> Sequence[str]:
    reason, told = ErasureReason(approval.detail["reason"]), Telling(approval.detail["told"])
    return [
        gettext("These records are erased, with their keys, for everybody and for good."),
        gettext("Reason: %(reason)s. The family: %(told)s.") % {"reason": reason.label, "told": told.label},
        gettext("Receivers of copies are asked to delete them, and to confirm it."),
    ]


_ANSWERING = frozenset({role for role, rule in ROLES.items() if rule.approves} | {Role.DATA_PROTECTION})
kinds.register(
    Kind(
        code=MANY,
        title=_("Erase several records"),
        asks=frozenset(Role) - {Role.PARTNER_SYSTEM},  # the door says for each record whether they may
        approves=_ANSWERING,
        describe=_describe,
        carry_out=_carry_out,
    )
)
