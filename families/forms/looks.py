"""Questions about how somebody looks that go beyond the basic ones; all may stay open."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl.forms import KILOGRAMS, CodeField, OrAbsent, PartialDateField, PlainTextField, RangeField
from accessctl.forms.drafts import DraftForm
from cases.codes import CodeList
from cases.models import CaseSearchFile
from cases.vocabulary.looks import LONGEST_HABITS, SHOE_SIZE_EU, TOLD_LOOKS, WEIGHT_KG

RANGES = ("weight_kg", "shoe_size_eu")
# In the order in which they are asked.
LOOKS_FIELDS = (
    "eye_colour_left", "glasses", "contact_lenses", "weight_kg", "hair_dyed", "hair_length", "hair_form", "baldness",
    "facial_hair", "facial_hair_colour", "shoe_size_eu", "voice_gait_habits", "observed_at",
)  # fmt: skip


def _code(name: str) -> CodeField:
    listed: type[CodeList] = TOLD_LOOKS[name]
    known = [(code.value, code.label) for code in listed if code.name != "UNKNOWN"]
    return CodeField(choices=known, required=False)


class LooksForm(DraftForm):
    """Hair, beard, eyes, weight, shoes, habits."""

    eye_colour_left = _code("eye_colour_left")
    glasses = _code("glasses")
    contact_lenses = _code("contact_lenses")
    weight_kg = OrAbsent(
        RangeField(
            label=_("Weight"), unit="kg", lowest=WEIGHT_KG[0], highest=WEIGHT_KG[1], units=KILOGRAMS, required=False
        )
    )
    hair_dyed = _code("hair_dyed")
    hair_length = _code("hair_length")
    hair_form = _code("hair_form")
    baldness = _code("baldness")
    facial_hair = _code("facial_hair")
    facial_hair_colour = _code("facial_hair_colour")
    shoe_size_eu = OrAbsent(
        RangeField(
            label=_("Shoe size (EU)"), unit="EU", lowest=SHOE_SIZE_EU[0], highest=SHOE_SIZE_EU[1], required=False
        )
    )
    voice_gait_habits = OrAbsent(PlainTextField(max_length=LONGEST_HABITS, rows=2, required=False))
    observed_at = OrAbsent(PartialDateField(required=False))

    declared = {
        name: (CaseSearchFile, f"{name}_low" if name in RANGES else name) for name in LOOKS_FIELDS
    }  # fmt: skip
