"""The firewalls: rules that beat every role, agreement, grant and merge, and that no agreement can switch off.

Here each is said in a sentence, for `docs/access-model.md`; where it is kept is named beside it.  A test of the same
name keeps each of them.
"""

from __future__ import annotations

RULES: dict[str, str] = {
    # audiences.admits, from the sealed exceptions of a record
    "FW-ORIGIN": "Bodies that belong to, or are controlled by, a State that the person fled see nothing of the record; "
    "no consulate and no body of the State of origin does.",
    # Organisation.may_take_part; models.shares.LIVE
    "FW-IMMIG": "Bodies with an immigration function have no people or systems; an agreement with one is stopped for "
    "all.",
    # RecordPolicy.admitted; remains.policies.RemainsPolicy.admitted
    "FW-CRIM": "A body that investigates crime needs the family's consent to accountability besides that to its "
    "purpose; of remains, an agreement that names accountability; what is said of smugglers, ransoms and threats lies "
    "in ring 4a alone.",
    # cases.policies.WhereaboutsPolicy; matching.policies
    "FW-ALIVE": "Whereabouts of the living open to no other organisation, neither by agreement nor by grant; at home "
    "to the unit that may approach the person, and to who reported them. Candidate pairs with a missing person are "
    "seen by that unit alone.",
    # cases.policies.CasePolicy.admitted; remains.policies.RemainsPolicy.admitted
    "FW-MINOR": "Above layer 1, a child's file opens to other organisations only if they are competent for children, "
    "and once the child's best interest is weighed; an age that straddles the limit counts as a child's. Remains "
    "estimated to be a child's open above layer 1 to those who are competent for children.",
    # matching.policies.unsuspected
    "FW-SUSPECT": "Where who asks may mean harm, candidate pairs and rankings of the case are shown to the owner's "
    "supervisors alone.",
    # RecordPolicy.admitted and _system_scope
    "FW-GENE": "Genetic data open to no other organisation, and to one job alone, which keeps a ratio of kinship; "
    "the matcher never reads them.",
    # budgets; door.PAGE_SIZE; signin
    "FW-BULK": "Records opened are counted per person, system and organisation; lists end after 50 rows; no search "
    "takes a wildcard, a phone number or a face.",
    # the matcher's extraction reads no photo; no library that could is required
    "FW-FACE": "No face is recognised by a machine.",
    # services.grants; models.disclosure.ShareEvent; disclosure.ledger
    "FW-ONWARD": "Only a record's owner opens it to others; every copy that leaves has an end, and is recalled when "
    "what opened it is over.",
    # audiences.admits
    "FW-PARTY": "An organisation that somebody said is responsible gets nothing on that case.",
    # Actor.public sees no record; nothing public counts records
    "FW-SMALL": "The public sees incidents, never a count of records.",
    # matching.policies; nothing sets a fate of death
    "FW-NOTIFY": "That an authority confirmed a pair, or revoked it, is shown to the two owners alone.",
}
