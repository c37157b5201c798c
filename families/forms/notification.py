"""Forms of a notification: how the family is to be told, and the day itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CodesField, LanguageField, PlainTextField, RegistryForm
from families.codes import NotificationKind, NotificationPlace, TeamRole, ToldPoint
from families.forms.feedback import day_input
from families.models import Notification
from families.notification.services import Plan, Telling


class PlanForm(RegistryForm):
    kind = CodeField(choices=NotificationKind.choices, absences=())
    authority = PlainTextField(
        max_length=300, required=False,
        help_text=_("The competent authority, its report, and who signed it. Of an identification it is known here."),
    )  # fmt: skip
    established_on = forms.DateField(widget=day_input(), required=False)
    planned_for = forms.DateField(widget=day_input())
    team_roles = CodesField(
        choices=TeamRole.choices, help_text=_("At least two, one of them for psychosocial support.")
    )
    team = PlainTextField(max_length=300)
    place_kind = CodeField(choices=NotificationPlace.choices, absences=(), radios=True)
    language = LanguageField(absences=())
    interpreter = PlainTextField(max_length=200, required=False)
    support_person = PlainTextField(max_length=200, help_text=_("Somebody who stays when the others have gone."))
    media_embargo_until = forms.DateField(
        widget=day_input(), required=False, help_text=_("Until the family has been told, nobody else is in any case.")
    )

    declared = {
        name: (Notification, name)
        for name in (
            "kind", "authority", "established_on", "planned_for", "team_roles", "team", "place_kind", "language",
            "interpreter", "support_person", "media_embargo_until",
        )
    }  # fmt: skip

    def plan(self) -> Plan:
        """After `is_valid`."""
        given: dict[str, Any] = dict(self.cleaned_data)
        coded = {
            "kind": NotificationKind(given["kind"]),
            "place_kind": NotificationPlace(given["place_kind"]),
            "team_roles": [TeamRole(code) for code in given["team_roles"]],
        }
        return Plan(**given | coded)


class TellingForm(RegistryForm):
    done_on = forms.DateField(label=_("The family was told on"), widget=day_input())
    who_present = PlainTextField(max_length=300)
    told_to = CodesField(
        label=_("Who of them is a relative in this file"), choices=(), required=False,
        help_text=_("They alone read it in their own copy, and nobody whom you have not told."),
    )  # fmt: skip
    told = CodesField(choices=ToldPoint.choices)
    questions = PlainTextField(max_length=1000, rows=3, required=False)
    followup_on = forms.DateField(widget=day_input(), help_text=_("Within fourteen days."))

    declared = {name: (Notification, name) for name in ("who_present", "told", "questions", "followup_on")}

    def __init__(self, data: Any, *, prefix: str, relatives: list[tuple[str, str]]) -> None:
        super().__init__(data, prefix=prefix)
        offered: Any = self.fields["told_to"]
        offered.choices = relatives

    def telling(self) -> Telling:
        """After `is_valid`."""
        given: dict[str, Any] = dict(self.cleaned_data)
        return Telling(**given | {"told": [ToldPoint(code) for code in given["told"]]})
