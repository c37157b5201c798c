"""Remains as a list that is handed to another institute or an authority: what of each can go, and how it is read.

No family's consent stands behind remains yet: an agreement has to open each part to the receiver for the use
(`accessctl.disclosure.letting`).  Of layer 2 alone; nothing of the forensic file stands on a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accessctl.actor import Actor
from accessctl.approvals import kinds
from accessctl.codes import Purpose, Role
from accessctl.rings import Ring
from cases.services.handing_over import Line, Listed, Person, act_of
from cases.vocabulary.looks import LOOKS
from remains import presentation, selectors
from remains.models import Remains
from remains.parts import REMAINS_PARTS
from remains.policies import REGISTRANTS
from remains.services import RemainsEntry

# Column -> part, as `presentation` names the answers of an entry; the coded facts of layer 1 go with every part.
CODED = ("sex", "age_class", "found_country")
ANSWERS: dict[str, str] = {
    **dict.fromkeys(("found_at", "found_place", "setting", "burial_context"), "remains.finding"),
    **dict.fromkeys(("completeness", "condition"), "remains.state"),
    **dict.fromkeys(
        (
            "sex_estimated", "sex_method", "age", "age_method", "stature_cm", "stature_method", "hair_colour",
            "eye_colour", *LOOKS,
        ),
        "remains.profile",
    ),
    **dict.fromkeys(("pmi_days", "pmi_method"), "remains.interval"),
    "marks": "remains.marks",
    "belongings": "remains.belongings",
    "indicators": "remains.indicators",
}  # fmt: skip
PARTS = tuple(dict.fromkeys(ANSWERS.values()))
_NAMED = {part.code: part.label for part in REMAINS_PARTS}
ASKS = REGISTRANTS - {Role.PARTNER_SYSTEM}


def facts(remains: Remains, entry: RemainsEntry | None, parts: Iterable[str]) -> list[tuple[str, str, str]]:
    """(column, label, value) of what there is of these parts, the coded facts first."""
    model: Any = Remains
    chosen, found = frozenset(parts), []
    for name in CODED:
        value = getattr(remains, f"get_{name}_display")()
        found.append((name, str(model._meta.get_field(name).verbose_name), str(value or "")))
    for name, part in ANSWERS.items():
        if part in chosen and entry is not None:
            found.append((name, str(presentation.label(name)), _words(entry, name)))
    return [one for one in found if one[-1]]


def _words(entry: RemainsEntry, name: str) -> str:
    if name in presentation.ROWS:
        return "; ".join(presentation.ROWS[name](row) for row in getattr(entry, name))
    (fact,) = presentation.facts(entry, [name])
    return str(fact.value or "")


def _read(actor: Actor, lines: Sequence[Line]) -> list[Person]:
    entries = selectors.profiles(actor, [line.record for line in lines])
    return [
        Person(line.record.ref, facts(line.record, entries.get(line.record.pk), line.let.parts)) for line in lines
    ]  # fmt: skip


REMAINS = Listed(
    model=Remains, ring=Ring.SEARCH, labels={code: _NAMED[code] for code in PARTS},
    never=[part.label for part in REMAINS_PARTS if part.code not in PARTS],
    purposes=(Purpose.FORENSIC_COMPARISON, Purpose.SHARE_SEARCH, Purpose.ACCOUNTABILITY), roles=ASKS,
    many="remains.hand_over", columns=(*CODED, *ANSWERS), rows="remains", files=("csv", "xlsx", "json"), read=_read,
    asked=lambda number: ngettext(
        "A list of %(number)d record of remains may be handed to %(receiver)s, for: %(purpose)s.",
        "A list of %(number)d records of remains may be handed to %(receiver)s, for: %(purpose)s.",
        number,
    ),
    promised=_("Only what the agreement with them opens goes, as it stands when the list is made; it can be recalled."),
)  # fmt: skip
kinds.register(
    act_of(
        REMAINS, _("Hand over a long list of remains"), asks=ASKS,
        approves=frozenset({Role.FORENSIC_COORDINATOR, Role.SUPERVISOR, Role.DATA_PROTECTION, Role.FOCAL_POINT}),
    )
)  # fmt: skip
