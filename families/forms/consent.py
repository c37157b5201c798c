"""The consent conversation as forms: explanation, answers for each use and receiver, withdrawal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose, RecipientClass
from accessctl.forms import CodeField, CountriesField, PlainTextField, RegistryForm, YesNoField
from accessctl.forms.drafts import DraftForm
from accessctl.forms.places import SeveralSelects
from cases.codes import ProtectionFlag
from cases.models import CaseProtectionFile
from families import briefing, questions
from families.codes import ConsentForm, CountryScope
from families.models import Consent, ConsentTaking
from families.services import ConsentEntry
from families.services.consent import OWN_LAYER, Key, Present, check_present
from registry.lib.errors import Invalid

FLAGGED = frozenset({ProtectionFlag.POSSIBLE.value, ProtectionFlag.CONFIRMED.value})
MarkField = forms.BooleanField


class BriefingForm(RegistryForm):
    """The two marks without which nothing may be asked; both are ticked by the caseworker, never beforehand."""

    language = forms.ChoiceField(choices=[(code, code) for code in briefing.LANGUAGES], widget=forms.HiddenInput)
    risks_explained = MarkField(
        label=_("I have explained who could see the answers and what could go wrong."),
        error_messages={"required": _("Explain the risks first, then tick this.")},
    )
    rights_explained = MarkField(
        label=_("I have explained the rights, and the family has understood them."),
        error_messages={"required": _("Explain the rights first, then tick this.")},
    )


@dataclass(frozen=True)
class Cell:
    """One question of the table: the bound field of a use, or None where a use is not asked of a receiver."""

    purpose: str
    label: Promise
    field: Any
    standing: Any = None


@dataclass(frozen=True)
class Row:
    recipient: questions.Recipient
    cells: tuple[Cell, ...]


class AnswersForm(DraftForm):
    """Yes or no for each use and receiver; nothing is ticked beforehand, and what is left open counts as no.

    `flagged`: a State is feared, so its bodies are not asked about.  `organisations`: (reference, name) that
    may be named.
    """

    depth = forms.ChoiceField(
        label=_("How much may those be told who have a yes?"),
        choices=[
            (
                "1",
                _(
                    "Only that somebody is sought: sex, age group, nationality, country and month of last contact, "
                    "route. No name, no photo."
                ),
            ),
            ("2", _("That, and the name, photo, description, and what happened. Never how to reach you.")),
        ],
        widget=forms.RadioSelect({"class": "choices--rows"}),
        required=False,
    )
    only_countries = CountriesField(
        label=_("Only organisations in these countries may be told"), boxes=3, absences=(), required=False
    )
    only_organisations = forms.MultipleChoiceField(
        label=_("Only these organisations may be told"), widget=SeveralSelects(boxes=3), required=False
    )
    except_countries = CountriesField(
        label=_("Countries that must be told nothing"), boxes=3, absences=(), required=False
    )
    except_organisations = forms.MultipleChoiceField(
        label=_("Organisations that must be told nothing"), widget=SeveralSelects(boxes=3), required=False
    )
    how = CodeField(label=_("How was consent given?"), choices=ConsentForm.choices, absences=())
    interpreter = PlainTextField(
        help_text=_("Name, and for whom they work: nobody interprets who may receive what is told."),
        max_length=120,
        required=False,
    )
    witness = PlainTextField(max_length=120, required=False)
    is_minor = MarkField(label=_("The person who answers is under 18"), required=False)
    guardian = PlainTextField(
        help_text=_("Name of the parent or guardian who decides with them."), max_length=120, required=False
    )

    declared = {
        "only_countries": (Consent, "country_scope"),
        "only_organisations": (Consent, "recipient_organisations"),
        "except_countries": (Consent, "country_scope"),
        "except_organisations": (Consent, "recipient_organisations"),
        "how": (ConsentTaking, "how"),
        "interpreter": (ConsentTaking, "interpreter"),
        "witness": (ConsentTaking, "witness"),
        "guardian": (ConsentTaking, "guardian"),
    }

    def __init__(
        self, *args: Any, flagged: bool = False, organisations: list[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_flagged = flagged
        self.fields["depth"].why = Consent._meta.get_field("max_layer").help_text  # type: ignore[attr-defined]
        for name in ("only_organisations", "except_organisations"):
            chosen: Any = self.fields[name]
            chosen.choices = [("", _("Choose…")), *(organisations or [])]
        for _group, recipient in questions.asked(is_flagged=flagged):
            for purpose in recipient.purposes:
                name = questions.field_name(purpose, recipient.code)
                self.fields[name] = YesNoField(label=recipient.label, absences=(), required=False)

    def tables(self, standing: Mapping[Key, Any] | None = None) -> Iterator[tuple[questions.Group, list[Row]]]:
        """The questions as they are drawn; `standing`: what holds now, by purpose and class."""
        rows: dict[str, list[Row]] = {group.key: [] for group in questions.GROUPS}
        for group, recipient in questions.asked(is_flagged=self.is_flagged):
            rows[group.key].append(Row(recipient, tuple(self._cells(recipient, standing or {}))))
        for group in questions.GROUPS:
            yield group, rows[group.key]

    def _cells(self, recipient: questions.Recipient, standing: Mapping[Key, Any]) -> Iterator[Cell]:
        for purpose in questions.SHARED_PURPOSES:
            name, label = questions.field_name(purpose, recipient.code), questions.PURPOSE_LABELS[purpose]
            field = self[name] if name in self.fields else None
            yield Cell(purpose, label, field, standing.get((purpose, recipient.code)))

    def answers(self) -> dict[Key, bool]:
        """What was answered in the tables: key -> yes."""
        found: dict[Key, bool] = {}
        for _group, recipient in questions.asked(is_flagged=self.is_flagged):
            for purpose in recipient.purposes:
                answer = self.cleaned_data.get(questions.field_name(purpose, recipient.code))
                if answer in ("yes", "no"):
                    found[purpose, recipient.code] = answer == "yes"
        return found

    def clean(self) -> dict[str, Any]:
        super().clean()
        if any(self.answers().values()) and not self.cleaned_data.get("depth") and "depth" not in self.errors:
            self.add_error("depth", _("You said yes to somebody: choose how much they may be told."))
        if self.cleaned_data.get("only_countries") and self.cleaned_data.get("except_countries"):
            self.add_error("except_countries", _("Name the countries that may, or those that may not: not both."))
        there = {name: self.cleaned_data.get(name) or "" for name in ("interpreter", "guardian")}
        try:
            check_present(Present(**there, is_minor=bool(self.cleaned_data.get("is_minor"))), self.entries())
        except Invalid as error:
            self.add_errors_of(error)
        return self.cleaned_data

    def entries(self) -> tuple[ConsentEntry, ...]:
        """The answers as the services take them.  After `is_valid`; what is not valid counts as not answered."""
        cleaned = self.cleaned_data
        narrowing: dict[str, Any] = {
            name: tuple(cleaned.get(name) or ()) for name in ("only_organisations", "except_organisations")
        }
        for name, scope in (("except_countries", CountryScope.EXCEPT), ("only_countries", CountryScope.ONLY)):
            if cleaned.get(name):
                narrowing |= {"country_scope": scope.value, "countries": tuple(cleaned[name])}
        layer = int(cleaned.get("depth") or 1)
        return tuple(
            ConsentEntry(purpose=p, recipient_class=r, given=yes, max_layer=layer, **(narrowing if yes else {}))
            for (p, r), yes in self.answers().items()
        )


OWN_QUESTIONS = (("own_search", Purpose.SEARCH), ("own_compare", Purpose.FORENSIC_COMPARISON))


def own_entries(cleaned: Mapping[str, Any]) -> tuple[ConsentEntry, ...]:
    """The answers about this organisation and this registry, of those that were given."""
    return tuple(
        ConsentEntry(
            purpose=purpose,
            recipient_class=RecipientClass.OWN_ORG,
            given=cleaned[name] == "yes",
            max_layer=OWN_LAYER,
        )
        for name, purpose in OWN_QUESTIONS
        if cleaned.get(name) in ("yes", "no")
    )


class FurtherAnswersForm(AnswersForm):
    """Further answers of a saved case: any question, none of them needed."""

    own_search = YesNoField(
        label=_("May we look for the person, and compare with other searches in this registry?"),
        absences=(),
        required=False,
    )
    own_compare = YesNoField(
        label=_("May this registry compare what you tell us with remains that have no name yet?"),
        absences=(),
        required=False,
    )

    def entries(self) -> tuple[ConsentEntry, ...]:
        return (*own_entries(self.cleaned_data), *super().entries())


class ConsentAnswersForm(AnswersForm):
    """The consent step of a registration: also the two questions about this organisation, and protection."""

    protection_flag = CodeField(
        label=_("Does the person, or do you, have to fear a State?"),
        choices=[
            (ProtectionFlag.NONE.value, _("No")),
            (ProtectionFlag.POSSIBLE.value, _("Perhaps, or we would rather not say")),
            (ProtectionFlag.CONFIRMED.value, _("Yes")),
        ],
        absences=(),
        radios=True,
    )
    protection_states = CountriesField(
        label=_("States whose offices must be told nothing"),
        help_text=_("The State of nationality and the State of origin are always among them."),
        boxes=3,
        absences=(),
        required=False,
    )
    own_search = YesNoField(
        label=_("May we look for the person, and compare with other searches in this registry?"),
        help_text=_("Without a yes nothing can be registered. Nobody outside is told anything by it."),
        absences=(),
    )
    own_compare = YesNoField(
        label=_("May this registry compare what you tell us with remains that have no name yet?"),
        help_text=_("A yes does not mean that you believe it. Families answer differently; both answers are right."),
        absences=(),
    )

    declared = {
        **AnswersForm.declared,
        "protection_flag": (CaseProtectionFile, "protection_flag"),
        "protection_states": (CaseProtectionFile, "protection_states"),
        "own_search": (Consent, "decision"),
        "own_compare": (Consent, "decision"),
    }
    field_order = ("own_search", "own_compare", "protection_flag", "protection_states", "depth", "how")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        data = (args[0] if args else kwargs.get("data")) or {}
        super().__init__(*args, flagged=data.get("protection_flag") in FLAGGED, **kwargs)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("own_search") == "no":
            self.add_error("own_search", _("Without a yes nothing can be registered. You may delete this draft."))
        if self.is_flagged and not cleaned.get("protection_states") and "protection_states" not in self.errors:
            self.add_error(
                "protection_states", _("Name at least one State: the registry cannot guess which is feared.")
            )
        if cleaned.get("own_compare") == "no":
            self._refuse_comparison()
        return cleaned

    def _refuse_comparison(self) -> None:
        for purpose, recipient in [key for key, yes in self.answers().items() if yes]:
            if purpose == Purpose.FORENSIC_COMPARISON:
                message = _("You said no to any comparison with remains. Say no here as well, or change that answer.")
                self.add_error(questions.field_name(purpose, recipient), ValidationError(message, code="refused"))

    def entries(self) -> tuple[ConsentEntry, ...]:
        return (*own_entries(self.cleaned_data), *super().entries())


class WithdrawForm(RegistryForm):
    """Why a consent is withdrawn, if they wish to say."""

    reason = PlainTextField(
        label=_("Reason, in their words"),
        help_text=_("Nobody has to give one."),
        max_length=500,
        rows=3,
        required=False,
    )
