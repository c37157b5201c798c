"""Forms that others work with, as mappings over our fields: what of each we hold, and what we do not and why."""

from __future__ import annotations

from typing import Final

from cases.partner_forms.bodies import CED, ICRC, IOM, PFIF
from cases.partner_forms.declare import Form
from cases.partner_forms.interpol import AM, PM
from cases.partner_forms.states import COLOMBIA, MEXICO, MEXICO_SHEET

FORMS: Final[dict[str, Form]] = {
    form.code: form for form in (AM, PM, MEXICO_SHEET, MEXICO, COLOMBIA, CED, IOM, PFIF, ICRC)
}

__all__ = ["AM", "FORMS", "PM", "Form"]
