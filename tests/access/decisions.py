"""Who may use each address, in a sentence.

The sentence is a decision taken by people; `test_routes` fails for an address that has none, and for a sentence whose
address is gone.  Whether the addresses keep to it is proved in `test_leaks`.
"""

from __future__ import annotations

SITE = {
    "site:home": "Everybody: it says what the registry is and holds nothing of a record.",
    "site:work": "Everybody signed in: the sections of the page ask the door for themselves.",
    "site:help": "Everybody: explanations only.",
    "site:language": "Everybody: it sets a cookie of one's own.",
    "site:session-extend": "Everybody signed in: it prolongs one's own session.",
    "site:offline": "Everybody: a fixed page for a browser without a network.",
    "site:service-worker": "Everybody: a fixed script.",
    "site:manifest": "Everybody: a fixed description of the application.",
    "site:health-live": "Everybody: whether the process answers, and nothing else.",
    "site:health-ready": "Everybody: which of the servers behind the process answer, and nothing else.",
}
# Accounts are made by their organisation: nobody signs up.
SIGN_IN = {
    "account_login": "Everybody: name, password, and the second step where it is asked.",
    "account_logout": "Everybody signed in: it ends one's own session.",
    "account_inactive": "Everybody: a fixed page for accounts that are closed.",
    "account_signup": "Nobody: registering oneself is closed, the page says so.",
    "account_reauthenticate": "Everybody signed in: one's own password again.",
    "account_email": "Everybody signed in: one's own address.",
    "account_email_verification_sent": "Everybody: a fixed page, the same whether or not an account exists.",
    "account_confirm_email": "Whoever holds the signed key of a mail: it confirms that one address.",
    "account_change_password": "Everybody signed in: one's own password.",
    "account_set_password": "Everybody signed in whose account has no password yet.",
    "account_reset_password": "Everybody: the answer is the same whether or not an account exists.",
    "account_reset_password_done": "Everybody: a fixed page.",
    "account_reset_password_from_key": "Whoever holds the signed key of a mail: it sets the password of that account.",
    "account_reset_password_from_key_done": "Everybody: a fixed page.",
    "account_confirm_login_code": "Nobody: signing in by a code is off, it leads to the sign-in page.",
    "mfa_index": "Everybody signed in: one's own second steps.",
    "mfa_authenticate": "Whoever has just given the password of an account with a second step.",
    "mfa_reauthenticate": "Everybody signed in with a second step: one's own code again.",
    "mfa_activate_totp": "Everybody signed in: one's own second step, after the password again.",
    "mfa_deactivate_totp": "Everybody signed in: one's own second step, after the password again.",
    "mfa_view_recovery_codes": "Everybody signed in: one's own codes, after the password again.",
    "mfa_generate_recovery_codes": "Everybody signed in: one's own codes, after the password again.",
    "mfa_download_recovery_codes": "Everybody signed in: one's own codes, after the password again.",
    "accessctl:demo-sign-in": "Everybody on the machine of a demo, as an invented account; else it is not there.",
}
FAMILIES = {
    "families:register": "Caseworkers, supervisors, focal points and tracing officers: it begins a draft of their own.",
    "families:work-drafts": "Everybody signed in: one's own drafts, for supervisors those of their organisation.",
    "families:briefing": "Who began the draft, and the supervisors of their organisation.",
    "families:draft-consent": "Who began the draft, and the supervisors of their organisation.",
    "families:draft-person": "Who began the draft, and the supervisors of their organisation.",
    "families:draft-save": "Who began the draft, and the supervisors of their organisation.",
    "families:draft-photo": "Who began the draft, and the supervisors of their organisation.",
    "families:draft-delete": "Who began the draft, and the supervisors of their organisation.",
    "families:edit": "Registrants of the owner; questions of a ring are shown to those whose reach includes it.",
    "families:consent": "Registrants of the owner, who may change the case.",
    "families:withdraw": "Registrants of the owner: a family may take consent back with any of them.",
    "families:relatives": "Whoever reaches ring 3k of the case, each opening journalled; others learn who holds it.",
    "families:channels": "Whoever reaches ring 4k: who registered the case and the owner's supervisors, on a click.",
}
CASES = {
    "cases:list": "Everybody signed in: the cases that the door shows them.",
    "cases:detail": "Whoever the door shows the case; each ring only to those whose reach includes it.",
    "cases:photo": "Whoever reaches ring 2 of the case, each serving journalled.",
    "cases:documents": "Whoever reaches ring 3 of the case: papers with their numbers, on a click.",
    "cases:incident-link": "Registrants of the case's owner.",
    "cases:incident-unlink": "Registrants of the case's owner.",
    "cases:incident-list": "Everybody signed in: the public row of incidents.",
    "cases:incident-map": "Everybody signed in: the public row of incidents.",
    "cases:incident-new": "Registrants and forensic people of an organisation that takes part.",
    "cases:incident-import": "Registrants and forensic people of an organisation that takes part.",
    "cases:import-batch": "Registrants and forensic people of the organisation that read the file.",
    "cases:import-progress": "Registrants and forensic people of the organisation that read the file.",
    "cases:import-refused": "Registrants and forensic people of the organisation that read the file.",
    "cases:import-save": "Registrants and forensic people of the organisation that read the file.",
    "cases:import-discard": "Registrants and forensic people of the organisation that read the file.",
    "cases:incident-detail": "Everybody signed in; the exact place by agreement, or where it was published.",
    "cases:work-overdue": "Everybody signed in: cases of their own organisation.",
    "search": "Registrants and forensic people: the question is stored for its maker alone.",
    "search-results": "Who made the search; the results are those that the door shows them now.",
    "search-waiting": "Who made the search.",
    "search-again": "Who made the search.",
    "search-save": "Who made the search.",
    "search-delete": "Who made the search.",
}
REMAINS = {
    "remains:list": "Everybody signed in: the remains that the door shows them.",
    "remains:new": "Forensic people and focal points: it begins a draft of their institution.",
    "remains:work-drafts": "Everybody signed in: drafts of the institution for its forensic people, else one's own.",
    "remains:draft": "Forensic people of the institution, and who began the draft.",
    "remains:draft-save": "Forensic people of the institution, and who began the draft.",
    "remains:draft-delete": "Forensic people of the institution, and who began the draft.",
    "remains:draft-label": "Forensic people of the institution, and who began the draft.",
    "remains:draft-label-pdf": "Forensic people of the institution, and who began the draft.",
    "remains:detail": "Whoever the door shows the remains; each ring only to those whose reach includes it.",
    "remains:edit": "Registrants of the institution that has the remains in care and who reach ring 2.",
    "remains:forensic": "Whoever reaches ring 3f of the remains, on a click, each opening journalled.",
    "remains:incident-link": "Registrants of the institution that has the remains in care.",
    "remains:incident-unlink": "Registrants of the institution that has the remains in care.",
    "remains:label": "Whoever the door shows the remains: the label bears the reference and nothing else.",
    "remains:label-pdf": "Whoever the door shows the remains: the label bears the reference and nothing else.",
}
MATCHING = {
    "matching:pairs": "Everybody signed in: the pairs they may review.",
    "matching:open-pair": "Who may review and whom the door shows both records.",
    "matching:pair": "Who may review one of the records and sees layer 1 of both; rings as on each record's page.",
    "matching:review": "Who may review one of the records and sees layer 1 of both.",
    "matching:withdraw": "Who decided last on the pair, for their own decision.",
    "matching:laboratory": "Who may review one of the records and sees layer 1 of both.",
    "matching:evidence": "Who may review one of the records and sees layer 1 of both.",
    "matching:case-pairs": "Whoever the door shows the case: the pairs that they may review.",
    "matching:case-duplicates": "Whoever the door shows the case: the pairs that they may review.",
    "matching:case-ranking": "Reviewing roles whom the door shows the case; of its counterparts those they see.",
    "matching:duplicate-ranking": "Reviewing roles whom the door shows the case; of its counterparts those they see.",
    "matching:remains-pairs": "Whoever the door shows the remains: the pairs that they may review.",
    "matching:remains-ranking": "Reviewing roles whom the door shows the remains; of its counterparts those they see.",
    "matching:work-pairs": "Everybody signed in: the open pairs they may review.",
}
JOURNAL = {
    "accessctl:journal": "Data-protection officers: what happened to the records of their own organisation.",
}
# Partner systems alone, each with the token of its organisation; a signed-in browser is nobody here.
API = {
    "api:cases": "Partner systems: the cases that the door shows them; they may open cases of their organisation.",
    "api:case": "Partner systems whom the door shows the case, ring by ring; those of its owner may change it.",
    "api:remains-list": "Partner systems: the remains that the door shows them; they may log remains.",
    "api:remains": "Partner systems whom the door shows the remains, ring by ring; those of the owner may change them.",
    "api:incidents": "Partner systems: the public row of incidents; they may log incidents.",
    "api:incident": "Partner systems: the public row; the exact place by agreement, or where it was published.",
    "api:pairs": "Partner systems: pairs of their organisation's records; they may open a pair.",
    "api:pair": "Partner systems of an organisation with a record in the pair and layer 1 of both.",
    "api:pair-reviews": "Nobody: a review is a named person's; whoever does not see the pair does not learn of it.",
    "api:schema": "Everybody: the description of the interface holds nothing of a record.",
    "api:docs": "Everybody: the description of the interface holds nothing of a record.",
}
DECISIONS: dict[str, str] = {**SITE, **SIGN_IN, **FAMILIES, **CASES, **REMAINS, **MATCHING, **JOURNAL, **API}
