"""The form of a second person who says no."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, RegistryForm
from accessctl.models.approvals import RefusalReason


class RefuseForm(RegistryForm):
    """Why not, as a code: a sentence would be data of somebody."""

    reason = CodeField(label=_("Why not?"), choices=RefusalReason.choices, absences=(), radios=True)
