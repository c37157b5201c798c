"""What each role may reach: the data dictionary's table of roles, as data.

own: rings of the own organisation's records; shared: rings of other organisations' records under an agreement and
consent; by_grant: rings a personal grant may open, on either side; standing: rings of layer 4 of the own organisation
that need no grant (a supervisor's channels and protection files, a tracing officer's whereabouts); approves: may give
others a personal grant on the own organisation's records.
"""

from __future__ import annotations

from dataclasses import dataclass

from accessctl.codes import Purpose, Role
from accessctl.rings import Ring

NONE: frozenset[Ring] = frozenset()


@dataclass(frozen=True)
class RoleRule:
    purpose: Purpose
    own: frozenset[Ring]
    shared: frozenset[Ring]
    by_grant: frozenset[Ring]
    standing: frozenset[Ring] = NONE
    reviews: bool = False
    approves: bool = False


SEARCH_WORK = frozenset({Ring.COMMON, Ring.SEARCH})
FORENSIC_WORK = SEARCH_WORK | {Ring.FORENSIC}
CASE_WORK = FORENSIC_WORK | {Ring.RESERVED, Ring.KIN}
CASE_GRANTS = frozenset({Ring.SEARCH, Ring.RESERVED, Ring.KIN, Ring.FORENSIC, Ring.CONTACT, Ring.PROTECTION})
FORENSIC_GRANTS = frozenset({Ring.SEARCH, Ring.RESERVED, Ring.FORENSIC, Ring.ACCOUNTABILITY})

ROLES: dict[Role, RoleRule] = {
    Role.CASEWORKER: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=CASE_WORK,
        shared=SEARCH_WORK,
        by_grant=CASE_GRANTS,
        reviews=True,
    ),
    Role.SUPERVISOR: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=CASE_WORK,
        shared=SEARCH_WORK,
        by_grant=CASE_GRANTS,
        standing=frozenset({Ring.CONTACT, Ring.PROTECTION}),
        reviews=True,
        approves=True,
    ),
    Role.FORENSIC_PRACTITIONER: RoleRule(
        purpose=Purpose.FORENSIC_COMPARISON,
        own=FORENSIC_WORK | {Ring.RESERVED},
        shared=FORENSIC_WORK,
        by_grant=FORENSIC_GRANTS,
        reviews=True,
    ),
    Role.FORENSIC_COORDINATOR: RoleRule(
        purpose=Purpose.FORENSIC_COMPARISON,
        own=FORENSIC_WORK | {Ring.RESERVED},
        shared=FORENSIC_WORK,
        by_grant=FORENSIC_GRANTS,
        reviews=True,
        approves=True,
    ),
    Role.FOCAL_POINT: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=SEARCH_WORK,
        shared=SEARCH_WORK,
        by_grant=frozenset({Ring.SEARCH, Ring.RESERVED, Ring.FORENSIC}),
        reviews=True,
        approves=True,
    ),
    Role.TRACING_OFFICER: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=SEARCH_WORK | {Ring.WHEREABOUTS},
        shared=SEARCH_WORK,
        by_grant=frozenset({Ring.SEARCH, Ring.FORENSIC, Ring.WHEREABOUTS}),
        standing=frozenset({Ring.WHEREABOUTS}),
    ),
    Role.DATA_PROTECTION: RoleRule(
        purpose=Purpose.SEARCH,
        own=frozenset({Ring.COMMON}),
        shared=NONE,
        by_grant=frozenset({Ring.PROTECTION}),
    ),
    Role.PARTNER_SYSTEM: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=CASE_WORK,
        shared=SEARCH_WORK,
        by_grant=NONE,
    ),
}
