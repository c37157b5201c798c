"""Forms of disclosure: shape and wording; what may be asked or opened is the services' business."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from accessctl.disclosure.services import Ask
from accessctl.forms import CodeField, CodesField, RegistryForm
from accessctl.models import Account
from accessctl.models.disclosure import AskReason, RefusalReason
from accessctl.rings import Ring

LASTING = (("7", _("7 days")), ("30", _("30 days")), ("90", _("90 days")))


class AskForm(RegistryForm):
    """What is asked for.  `offer`: an own record to open in return, offered as one tick box."""

    rings = CodesField(label=_("What you ask for"), choices=())
    purpose = CodeField(label=_("For which purpose"), choices=Purpose.choices, absences=())
    reason = CodeField(label=_("Why"), choices=AskReason.choices, absences=(), radios=True)
    about = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=20)
    offer = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=20)
    in_return = forms.BooleanField(required=False)

    def __init__(self, *args: Any, rings: Sequence[Ring], offer: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["rings"]
        assert isinstance(offered, forms.MultipleChoiceField)
        offered.choices = [(ring.value, ring.label) for ring in rings]
        if offer:
            self.fields["in_return"].label = _("Open the same parts of %(ref)s to them in return") % {"ref": offer}
        else:
            del self.fields["in_return"]

    def ask(self) -> Ask:
        data = self.cleaned_data
        return Ask(
            rings=frozenset(Ring(code) for code in data["rings"]), purpose=Purpose(data["purpose"]),
            reason=AskReason(data["reason"]), about=data["about"],
            offer=data["offer"] if data.get("in_return") else "",
        )  # fmt: skip


class OpenForm(RegistryForm):
    """What the owner opens, and for how long."""

    rings = CodesField(label=_("What you open"), choices=())
    lasting = CodeField(label=_("For how long"), choices=LASTING, absences=(), radios=True, initial="30")

    def __init__(self, *args: Any, rings: Sequence[Ring], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["rings"]
        assert isinstance(offered, forms.MultipleChoiceField)
        offered.choices = [(ring.value, ring.label) for ring in rings]
        offered.initial = [ring.value for ring in rings]

    @property
    def lasts(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["lasting"]))


class RefuseForm(RegistryForm):
    """Why the owner refuses."""

    reason = CodeField(label=_("Reason, which they will read"), choices=RefusalReason.choices, absences=(), radios=True)


class AssignForm(RegistryForm):
    """Before whom the request is laid."""

    colleague = forms.ModelChoiceField(label=_("Colleague"), queryset=Account.objects.none(), empty_label=_("Choose…"))

    def __init__(self, *args: Any, colleagues: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["colleague"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Account.objects.filter(pk__in=[one.pk for one in colleagues]).order_by("full_name")
