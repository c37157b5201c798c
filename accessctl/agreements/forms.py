"""Forms of agreements: shape and wording.  Whether terms can stand is decided in `accessctl.agreements.terms`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl import door, parts
from accessctl.actor import Actor
from accessctl.agreements.terms import NO_END, NO_PURPOSE, NO_SCOPE, Terms
from accessctl.codes import Purpose
from accessctl.forms import CodeField, CodesField, CountriesField, PlainTextField, RegistryForm
from accessctl.forms.places import SeveralSelects
from accessctl.models import Agreement, Organisation
from accessctl.models.agreements import AgreementKind, LegalProcess, OnwardTransfer
from accessctl.scope import EVERYTHING, Scope, events, routes
from registry.lib.ids import normalise_ref

BOTH, GIVE, TAKE = "both", "give", "take"
ALL, LISTED = "all", "listed"
MOST_INCIDENTS = 20
A_YEAR = timedelta(days=365)


class DayField(forms.DateField):
    """A day of the calendar, as a moment: when it begins."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs)

    def clean(self, value: Any) -> Any:
        found: date | None = super().clean(value)
        return timezone.make_aware(datetime.combine(found, time.min)) if found else None


class ProposeForm(RegistryForm):
    """Everything an agreement says.  `actor` is who proposes; `partners` those it can be proposed to."""

    title = PlainTextField(
        label=_("What is it called?"), help_text=_("All parties read it. Name no person."), max_length=200
    )
    others = forms.MultipleChoiceField(label=_("With whom?"), widget=SeveralSelects(boxes=4))
    kind = CodeField(label=_("Kind of agreement"), choices=AgreementKind.choices, absences=())
    direction = CodeField(
        label=_("Who opens records to whom?"),
        choices=(
            (BOTH, _("All parties, to one another")),
            (GIVE, _("We to them")),
            (TAKE, _("They to us")),
        ),
        absences=(),
        radios=True,
    )
    purposes = CodesField(
        label=_("For which purposes?"),
        help_text=_("For any other purpose nothing is opened, and each family is asked for each purpose too."),
        choices=Purpose.choices,
        error_messages={"required": NO_PURPOSE},
    )
    max_layer = CodeField(
        label=_("How deep?"),
        choices=(
            ("1", _("That a record exists, with sex, age group, country, month and route. No name.")),
            ("2", _("That, and the search file: names, photo, description, what happened.")),
            ("3", _("That, and papers with their numbers.")),
        ),
        absences=(),
        radios=True,
        initial="1",
    )
    compartments = CodesField(
        label=_("Also, if papers are opened"),
        help_text=_("Each is a lock of its own and opens only with the deepest choice above."),
        choices=(("f", _("The forensic file")), ("k", _("The family file, without how to reach anybody"))),
        required=False,
    )
    covers = CodeField(
        label=_("Which records?"),
        choices=((ALL, _("All records")), (LISTED, _("Only those named here:"))),
        absences=(),
        radios=True,
        error_messages={"required": NO_SCOPE},
    )
    routes = CodesField(
        label=_("On these routes"), help_text=_("Remains have no route: name a country for them."), choices=(),
        required=False,
    )  # fmt: skip
    countries = CountriesField(
        label=_("Last contact, or remains found, in these countries"), boxes=4, absences=(), required=False
    )
    incidents = PlainTextField(
        label=_("Linked to these incidents"), help_text=_("References such as MIN-…, with blanks between them."),
        max_length=500, required=False,
    )  # fmt: skip
    deny = CodesField(
        label=_("Parts that stay closed"),
        help_text=_("Whatever another agreement opens."),
        choices=(),
        required=False,
    )
    allow = CodesField(
        label=_("Only these parts"), help_text=_("With nothing ticked, all parts of the files above."), choices=(),
        required=False,
    )  # fmt: skip
    legal_process_clause = CodeField(
        label=_("If a court or an authority demands what was opened, the receiver…"),
        choices=LegalProcess.choices,
        absences=(),
        radios=True,
    )
    onward_transfer = CodeField(
        label=_("Passing on"), choices=OnwardTransfer.choices, absences=(), radios=True,
        initial=OnwardTransfer.FORBIDDEN,
    )  # fmt: skip
    retention_days = forms.IntegerField(
        label=_("Days after which copies are deleted"), min_value=1, max_value=3650, initial=365,
        widget=forms.NumberInput({"class": "input--short"}),
    )  # fmt: skip
    deletion_proof = forms.BooleanField(
        label=_("The receiver confirms that copies are deleted"), required=False, initial=True
    )
    breach_contact = PlainTextField(
        label=_("Whom to tell of a breach"), help_text=_("An office and its channel, not a private number."),
        max_length=200, required=False,
    )  # fmt: skip
    breach_hours = forms.IntegerField(
        label=_("Within how many hours"), min_value=1, max_value=720, initial=72,
        widget=forms.NumberInput({"class": "input--short"}),
    )  # fmt: skip
    valid_from = DayField(label=_("Begins on"), required=False, help_text=_("Empty: as soon as everybody has signed."))
    valid_until = DayField(
        label=_("Ends on"), help_text=_("Access ends when this day begins. Five years at most."),
        error_messages={"required": NO_END},
    )  # fmt: skip
    review_on = DayField(label=_("Looked at again on"), required=False)
    summary = PlainTextField(
        label=_("In a few sentences, for families"), max_length=2000, rows=4, required=False,
        help_text=_("What is shared, why, and what is not. It can be read out before consent."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, partners: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor, self._partners = actor, {one.ref: one for one in partners}
        own = actor.organisation
        named = [(one.ref, one.name) for one in self._partners.values()]
        _offer(self.fields["others"], [("", _("Choose…")), *named, *([(own.ref, own.name)] if own else [])])
        _offer(self.fields["routes"], routes())
        for name in ("allow", "deny"):
            _offer(self.fields[name], part_choices())

    def clean_incidents(self) -> frozenset[str]:
        """References of incidents the proposer sees, whichever app keeps them."""
        typed = str(self.cleaned_data["incidents"]).replace(",", " ").split()
        refs = {ref for word in typed if (ref := normalise_ref(word))}
        seen = door.visible(self._actor, events()).filter(ref__in=refs).values_list("ref", flat=True)
        if len(refs) != len(set(typed)) or len(refs) > MOST_INCIDENTS or refs != set(seen):
            raise ValidationError(_("One of these is no reference of an incident you can see. Check each."))
        return frozenset(refs)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("compartments") and self.cleaned_data.get("max_layer") != "3":
            self.add_error("compartments", _("These open only together with papers: choose the deepest, or none."))
        listed = [self.cleaned_data.get(name) for name in ("routes", "countries", "incidents")]
        if self.cleaned_data.get("covers") == ALL and any(listed):
            self.add_error("covers", _("All records, or only those named: choose one of the two."))
        return self.cleaned_data

    def terms(self) -> Terms:
        """What was filled in, as the services take it.  After `is_valid`."""
        data, own = self.cleaned_data, self._actor.organisation
        assert own is not None  # the page is for people of an organisation
        chosen = {own.ref: own} | self._partners
        others = tuple(chosen[ref] for ref in data["others"])
        ours = (own,)
        every = tuple(dict.fromkeys((*ours, *others)))
        givers, takers = {BOTH: (every, every), GIVE: (ours, others), TAKE: (others, ours)}[data["direction"]]
        return Terms(
            title=data["title"],
            kind=AgreementKind(data["kind"]),
            providers=givers,
            receivers=takers,
            purposes=tuple(Purpose(code) for code in data["purposes"]),
            max_layer=int(data["max_layer"]),
            compartments=tuple(data["compartments"]),
            scope=self._scope(),
            allow=tuple(data["allow"]),
            deny=tuple(data["deny"]),
            onward_transfer=OnwardTransfer(data["onward_transfer"]),
            legal_process_clause=LegalProcess(data["legal_process_clause"]),
            retention_days=data["retention_days"],
            deletion_proof=data["deletion_proof"],
            breach_contact=data["breach_contact"],
            breach_hours=data["breach_hours"],
            summary=data["summary"],
            valid_from=data["valid_from"],
            valid_until=data["valid_until"],
            review_on=data["review_on"].date() if data["review_on"] else None,
        )

    def _scope(self) -> Scope:
        data = self.cleaned_data
        if data["covers"] == ALL:
            return EVERYTHING
        return Scope(False, frozenset(data["routes"]), frozenset(data["countries"]), data["incidents"])


class ReasonForm(RegistryForm):
    """Why: read by all parties."""

    reason = PlainTextField(
        label=_("Why?"), help_text=_("All parties read it. Name no person."), max_length=500, rows=3
    )


class RenewForm(RegistryForm):
    """Until when the same terms hold anew."""

    valid_until = DayField(
        label=_("Ends on"), help_text=_("Access ends when this day begins. Five years at most."),
        error_messages={"required": NO_END},
    )  # fmt: skip

    @classmethod
    def of(cls, agreement: Agreement, data: Any = None) -> RenewForm:
        return cls(data, initial={"valid_until": (agreement.valid_until + A_YEAR).date()})


def part_choices() -> list[tuple[str | Promise, list[tuple[str, str | Promise]]]]:
    """The parts of records, by the kind of record they belong to."""
    return [
        (parts.name_of(root), [(part.code, part.label) for part in found]) for root, found in parts.offered().items()
    ]


def _offer(field: forms.Field, choices: Iterable[Any]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
