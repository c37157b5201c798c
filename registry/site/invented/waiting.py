"""A partner's table of cases as it is handed in: invented people, and a row with a mistake in it.  Pure data."""

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
        "place_last_contact": "bus station of the old town", "enquirer_relationship": "Brother",
        "enquirer_phone": "+221 70 000 0102",
    },
    _SAME | {
        "external_id": "NS-33", "name": "Idrissa Tamba", "sex": "male", "date_of_birth": "31/02/1999",
        "nationalities": "Gambia", "height_cm": "17", "date_last_contact": "2025-02", "enquirer_name": "Fatou Tamba",
        "place_last_contact": "harbour of the north shore", "enquirer_relationship": "Sister",
        "enquirer_phone": "+220 300 0103",
    },
)  # fmt: skip
