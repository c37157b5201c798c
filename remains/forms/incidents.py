"""Linking remains to an incident by its reference."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, RefField, RegistryForm
from cases.codes import LinkBasis


class IncidentLinkForm(RegistryForm):
    incident = RefField(label=_("Reference of the incident"), help_text=_("It begins with MIN."), prefixes=("MIN",))
    basis = CodeField(
        label=_("Why it is linked"), choices=LinkBasis.choices, absences=(), initial=LinkBasis.DATE_AND_PLACE
    )
