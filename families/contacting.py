"""How somebody is reached without harm: what stands beside a number at the moment when somebody is about to use it.

SECURITY: where a risk or a protection stands on the case, or the reader may not know whether one does, the careful
rules hold whatever was agreed: no message, no word to who else answers.  A relative who wishes no contact, and a child
without its guardian, are not reached at all: their channels stay closed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.codes import ProtectionFlag
from cases.living_words import told_by
from cases.models import Case, CaseProtectionFile, LivingWord
from families import selectors
from families.codes import Risk
from families.models import Channel, FamilyConflict, RelativeRisk
from families.relatives import Person, people_of
from families.selectors import Family
from registry.lib.errors import Forbidden, NotFound


@dataclass(frozen=True)
class Way:
    """One channel and its rules, in the order in which they matter."""

    channel: Clear
    rules: list[str]


@dataclass(frozen=True)
class Reached:
    """One relative at the moment of contact.  why_not: why their channels stay closed, or empty."""

    person: Person | None
    ways: list[Way] = field(default_factory=list)
    why_not: str = ""


@dataclass(frozen=True)
class Word:
    """What a person found alive lets the family be told: in our words, in theirs, and how they wish to be reached."""

    told: str | Promise
    message: str
    contact: str


@dataclass(frozen=True)
class Contacting:
    """Everybody of a case; conflict: who may be told what, where relatives disagree and the reader may know; word: what
    the person who was sought lets them be told.
    """

    case: Case
    reached: list[Reached]
    is_careful: bool
    conflict: str = ""
    word: Word | None = None


@dataclass(frozen=True)
class Ways:
    """One relative, and every way to reach them in clear, by its token, to be changed."""

    case: Case
    person: Person
    rows: dict[str, Any]


def ways_of(actor: Actor, ref: str, relative: str) -> Ways:
    """For those who may change the case and open its channels.  Raises NotFound, Forbidden, ProofNeeded."""
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref)
    family = selectors.family(actor, case.ref)
    if family is None or not family.may_open_channels:
        raise Forbidden()
    person = next((one for one in people_of(family) if one.token == relative), None)
    if person is None:
        raise NotFound()
    rows = door.open(actor, case, Ring.CONTACT, tables=[Channel]).rows(case, Channel)
    return Ways(case, person, {token_of(row.pk): row for row in rows if row.relative_id == person.key})


def contacting(actor: Actor, case: Case, family: Family | None) -> Contacting:
    """How the relatives of a case are reached.  Raises Forbidden, ProofNeeded."""
    ring = door.open(actor, case, Ring.CONTACT, tables=[Channel, LivingWord])
    opened: list[Any] = ring.rows(case, Channel)
    is_careful, conflict = _protection(actor, case)
    people = people_of(family) if family else []
    known = {one.key for one in people}
    reached = [
        _reached(one, [row for row in opened if row.relative_id == one.key], people, is_careful=is_careful)
        for one in people
    ]
    # SECURITY: who holds the channels and not the family file cannot know whom they would call: they see the rules.
    nameless = [row for row in opened if row.relative_id not in known]
    if nameless:
        reached.append(Reached(None, [Way(row, rules(row, is_careful=is_careful)) for row in nameless]))
    return Contacting(case, reached, is_careful, conflict, _word(ring.one(case, LivingWord)))


def _word(row: Any) -> Word | None:
    return Word(told_by(row.wish), row.message or "", row.contact or "") if row else None


def rules(channel: Any, *, is_careful: bool) -> list[str]:
    """What to keep to on one channel, in plain words."""
    said = []
    if channel.safe_hours:
        said.append(_("Safe hours: %(hours)s") % {"hours": channel.safe_hours})
    if channel.speaks_as:
        said.append(_("Say that you are: %(words)s") % {"words": channel.speaks_as})
    if channel.safe_question:
        asked = {"question": channel.safe_question, "answer": channel.safe_word}
        said.append(_("Ask: “%(question)s” Go on only if they answer: “%(answer)s”") % asked)
    elif channel.safe_word:
        said.append(_("Go on only once they have said: “%(words)s”") % {"words": channel.safe_word})
    if channel.shared_device:
        said.append(_("Others use this device: say nothing until you know who answers."))
    elif is_careful:
        said.append(_("Say nothing until you know who answers."))
    if channel.safe_to_leave_message and not is_careful:
        said.append(_("A message may be left; name no case and nobody who is sought."))
    else:
        said.append(_("Leave no message."))
    return said


def _reached(one: Person, channels: list[Any], people: list[Person], *, is_careful: bool) -> Reached:
    if one.relative.do_not_contact:
        return Reached(one, why_not=_("They wish no contact."))
    if one.relative.is_minor and one.guardian is None:
        return Reached(one, why_not=_("A child is never contacted alone, and no guardian is recorded."))
    return Reached(one, [Way(row, _with_guardian(one, people) + rules(row, is_careful=is_careful)) for row in channels])


def _with_guardian(one: Person, people: list[Person]) -> list[str]:
    if not one.relative.is_minor:
        return []
    name = next((other.name for other in people if other.key == one.guardian), "")
    return [_("A child: speak with the guardian first, %(name)s.") % {"name": name}]


def _protection(actor: Actor, case: Case) -> tuple[bool, str]:
    if Ring.PROTECTION not in door.rings(actor, case):
        return True, ""
    opened = door.open(actor, case, Ring.PROTECTION, tables=[CaseProtectionFile, RelativeRisk, FamilyConflict])
    file: Any = opened.one(case, CaseProtectionFile)
    risks: list[Any] = opened.rows(case, RelativeRisk)
    conflict: Any = opened.one(case, FamilyConflict)
    flagged = file is not None and file.protection_flag != ProtectionFlag.NONE
    at_risk = any({*row.risks} - {Risk.NONE_KNOWN} for row in risks)
    return flagged or at_risk, conflict.note if conflict else ""
