"""Which of our fields stand in which form, side by side, and which stand in none on purpose."""

from __future__ import annotations

from typing import Final

from cases.partner_forms import FORMS
from cases.partner_forms.declare import Field

# Asked at registration and in nobody's form.
IN_NO_FORM: Final = frozenset(
    {
        "CaseProtectionFile.protection_flag",  # a form would carry it to those it protects from
        "CaseProtectionFile.protection_states",
    }
)


def side_by_side() -> list[list[str]]:
    """A heading, then a row for each field that a form asks: field, label, ring, and the item of each form."""
    placed: dict[str, dict[str, str]] = {}
    for form in FORMS.values():
        for section in form.sections:
            for item in section.items:
                for path in item.paths:
                    placed.setdefault(path, {}).setdefault(form.code, f"{section.number} {item.words}")
    rows = [["field", "label", "ring", *FORMS]]
    for path in sorted(placed):
        field = Field(path)
        rows.append([path, field.label, field.ring.value, *(placed[path].get(code, "") for code in FORMS)])
    return rows
