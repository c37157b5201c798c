"""What came in and whose work it is: taking it on, giving it to a colleague, putting it back; warning before it goes.

What is done with it happens where it is worked on: a draft is registered or ended for a reason, a request answered.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.models import Account, Membership
from accessctl.rings import Ring
from cases.models import Case
from cases.policies import REGISTRANTS
from families.models import RegistrationDraft, RightsRequest
from families.models.drafts import WARNED_FOR
from families.services.fetching import case_with_family, row_of
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound

JOB = "families.intake"


class TakenAlready(Conflict):
    code = "taken_already"
    template = gettext_lazy("A colleague has taken this on meanwhile. Look at the queue again.")


@transaction.atomic
def take(*, actor: Actor, item: str) -> None:
    """Take something on.  item: as the queue names it.  Raises NotFound, Forbidden, TakenAlready."""
    row, record = _row(actor, item)
    if row.taken_by_id not in (None, _own(actor)) and not _answers(actor):
        raise TakenAlready()
    _set(row, actor.account)
    journal.record(actor, "intake.taken", record, ring=_ring(record))


@transaction.atomic
def give(*, actor: Actor, item: str, colleague: str) -> None:
    """Give something to a colleague: by whose work it is, or who answers for the organisation.

    colleague: reference of a membership.  Raises NotFound, Forbidden, Invalid.
    """
    row, record = _row(actor, item)
    if not _answers(actor) and row.taken_by_id != _own(actor):
        raise Forbidden()
    member = next((one for one in colleagues(actor) if one.ref == colleague), None)
    if member is None:
        raise Invalid(fields={"colleague": [_("Choose a person of your organisation.")]})
    _set(row, member.account)
    journal.record(actor, "intake.given", record, ring=_ring(record), to=f"account:{member.account_id}")


@transaction.atomic
def release(*, actor: Actor, item: str) -> None:
    """Put something back.  Raises NotFound, Forbidden."""
    row, record = _row(actor, item)
    if not _answers(actor) and row.taken_by_id != _own(actor):
        raise Forbidden()
    _set(row, None)
    journal.record(actor, "intake.released", record, ring=_ring(record))


def colleagues(actor: Actor) -> list[Membership]:
    """The people of the organisation who register, by name; one line a person."""
    rows = Membership.objects.standing().filter(organisation=actor.organisation_id, role__in=REGISTRANTS)
    found = {row.account_id: row for row in rows.select_related("account").order_by("account__full_name")}
    return list(found.values())


@transaction.atomic
def warn_of_drafts() -> int:
    """Say of every draft that goes within a week that it does; from then on it stays a whole week at least.

    Once: a draft that is saved again begins anew, and is warned of anew.
    """
    now = timezone.now()
    due = RegistrationDraft.objects.filter(purge_at__lte=now + WARNED_FOR).select_for_update(skip_locked=True)
    rows = [row for row in due if row.warned_at is None or row.purge_at - row.warned_at > WARNED_FOR]
    for row in rows:
        row.warned_at, row.purge_at = now, now + WARNED_FOR
        row.save(update_fields=["warned_at", "purge_at"])
        journal.record(Actor.system_job(JOB), "draft.ends_soon", row)
    return len(rows)


def _row(actor: Actor, item: str) -> tuple[RegistrationDraft | RightsRequest, RegistrationDraft | Case]:
    """The row, locked, and the record it belongs to.  Raises NotFound, Forbidden."""
    ref, _colon, token = item.partition(":")
    if not token:
        draft = door.fetch(actor, RegistrationDraft, door.Action.CHANGE, ref=ref, lock=True)
        return draft, draft
    case = case_with_family(actor, ref)
    found = row_of(case, RightsRequest, token)
    if not found.is_open:
        raise NotFound()
    return found, case


def _set(row: RegistrationDraft | RightsRequest, account: Account | None) -> None:
    row.taken_by = account
    row.save(update_fields=["taken_by"])


def _ring(record: RegistrationDraft | Case) -> Ring:
    """What the entry tells of: that relatives asked something is of the family file."""
    return Ring.KIN if isinstance(record, Case) else Ring.SEARCH


def _own(actor: Actor) -> object:
    if actor.account is None:
        raise Forbidden()
    return actor.account.pk


def _answers(actor: Actor) -> bool:
    return any(rule.approves for rule in actor.rules)
