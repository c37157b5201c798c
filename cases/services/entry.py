"""What is known of a missing person as it is handed to the services: one shape for page, API, import and demo.

The 24 basic fields less the enquirer's own (numbers 20 to 24), which `families` keeps.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from accessctl.consent import AudienceSpec
from accessctl.images import Picture
from cases.codes import (
    Aspect,
    CollectionMethod,
    Healed,
    MarkSite,
    NameKind,
    ProtectionFlag,
    Sex,
    Side,
    SourceKind,
    ToothNumbering,
    WornOrCarried,
)
from cases.vocabulary.dental import Prosthesis
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate


@dataclass(frozen=True, kw_only=True)
class NameEntry:
    """One spelling.  `latn` is the family's or the worker's own Latin spelling; the registry makes one if absent."""

    full_original: str
    kind: str = NameKind.MAIN
    latn: str = ""
    father_name: str = ""
    mother_name: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class MarkEntry:
    """A mark on the body; length_mm and width_mm: as far as they are known, the longer one first.

    key: the name of the mark that is said anew, "" of a new one.
    """

    mark_type: str
    site: str = MarkSite.UNKNOWN
    side: str = Side.UNKNOWN
    aspect: str = Aspect.UNKNOWN
    length_mm: int | None = None
    width_mm: int | None = None
    colours: tuple[str, ...] = ()
    motifs: tuple[str, ...] = ()
    inscription: str = ""
    acquired: PartialDate | None = None
    description: str = ""
    intimate: bool = False
    key: str = field(default="", compare=False)


@dataclass(frozen=True, kw_only=True)
class MedicalEntry:
    """Something that stays in the body, or an illness; site is of CL-SITE or CL-BONE.

    urgent_if_alive: who is looked for needs care; of remains it says nothing.  key: as of a mark.
    """

    item_type: str
    site: str = MarkSite.UNKNOWN
    side: str = Side.UNKNOWN
    healed: str = Healed.UNKNOWN
    device_maker: str = ""
    device_serial: str = ""
    happened: PartialDate | None = None
    condition_code: str = ""
    medication: str = ""
    urgent_if_alive: bool = False
    description: str = ""
    key: str = field(default="", compare=False)


@dataclass(frozen=True, kw_only=True)
class ChartEntry:
    """A dental chart: teeth as `cases.vocabulary.teeth` writes them, in FDI numbers.

    numbering: in which they were charted; wear: from 0, none, to 4.
    """

    teeth: str = ""
    numbering: str = ToothNumbering.FDI
    origin: str = ""
    charted_on: PartialDate | None = None
    dentition: str = ""
    prostheses: tuple[Prosthesis, ...] = ()
    occlusion_note: str = ""
    wear: int | None = None
    staining: str = ""
    cultural_modification: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether it holds more than what it rests on."""
        return self.wear is not None or any(
            (self.teeth.strip(), self.dentition, self.prostheses, self.occlusion_note, self.staining,
             self.cultural_modification)
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ItemEntry:
    """Clothing or a thing worn or carried.  key: the name of the thing that is said anew, "" of a new one."""

    item_class: str
    colours: tuple[str, ...] = ()
    brand: str = ""
    size: str = ""
    inscription: str = ""
    serial: str = ""
    description: str = ""
    worn_or_carried: str = WornOrCarried.UNKNOWN
    key: str = field(default="", compare=False)


@dataclass(frozen=True, kw_only=True)
class DocumentEntry:
    doc_type: str
    doc_number: str = ""
    issuing_country: str = ""


@dataclass(frozen=True, kw_only=True)
class SourceEntry:
    """Where the values come from."""

    kind: str = SourceKind.FAMILY
    method: str = CollectionMethod.INTERVIEW
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class LooksEntry:
    """Hair and eyes beyond their colour, of a case or of remains; weight in kg as (low, high)."""

    hair_dyed: str = ""
    hair_length: str = ""
    hair_form: str = ""
    baldness: str = ""
    facial_hair: str = ""
    facial_hair_colour: str = ""
    eye_colour_left: str = ""
    weight_kg: tuple[int, int] | None = None


_INTERVIEW = SourceEntry()


@dataclass(frozen=True, kw_only=True)
class CaseEntry(LooksEntry):
    """Fields 1 to 19 of the basic set, what else describes the body and things, and who must be told nothing.

    ages in years and heights in cm as (low, high); countries alpha-3; absences: field name -> code of CL-ABSENT for a
    field asked and not answered.  `None` of the photo, of what stays in the body, of teeth and of belongings means no
    change on an existing case.
    """

    names: tuple[NameEntry, ...] = ()
    sex: str = Sex.NOT_KNOWN
    date_of_birth: PartialDate | None = None
    dob_basis: str = ""
    age: tuple[int, int] | None = None
    nationalities: tuple[str, ...] = ()
    place_of_origin: Place | None = None
    documents: tuple[DocumentEntry, ...] = ()
    photo: Picture | None = None
    height_cm: tuple[int, int] | None = None
    height_class: str = ""
    height_reference: str = ""
    hair_colour: str = ""
    eye_colour: str = ""
    build: str = ""
    glasses: str = ""
    contact_lenses: str = ""
    shoe_size_eu: tuple[int, int] | None = None
    voice_gait_habits: str = ""
    observed_at: PartialDate | None = None
    smile: tuple[str, ...] = ()
    distinguishing_features: str = ""
    marks: tuple[MarkEntry, ...] = ()
    medical: tuple[MedicalEntry, ...] | None = None
    dental_chart: ChartEntry | None = None
    belongings: tuple[ItemEntry, ...] | None = None
    date_last_contact: PartialDate | None = None
    place_last_contact: Place | None = None
    last_proof_of_life: PartialDate | None = None
    circumstances_text: str = ""
    circumstance_codes: tuple[str, ...] = ()
    destination_country: str = ""
    route_code: str = ""
    companions_text: str = ""
    purposes: tuple[str, ...] = ()
    protection_flag: str = ProtectionFlag.NONE
    protection_states: tuple[str, ...] = ()
    absences: dict[str, str] = field(default_factory=dict)
    source: SourceEntry = _INTERVIEW

    @property
    def is_flagged(self) -> bool:
        return self.protection_flag != ProtectionFlag.NONE

    @property
    def firewalls(self) -> AudienceSpec:
        """The exceptions that the answers themselves make."""
        return AudienceSpec(firewall_states=self.firewall_states)

    @property
    def firewall_states(self) -> frozenset[str]:
        """FW-ORIGIN: the States whose bodies must see nothing of a flagged case."""
        if not self.is_flagged:
            return frozenset()
        origin = self.place_of_origin.country if self.place_of_origin else None
        return frozenset({*self.nationalities, *self.protection_states, *([origin] if origin else [])})
