"""Writing down what a further source says of a missing person: who, how sure, and only what they say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, LanguageField, OrAbsent, PartialDateField, PlainTextField, RegistryForm
from accessctl.tokens import token_of
from cases.codes import CollectionMethod, Reliability, SourceKind
from cases.models import CaseSearchFile, CaseSource
from cases.services import CaseEntry
from cases.services.statements import NewSource
from families.forms.answers import entry_from
from families.forms.feedback import day_input
from families.forms.person import PersonForm
from families.statements import INFORMATION

ANOTHER = "another"
# Questions of the form for the whole person that are no statement of one source among several.
NOT_HERE = (
    "name", "name_latn", "father_name", "mother_name", "documents", "photo", "medical", "teeth", "chart_origin",
    "charted_on",
)  # fmt: skip
_NOTHING: dict[str, Any] = {
    "name": None, "name_latn": "", "father_name": None, "mother_name": None, "documents": None,
}  # fmt: skip


class SourceForm(RegistryForm):
    """Whom the words come from: a relative of the case, a source that was heard before, or another one."""

    source = CodeField(label=_("Who says it?"), choices=(), absences=())
    kind = CodeField(
        label=_("If it is another source: what is it?"), choices=SourceKind.choices, absences=(), required=False
    )
    described = PlainTextField(
        label=_("Who or what it is"), help_text=_("Of a person who fears to be known, no name."),
        max_length=200, required=False,
    )  # fmt: skip
    method = CodeField(choices=CollectionMethod.choices, absences=(), required=False)
    collected_on = forms.DateField(label=_("When they said it"), widget=day_input(), required=False)
    reliability = CodeField(choices=Reliability.choices, absences=(), required=False)
    information = CodeField(
        label=_("How sure what they say is"),
        choices=[(str(grade), words) for grade, words in INFORMATION],
        absences=(),
        required=False,
    )
    language = LanguageField(required=False)

    declared = {
        "method": (CaseSource, "method"), "reliability": (CaseSource, "reliability"),
        "language": (CaseSource, "language"),
    }  # fmt: skip

    def __init__(self, data: Any = None, *, known: list[tuple[str, str]]) -> None:
        super().__init__(data, prefix="from")
        offered: Any = self.fields["source"]
        offered.choices = [*known, (ANOTHER, _("Another source"))]

    def clean_collected_on(self) -> Any:
        day = self.cleaned_data["collected_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This date lies in the future. Check the year."))
        return day

    @property
    def chosen(self) -> str:
        """The token of a known source, empty for another one."""
        token = str(self.cleaned_data["source"])
        return "" if token == ANOTHER else token

    def new_source(self) -> NewSource:
        given = self.cleaned_data
        language = given["language"]
        return NewSource(
            kind=str(given["kind"] or SourceKind.OTHER), described=given["described"],
            method=str(given["method"] or CollectionMethod.INTERVIEW), collected_on=given["collected_on"],
            reliability=str(given["reliability"] or Reliability.UNKNOWN), information=int(given["information"] or 3),
            language=language if isinstance(language, str) else "",
        )  # fmt: skip


class TellerForm(RegistryForm):
    """Whose words an edit writes down, where more than one relative is on the case."""

    told_by = CodeField(
        label=_("Who says so?"), choices=(), absences=(),
        help_text=_("What you change stands as their words; what others said of it is kept beside it."),
    )  # fmt: skip

    def __init__(self, data: Any, *, tellers: list[tuple[UUID, str]]) -> None:
        first = token_of(tellers[0][0])
        super().__init__(data, initial={"told_by": first})
        self.sources = {token_of(key): key for key, _name in tellers}
        offered: Any = self.fields["told_by"]
        offered.choices = [(token_of(key), name) for key, name in tellers]

    @property
    def source(self) -> UUID:
        """After `is_valid`."""
        return self.sources[str(self.cleaned_data["told_by"])]


class StatementForm(PersonForm):
    """What they say: every question may stay open."""

    # Django leaves out the fields of a base that a form sets to None.
    name = name_latn = father_name = mother_name = documents = photo = None  # type: ignore[assignment] # as said
    medical = teeth = chart_origin = charted_on = None  # type: ignore[assignment] # as said
    date_last_contact = OrAbsent(PartialDateField(required=False))
    last_proof_of_life = PartialDateField(required=False)

    declared = {name: where for name, where in PersonForm.declared.items() if name not in NOT_HERE} | {
        "last_proof_of_life": (CaseSearchFile, "last_proof_of_life")
    }

    def said(self) -> CaseEntry:
        """After `is_valid`.  That somebody does not know a thing is no statement about it."""
        self.cleaned_data = _NOTHING | self.cleaned_data
        return replace(entry_from(self), last_proof_of_life=self.cleaned_data["last_proof_of_life"])
