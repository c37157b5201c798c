"""What each role may reach: the data dictionary's table of roles, as data.

own: rings of the own organisation's records; shared: rings of other organisations' records under an agreement and
consent; by_grant: rings a personal grant may open, on either side.  Layer 4 always needs a grant, except a
supervisor's standing and logged one on the own organisation's channels and protection files.
"""

from __future__ import annotations

from dataclasses import dataclass

from accessctl.codes import Purpose, Role
from accessctl.rings import Ring

R = Ring


@dataclass(frozen=True)
class RoleRule:
    purpose: Purpose
    own: frozenset[Ring]
    shared: frozenset[Ring]
    by_grant: frozenset[Ring]
    standing: frozenset[Ring] = frozenset()
    reviews: bool = False


ROLES: dict[Role, RoleRule] = {
    Role.CASEWORKER: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=frozenset({R.COMMON, R.SEARCH, R.RESERVED, R.KIN, R.FORENSIC}),
        shared=frozenset({R.COMMON, R.SEARCH}),
        by_grant=frozenset({R.SEARCH, R.RESERVED, R.KIN, R.FORENSIC, R.CONTACT, R.PROTECTION}),
        reviews=True,
    ),
    Role.SUPERVISOR: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=frozenset({R.COMMON, R.SEARCH, R.RESERVED, R.KIN, R.FORENSIC}),
        shared=frozenset({R.COMMON, R.SEARCH}),
        by_grant=frozenset({R.SEARCH, R.RESERVED, R.KIN, R.FORENSIC, R.CONTACT, R.PROTECTION}),
        standing=frozenset({R.CONTACT, R.PROTECTION}),
        reviews=True,
    ),
    Role.FORENSIC_PRACTITIONER: RoleRule(
        purpose=Purpose.FORENSIC_COMPARISON,
        own=frozenset({R.COMMON, R.SEARCH, R.RESERVED, R.FORENSIC}),
        shared=frozenset({R.COMMON, R.SEARCH, R.FORENSIC}),
        by_grant=frozenset({R.SEARCH, R.RESERVED, R.FORENSIC, R.ACCOUNTABILITY}),
        reviews=True,
    ),
    Role.FORENSIC_COORDINATOR: RoleRule(
        purpose=Purpose.FORENSIC_COMPARISON,
        own=frozenset({R.COMMON, R.SEARCH, R.RESERVED, R.FORENSIC}),
        shared=frozenset({R.COMMON, R.SEARCH, R.FORENSIC}),
        by_grant=frozenset({R.SEARCH, R.RESERVED, R.FORENSIC, R.ACCOUNTABILITY}),
        reviews=True,
    ),
    Role.FOCAL_POINT: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=frozenset({R.COMMON, R.SEARCH}),
        shared=frozenset({R.COMMON, R.SEARCH}),
        by_grant=frozenset({R.SEARCH, R.RESERVED, R.FORENSIC}),
        reviews=True,
    ),
    Role.TRACING_OFFICER: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=frozenset({R.COMMON, R.SEARCH, R.WHEREABOUTS}),
        shared=frozenset({R.COMMON, R.SEARCH}),
        by_grant=frozenset({R.SEARCH, R.FORENSIC, R.WHEREABOUTS}),
        standing=frozenset({R.WHEREABOUTS}),
    ),
    Role.DATA_PROTECTION: RoleRule(
        purpose=Purpose.SEARCH, own=frozenset({R.COMMON}), shared=frozenset(), by_grant=frozenset({R.PROTECTION}),
    ),
    Role.PARTNER_SYSTEM: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=frozenset({R.COMMON, R.SEARCH, R.RESERVED, R.KIN, R.FORENSIC}),
        shared=frozenset({R.COMMON, R.SEARCH}),
        by_grant=frozenset(),
    ),
}  # fmt: skip
