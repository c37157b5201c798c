"""Filters of the lists of access control.  References and codes only: a name never stands in an address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms.base import FilterForm
from registry.lib.ids import normalise_ref

NO_RECORD = "-"  # no reference looks like this


class JournalFilterForm(FilterForm):
    """Conditions on the journal."""

    ref = forms.CharField(label=_("Reference of a record"), required=False, max_length=40)

    def ref_asked(self) -> str:
        """The reference as it is written in the journal, "" when none was asked for; nothing has one that is wrong."""
        typed = self.data.get("ref", "").strip()
        return (normalise_ref(typed) or NO_RECORD) if typed else ""
