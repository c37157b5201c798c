"""What a caseworker types on each step, and the way through them; and what a partner's system sends instead."""

from __future__ import annotations

from typing import Any

from django.test import Client

BRIEFING = {"language": "en", "risks_explained": "on", "rights_explained": "on"}
CONSENT = {
    "own_search": "yes",
    "own_compare": "yes",
    "protection_flag": "none",
    "share_search__cso": "yes",
    "search__cso": "no",
    "forensic_comparison__forensic_institute": "yes",
    "depth": "2",
    "how": "oral_witnessed",
}
PERSON = {
    "name": "لامين سيساي",
    "name_latn": "Lamin Ceesay",
    "other_names-0-full_original": "Lamin Sisay",
    "other_names-0-kind": "spelling",
    "father_name": "Modou Ceesay",
    "mother_name": "Awa Ceesay",
    "sex": "1",
    "date_of_birth_day": "3",
    "date_of_birth_month": "5",
    "date_of_birth_year": "1999",
    "date_of_birth_calendar": "gregory",
    "nationalities": ["GMB"],
    "place_of_origin_as_said": "Brikama",
    "place_of_origin_country": "GMB",
    "documents-0-doc_type": "pass",
    "documents-0-doc_number": "PC-204417",
    "height_cm": "178",
    "hair_colour": "blk",
    "distinguishing_features": "A burn mark on the left forearm",
    "marks-0-mark_type": "burn",
    "marks-0-site": "ul_forearm",
    "marks-0-side": "l",
    "date_last_contact_month": "3",
    "date_last_contact_year": "2021",
    "date_last_contact_calendar": "gregory",
    "place_last_contact_as_said": "beach of Nouadhibou",
    "place_last_contact_country": "MRT",
    "place_last_contact_lat": "20.94",
    "place_last_contact_lon": "-17.04",
    "place_last_contact_radius_km": "5",
    "circumstances_text": "He called before boarding a boat.",
    "destination_country": "ESP",
    "route_code": "watl",
    "companions_text_absent": "unknown",
    "enquirer_name": "Awa Ceesay",
    "enquirer_relationship": "mot",
    "enquirer_contact": "+220 301 2345",
    "enquirer_channel": "phone",
    "enquirer_language": "wol",
}

# The same person as a partner's system registers him.
CALL: dict[str, Any] = {
    "case": {
        "names": [{"full_original": "Lamin Ceesay", "mother_name": "Awa Ceesay"}],
        "sex": "1",
        "date_of_birth": "1999-05-03",
        "nationalities": ["GMB"],
        "documents": [{"doc_type": "pass", "doc_number": "PC-204417", "issuing_country": "GMB"}],
        "height_cm": [178, 178],
        "marks": [{"mark_type": "burn", "site": "ul_forearm", "side": "l"}],
        "date_last_contact": "2021-03",
        "place_last_contact": {"as_said": "beach of Nouadhibou", "lat": 20.94, "lon": -17.04, "radius_m": 5000},
        "route_code": "watl",
        "purposes": ["search", "forensic_comparison"],
        "absences": {"photo": "not_asked"},
    },
    "relative": {
        "name": "Awa Ceesay",
        "relationship": "mot",
        "language": "wol",
        "channels": [{"kind": "phone", "value": "+220 301 2345"}],
    },
    "conversation": {
        "wording_version": "1",
        "wording_language": "en",
        "wording": "What was read out.",
        "risks_explained": True,
        "rights_explained": True,
    },
    "consents": [
        {"purpose": "search", "recipient_class": "own_org", "given": True},
        {"purpose": "forensic_comparison", "recipient_class": "own_org", "given": True},
    ],
}


def begin(client: Client, **told: str) -> str:
    """Pass the briefing; the reference of the draft that it made."""
    answer = client.post("/cases/new/", BRIEFING | told)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"].split("/")[3]


def consented(client: Client, **answers: Any) -> str:
    """Pass the briefing and the consent; the reference of the draft."""
    ref = begin(client)
    answer = client.post(f"/cases/new/{ref}/consent/", CONSENT | answers)
    assert answer.status_code == 302, answer.content.decode()
    return ref
