"""The receipt of a consent: what a family takes home, in their language, of what they were told and what they answered.

It holds who answered, the words that were read out, each use and receiver with yes or no, and how to take a yes back:
nothing of the person who is sought, and not whom the family named or excluded, for papers are found by others.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Organisation
from accessctl.rings import Ring
from cases.models import Case
from families import briefing, questions
from families.codes import ConsentState
from families.models import Consent, ConsentTaking, RelativeName
from families.services.effect import standing
from registry.lib.errors import NotFound

LAYOUT = 1  # of the JSON: raised when a reader of the former would misread it
FORMS = ("page", "pdf", "json")


@dataclass(frozen=True)
class Answer:
    """One use by one kind of receiver; `answer`: yes, no, withdrawn, restricted or expired."""

    purpose: str
    use: str
    recipient_class: str
    receiver: str
    answer: str
    in_words: str
    since: date
    until: date | None
    is_limited: bool


@dataclass(frozen=True)
class Explained:
    """The words that were read out before the answers, as they were kept."""

    version: str
    language: str
    on: date
    text: str

    @property
    def direction(self) -> str:
        return briefing.direction_of(self.language)

    @property
    def parts(self) -> list[tuple[str, list[str]]]:
        """Heading and sentences of each part."""
        lines = [part.split("\n") for part in self.text.split("\n\n")]
        return [(heading, sentences) for heading, *sentences in lines]


@dataclass(frozen=True)
class Receipt:
    """A receipt in one language; `given_by` is empty where the reader may not open the family file."""

    reference: str
    language: str
    organisation: str
    given_by: str
    made_on: date
    answers: tuple[Answer, ...]
    explained: tuple[Explained, ...]
    withdrawing: tuple[str, ...]

    @property
    def direction(self) -> str:
        return briefing.direction_of(self.language)

    def to_json(self) -> dict[str, Any]:
        return {"kind": "consent_receipt", "layout": LAYOUT, **asdict(self)}


@transaction.atomic
def receipt(actor: Actor, ref: str, *, language: str, form: str) -> Receipt:
    """The receipt of a case's consents, written down as handed out in that form.

    language: one of the briefing's; empty means the one in which the family was told last.  Raises NotFound, Forbidden;
    NotFound as well where nothing was ever answered.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref)
    if form not in FORMS or language not in ("", *briefing.LANGUAGES):
        raise NotFound()
    rows = door.open(actor, case, Ring.SEARCH, tables=[Consent]).rows(case, Consent)
    latest = {(row.purpose, row.recipient_class): row for row in rows}
    if not latest:
        raise NotFound()
    explained = _explained(list(latest.values()))
    language = language or (explained[0].language if explained[0].language in briefing.LANGUAGES else briefing.FALLBACK)
    given_by = _given_by(actor, case, rows)
    live = {row.pk for row in standing(rows, timezone.now())}
    journal.record(actor, "consent.receipt_made", case, ring=Ring.SEARCH, language=language, form=form)
    with translation.override(language):
        return Receipt(
            reference=case.ref,
            language=language,
            organisation=case.owner.name,
            given_by=given_by,
            made_on=timezone.localdate(),
            answers=tuple(_answer(row, is_live=row.pk in live) for row in sorted(latest.values(), key=_order)),
            explained=explained,
            withdrawing=tuple(_withdrawing(case.owner)),
        )


def _order(row: Any) -> tuple[int, str, str]:
    """First what the organisation itself may do, as the family was asked."""
    return row.recipient_class != "own_org", row.recipient_class, row.purpose


def _explained(rows: list[Any]) -> tuple[Explained, ...]:
    """Each wording that an answer rests on, the last one first."""
    told: dict[Any, Explained] = {}
    for row in sorted(rows, key=lambda one: one.valid_from, reverse=True):
        told.setdefault(
            row.briefing_id,
            Explained(
                row.briefing.version, row.briefing.language, timezone.localdate(row.valid_from), row.briefing.text
            ),
        )
    return tuple(told.values())


def _given_by(actor: Actor, case: Case, rows: list[Any]) -> str:
    """Who gave the last answers, by name."""
    if Ring.KIN not in door.rings(actor, case):
        return ""
    kin = door.open(actor, case, Ring.KIN, tables=[ConsentTaking, RelativeName])
    by = {taking.consent_id: taking.given_by_id for taking in kin.rows(case, ConsentTaking)}
    who = next((by[row.pk] for row in reversed(rows) if by.get(row.pk)), None)
    return next((str(name.full_original) for name in kin.rows(case, RelativeName) if name.relative_id == who), "")


def _answer(row: Any, *, is_live: bool) -> Answer:
    state, words = _said(row.state, is_live=is_live)
    named, scope = row.recipient_organisations or {}, row.country_scope or {}
    return Answer(
        purpose=row.purpose,
        use=str(questions.PURPOSE_LABELS.get(row.purpose, Purpose(row.purpose).label)),
        recipient_class=row.recipient_class,
        receiver=questions.receiver(row.recipient_class),
        answer=state,
        in_words=words,
        since=timezone.localdate(row.valid_from),
        until=timezone.localdate(row.valid_until) if row.valid_until and state == "yes" else None,
        is_limited=bool(named.get("only") or named.get("except") or scope.get("countries")),
    )


def _said(state: str, *, is_live: bool) -> tuple[str, str]:
    if state == ConsentState.REFUSED:
        return "no", _("No")
    if state == ConsentState.WITHDRAWN:
        return "withdrawn", _("Taken back")
    if not is_live:
        return "expired", _("Its time is over")
    if state == ConsentState.RESTRICTED:
        return "restricted", _("Kept, not used for now")
    return "yes", _("Yes")


def _withdrawing(owner: Organisation) -> list[str]:
    """How a yes is taken back, and whom to ask."""
    names = {"organisation": owner.name, "channel": owner.focal_point_channel, "hours": owner.focal_point_hours}
    found = [
        _("You may take back any yes, or all of them, on any day. No reason is needed, and you lose no help."),
        _(
            "Tell %(organisation)s in any way you like: face to face, by phone or in writing. Your own words are "
            "enough; the reference on this paper helps to find the case."
        ) % names,
        _("It counts from the moment it is entered. What others have been told before cannot be unsaid."),
        _("A no, and a question that is left open, means that it is not done."),
    ]  # fmt: skip
    if owner.focal_point_channel:
        found.append(_("How to reach %(organisation)s: %(channel)s %(hours)s") % names)
    return [sentence.strip() for sentence in found]
