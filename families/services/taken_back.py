"""What a family takes back in a partner's table: consent and protection are changed on the pages of a case alone.

A row that now says no, or answers otherwise what protection is needed, is given back with the name of its case: passed
over, a comparison would go on against the family's no, and a State that it fears would go on reading.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from accessctl.codes import Purpose
from cases.codes import ProtectionFlag
from cases.imports.answers import Read, written
from cases.models import CaseProtectionFile
from cases.services import on_paper
from families.services.effect import standing
from families.services.standing import clear_consents

MARK: Final = "answer "  # before the name of a column, among what a partner said
_CONSENTS: Final = {"consent_search": Purpose.SEARCH, "consent_comparison": Purpose.FORENSIC_COMPARISON}
_FLAG, _STATES = "protection_flag", "protection_states"


def marks(row: Read, origin: str) -> dict[str, str]:
    """Keyed digests of these answers of a row: whether they are the same the next time, and nothing else.

    origin: the digest of the partner's number.
    """
    said = {name: written(row.values[name]) for name in _CONSENTS if name in row.values}
    if _FLAG in row.values:
        said[_FLAG] = " ".join([row.values[_FLAG], *sorted(row.values.get(_STATES, ()))])
    return {MARK + name: on_paper.digest("families.answer", f"{origin}\n{name}\n{cell}") for name, cell in said.items()}


def taken_back(writer: Actor, known: Clear, row: Read) -> dict[str, str] | None:
    """Columns that say otherwise than before what the case does not hold -> what to do about it.

    None where the rest of the row counts; empty where nothing does, since a no to the search is written down already.
    """
    now = marks(row, known.digest)
    new = {name.removeprefix(MARK) for name, mark in now.items() if known.said.get(name) != mark}
    told = {name: why for name, why in _noes(known, row).items() if name in new}
    if _FLAG in new and _is_other_protection(writer, known, row):
        told[_FLAG] = _(
            "%(ref)s: this asks for another protection than before. Write it on the page of the case; who may not "
            "read its protection file asks the supervisor. Then hand this row in once more."
        ) % {"ref": known.case.ref}
    if told:
        return told
    return {} if row.values.get("consent_search") is False else None


def _noes(known: Clear, row: Read) -> dict[str, str]:
    """What the row says no to although a yes stands."""
    noes = {name: purpose for name, purpose in _CONSENTS.items() if row.values.get(name) is False}
    if not noes:
        return {}
    held = {one.purpose for one in standing(clear_consents(known.case), timezone.now())}
    said = {
        "consent_search": _("%(ref)s: the family no longer agrees to the search."),
        "consent_comparison": _("%(ref)s: the family no longer agrees to comparison with remains."),
    }
    do = _("Write it on the page of the case, under consent. Then hand this row in once more.")
    return {name: f"{said[name] % {'ref': known.case.ref}} {do}" for name, one in noes.items() if one in held}


def _is_other_protection(writer: Actor, known: Clear, row: Read) -> bool:
    """SECURITY: what the protection file holds is compared for those alone who may read it; others have what was said.

    Of a case that came before its answers were kept, less protection than is held is no change.
    """
    was_kept = MARK + _FLAG in known.said
    if CaseProtectionFile.RING not in door.rings(writer, known.case):
        return was_kept
    (held,) = reveal([CaseProtectionFile.objects.get(case=known.case)], _FLAG, _STATES)
    asked: tuple[Any, set[str]] = row.values[_FLAG], set(row.values.get(_STATES, ()))
    if asked[0] == ProtectionFlag.NONE:
        return was_kept and bool(held.protection_flag != ProtectionFlag.NONE)
    return bool(held.protection_flag == ProtectionFlag.NONE) or not asked[1] <= set(held.protection_states or ())
