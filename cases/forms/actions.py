"""Forms of search actions: what was asked, of whom, with what of the person; and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CodesField, PlainTextField, RegistryForm
from cases import handing
from cases.codes import ActionResult, SearchStep
from cases.models import CaseSearchAction
from cases.services.actions import ActionAnswer, ActionEntry

ASK_AGAIN_AFTER = timedelta(days=30)


def day_input() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def in_a_month() -> Any:
    return timezone.localdate() + ASK_AGAIN_AFTER


class ActionForm(RegistryForm):
    """organisations: (reference, name) of those that can be given something."""

    prefix = "step"

    action = CodeField(choices=SearchStep.choices, absences=())
    asked_on = forms.DateField(widget=day_input(), initial=timezone.localdate)
    organisation = CodeField(choices=(), absences=(), required=False)
    asked_of = PlainTextField(
        max_length=200, required=False,
        help_text=_("An office or place that does not take part here. They can be given nothing from here."),
    )  # fmt: skip
    note = PlainTextField(max_length=1000, rows=3, required=False)
    share = CodesField(
        label=_("What goes along"), choices=handing.LABELS.items(), required=False,
        help_text=_("Only what the family agreed to. They learn which organisation asks, never the family nor why."),
    )  # fmt: skip
    follow_up_on = forms.DateField(widget=day_input(), initial=in_a_month, required=False)
    family_reads = forms.BooleanField(
        label=_("The family reads on its page that this was done"), initial=True, required=False,
        help_text=_("Never what came of it, and nothing that concerns remains or a comparison."),
    )  # fmt: skip

    declared = {
        name: (CaseSearchAction, name)
        for name in ("action", "asked_on", "organisation", "asked_of", "note", "follow_up_on")
    }

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["organisation"]
        offered.choices = [("", _("Nobody who takes part here")), *organisations]

    def entry(self) -> ActionEntry:
        """After `is_valid`."""
        given = self.cleaned_data
        plain = {name: given[name] for name in self.declared if name != "action"}
        return ActionEntry(
            action=SearchStep(given["action"]), family_reads=given["family_reads"], share=tuple(given["share"]),
            **plain,
        )  # fmt: skip


class ActionAnswerForm(RegistryForm):
    """What came of one step."""

    prefix = "answer"

    result = CodeField(choices=ActionResult.choices, absences=(), radios=True)
    answered_on = forms.DateField(widget=day_input(), initial=timezone.localdate, required=False)
    said = PlainTextField(max_length=1000, rows=3, required=False)
    follow_up_on = forms.DateField(widget=day_input(), required=False)

    declared = {name: (CaseSearchAction, name) for name in ("result", "answered_on", "said", "follow_up_on")}

    def answer(self) -> ActionAnswer:
        """After `is_valid`."""
        given = self.cleaned_data
        return ActionAnswer(
            result=ActionResult(given["result"]), answered_on=given["answered_on"], said=given["said"],
            follow_up_on=given["follow_up_on"],
        )  # fmt: skip
