"""What several sources state of a case, as evidence: what is shown, and beside it every fact that another states.

Pure: rows in clear in, facts out.  Whom to believe is nobody's business here: what differs counts alike; companions,
routes and nationalities are those of all, and nothing is excluded by a sign of life while one source knows of an
earlier one only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cases.codes import Route, Sex, StatementTopic
from cases.services import derive
from cases.services.entry import CaseEntry
from matching.engine.profile import Alternative

SEX = {Sex.MALE.value: "m", Sex.FEMALE.value: "f"}
_NO_ROUTE = {Route.NONE, Route.OTHER, Route.UNKNOWN}
FACTS = {
    StatementTopic.SEX: ("sex",),
    StatementTopic.DESTINATION: ("destination",),
    StatementTopic.BIRTH: ("birth_earliest", "birth_latest", "birth_basis", "age_low", "age_high"),
    StatementTopic.HEIGHT: ("stature_low", "stature_high", "stature_basis"),
    StatementTopic.HAIR: ("hair",),
    StatementTopic.EYES: ("eyes",),
    StatementTopic.BUILD: ("build",),
    StatementTopic.SMILE: ("smile",),
    StatementTopic.LAST_CONTACT: ("last_contact_earliest", "last_contact_latest"),
    StatementTopic.LAST_PLACE: ("place",),
}


def told_by_all(
    facts_of: Callable[[Any], dict[str, Any]], codes: dict[str, Any], file: Any, statements: Iterable[Any]
) -> dict[str, Any]:
    """The facts of a search file and of the statements that stand.

    facts_of: the facts of a row that has columns; codes: what the case itself shows.
    """
    shown = facts_of(file) | codes
    found: dict[Alternative, None] = {}
    companions, routes, signs = dict.fromkeys(shown["companions"]), dict.fromkeys(shown["routes"]), []
    for row in statements:
        if row.withdrawn_at is not None:
            continue
        told = facts_of(row) | codes_of(row) | _age(row, file)
        facts = tuple((name, told[name]) for name in FACTS.get(row.topic, ()))
        if any(shown[name] != value for name, value in facts):
            found.setdefault(Alternative(facts))
        companions |= dict.fromkeys(told["companions"])
        routes |= dict.fromkeys(told["routes"])
        signs += [told["last_proof_of_life"]] if told["last_proof_of_life"] is not None else []
    return shown | {
        "alternatives": tuple(found), "companions": tuple(companions), "routes": tuple(routes),
        "last_proof_of_life": min(signs, default=shown["last_proof_of_life"]),
    }  # fmt: skip


def codes_of(row: Any) -> dict[str, Any]:
    """The facts that a case shows in codes, of the case or of a statement."""
    route = row.route_code
    return {
        "sex": SEX.get(row.sex), "routes": (route,) if route and route not in _NO_ROUTE else (),
        "destination": row.destination_country, "nationalities": tuple(sorted(row.nationalities)),
    }  # fmt: skip


def _age(row: Any, file: Any) -> dict[str, Any]:
    """The age that a stated birth date means at the last contact, as the file's own follows from it."""
    if row.topic != StatementTopic.BIRTH or row.date_of_birth is None:
        return {}
    entry = CaseEntry(date_of_birth=row.date_of_birth, date_last_contact=file.date_last_contact)
    low, high = derive.age_at_last_contact(entry) or (None, None)
    return {"age_low": low, "age_high": high}
