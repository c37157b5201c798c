"""What each role may reach: the data dictionary's table of roles, as data.

own: rings of the own organisation's records; shared: rings of other organisations' records under an agreement and
consent; by_grant: rings a personal grant may open, on either side; standing: rings of layer 4 of the own organisation
that need no grant (a supervisor's channels and protection files, a tracing officer's whereabouts); approves: may give
others a personal grant on the own organisation's records; kinds: the kinds of organisation whose people may hold the
role, any when empty; ends: held for a time only; alone: no other role goes with it; needs: what a person must have or
do before they are given it.

Not roles, because they are no accounts: the public (layer 0), relatives and located people (what they gave, by a code
on paper), interpreters (at the caseworker's side, named on the consent), bodies with an immigration function (never).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.rings import Ring

NONE: frozenset[Ring] = frozenset()


@dataclass(frozen=True)
class RoleRule:
    purpose: Purpose
    own: frozenset[Ring] = NONE
    shared: frozenset[Ring] = NONE
    by_grant: frozenset[Ring] = NONE
    standing: frozenset[Ring] = NONE
    reviews: bool = False
    approves: bool = False
    kinds: frozenset[RecipientClass] = frozenset()
    ends: bool = False
    alone: bool = False
    needs: str | Promise = ""


SEARCH_WORK = frozenset({Ring.COMMON, Ring.SEARCH})
FORENSIC_WORK = SEARCH_WORK | {Ring.FORENSIC}
CASE_WORK = FORENSIC_WORK | {Ring.RESERVED, Ring.KIN}
CASE_GRANTS = frozenset(
    {Ring.SEARCH, Ring.RESERVED, Ring.KIN, Ring.FORENSIC, Ring.CONTACT, Ring.PROTECTION, Ring.ACCOUNTABILITY}
)
# What danger to life may open of what a role can be granted: never whereabouts, protection, genetics, accountability.
IN_DANGER = frozenset({Ring.SEARCH, Ring.RESERVED, Ring.KIN, Ring.FORENSIC, Ring.CONTACT})
FORENSIC_GRANTS = frozenset({Ring.SEARCH, Ring.RESERVED, Ring.FORENSIC, Ring.ACCOUNTABILITY})

ROLES: dict[Role, RoleRule] = {
    Role.CASEWORKER: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=CASE_WORK,
        shared=SEARCH_WORK,
        by_grant=CASE_GRANTS,
        reviews=True,
        needs=_("Training and a signed undertaking"),
    ),
    Role.SUPERVISOR: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=CASE_WORK,
        shared=SEARCH_WORK,
        by_grant=CASE_GRANTS,
        standing=frozenset({Ring.CONTACT, Ring.PROTECTION}),
        reviews=True,
        approves=True,
        needs=_("Training and a signed undertaking; the name is recorded"),
    ),
    Role.FORENSIC_PRACTITIONER: RoleRule(
        purpose=Purpose.FORENSIC_COMPARISON,
        own=FORENSIC_WORK | {Ring.RESERVED},
        shared=FORENSIC_WORK,
        by_grant=FORENSIC_GRANTS,
        reviews=True,
        needs=_("A forensic profession; families are reached through their caseworker"),
    ),
    Role.FORENSIC_COORDINATOR: RoleRule(
        purpose=Purpose.FORENSIC_COMPARISON,
        own=FORENSIC_WORK | {Ring.RESERVED},
        shared=FORENSIC_WORK,
        by_grant=FORENSIC_GRANTS,
        reviews=True,
        approves=True,
        needs=_("Answers for the institution; two people decide"),
    ),
    Role.FOCAL_POINT: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=SEARCH_WORK,
        shared=SEARCH_WORK,
        by_grant=frozenset({Ring.SEARCH, Ring.RESERVED, Ring.FORENSIC}),
        reviews=True,
        approves=True,
        needs=_("Named by the State; agreement, and consent to State bodies"),
    ),
    Role.TRACING_OFFICER: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=SEARCH_WORK | {Ring.WHEREABOUTS},
        shared=SEARCH_WORK,
        by_grant=frozenset({Ring.SEARCH, Ring.FORENSIC, Ring.WHEREABOUTS}),
        standing=frozenset({Ring.WHEREABOUTS}),
        needs=_("Belongs to the unit that may approach the living"),
    ),
    Role.DATA_PROTECTION: RoleRule(
        purpose=Purpose.SEARCH,
        own=frozenset({Ring.COMMON}),
        shared=NONE,
        by_grant=frozenset({Ring.PROTECTION}),
        needs=_("Independent of casework; content only in danger to life"),
    ),
    Role.PARTNER_SYSTEM: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=CASE_WORK,
        shared=SEARCH_WORK,
        by_grant=NONE,
        needs=_("A client of one organisation, with a purpose for each call"),
    ),
    Role.PSYCHOSOCIAL_WORKER: RoleRule(
        purpose=Purpose.FAMILY_SUPPORT,
        by_grant=frozenset({Ring.SEARCH, Ring.KIN}),
        needs=_("The family agreed to be referred; assigned case by case"),
    ),
    Role.GENETIC_LAB: RoleRule(
        purpose=Purpose.DNA_IDENTIFICATION,
        own=frozenset({Ring.COMMON, Ring.FORENSIC}),
        standing=frozenset({Ring.GENETIC}),
        kinds=frozenset({RecipientClass.GENETIC_LAB, RecipientClass.FORENSIC_INSTITUTE}),
        needs=_("Samples by code; donors' names never"),
    ),
    Role.MORGUE_CLERK: RoleRule(
        purpose=Purpose.FORENSIC_COMPARISON,
        own=frozenset({Ring.COMMON}),
        needs=_("Works where the remains are kept"),
    ),
    Role.STATE_SEARCH_BODY: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        own=FORENSIC_WORK,
        shared=FORENSIC_WORK,
        by_grant=frozenset({Ring.SEARCH, Ring.RESERVED, Ring.FORENSIC}),
        kinds=frozenset({RecipientClass.NATIONAL_SEARCH_BODY, RecipientClass.POLICE_MISSING_UNIT}),
        needs=_("A humanitarian mandate by law, and an agreement; the forensic file only where that names it"),
    ),
    Role.CONSULAR_OFFICER: RoleRule(
        purpose=Purpose.CONSULAR_CONTACT,
        by_grant=frozenset({Ring.SEARCH}),
        kinds=frozenset({RecipientClass.CONSULATE}),
        needs=_("The family's own request, case by case; never where protection is needed from that State"),
    ),
    Role.INVESTIGATOR: RoleRule(
        purpose=Purpose.ACCOUNTABILITY,
        by_grant=frozenset({Ring.ACCOUNTABILITY}),
        kinds=frozenset({RecipientClass.PROSECUTOR, RecipientClass.COURT, RecipientClass.POLICE_MISSING_UNIT}),
        needs=_("The family's consent to accountability, or a court's order; never families or whereabouts"),
    ),
    Role.FIELD_STAFF: RoleRule(
        purpose=Purpose.SEARCH,
        own=frozenset({Ring.WHEREABOUTS}),
        standing=frozenset({Ring.WHEREABOUTS}),
        kinds=frozenset(
            {
                RecipientClass.MEDICAL_FACILITY,
                RecipientClass.SAR_BODY,
                RecipientClass.CSO,
                RecipientClass.RED_CROSS_MOVEMENT,
                RecipientClass.INTERNATIONAL_ORG,
                RecipientClass.CHILD_PROTECTION,
            }
        ),
        needs=_("Reports people found alive; reads only what they reported themselves"),
    ),
    Role.ANALYST: RoleRule(
        purpose=Purpose.STATISTICS,
        needs=_("Public figures; rows without names only once they are made for a purpose"),
    ),
    Role.SYSTEM_ADMINISTRATOR: RoleRule(
        purpose=Purpose.SEARCH,
        alone=True,
        needs=_("Runs the registry; admits organisations, reads nothing of a record"),
    ),
    Role.AUDITOR: RoleRule(
        purpose=Purpose.SEARCH,
        ends=True,
        alone=True,
        needs=_("Named for a time; reads the journal of the organisation, nothing of a record"),
    ),
    Role.FAMILY_DELEGATE: RoleRule(
        purpose=Purpose.SHARE_SEARCH,
        by_grant=frozenset({Ring.SEARCH, Ring.KIN}),
        kinds=frozenset({RecipientClass.FAMILY_ASSOCIATION}),
        needs=_("A family delegated its case to the association; only delegated cases, until it takes that back"),
    ),
    Role.FAITH_LEADER: RoleRule(
        purpose=Purpose.REPATRIATION,
        needs=_("Of the faith that the family named; rite, place and time of a burial, and nothing else"),
    ),
}
