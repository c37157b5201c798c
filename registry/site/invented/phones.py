"""One phone with an IMEI in the demonstration: relatives kept its box, and it was found."""

from __future__ import annotations

from dataclasses import replace

from registry.site.invented.demo import institute
from registry.site.invented.records import Invented, ItemRecord, RemainsRecord

# Of the range kept for trials of equipment: no phone that was ever sold has it.
IMEI = "001010123456780"
_TOLD = ItemRecord("phone", ("blk",), "a phone; we kept the box", serial=IMEI)
_FOUND = ItemRecord("phone", ("blk",), "a phone in a plastic bag", serial="00101012 345678")


def with_a_phone(invented: Invented) -> Invented:
    """The same registry, where one person whose papers were not found carried the phone; unchanged if none fits."""
    reports = {report.key: report for report in invented.cases if report.consent_forensic}
    bare = {found.key for found in invented.remains if _is_bare(found) and _is_shown(invented, found)}
    told = {
        key: held[0]
        for key, known in invented.true_cases().items() if key in bare and (held := sorted(known & reports.keys()))
    }  # fmt: skip
    if not told:
        return invented
    body = max(told)
    return replace(
        invented,
        cases=tuple(
            replace(one, belongings=(*one.belongings, _TOLD)) if one.key == told[body] else one
            for one in invented.cases
        ),
        remains=tuple(
            replace(one, belongings=(*one.belongings, _FOUND)) if one.key == body else one for one in invented.remains
        ),
    )


def _is_bare(found: RemainsRecord) -> bool:
    return found.completeness != "limb_only" and not (found.documents or found.phones or found.names)


def _is_shown(invented: Invented, found: RemainsRecord) -> bool:
    """Whether those who can sign in to the demonstration keep these remains."""
    route = invented.truth.people[invented.truth.remains_person[found.key]].found_sector.route
    return institute(route) == "strait"
