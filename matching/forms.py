"""Forms of the review of candidate pairs: shape and wording; what may be decided is the services' business."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CodesField, FilterForm, PlainTextField, RegistryForm, ViewingForm
from matching.codes import Band, Decision, Need, PairKind, PairState, Reason, ReviewRole
from matching.models import Review
from matching.models.reviews import WORDS_MAX
from matching.services import Judgement

SEEN_SALT = "matching.seen"


class ReviewForm(RegistryForm):
    """One decision about a pair.  `seen`: what was on the screen, signed, so that the page cannot claim another."""

    declared: ClassVar[Any] = {"role": (Review, "role"), "decision": (Review, "decision")}

    seen = forms.CharField(widget=forms.HiddenInput())
    role = CodeField(choices=(), absences=())
    decision = CodeField(choices=(), absences=(), radios=True)
    reasons = CodesField(label=_("Reasons"), choices=Reason.choices)
    words = PlainTextField(label=_("In your words"), max_length=WORDS_MAX, rows=4)
    needs = CodesField(label=_("What would settle it"), choices=Need.choices, required=False)

    def __init__(
        self, *args: Any, capacities: Sequence[ReviewRole], decisions: Sequence[Decision], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("role", [(code.value, code.label) for code in capacities])
        self._offer("decision", [(code.value, code.label) for code in decisions])
        self.fields["words"].why = _("The next reviewer must be able to follow; only the forensic file shows it")  # type: ignore[attr-defined]
        if len(capacities) == 1:
            self.fields["role"].initial = capacities[0].value

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_seen(self) -> dict[str, str]:
        """The stamp and digest of what was shown."""
        try:
            held: dict[str, str] = signing.loads(self.cleaned_data["seen"], salt=SEEN_SALT, max_age=24 * 3600)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("This page is too old to decide on. Load it again.")) from error
        return held

    def judgement(self, *, blind: bool) -> Judgement:
        data = self.cleaned_data
        return Judgement(
            role=ReviewRole(data["role"]), decision=Decision(data["decision"]),
            reasons=[Reason(code) for code in data["reasons"]], words=data["words"], needs=data["needs"],
            stamp=data["seen"]["stamp"], data_seen=data["seen"]["digest"], blind=blind,
        )  # fmt: skip


def seen_token(stamp: str, digest: str) -> str:
    return signing.dumps({"stamp": stamp, "digest": digest}, salt=SEEN_SALT)


class SideBySideForm(ViewingForm):
    """Which image of either record, for what, and that the reader knows what they will see."""

    left = CodeField(label=_("Of the missing person"), choices=(), absences=(), required=False)
    right = CodeField(label=_("Of the remains"), choices=(), absences=(), required=False)
    field_order = ("left", "right", "purpose", "warned")

    def __init__(
        self, *args: Any, of_case: Sequence[tuple[str, str]], of_remains: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("left", of_case), ("right", of_remains)):
            field = cast(CodeField, self.fields[name])
            field.choices = [("", _("None")), *offered]
            if len(offered) == 1:
                field.initial = offered[0][0]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        found |= {name: found.get(name) or "" for name in ("left", "right")}
        if not self.errors and not found["left"] and not found["right"]:
            self.add_error("left", _("Choose an image of one of them at least."))
        return found


class PairFilterForm(FilterForm):
    """Conditions of the list of pairs: codes only."""

    state = CodeField(
        label=_("State"),
        choices=[("", _("Open pairs")), ("all", _("All")), *PairState.choices],
        absences=(),
        required=False,
    )
    band = CodeField(label=_("Evidence"), choices=[("", _("Any")), *Band.choices], absences=(), required=False)
    kind = CodeField(label=_("Kind"), choices=[("", _("Any"))], absences=(), required=False)

    def __init__(self, *args: Any, kinds: Iterable[PairKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = cast(CodeField, self.fields["kind"])
        kind.choices = [("", _("Any")), *((kind.value, kind.label) for kind in kinds)]

    def conditions(self) -> dict[str, str]:
        """The conditions that are valid; others are left out."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
