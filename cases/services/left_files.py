"""A file that somebody leaves about themselves in case they go missing: closed, opened by two people, ended by them.

Two codes are shown once.  One is for somebody whom the person trusts: without it nobody can read the file, we least of
all, and with it only where that person is being sought, by two people of the organisation that seeks.  The other ends
the file at any time, and what was opened of it.  Whatever is wrong with a code, the answer is the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from accessctl import door, envelope, journal
from accessctl.actor import Actor
from accessctl.approvals import files, kinds
from accessctl.approvals import services as approvals
from accessctl.approvals.kinds import Kind
from accessctl.codes import Role
from accessctl.models import Approval
from accessctl.rings import Ring
from cases.models import Case, LeftFile, OpenedFile
from cases.policies import CASE_WORKERS
from cases.services import on_paper
from registry.lib.errors import Forbidden, Invalid

OPEN = "left_file.open"
OPENS, ENDS, KEY = "cases.left_file.opens", "cases.left_file.ends", "cases.left_file.key"
KEPT = timedelta(days=3 * 365)
TRIES = 10  # of one address within the hour
_PLACE = b"cases.left_file"


class NoSuchFile(Invalid):
    code = "no_such_file"
    template = gettext_lazy("This code opens no file. Read it again, letter by letter.")


@dataclass(frozen=True)
class Codes:
    """What is shown once and kept on paper: for whom they trust, and for themselves."""

    opens: str
    ends: str
    until: datetime


@transaction.atomic
def leave(*, said: Mapping[str, str], address: str) -> Codes:
    """Close what somebody says of themselves, and give them the codes.  Raises TooOften."""
    on_paper.ensure_not_too_often("left-file", address, TRIES)
    opens, ends = on_paper.new_code(), on_paper.new_code()
    data = json.dumps(dict(said), ensure_ascii=False).encode()
    row = LeftFile.objects.create(
        opens_by=on_paper.digest(OPENS, opens), ends_by=on_paper.digest(ENDS, ends),
        content=envelope.close(_cipher(opens), 1, _PLACE, data), expires_at=timezone.now() + KEPT,
    )  # fmt: skip
    return Codes(on_paper.grouped(opens), on_paper.grouped(ends), row.expires_at)


@transaction.atomic
def end(*, code: str, address: str) -> None:
    """End a file, and what was opened of it.  The answer is the same if there is none.  Raises TooOften."""
    on_paper.ensure_not_too_often("left-file", address, TRIES)
    row = LeftFile.objects.filter(ends_by=on_paper.digest(ENDS, on_paper.bare(code))).first()
    if row is None:
        return
    for opened in OpenedFile.objects.filter(left=row).select_related("case"):
        journal.record(Actor.public(), "left_file.ended", opened.case)
        opened.delete()
    row.delete()


@transaction.atomic
def ask_opening(*, actor: Actor, case_ref: str, code: str) -> Approval:
    """Ask a second person to open a file for a case of one's own organisation.

    Raises NotFound, Forbidden, NoSuchFile, ProofNeeded, AskedAlready.
    """
    case = _own_case(actor, case_ref)
    _file(code)
    return approvals.ask(actor, OPEN, refs=[case.ref], sealed={"code": on_paper.bare(code)})


def opened_of(actor: Actor, case: Case) -> dict[str, str]:
    """What was opened for a case, for readers of its protection file.  Raises Forbidden, ProofNeeded."""
    row = door.open(actor, case, Ring.PROTECTION, tables=[OpenedFile]).one(case, OpenedFile)
    return dict(row.said) if row else {}


def may_ask(actor: Actor, case: Case) -> bool:
    """Whether the actor may have a file opened for this case, and read it."""
    own = case.owner_id == actor.organisation_id and bool(CASE_WORKERS & actor.roles)
    return own and Ring.PROTECTION in door.rings(actor, case)


def forget_old() -> int:
    """Delete the files whose time is over."""
    return LeftFile.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def _open(asker: Actor, approver: Actor, approval: Approval) -> None:
    """The second person agreed: what the person wrote lies with the protection file of the case."""
    case = _own_case(asker, approval.refs[0])
    code = str(files.of(approval)["code"])
    row = _file(code)
    said = json.loads(envelope.disclose(_cipher(code), _PLACE, bytes(row.content)))
    OpenedFile.objects.update_or_create(case=case, defaults={"left": row, "said": said, "created_by": approver.account})
    journal.record(approver, "left_file.opened", case)


def _own_case(actor: Actor, ref: str) -> Case:
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=True)
    if not may_ask(actor, case):
        raise Forbidden()
    return case


def _file(code: str) -> LeftFile:
    row = LeftFile.objects.filter(
        opens_by=on_paper.digest(OPENS, on_paper.bare(code)), expires_at__gt=timezone.now()
    ).first()
    if row is None:
        raise NoSuchFile()
    return row


def _cipher(code: str) -> AESGCM:
    return AESGCM(bytes.fromhex(on_paper.digest(KEY, on_paper.bare(code))))


def _describe(actor: Actor, approval: Approval) -> Sequence[str]:
    return [
        gettext("Somebody left a closed file about themselves in case they go missing. It is opened for this case."),
        gettext("What they wrote is then read by those who may read the protection file, until they end it."),
    ]


kinds.register(
    Kind(
        code=OPEN, title=gettext_lazy("Open a file that somebody left in case they go missing"), asks=CASE_WORKERS,
        approves=frozenset({Role.SUPERVISOR, Role.CASEWORKER}), describe=_describe, carry_out=_open,
    )
)  # fmt: skip
