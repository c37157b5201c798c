"""Noting down what a relative asked, and answering."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from accessctl.forms import CodeField, CodesField, PlainTextField, RegistryForm
from families.codes import Amendable, IdentityCheck, RequestDecision, RequestKind, RequestRefusal
from families.models.page import TEXT_LENGTH
from families.services.answering import Answer
from families.services.requests import Asked

SURE = [(code, label) for code, label in IdentityCheck.choices if code != IdentityCheck.NONE]


class NoteForm(RegistryForm):
    """Something asked in person, by phone or by letter."""

    relative = CodeField(label=_("Who asks?"), choices=(), absences=())
    kind = CodeField(label=_("What do they want?"), choices=RequestKind.choices, absences=())
    about = CodeField(
        label=_("What is to be corrected or added?"), choices=Amendable.choices, absences=(), required=False
    )
    text = PlainTextField(label=_("In their words"), max_length=TEXT_LENGTH, rows=3, required=False)
    check = CodeField(label=_("How do you know that it is them?"), choices=SURE, absences=())

    def __init__(self, data: QueryDict | None, *, relatives: list[tuple[str, str]]) -> None:
        super().__init__(data, prefix="note")
        self.fields["relative"].choices = relatives  # type: ignore[attr-defined] # a field of codes

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(kind=str(data["kind"]), about=str(data["about"] or ""), text=data["text"] or "")


class AnswerForm(RegistryForm):
    """What became of a request; a correction that names what it corrects is written into the case when it is done.

    uses: what the relative agreed to, of which a wish not to use it names some; else the question is not there.
    """

    uses = CodesField(
        label=_("Which uses stop?"),
        help_text=_("What the relative agreed to. “Done” and “Done in part” stop them at once, for everybody."),
        choices=(), required=False,
    )  # fmt: skip
    decision = CodeField(label=_("What became of it?"), choices=RequestDecision.choices, absences=(), radios=True)
    reason = CodeField(label=_("If not wholly done: why?"), choices=RequestRefusal.choices, absences=(), required=False)
    text = PlainTextField(
        label=_("Your answer to the relative"), help_text=_("Short sentences, plain words. It stands on their page."),
        max_length=TEXT_LENGTH, rows=3, required=False,
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, token: str, uses: Sequence[Purpose] = ()) -> None:
        super().__init__(data, auto_id=f"answer-{token}-%s", initial={"uses": [one.value for one in uses]})
        if uses:
            self.fields["uses"].choices = [(one.value, one.label) for one in uses]  # type: ignore[attr-defined]
        else:
            del self.fields["uses"]

    def said(self) -> Answer:
        data = self.cleaned_data
        return Answer(
            decision=RequestDecision(data["decision"]),
            reason=str(data["reason"] or ""),
            text=data["text"] or "",
            uses=tuple(str(code) for code in data.get("uses") or ()),
        )
