"""A step of belongings in care as a form: which of them, and what belongs to the step."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CodesField, RegistryForm
from remains.belongings.codes import BelongingStepKind as Kind
from remains.forms.custody import Choices, _moment, _text
from remains.models import BelongingStep
from remains.services import BelongingStepEntry

# What each step asks for, beside its time.
ASKED: dict[str, tuple[str, ...]] = {
    Kind.TAKEN: ("seal_no", "note"),
    Kind.STORED: ("place", "seal_no", "note"),
    Kind.SENT: ("to_org", "to_person", "seal_no", "note"),
    Kind.RECEIVED: ("seal_no", "note"),
    Kind.AUDITED: ("note",),
    Kind.RETURNED: ("to_person", "order_no", "note"),
    Kind.WITH_REMAINS: ("note",),
    Kind.LOST: ("note",),
}


class BelongingStepForm(RegistryForm):
    """One step.  kind: which; the fields of other steps are taken away; things: of what it can be written."""

    items = CodesField(label=_("Of which belongings"), choices=())
    at = _moment()
    place = CodeField(choices=(), absences=(), required=False)
    to_org = CodeField(choices=(), absences=(), required=False)
    to_person = _text(120)
    seal_no = _text(60)
    order_no = _text(200, help_text=_("Who ordered it, and the number of the paper; or the law."))
    note = _text(500, rows=2)

    declared = {
        name: (BelongingStep, name) for name in ("at", "place", "to_org", "to_person", "seal_no", "order_no", "note")
    }

    def __init__(
        self, *args: Any, kind: Kind, things: Choices, places: Choices = (), receivers: Choices = (), **kwargs: Any
    ) -> None:
        offered = list(things)
        kwargs.setdefault("initial", {
            "at": timezone.localtime().replace(second=0, microsecond=0),
            "items": [name for name, _words in offered] if len(offered) == 1 else [],
        })  # fmt: skip
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in set(BelongingStepForm.base_fields) - {"items", "at", *ASKED[kind]}:
            del self.fields[name]
        fields: Any = self.fields
        fields["items"].choices = offered
        for name, choices in (("place", places), ("to_org", receivers)):
            if name in fields:
                fields[name].choices = [("", _("Choose…")), *choices]

    def entry(self) -> BelongingStepEntry:
        """After `is_valid`."""
        given = {name: self.cleaned_data.get(name) for name in ("at", *ASKED[self.kind])}
        return BelongingStepEntry(kind=self.kind.value, **{name: value for name, value in given.items() if value})
