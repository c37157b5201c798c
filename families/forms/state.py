"""What somebody does with the state of a case: a step that leads on from here, and why; a merge with another case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, RefField, RegistryForm
from cases.codes import CaseWorkflow, StateReason
from cases.models import Case

STEPS = {
    CaseWorkflow.OPEN: _("Search for the person again"),
    CaseWorkflow.LEAD: _("Say that a lead is being checked"),
    CaseWorkflow.PAUSED: _("Pause the search for the family"),
    CaseWorkflow.AFTER_CARE: _("Go on with after-care"),
    CaseWorkflow.ARCHIVED: _("Archive the case"),
}
Offered = Mapping[CaseWorkflow, Sequence[StateReason]]


class StateForm(RegistryForm):
    """step: `to:reason`, of those offered: to -> the reasons that lead there now."""

    step = CodeField(label=_("What is to happen"), choices=(), absences=(), radios=True)

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [  # type: ignore[attr-defined]
            (f"{to.value}:{reason.value}", f"{STEPS[to]}: {reason.label}")
            for to, reasons in offered.items()
            for reason in reasons
        ]

    def chosen(self) -> tuple[CaseWorkflow, StateReason]:
        """Of a valid form."""
        to, reason = self.cleaned_data["step"].split(":")
        return CaseWorkflow(to), StateReason(reason)


class MergeForm(RegistryForm):
    """right: the case that tells of the same person, named as the page of two records side by side takes it."""

    right = RefField(
        label=_("Reference of the other case"),
        help_text=_("A case of your organisation, such as one that another relative opened."),
        prefixes=(Case.REF_PREFIX,),
    )
