"""What a person does on a page a system does over REST, or it is said here why not.

The addresses are those of `tests.access.writes`, which proves that its list is whole.
"""

from __future__ import annotations

from drf_spectacular.generators import SchemaGenerator

from tests.access.writes import OPENINGS, WRITES

SIGNED = "Named people decide and sign, with a fresh proof; a system prepares at most."
ANSWERED_FOR = "People who answer for an organisation run it: its people, agreements, systems, registers, firewalls."
LAYER_4 = "Layer 4: the living, ways to reach somebody, protection, alleles; never a system's."
IN_PERSON = "Done with the family or the donor in the room: what was said is written down by who sat there."
OPERATED = "Whoever runs the registry steers its jobs."
LED = "Who leads an event decides on its table who is there and what is promoted."
STEPS = "A part of a form that systems send whole: cases_create, remains_create, drafts_send."
PAPER = "A document to be printed; what stands in it is read by cases_read and remains_read."
SEARCHED = "Nobody walks through the registry by a program: systems open pairs of their own records."

# address of the page -> operations that do the same.
REST = {
    "accessctl:erase": ("cases_erase",),
    "accessctl:webhook-again": ("webhooks_again",),
    "accessctl:webhook-end": ("webhooks_end",),
    "accessctl:webhook-new": ("webhooks_add",),
    "accessctl:webhook-secret": ("webhooks_secret",),
    "cases:actions": ("actions_note", "actions_answer"),
    "cases:documents": ("cases_read",),
    "cases:image": ("cases_image",),
    "cases:image-remove": ("cases_image_remove",),
    "cases:image-told": ("cases_image_tell",),
    "cases:images": ("cases_image_keep",),
    "cases:import-columns": ("imports_columns",),
    "cases:import-discard": ("imports_discard",),
    "cases:import-save": ("imports_save",),
    "cases:import-undo": ("imports_undo",),  # of changes; what erases cases is left to people, with a fresh proof
    "cases:incident-import": ("imports_incidents",),
    "cases:incident-link": ("cases_incident_link",),
    "cases:incident-new": ("incidents_create", "incidents_change"),
    "cases:incident-unlink": ("cases_incident_unlink",),
    "families:comparison": ("holders_write", "cases_change"),
    "families:consent": ("consents_answer",),
    "families:edit": ("cases_change",),
    "families:feedback": ("feedback_note", "feedback_rhythm"),
    "families:import": ("imports_cases",),
    "remains:import": ("imports_remains",),
    "cases:import-decide": ("imports_decide",),
    "families:notification": ("notifications_plan", "notifications_told", "notifications_declined"),
    "families:papers": ("papers_begin", "papers_move"),
    "families:referral": ("support_referral_step",),
    "families:referred": ("referrals_answer",),
    "families:register": ("cases_create", "drafts_send"),
    "families:relative-change": ("relatives_change",),
    "families:relative-new": ("relatives_add",),
    "families:rights": ("rights_requests_note",),
    "families:signed-paper": ("signed_paper",),
    "families:signed-paper-remove": ("signed_paper_remove",),
    "families:signed-papers": ("signed_paper_keep",),
    "families:statements": ("statements_add", "statements_step"),
    "families:support": ("support_need_note", "support_referral_propose"),
    "families:wishes": ("wishes_write", "wishes_step"),
    "families:withdraw": ("consents_withdraw",),
    "matching:event-board": ("events_board_ask",),
    "matching:identification": ("identifications_draw_up", "identifications_act"),
    "matching:issued": ("identifications_act", "identifications_issued"),
    "matching:open-pair": ("pairs_create",),
    "remains:belongings": ("remains_belongings_write",),
    "remains:custody": ("remains_custody_write",),
    "remains:edit": ("remains_change",),
    "remains:estimates": ("remains_estimate_add", "remains_estimate_withdraw"),
    "remains:examination": ("remains_examination_change",),
    "remains:forensic": ("remains_forensic",),
    "remains:image": ("remains_image",),
    "remains:image-told": ("remains_image_tell",),
    "remains:image-remove": ("remains_image_remove",),
    "remains:images": ("remains_image_keep",),
    "remains:incident-link": ("remains_incident_link",),
    "remains:incident-unlink": ("remains_incident_unlink",),
    "remains:injuries": ("remains_injury_note",),
    "remains:inventory": ("remains_inventory_write",),
    "remains:new": ("remains_create",),
    "remains:part-new": ("remains_part_create",),
    "remains:storage": ("storage_add", "storage_close"),
    "remains:together": ("remains_custody_write",),  # one after the other: a hand-over is between people
    "samples:of-source": ("remains_sample_take",),  # of remains; what a donor gave is written by who sat with them
    "samples:sample": ("samples_step", "samples_report"),  # not hand-overs and destruction
}
PEOPLE = {
    SIGNED: {
        "accessctl:erase-several", "cases:hand-over", "families:finding", "families:given", "families:given-end",
        "families:state", "families:transfer", "families:transfers", "matching:desk", "matching:images",
        "matching:peer-ask", "matching:peer-hit", "matching:release", "matching:review",
        "matching:tell", "matching:withdraw", "remains:hand-over",
        "remains:parts", "families:page-codes",
    },
    ANSWERED_FOR: {
        "accessctl:approval-approve", "accessctl:approval-refuse", "accessctl:approval-take-back",
        "accessctl:failed-work-again", "accessctl:member-invite-again", "accessctl:member-restore",
        "accessctl:member-suspend", "accessctl:recall-answer", "accessctl:sanction-lift", "accessctl:sanctions",
        "accessctl:system-new", "accessctl:system-revoke", "accessctl:system-secret",
    },
    LAYER_4: {
        "cases:left-file", "cases:living-claim", "cases:living-edit", "cases:living-import", "cases:living-new",
        "cases:living-step", "cases:living-wish", "families:channels", "families:safeguards", "families:ways",
        "matching:laboratory", "matching:sample-alleles",
    },
    IN_PERSON: {"families:donors", "families:invite", "families:relative-erase"},
    PAPER: {"cases:am-file", "matching:event-papers", "remains:pm-file"},
    SEARCHED: {"search", "search-again", "search-delete", "search-save"},
    OPERATED: {"matching:run-steer", "matching:weights-steer"},
    LED: {"cases:event", "cases:event-people", "cases:event-people-list", "cases:event-promote"},
    STEPS: {
        "families:briefing", "families:call", "families:draft-consent", "families:draft-delete",
        "families:draft-person", "families:draft-photo", "families:draft-reach", "families:draft-save",
        "families:intake", "remains:draft", "remains:draft-delete", "remains:draft-save",
    },
}  # fmt: skip
# Every address below these is of one kind.
PEOPLE_BELOW = {
    "accessctl:agreement-": ANSWERED_FOR, "accessctl:breach-": ANSWERED_FOR, "accessctl:demand-": ANSWERED_FOR,
    "accessctl:organisation-": ANSWERED_FOR, "accessctl:peer-": ANSWERED_FOR,
    "accessctl:disclosure-": SIGNED, "accessctl:emergency-": SIGNED,
}  # fmt: skip


def operations() -> set[str]:
    """The operations of the interface, by id."""
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]  # type: ignore[no-untyped-call]
    return {one["operationId"] for methods in paths.values() for one in methods.values()}


def acts() -> set[str]:
    """The addresses at which people do something or open a ring."""
    named = {write.route for write in WRITES} | set(OPENINGS)
    return {name for name in named if not name.startswith("api:")}


def test_what_people_do_systems_do_or_it_is_said_why_not() -> None:
    alone = [name for names in PEOPLE.values() for name in names]
    known = {name for name in acts() if not name.startswith(tuple(PEOPLE_BELOW))}
    assert known == {*REST, *alone}
    assert len(REST) + len(alone) == len(known), "each is named once"
    assert all(any(name.startswith(start) for name in acts()) for start in PEOPLE_BELOW)


def test_what_is_named_for_a_page_is_an_operation() -> None:
    assert {one for named in REST.values() for one in named} <= operations()
