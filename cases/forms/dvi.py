"""Forms of events: how many were there, whom to invite, a name as heard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, PlainTextField, RefField, RegistryForm
from cases.codes import Reliability, SourceKind
from cases.dvi.codes import Heard, Population
from cases.forms.actions import day_input
from cases.forms.imports import TABLES
from cases.imports.files import MAX_BYTES, FileTooLarge
from cases.imports.heard_names import LONGEST_TEXT, HeardTable, read, text_of
from cases.models.dvi import MOST_ABOARD
from cases.services.dvi import LONGEST_NOTE, EventEntry
from cases.services.dvi_list import OF_SOURCE
from cases.services.dvi_people import LONGEST, PassengerEntry
from registry.lib.errors import Invalid


def _people(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_ABOARD, required=False,
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr", "class": "input--short", "autocomplete": "off"}),
    )  # fmt: skip


class PromoteForm(RegistryForm):
    """How many were there, as far as it is known."""

    population = CodeField(
        label=_("How far is it known who was there?"), choices=Population.choices, absences=(), radios=True,
        initial=Population.OPEN,
    )  # fmt: skip
    aboard_low = _people(_("People there, at least"))
    aboard_high = _people(_("People there, at most"))

    def entry(self) -> EventEntry:
        """After `is_valid`."""
        return EventEntry(**self.cleaned_data)


class EventForm(PromoteForm):
    """The same, with words for those who work on it."""

    prefix = "event"

    note = PlainTextField(label=_("For those who work on it"), max_length=LONGEST_NOTE, rows=3, required=False)


class InviteForm(RegistryForm):
    """organisations: (reference, name) of those that can be invited."""

    prefix = "invite"

    organisation = CodeField(label=_("Organisation"), choices=(), absences=())

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["organisation"]
        offered.choices = [("", _("Choose…")), *organisations]


class HeardSourceForm(RegistryForm):
    """Who said it, when, how sure: of one name or of a whole list."""

    source_kind = CodeField(label=_("Who said so"), choices=SourceKind.choices, absences=())
    described = PlainTextField(
        label=_("The source, in your words"), max_length=LONGEST["described"], required=False,
        help_text=_("Such as “list written by a survivor in the first night”. No contact details."),
    )  # fmt: skip
    heard_on = forms.DateField(label=_("Heard on"), widget=day_input(), initial=timezone.localdate, required=False)
    reliability = CodeField(
        label=_("Reliability of the source"), choices=Reliability.choices, absences=(), initial=Reliability.UNKNOWN
    )
    heard = CodeField(
        label=_("What was said of them"), choices=Heard.choices, absences=(), initial=Heard.NOT_SAID,
        help_text=_("Heard, not proven: it changes nothing for anybody."),
    )  # fmt: skip


class PassengerForm(HeardSourceForm):
    """A name as somebody said it."""

    name = PlainTextField(label=_("Name as heard"), max_length=LONGEST["name"])
    note = PlainTextField(label=_("What else was said"), max_length=LONGEST["note"], rows=2, required=False)
    case = RefField(
        label=_("Reference of a case that may be about them"), prefixes=("MMR",), required=False,
        help_text=_("A lead, and nothing more. It begins with MMR."),
    )  # fmt: skip
    field_order = ("name",)

    def entry(self) -> PassengerEntry:
        """After `is_valid`."""
        given = self.cleaned_data
        return PassengerEntry(**given | {"case": given["case"] or ""})


class HeardListForm(HeardSourceForm):
    """Many names of one source: pasted, or out of a file that becomes the pasted text."""

    names = forms.CharField(
        label=_("Names, one on each line"), required=False, max_length=LONGEST_TEXT, strip=False,
        widget=forms.Textarea({"rows": 10, "dir": "auto", "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "After a semicolon, what else was said. Or a table whose first line says: Name as heard; What was said of "
            "them; What else was said. At most 500 names."
        ),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a file"), required=False, widget=forms.FileInput({"accept": TABLES}),
        help_text=_("CSV, XLSX or ODS. Its lines are shown in the field above, to be mended there."),
        error_messages={"empty": _("This file is empty. Choose another.")},
    )  # fmt: skip
    leave_out = forms.BooleanField(label=_("Leave out the lines that are refused"), required=False)
    field_order = ("names", "file")

    def clean(self) -> dict[str, Any]:
        """A file takes the place of what is in the field, also where it is shown again."""
        super().clean()
        said, file = self.cleaned_data, self.cleaned_data.get("file")
        if file is not None:
            try:
                if file.size > MAX_BYTES:
                    raise FileTooLarge()
                said["names"] = text_of(file.read())
            except Invalid as error:
                self.add_error("file", error.message)
            else:
                shown: Any = self.data
                shown = shown.copy()
                shown[self.add_prefix("names")] = said["names"]
                self.data = shown
        if not (said.get("names") or "").strip() and not self.errors:
            self.add_error("names", _("Write the names, or choose a file."))
        return said

    def source(self) -> PassengerEntry:
        """What holds for all lines.  After `is_valid`."""
        return PassengerEntry(name="", **{name: self.cleaned_data[name] for name in OF_SOURCE})

    def table(self) -> HeardTable:
        """The lines.  After `is_valid`.  Raises Invalid."""
        return read(self.cleaned_data["names"])


class CaseRefForm(RegistryForm):
    """The case that an entry may be about."""

    prefix = "link"

    case = RefField(label=_("Reference of the case"), help_text=_("It begins with MMR."), prefixes=("MMR",))


class SurvivorForm(RegistryForm):
    """A report of the own unit about somebody alive."""

    prefix = "survivor"

    whereabouts = RefField(label=_("Reference of the report"), help_text=_("It begins with MWR."), prefixes=("MWR",))
