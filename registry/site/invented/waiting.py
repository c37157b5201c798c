"""Partners' tables as they are handed in: invented people and finds, and a row with mistakes in each.  Pure data."""

from __future__ import annotations

SYSTEM = "Shelter of the North Shore"
_SAME = {
    "paper_1_type": "", "paper_1_number": "", "route_code": "wmed", "enquirer_language": "French",
    "consent_search": "yes", "consent_comparison": "yes",
}  # fmt: skip
TABLE: tuple[dict[str, str], ...] = (
    _SAME | {
        "external_id": "NS-31", "name": "Ousmane Bakari Diatta", "sex": "male", "date_of_birth": "14/02/1998",
        "nationalities": "Senegal", "height_cm": "176", "date_last_contact": "2025-01", "enquirer_name": "Khady Diatta",
        "place_last_contact": "harbour of the north shore", "enquirer_relationship": "Mother",
        "enquirer_phone": "+221 70 000 0101",
    },
    _SAME | {
        "external_id": "NS-32", "name": "Mariama Kolda Sané", "sex": "female", "date_of_birth": "2001",
        "nationalities": "Senegal", "height_cm": "163", "date_last_contact": "2025-02", "enquirer_name": "Lamine Sané",
        "place_last_contact": "bus station of the old town", "enquirer_relationship": "Full brother or sister",
        "enquirer_phone": "+221 70 000 0102",
    },
    _SAME | {
        "external_id": "NS-33", "name": "Idrissa Tamba", "sex": "male", "date_of_birth": "31/02/1999",
        "nationalities": "Gambia", "height_cm": "17", "date_last_contact": "2025-02", "enquirer_name": "Fatou Tamba",
        "place_last_contact": "harbour of the north shore", "enquirer_relationship": "Sister",
        "enquirer_phone": "+220 300 0103",
    },
)  # fmt: skip
REMAINS_SYSTEM = "Register of the island’s cemetery"
_FOUND = {"found_place_country": "Italy", "setting": "Shore", "sex_estimated": "m", "thing_1_colours": "blu"}
REMAINS_TABLE: tuple[dict[str, str], ...] = (
    _FOUND | {
        "external_id": "CI-204", "found_at": "16/02/2025", "found_place": "Cove below the lighthouse",
        "found_place_lat": "35.51", "found_place_lon": "12.62", "age": "20-30", "stature_cm": "170-178",
        "mark_1_type": "tattoo", "mark_1_site": "ul_forearm", "mark_1_side": "l", "mark_1_words": "K",
        "thing_1_class": "tshirt",
    },
    _FOUND | {
        "external_id": "CI-205", "found_at": "31/02/2025", "found_place": "Harbour wall", "found_place_lat": "",
        "found_place_lon": "", "age": "30-45", "stature_cm": "17", "mark_1_type": "tattoo", "mark_1_site": "left side",
        "mark_1_side": "", "mark_1_words": "", "thing_1_class": "",
    },
)  # fmt: skip
