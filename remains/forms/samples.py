"""Samples as forms: taking one, the steps of its way, a test, a laboratory's report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, PlainTextField, RefField, RegistryForm
from registry.lib.errors import Invalid
from remains.forms.custody import Choices, _moment, _text
from remains.models import GeneticProfile, Sample, SampleFile, SampleOfRemains, SampleStep, SampleTest
from remains.samples.codes import Preservation, ProfileQuality, Residue, SampleMaterial, TestKind
from remains.samples.codes import SampleStepKind as Kind
from remains.services import ReportEntry, SampleEntry, SampleStepEntry

LARGEST_FILE = 50 * 1024 * 1024
# What each step asks for, beside its time.
ASKED: dict[str, tuple[str, ...]] = {
    Kind.STORED: ("place", "note"),
    Kind.SENT: ("to_org", "to_person", "seal_no", "note"),
    Kind.RECEIVED: ("seal_no", "note"),
    Kind.AUDITED: ("note",),
    Kind.USED_UP: ("note",),
    Kind.RETURNED: ("to_person", "note"),
    Kind.DESTROYED: ("certificate", "note"),
    Kind.LOST: ("note",),
}


class DigestField(forms.FileField):
    """A file of which the SHA-256 alone is kept.  Cleaned: the digest in hexadecimal, "" for none."""

    def clean(self, data: Any, initial: Any = None) -> str:
        given = super().clean(data, initial)
        if not given:
            return ""
        if given.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 50 MB. Attach the signed document alone."))
        found = hashlib.sha256()
        for chunk in given.chunks():
            found.update(chunk)
        return found.hexdigest()


class SampleForm(RegistryForm):
    """Taking a sample.  materials: what can be taken of its source."""

    material = CodeField(choices=(), absences=())
    collected_on = forms.DateField(widget=forms.DateInput({"type": "date"}))
    collected_by = PlainTextField(max_length=120)
    collected_where = _text(200)
    quantity = _text(80, help_text=_("As one would count or measure it: two swabs, 3 g."))
    preservation = CodeField(choices=Preservation.choices, absences=())
    residue = CodeField(choices=Residue.choices, absences=(), radios=True)
    keep_until = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))

    declared = {
        "material": (SampleFile, "material"),
        "collected_on": (SampleFile, "collected_on"),
        "collected_by": (SampleOfRemains, "collected_by"),
        "collected_where": (SampleOfRemains, "collected_where"),
        "quantity": (SampleFile, "quantity"),
        "preservation": (SampleFile, "preservation"),
        "residue": (SampleFile, "residue"),
        "keep_until": (SampleFile, "keep_until"),
    }

    def __init__(self, *args: Any, materials: Iterable[SampleMaterial], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"collected_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["material"]
        wanted = set(materials)
        offered.choices = [("", _("Choose…")), *((one.value, one.label) for one in SampleMaterial if one in wanted)]

    def entry(self, of: str) -> SampleEntry:
        """After `is_valid`."""
        return SampleEntry(of=of, **self.cleaned_data)


class SampleStepForm(RegistryForm):
    """One step.  kind: which; the fields of other steps are taken away."""

    at = _moment()
    place = CodeField(choices=(), absences=(), required=False)
    to_org = CodeField(choices=(), absences=(), required=False)
    to_person = _text(120)
    seal_no = _text(60)
    certificate = DigestField(
        label=_("Certificate of the destruction"), required=False,
        help_text=_("The file stays with you; its digest is kept, so that it can be proved later."),
    )  # fmt: skip
    note = _text(500, rows=2)

    declared = {name: (SampleStep, name) for name in ("at", "place", "to_org", "to_person", "seal_no", "note")}

    def __init__(self, *args: Any, kind: Kind, places: Choices = (), receivers: Choices = (), **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"at": timezone.localtime().replace(second=0, microsecond=0)})
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in set(SampleStepForm.base_fields) - {"at", *ASKED[kind]}:
            del self.fields[name]
        for name, choices in (("place", places), ("to_org", receivers)):
            if name in self.fields:
                field: Any = self.fields[name]
                field.choices = [("", _("Choose…")), *choices]

    def add_errors_of(self, error: Any) -> None:
        said = {"certificate" if name == "proof" else name: problems for name, problems in error.fields.items()}
        super().add_errors_of(Invalid(fields=said))

    def entry(self) -> SampleStepEntry:
        """After `is_valid`."""
        given = {name: self.cleaned_data.get(name) for name in ("at", *ASKED[self.kind])}
        proof = given.pop("certificate", None) or ""
        return SampleStepEntry(
            kind=self.kind.value, proof=proof, **{name: value for name, value in given.items() if value}
        )


class TestForm(SampleStepForm):
    """Handing a sample over to a laboratory that is asked for a test."""

    test = CodeField(choices=TestKind.choices, absences=())
    field_order = ("test", "to_org", "at", "to_person", "seal_no", "note")
    declared = SampleStepForm.declared | {"test": (SampleTest, "kind")}


class CodeForm(RegistryForm):
    """The code of a sample, scanned or typed."""

    code = RefField(
        label=_("Scan or type a code"), prefixes=(Sample.REF_PREFIX,),
        help_text=_("The scanner types the code and opens the sample, if you may see it."),
    )  # fmt: skip


class ReportForm(RegistryForm):
    """What a laboratory says of a test: its report stays there, sealed by its digest."""

    quality = CodeField(choices=ProfileQuality.choices, absences=())
    loci_typed = forms.IntegerField(min_value=0, max_value=100, initial=0)
    report = DigestField(
        label=_("Report of the laboratory"),
        help_text=_("The file stays with you; its digest is kept. No allele is read from it."),
    )  # fmt: skip
    report_ref = _text(60)

    declared = {
        "quality": (GeneticProfile, "quality"),
        "loci_typed": (GeneticProfile, "loci_typed"),
        "report_ref": (GeneticProfile, "report_ref"),
    }

    def add_errors_of(self, error: Any) -> None:
        said = {"report" if name == "digest" else name: problems for name, problems in error.fields.items()}
        super().add_errors_of(Invalid(fields=said))

    def entry(self) -> ReportEntry:
        """After `is_valid`."""
        said = dict(self.cleaned_data)
        return ReportEntry(digest=said.pop("report"), **said)
