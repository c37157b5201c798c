"""Of whom a reference sample is."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes.base import CodeList


class DonorKind(CodeList):
    """What a reference sample comes from."""

    RELATIVE = "relative", pgettext_lazy("donor", "A relative")
    PERSONAL_ITEM = "personal_item", pgettext_lazy("donor", "An object of the missing person")
    STORED = "missing_person_stored", pgettext_lazy("donor", "A stored sample of the missing person")
