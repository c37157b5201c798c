"""Forms of the registers: shape and wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.erasure.services import named_in
from accessctl.forms import CodeField, CodesField, CountryField, PlainTextField, RegistryForm
from accessctl.models.registers import (
    BreachKind,
    Contest,
    DemandAnswer,
    DemandedBy,
    SanctionReason,
    SubjectsTold,
)
from accessctl.rings import SEALED_RINGS
from registry.lib.errors import Invalid

EVERYBODY = "everybody"


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **kwargs)


def _moment(label: Any, **kwargs: Any) -> forms.DateTimeField:
    return forms.DateTimeField(label=label, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), **kwargs)


class DemandForm(RegistryForm):
    """A demand as it was received."""

    authority = PlainTextField(label=_("Who demands it?"), max_length=200)
    demanded_by = CodeField(label=_("What kind of authority is it?"), choices=DemandedBy.choices, absences=())
    country = CountryField(label=_("Of which State?"), absences=())
    received_on = _day(_("Received on"))
    due_on = _day(_("Answer demanded by"), required=False)
    legal_basis = PlainTextField(label=_("On which legal basis?"), max_length=500, rows=2)
    scope = PlainTextField(label=_("What is demanded?"), max_length=1000, rows=4)
    records = PlainTextField(
        label=_("Records concerned"), help_text=_("References, one on each line."), max_length=3000, rows=3,
        required=False,
    )  # fmt: skip
    gag = forms.BooleanField(label=_("It forbids to tell those concerned."), required=False)
    preserve = forms.BooleanField(label=_("It orders to preserve the records: they cannot be erased."), required=False)
    preserve_until = _day(_("Preserve until"), required=False)

    def clean_records(self) -> list[str]:
        try:
            return named_in(self.cleaned_data["records"])
        except Invalid as error:
            raise forms.ValidationError(error.fields["records"]) from None

    def entry(self) -> dict[str, Any]:
        data = {**self.cleaned_data}
        return data | {"record_refs": data.pop("records"), "country": str(data["country"])}


class AnswerForm(RegistryForm):
    """What was answered."""

    answer = CodeField(
        label=_("Answer"),
        choices=[one for one in DemandAnswer.choices if one[0] != "waiting"],
        absences=(),
        radios=True,
    )
    on = _day(_("Answered on"))
    contested = CodeField(label=_("Contested"), choices=Contest.choices, absences=(), initial=Contest.NO)
    rings = CodesField(
        label=_("What was handed over"), choices=[(ring.value, ring.label) for ring in SEALED_RINGS], required=False
    )
    said = PlainTextField(label=_("What was answered, in words"), max_length=1000, rows=3, required=False)


class TellingForm(RegistryForm):
    """Whether those whose data were handed over know of it."""

    told = CodeField(
        label=_("Those concerned"), choices=[one for one in SubjectsTold.choices if one[0] != "not_yet"], absences=(),
        radios=True,
    )  # fmt: skip
    on = _day(_("Told on"), required=False)


class BreachForm(RegistryForm):
    """A breach as it was noticed."""

    kind = CodeField(label=_("What kind of breach is it?"), choices=BreachKind.choices, absences=())
    noticed_at = _moment(_("Noticed (UTC)"))
    since = _moment(_("Possible since (UTC)"))
    until = _moment(_("Possible until (UTC)"))
    readers = CodeField(
        label=_("Whose readings are in question?"),
        help_text=_("The people concerned are derived from the journal: whose records these readers opened."),
        choices=(), absences=(),
    )  # fmt: skip
    what = PlainTextField(label=_("What happened?"), max_length=2000, rows=5)

    def __init__(self, *args: Any, readers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].choices = [  # type: ignore[attr-defined] # a field of codes
            ("", _("Choose…")), (EVERYBODY, _("everybody’s")), *readers,
        ]  # fmt: skip

    def entry(self) -> dict[str, Any]:
        chosen = self.cleaned_data["readers"]
        return {**self.cleaned_data, "readers": [] if chosen == EVERYBODY else [chosen]}


class SanctionForm(RegistryForm):
    """With whom nothing is shared: one organisation, or every body of a State."""

    organisation = CodeField(label=_("An organisation"), choices=(), absences=(), required=False)
    country = CountryField(label=_("Or every body of a State"), absences=(), required=False)
    reason = CodeField(label=_("Reason"), choices=SanctionReason.choices, absences=(), radios=True)

    def __init__(self, *args: Any, organisations: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", _("Choose…")), *organisations]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("organisation")) == bool(data.get("country")) and not self.errors:
            raise forms.ValidationError(_("Choose one of the two: an organisation, or a State."))
        return data
