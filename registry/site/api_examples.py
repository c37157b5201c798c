"""An example of each operation of the REST interface, for its description: what is sent, and what comes back.

What comes back is drawn from the declarations: each field by its type, its code list and its name.  What is sent is
written here where the service asks for more than the type says.  Tests send each of them (`tests/access`).
"""

from __future__ import annotations

import json
from typing import Any

from accessctl.parsers import NdjsonParser

REF = "MMR-7Q2KX-4M9TB-C"  # of whatever record an address is about
KEY = "5f1c09a2d7e34b86"  # of a source, a relative, a statement, as the answers of the case name it
UUID = "0195a1c0-7b3e-7c41-9d2f-6a0e51b7c8d9"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
DAY, MOMENT = "2026-01-02", "2026-01-02T09:30:00Z"
URL = "https://receiver.example.org/told"

FORMATS: dict[str, Any] = {
    "date": DAY, "date-time": MOMENT, "uuid": UUID, "uri": URL, "decimal": "20.75", "binary": "(the file)",
    "byte": "AA==",
}  # fmt: skip
NAMED: dict[str, Any] = {
    "ref": REF, "key": KEY, "edtf": "2021-03", "country": "MRT", "digest": DIGEST, "code": "invalid", "url": URL,
    "fields": {"case.marks.2.site": ["Choose one of the list."]}, "scope": "read:2:share_search",
    "columns": {"name": "Full name"},
}  # fmt: skip
CASE: dict[str, Any] = {
    "names": [{"full_original": "Lamin Ceesay", "mother_name": "Awa Ceesay"}],
    "sex": "1",
    "nationalities": ["GMB"],
    "date_of_birth": "1999-05-03",
    "height_cm": [175, 180],
    "marks": [{"mark_type": "burn", "site": "ul_forearm", "side": "l"}],
    "date_last_contact": "2021-03~",
    "place_last_contact": {"as_said": "beach of Nouadhibou", "country": "MRT"},
    "purposes": ["search", "forensic_comparison"],
    "absences": {"photo": "not_asked"},
}
CONVERSATION: dict[str, Any] = {
    "wording_version": "1", "wording_language": "en", "wording": "May we search for him, and tell others?",
    "risks_explained": True, "rights_explained": True,
}  # fmt: skip
CONSENTS: list[dict[str, Any]] = [
    {"purpose": purpose, "recipient_class": "own_org", "given": True} for purpose in ("search", "forensic_comparison")
]
REGISTRATION: dict[str, Any] = {
    "case": CASE,
    "relative": {
        "name": "Awa Ceesay", "relationship": "mot", "language": "wol",
        "channels": [{"kind": "phone", "value": "+220 301 2345"}],
    },
    "conversation": CONVERSATION,
    "consents": CONSENTS,
}  # fmt: skip
STANDING: dict[str, Any] = {
    "is_first": True, "is_minor": False, "guardian": "", "do_not_contact": False, "own_case": "",
    "id_verified": "document_seen", "mandates": [], "mandate_until": None, "mandate_paper_seen": False,
    "mandate_organisation": "",
}  # fmt: skip
REMAINS: dict[str, Any] = {
    "found_at": "2021-06", "found_place": {"country": "ITA"}, "sex_estimated": "f?", "age": [18, 25],
}  # fmt: skip
INCIDENT: dict[str, Any] = {"date": "2021-03-14", "event_kind": "shipwreck", "n_missing_min": 3}
TABLE: dict[str, Any] = {"file": "(a table as CSV, XLSX or ODS)"}
# What is sent, by operation; what an operation leaves out here is sent nothing.
SENT: dict[str, Any] = {
    "actions_answer": {"ref": REF, "result": "lead", "answered_on": DAY, "said": "Perhaps seen in March."},
    "actions_note": {"action": "hospital_check", "asked_on": DAY, "asked_of": "The regional hospital"},
    "cases_change": {**CASE, "version": 1},
    "cases_create": REGISTRATION,
    "cases_create_many": REGISTRATION,
    "cases_image_keep": {
        "kind": "radiograph", "file": "(an image)", "caption": "Left forearm", "given_by": "other",
    },
    "cases_image_remove": {"number": 1, "reason": "unusable"},
    "cases_image_tell": {"number": 1, "shows": "teeth"},
    "cases_incident_link": {"incident": REF, "basis": "family_says"},
    "cases_incident_unlink": {"incident": REF},
    "cases_erase": {"reason": "family_wish", "told": "in_person"},
    "consents_answer": {"conversation": CONVERSATION, "consents": CONSENTS},
    "consents_withdraw": {"purpose": "share_search", "reason": "They wish it."},
    "drafts_send": {
        "wording_version": "1", "wording_language": "en", "wording": "May we search for him, and tell others?",
        "own_search": "yes", "own_compare": "no", "fears": "no", "name": "Lamin Ceesay",
        "enquirer_name": "Awa Ceesay", "enquirer_relationship": "mot", "enquirer_contact": "+220 301 2345",
        "enquirer_channel": "phone",
    },
    "feedback_note": {"said_on": DAY, "kind": "no_news", "channel": "phone"},
    "feedback_rhythm": {"every_days": 60},
    "holders_write": {"dentist": "A dentist in the next town", "told_by": KEY, "version": 1},
    "identifications_act": {"act": "withdraw"},
    "identifications_draw_up": {
        "methods": ["dental", "mark"], "grounds": "Four restorations agree, none contradicts.",
        "conclusion": "established", "authority": "Public prosecutor of Agrigento", "country": "ITA",
        "legal_act": "Code of criminal procedure, article 349", "established_on": DAY,
        "family_summary": "The teeth are the same as on the dentist’s chart.", "summary_lang": "eng",
    },
    "imports_cases": {
        **TABLE, "system": "Tracing database", "wording": "May we search?", "wording_language": "en", "how": "written",
        "explained": True,
    },
    "imports_columns": {
        "columns": {"name": "name", "sex": "sex"},
        "words": {"enquirer_relationship": {"Sister": "sib_f"}},
    },
    "imports_decide": {"line": 2, "is_new": False},
    "imports_incidents": TABLE,
    "imports_remains": {**TABLE, "system": "Institute of forensic medicine"},
    "incidents_change": {**INCIDENT, "version": 1},
    "incidents_create": INCIDENT,
    "incidents_create_many": INCIDENT,
    "notifications_plan": {
        "kind": "lead_check", "planned_for": DAY, "team_roles": ["psychosocial", "caseworker"],
        "team": "Marta Ruiz and Ibou Sarr", "place_kind": "home", "language": "wol", "support_person": "Her sister",
    },
    "notifications_told": {
        "done_on": DAY, "who_present": "Both parents", "followup_on": DAY,
        "told": ["known", "not_known", "doubts", "rights", "next_steps", "report_copy"],
    },
    "papers_begin": {"kind": "certificate_of_absence", "country": "SEN"},
    "papers_move": {"key": KEY, "version": 1, "status": "preparing", "steps_done": [], "due_on": None},
    "pairs_create": {"left": REF, "right": REF},
    "referrals_answer": {"status": "accepted", "words": "We call her on Monday."},
    "relatives_add": {
        "relative": {"name": "Ebrima Ceesay", "relationship": "sib_f", "via_organisation": True},
        "standing": {"id_verified": "known_to_org"},
    },
    "relatives_change": {"key": KEY, "version": 1, "standing": STANDING},
    "remains_change": {**REMAINS, "version": 1},
    "remains_create": REMAINS,
    "remains_create_many": REMAINS,
    "remains_belongings_write": {"items": [KEY], "kind": "audited", "at": MOMENT},
    "remains_custody_write": {"kind": "audited", "at": MOMENT},
    "remains_estimate_add": {"trait": "stature_cm", "method": "tg1952_wm", "bone": "femur", "length_mm": 456},
    "remains_estimate_withdraw": {"estimate": UUID, "reason": "It is another bone."},
    "remains_examination_change": {"version": 1, "examination": {"tbs": 12, "tbs_method": "other"}},
    "remains_image_keep": {"kind": "radiograph", "file": "(an image)", "caption": "Left forearm"},
    "remains_image_remove": {"number": 1, "reason": "unusable"},
    "remains_image_tell": {"number": 1, "shows": "teeth"},
    "remains_incident_link": {"incident": REF, "basis": "date_and_place"},
    "remains_incident_unlink": {"incident": REF},
    "remains_injury_note": {"injury_kind": "blunt"},
    "remains_inventory_write": {"pieces": [{"element": "tibia", "side": "l"}], "version": 1},
    "remains_part_create": {"pieces": [{"element": "tibia", "side": "l"}]},
    "remains_sample_take": {"material": "femur_mid", "collected_on": DAY, "collected_by": "A practitioner"},
    "rights_requests_note": {
        "relative": KEY, "kind": "copy", "text": "On paper, please.", "identity_check": "known_to_org",
    },
    "samples_step": {"kind": "audited", "at": MOMENT},
    "signed_paper_keep": {
        "kind": "consent_evidence", "file": "(an image)", "caption": "Page 1", "given_by": "other",
    },
    "signed_paper_remove": {"number": 1, "reason": "unusable"},
    "statements_add": {"new_source": {"kind": "witness"}, "says": {"hair_colour": "gry"}},
    "statements_step": {"step": "leave_out", "key": KEY},
    "storage_add": {"facility": "North", "room": "Cold store 2", "shelf": "7", "capacity": 2},
    "support_need_note": {"need": "housing", "urgency": "soon"},
    "support_referral_propose": {"need": KEY, "provider": REF, "told": "A mother of two looks for a room."},
    "support_referral_step": {"referral": KEY, "status": "closed"},
    "token": {
        "grant_type": "client_credentials", "client_id": "MAC-7Q2KX-4M9TB-C", "client_secret": "mms_…",
        "scope": "read:2:share_search",
    },
    "token_revoke": {"token": "mmr_…", "client_id": "MAC-7Q2KX-4M9TB-C", "client_secret": "mms_…"},
    "webhooks_add": {"url": URL},
    "webhooks_again": {"delivery": UUID},
    "wishes_step": {"kind": "burial", "who": "A cousin"},
    "wishes_write": {"disposition": "burial_in_place", "asked_on": DAY, "version": 1},
}  # fmt: skip


def with_examples(result: dict[str, Any], generator: Any, request: Any, public: Any) -> dict[str, Any]:
    """Give every operation its example; a step of drf-spectacular after the description is drawn."""
    components = result["components"]["schemas"]
    for methods in result["paths"].values():
        for operation in methods.values():
            for kind, media in operation.get("requestBody", {}).get("content", {}).items():
                body = SENT.get(operation["operationId"]) or drawn(media["schema"], components)
                media["example"] = json.dumps(body) if kind == NdjsonParser.media_type else body
            for status, answer in operation["responses"].items():
                for media in answer.get("content", {}).values():
                    if status.startswith("2") or status == "403":
                        media["example"] = drawn(media["schema"], components)
            for parameter in operation.get("parameters", ()):
                if parameter.get("required"):
                    parameter["example"] = drawn(parameter["schema"], components, parameter["name"])
    return result


def drawn(schema: dict[str, Any], components: dict[str, Any], name: str = "") -> Any:
    """A value that a schema describes.  name: of the field it is for."""
    if "$ref" in schema:
        return drawn(components[schema["$ref"].rpartition("/")[2]], components, name)
    for many in ("oneOf", "anyOf", "allOf"):
        if many in schema:
            return drawn(schema[many][0], components, name)
    if "default" in schema and schema["default"] not in (None, "", []):
        return schema["default"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object" and "properties" in schema:
        return {one: drawn(inner, components, one) for one, inner in schema["properties"].items()}
    return _value(kind, schema, components, name)


def _value(kind: str, schema: dict[str, Any], components: dict[str, Any], name: str) -> Any:
    if kind == "array":
        return [drawn(schema["items"], components, name)] * max(1, schema.get("minItems", 1))
    if kind in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    if kind == "boolean":
        return False
    if kind == "object":
        return NAMED.get(name, {})
    said = NAMED.get(name) or FORMATS.get(schema.get("format", ""), "In a few words.")
    return said[: schema["maxLength"]] if "maxLength" in schema else said
