"""Giving a case to named people: to whom, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, RegistryForm

LASTING = (("30", _("30 days")), ("90", _("90 days")))


class GiveForm(RegistryForm):
    """One choice of whom, one of how long.  `name` is the field's, so that a refusal stands where it belongs."""

    lasting = CodeField(label=_("For how long"), choices=LASTING, absences=(), radios=True, initial="90")

    def __init__(self, *args: Any, name: str, label: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._name = name
        self.fields = {name: CodeField(label=label, choices=list(choices), absences=()), **self.fields}

    @property
    def chosen(self) -> str:
        return str(self.cleaned_data[self._name])

    @property
    def lasts(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["lasting"]))


def association_form(choices: Iterable[tuple[str, str]], data: Any = None) -> GiveForm:
    return GiveForm(data, prefix="delegate", name="association", label=_("Association"), choices=choices)


def colleague_form(choices: Iterable[tuple[str, str]], data: Any = None) -> GiveForm:
    return GiveForm(data, prefix="assign", name="colleague", label=_("Colleague"), choices=choices)
