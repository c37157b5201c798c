"""What somebody does with the state of a case: a step that leads on from here, and why."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, RegistryForm
from cases.codes import CaseWorkflow, StateReason
from cases.services import offered

STEPS = {
    CaseWorkflow.OPEN: _("Search for the person again"),
    CaseWorkflow.LEAD: _("Say that a lead is being checked"),
    CaseWorkflow.PAUSED: _("Pause the search for the family"),
    CaseWorkflow.AFTER_CARE: _("Go on with after-care"),
    CaseWorkflow.ARCHIVED: _("Archive the case"),
}


class StateForm(RegistryForm):
    """step: `to:reason`, of those that are possible now."""

    step = CodeField(label=_("What is to happen"), choices=(), absences=(), radios=True)

    def __init__(self, *args: Any, state: CaseWorkflow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [  # type: ignore[attr-defined]
            (f"{to.value}:{reason.value}", f"{STEPS[to]}: {reason.label}")
            for to, reasons in offered(state).items()
            for reason in reasons
        ]

    def chosen(self) -> tuple[CaseWorkflow, StateReason]:
        """Of a valid form."""
        to, reason = self.cleaned_data["step"].split(":")
        return CaseWorkflow(to), StateReason(reason)
