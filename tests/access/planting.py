"""A small world in which every ring of every record carries words of its own (`words`), and its references by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils import timezone
from PIL import Image

from accessctl import effects, services
from accessctl.actor import Actor
from accessctl.agreements.services import propose_agreement, suspend_agreement
from accessctl.approvals.services import approve
from accessctl.codes import GrantReason, Purpose, RecipientClass, Role
from accessctl.disclosure.services import Ask, ask
from accessctl.emergency.services import open_in_danger
from accessctl.erasure import services as erasure
from accessctl.images import Picture
from accessctl.models import Agreement, Delivery, DisclosureRequest, Effect, Membership, ShareEvent
from accessctl.models.disclosure import AskReason, RequestState
from accessctl.models.emergency import Danger
from accessctl.models.erasure import ErasureReason, Telling
from accessctl.models.people import SuspensionReason
from accessctl.models.registers import DemandAnswer, SanctionReason
from accessctl.organisations.services import Invitation, ask_to_admit
from accessctl.registers import services as registers
from accessctl.rings import Ring
from accessctl.systems import webhooks
from accessctl.tokens import token_of
from cases.imports.found_people import About
from cases.models import (
    Case,
    CaseAccountabilityNote,
    CaseGrant,
    CaseHolders,
    CaseImage,
    CaseIncident,
    CaseIntimateMark,
    CaseProtectionFile,
    CaseSearchAction,
    CaseSource,
    EventPassenger,
    JourneyLeg,
    LeftFile,
    LivingWord,
    OpenedFile,
    Whereabouts,
    WhereaboutsClaim,
    WhereaboutsFile,
    WhereaboutsMark,
    WhereaboutsName,
    WhereaboutsStep,
)
from cases.services import (
    FOUND_ALIVE,
    CaseEntry,
    ChartEntry,
    DocumentEntry,
    IncidentEntry,
    ItemEntry,
    MarkEntry,
    MedicalEntry,
    NameEntry,
    apply_batch,
    check_file,
    left_files,
    link_incident,
    log_incident,
    on_paper,
    searching,
    statements,
)
from cases.services.dvi import EventEntry, change_event
from cases.services.dvi_people import PassengerEntry, add_passenger, link_survivor
from cases.vocabulary.dental import Prosthesis
from cases.vocabulary.place import Place
from families.codes import AskAgain
from families.exchange.rows import About as AboutCases
from families.models import (
    CaseTransfer,
    ConsentReminder,
    FamilyConflict,
    FeedbackRhythm,
    FeedbackTalk,
    LegalPaper,
    Notification,
    Referral,
    Relative,
    RelativeMandate,
    RelativeRisk,
    RightsRequest,
    SignedPaper,
    SupportNeed,
    TransferAgreement,
)
from families.services import ChannelEntry, ConsentEntry, RelativeEntry, begin_draft, give_consent, giving, keep_photo
from families.services.case_import import CASES
from matching.codes import PAIR_COLUMNS, Decision, PairState, Reason, ReviewRole
from matching.engine.changes import Changes
from matching.extract import matcher
from matching.models import CandidatePair, EvidenceLine
from matching.services import Judgement, genetics, open_pair, review_pair
from matching.services.opening import want_ranges
from matching.services.reviewing import stamp_of
from matching.services.weights import propose
from registry.lib.dates import parse_edtf
from remains.exchange import About as AboutRemains
from remains.models import (
    BiologicalEstimate,
    BurialPlace,
    ChecklistItem,
    Examination,
    InstitutionRef,
    PartJoin,
    Remains,
    RemainsAccountabilityNote,
    RemainsAttachment,
    RemainsIncident,
    RemainsIntimateMark,
    RemainsSource,
)
from remains.services import FoundDocument, IndicatorEntry, reserve, save_draft
from remains.services import link_incident as link_remains
from remains.services.imports import REMAINS as REMAINS_TABLES
from tests import cast
from tests.access import identified
from tests.access.words import PHONES, word
from tests.factories import custody, dvi, families, matching, peers, remains, samples
from tests.factories.accessctl import Member, agreement, member, organisation, partner, terms
from tests.factories.incident_tables import old, table
from tests.integration.families.steps import CONSENT, PERSON

LEFT = "0123456789ABCDEFGHJKMNPQRSTV"  # the code of a file that somebody left
SCAR: dict[str, Any] = {"mark_type": "scar", "site": "tr_groin", "side": "r", "intimate": True}

BAG = "0" * 16  # a belonging in care that left the list


@dataclass(frozen=True)
class World:
    """`readers`: everybody who signs in, by name; `refs`: record -> reference, pairs as `pair left right`."""

    cast: cast.Cast
    readers: dict[str, Member]
    refs: dict[str, str]

    def pairs(self) -> dict[str, tuple[str, str]]:
        """Name of a pair -> the names of its two records."""
        parts = {name: name.split() for name in self.refs}
        return {name: (words[1], words[2]) for name, words in parts.items() if words[0] == "pair"}


def build() -> World:
    people = cast.build()
    readers = people.people | {
        "tracer": _colleague(people.caseworker, Role.TRACING_OFFICER, "tracer"),
        "carer": _colleague(people.caseworker, Role.PSYCHOSOCIAL_WORKER, "carer"),
        "auditor": _colleague(people.caseworker, Role.AUDITOR, "auditor"),
        "shelter": _colleague(people.caseworker, Role.FIELD_STAFF, "shelter", Role.ANALYST),
        "coordinator": _colleague(people.analyst, Role.FORENSIC_COORDINATOR, "coordinator"),
        "clerk": _colleague(people.analyst, Role.MORGUE_CLERK, "clerk", Role.GENETIC_LAB),
        **_alone(),
    }
    found = World(people, readers, {})
    _incidents(found)
    cases = _cases(found)
    logged = _remains(found)
    _samples(found, cases["case"], logged["remains"])
    _to_ask(found, cases)
    _staged(found)
    _whereabouts(found)
    _event(found, cases["theirs"])
    _grants(found, cases["case"])
    _disclosures(found)
    _emergency(found)
    _agreements(found)
    _directory(found)
    _by_name(found)
    _erasures(found)
    _registers(found)
    _systems(found)
    _peers(found)
    _referred(found)
    _transfers(found)
    open_pair(actor=readers["tracer"].actor, left_ref=found.refs["case"], right_ref=found.refs["whereabouts"])
    matching.match()
    _ranges()
    matching.match()
    open_pair(actor=people.second_caseworker.actor, left_ref=found.refs["theirs"], right_ref=found.refs["remains"])
    living = {"whereabouts": Whereabouts.objects.get(ref=found.refs["whereabouts"])}
    _pairs(found, {row.pk: name for name, row in {**cases, **logged, **living}.items()})
    identified.in_forensic_file(found.refs, found.readers)
    found.refs["weights"] = propose(actor=matcher(), changes=Changes(weights={"lag": 0.5})).ref
    for record in ("case", "flagged", "withheld", "theirs", "remains", "unshared", "logged"):
        _given_up(found.refs[record])
    return found


def _colleague(of: Member, role: Role, name: str, *more: Role) -> Member:
    return member(of.organisation, role, *more, email=f"{name}@cast.invalid", full_name=name.title())


def _alone() -> dict[str, Member]:
    """People of organisations of their own, which no agreement binds."""
    wanted = {
        "searcher": (RecipientClass.POLICE_MISSING_UNIT, Role.STATE_SEARCH_BODY, Role.INVESTIGATOR),
        "consul": (RecipientClass.CONSULATE, Role.CONSULAR_OFFICER),
        "delegate": (RecipientClass.FAMILY_ASSOCIATION, Role.FAMILY_DELEGATE),
        "administrator": (RecipientClass.PARTNER_REGISTRY, Role.SYSTEM_ADMINISTRATOR),
        "lab": (RecipientClass.GENETIC_LAB, Role.GENETIC_LAB),
        "imam": (RecipientClass.CSO, Role.FAITH_LEADER),
    }
    return {
        name: member(organisation(f"House of the {name}", kind=kind), *roles, email=f"{name}@cast.invalid")
        for name, (kind, *roles) in wanted.items()
    }


# --- incidents, and what links to them ----------------------------------------------------------------------------
def _incidents(world: World) -> None:
    people = world.cast
    for name, actor in (
        ("incident", people.caseworker.actor), ("event_theirs", people.system.actor), ("event_a", people.focal_a.actor)
    ):  # fmt: skip
        label = name.replace("_", "")
        entry = IncidentEntry(
            date=parse_edtf("2021-06-12"), cause_quoted=word(label, "cause"), place=_place(word(label, "place"), "ITA")
        )
        world.refs[name] = log_incident(actor=actor, entry=entry).ref


def _place(as_said: str, country: str) -> Place:
    return Place(as_said=as_said, country=country, lat=35.2, lon=12.4, radius_m=5_000, geo_method="map_pick")


# --- cases --------------------------------------------------------------------------------------------------------
def _cases(world: World) -> dict[str, Case]:
    """Two open to the agreements, the second flagged against its State of origin; two for their owners alone."""
    people, narrow = world.cast, families.consents(search=(), forensic=())
    fled = {"nationalities": ("ERI",), "protection_flag": "confirmed", "protection_states": ("ERI",)}
    made = {
        "case": _case(
            world,
            "case",
            people.caseworker.actor,
            **_near(),
            photo=_picture("case"),
            consents=families.consents(max_layer=3, search=(*families.ASKED_BODIES, RecipientClass.FAMILY_ASSOCIATION)),
        ),
        "flagged": _case(world, "flagged", people.caseworker.actor, **_near() | fled),
        "withheld": _case(world, "withheld", people.supervisor.actor, **_near(), consents=narrow),
        "theirs": _case(world, "theirs", people.second_caseworker.actor, consents=narrow),
    }
    world.refs.update({name: case.ref for name, case in made.items()})
    return made


def _case(world: World, name: str, by: Actor, **changes: Any) -> Case:
    said = _Said(name)
    about: dict[str, Any] = {
        "names": (NameEntry(full_original=f"{said.name} Brenntal", father_name=said.father, mother_name=said.mother),),
        "place_of_origin": Place(as_said=said.origin, country="GMB"),
        "circumstances_text": f"The boat left, said {said.story}.",
        "distinguishing_features": said.feature,
        "companions_text": said.companion,
        "voice_gait_habits": said.habit,
        "medical": (_operated(said),),
        "dental_chart": _chart(said, "dentist_chart"),
        "belongings": (
            ItemEntry(item_class="phone", description=said.thing, inscription=said.written, serial=f"{said.imei} 1"),
        ),
        "documents": (
            DocumentEntry(doc_type="pass", doc_number=said.paper),
            DocumentEntry(doc_type="asylum", doc_number=said.asylum),
        ),
        "marks": (
            replace(matching.CASE.marks[0], description=said.mark),
            MarkEntry(**SCAR, description=said.intimate),
        ),
        "relative": RelativeEntry(name=said.kin, relationship="mot", channels=(_channel(name),)),
        "conversation": families.conversation(witness=said.witness, interpreter=said.interpreter),
        "consents": families.consents(max_layer=3),
    }
    case = families.a_case(world.cast, by=by, **about | changes)
    source = CaseSource.objects.create(case=case, kind="family", described=said.source)
    CaseSearchAction.objects.create(
        case=case, action="hospital_check", asked_on=timezone.localdate(), asked_of=said.hospital, note=said.question,
        result="negative", answered_on=timezone.localdate(), said=said.reply,
    )  # fmt: skip
    JourneyLeg.objects.create(case=case, source=source, seq=1, from_place=Place(as_said=said.leg))
    statements.state(
        actor=by, case_ref=case.ref, source=source.pk, entry=CaseEntry(circumstances_text=f"Said {said.otherstory}.")
    )
    CaseAccountabilityNote.objects.create(
        case=case, alleged_organisations=[], alleged_responsible=said.alleged, smuggler_mention=said.smuggler,
        ransom_or_threat=said.ransom,
    )  # fmt: skip
    protection = CaseProtectionFile.objects.get(case=case)
    protection.best_interest = said.best
    protection.save(update_fields=["best_interest"])
    relative = Relative.objects.get(case=case)
    RelativeRisk.objects.create(case=case, relative=relative, risks=["debt"], note=said.risk)
    FeedbackRhythm.objects.create(case=case, every_days=30)
    FeedbackTalk.objects.create(
        case=case, relative=relative, said_on=timezone.localdate(), kind="no_news", channel="phone", words=said.talk,
        interpreter=said.talker,
    )  # fmt: skip
    need = SupportNeed.objects.create(
        case=case, relative=relative, need="peer_group", assessed_on=timezone.localdate(), note=said.need
    )
    Referral.objects.create(case=case, need=need, provider=case.owner, told=said.referral)
    LegalPaper.objects.create(
        case=case, applicant=relative, kind="guardianship", country="ESP", note=said.legalpaper,
        steps_done=[], due_on=timezone.localdate(),
    )  # fmt: skip
    RightsRequest.objects.create(
        case=case, relative=relative, kind="human_review", text=said.wish, due_on=timezone.localdate()
    )
    _family_file(case, relative, said)
    CaseHolders.objects.create(
        case=case, source=relative.source, dentist=said.dentist, record_holder=said.clinicfile, prints_held="yes",
        prints_held_by=said.printsat,
        samples_offered=["buccal"], samples_note=said.offerer,
    )  # fmt: skip
    CaseImage.objects.create(
        case=case, source=relative.source, number=1, kind="mark_photo", mime="image/webp", size=1, sha256="0" * 64,
        content=_drawn() + said.image.encode(), caption=said.caption,
        shows=token_of(CaseIntimateMark.objects.get(case=case).pk),
    )  # fmt: skip
    SignedPaper.objects.create(
        case=case, source=relative.source, number=1, kind="consent_evidence", mime="image/webp", size=1,
        sha256="1" * 64, content=_drawn() + said.thumbprint.encode(), caption=said.signed,
    )  # fmt: skip
    identified.in_family_file(case, relative, said)
    link_incident(actor=by, case_ref=case.ref, incident_ref=world.refs["incident"])
    link = CaseIncident.objects.get(case=case)
    link.note = said.event
    link.save(update_fields=["note"])
    return case


def _family_file(case: Case, relative: Relative, said: _Said) -> None:
    """Who speaks for the family, that it disagrees, and that it was told of something."""
    today = timezone.localdate()
    later = today + timedelta(days=30)
    RelativeMandate.objects.create(
        case=case, relative=relative, scope=["news"], valid_until=later, organisation_name=said.office
    )
    FamilyConflict.objects.create(case=case, note=said.conflict)
    Notification.objects.create(
        case=case, kind="lead_check", authority=said.authority, planned_for=today, team_roles=["psychosocial", "legal"],
        team=said.team, place_kind="home", language="wol", interpreter=said.between, support_person=said.beside,
        done_on=today, who_present=said.present, told=["known"], questions=said.questions, followup_on=later,
    )  # fmt: skip


def _near() -> dict[str, Any]:
    """Close enough to the remains that the matcher proposes the pairs."""
    like: CaseEntry = matching.CASE
    return {
        "date_last_contact": like.date_last_contact, "place_last_contact": like.place_last_contact,
        "route_code": like.route_code, "age": like.age, "date_of_birth": None, "height_cm": like.height_cm,
        "destination_country": "ITA",
    }  # fmt: skip


def _to_ask(world: World, cases: dict[str, Case]) -> None:
    """Families of both organisations are to be asked again."""
    for name in ("case", "flagged", "theirs"):
        ConsentReminder.objects.create(case=cases[name], reason=AskAgain.ENDS_SOON, due_on=timezone.localdate())


def _channel(name: str) -> ChannelEntry:
    said = _Said(name)
    return ChannelEntry(
        kind="phone", value=f"+34 {PHONES[name]}", safe_hours=said.hours, speaks_as=said.speaksas,
        safe_question=said.safequestion, safe_word=said.safeword,
    )  # fmt: skip


def _drawn() -> bytes:
    """A picture that can be opened, as who looks at it has their name put into it."""
    held = BytesIO()
    Image.new("RGB", (64, 64)).save(held, "WEBP")
    return held.getvalue()


def _picture(name: str) -> Picture:
    """Bytes that are no picture: nothing after the upload looks into them."""
    return Picture(word(name, "photo").encode(), word(name, "thumbnail").encode(), 64, 64)


@dataclass(frozen=True)
class _Said:
    """The words of a record, by what they are about."""

    record: str

    def __getattr__(self, what: str) -> str:
        return word(self.record, what)


def _operated(said: _Said) -> MedicalEntry:
    return MedicalEntry(
        item_type="plate_screw", device_serial=said.serial, description=said.implant, condition_code=said.illness,
        medication=said.medicine, urgent_if_alive=True,
    )  # fmt: skip


def _chart(said: _Said, origin: str) -> ChartEntry:
    worn = Prosthesis(kind="denture_part", inscription=said.denture)
    return ChartEntry(
        teeth=f'11 sou "{said.molar}"', origin=origin, prostheses=(worn,), staining=said.stain, occlusion_note=said.bite
    )


# --- remains ------------------------------------------------------------------------------------------------------
def _remains(world: World) -> dict[str, Remains]:
    """Of the institute; of a focal point that shares with nobody; of the second NGO, by its system."""
    people, elsewhere = world.cast, {"found_place": _place("", "ESP"), "found_at": parse_edtf("2017-02-03")}
    made = {
        "remains": _some_remains(world, "remains", people.analyst.actor),
        "unshared": _some_remains(world, "unshared", people.focal_b.actor, **elsewhere),
        "logged": _some_remains(world, "logged", people.system.actor, **elsewhere),
    }
    world.refs.update({name: row.ref for name, row in made.items()})
    for name, other in (("remains", "unshared"), ("unshared", "logged"), ("logged", "remains")):
        PartJoin.objects.create(remains=made[name], to=made[other], method="dna", note=word(name, "joining"))
    return made


def _some_remains(world: World, name: str, by: Actor, **changes: Any) -> Remains:
    said = _Said(name)
    place = replace(changes.pop("found_place", matching.LAMPEDUSA), as_said=said.place)
    found = remains.some_remains(
        world.cast,
        by=by,
        found_place=place,
        marks=(replace(matching.REMAINS.marks[0], description=said.mark), MarkEntry(**SCAR, description=said.intimate)),
        belongings=(ItemEntry(item_class="phone", description=said.thing, serial=f"{said.imei} 1"),),
        medical=(_operated(said),),
        dental_chart=_chart(said, "pm_exam"),
        indicators=(IndicatorEntry(kind="currency", country="ERI", region_text=said.region),),
        documents=(
            FoundDocument(doc_type="pass", doc_number=said.paper, name_on_doc=said.nameonpaper),
            FoundDocument(doc_type="asylum", doc_number=said.asylum),
        ),
        presumptive_identity=said.presumed,
        ancestry_note=said.ancestry,
        **changes,
    )
    source = RemainsSource.objects.create(remains=found, kind="forensic", described=said.source)
    RemainsAttachment.objects.create(
        remains=found, source=source, number=1, kind="mark_photo", mime="image/webp", size=1, sha256="0" * 64,
        content=_drawn() + said.image.encode(), caption=said.caption,
        shows=token_of(RemainsIntimateMark.objects.get(remains=found).pk),
    )  # fmt: skip
    link_remains(actor=by, remains_ref=found.ref, incident_ref=world.refs["incident"])
    link = RemainsIncident.objects.get(remains=found)
    link.note = said.event
    link.save(update_fields=["note"])
    _custody(by, found, said)
    custody.bagged(
        by, found, item=BAG, what=said.bagged, to_person=said.bagtaker, seal_no=said.bagseal, order_no=said.bagorder,
        note=said.bagnote,
    )  # fmt: skip
    _examined(found, said)
    return found


def _examined(found: Remains, said: _Said) -> None:
    """The examination, with numbers of other institutions and an estimate; and what injured them."""
    Examination.objects.create(
        remains=found, examiner=said.examiner, prints_searched_in=said.searched, cause="blunt",
        cause_text=said.causewords, scene_marker=said.flag, position_note=said.lying, scene_description=said.scene,
    )  # fmt: skip
    ChecklistItem.objects.create(
        remains=found, step="radiology", state="not_possible", who=said.checker, reason=said.because
    )
    InstitutionRef.objects.create(remains=found, kind="morgue", institution=said.morgue, value=said.morgueno)
    BiologicalEstimate.objects.create(
        remains=found, trait="stature_cm", method="tg1952_wm", low=164, high=176, measured={"femur": 456},
        note=said.reckoned,
    )  # fmt: skip
    BiologicalEstimate.objects.create(
        remains=found, trait="age", method="tooth_wear", low=20, high=30, withdrawn_at=timezone.now(),
        withdrawal_reason=said.misread,
    )  # fmt: skip
    RemainsAccountabilityNote.objects.create(
        remains=found, injury_kind="blunt", injury_text=said.wound, investigation=said.inquest,
        finder_contact=said.finder,
    )  # fmt: skip


@transaction.atomic  # a burial and its place are written together
def _custody(by: Actor, found: Remains, said: _Said) -> None:
    """Recovered, received, and buried: the chain names people, numbers and the grave."""
    custody.written(by, found, "recovered", to_person=said.taker, order_no=said.order)
    custody.written(by, found, "admitted", from_person=said.giver, tag_no=said.tag, seal_no=said.seal)
    custody.written(by, found, "sampled", condition_note=said.remark)
    custody.written(by, found, "examined", step="photography")
    BurialPlace.objects.create(
        remains=found, event=custody.written(by, found, "buried"), cemetery=said.cemetery, section=said.section,
        row=said.line, plot=said.plot, marker=said.marker, neighbours=said.neighbour, permit_no=said.permit,
        rite=said.rite, place=_place(said.ground, "ITA"),
    )  # fmt: skip


# --- samples ------------------------------------------------------------------------------------------------------
def _samples(world: World, case: Case, found: Remains) -> None:
    """Of a donor of the case, at the laboratory; of the remains, with who examines them."""
    people, lab, said = world.cast, world.readers["lab"], _Said("gift")
    actor = people.caseworker.actor
    donor = samples.enrolled(actor, case)
    gift = samples.sample(
        actor, donor, quantity=said.quantity, collected_by=word("donor", "nurse"),
        collected_where=word("donor", "clinic"),
    )  # fmt: skip
    samples.sent(actor, gift, lab, to_person=said.courier, seal_no=said.seal)
    samples.step(lab.actor, gift, "received", note=said.remark)
    samples.reported(lab, gift, report_ref=said.number)
    asked = genetics.ask_to_open(actor=lab.actor)
    approve(_colleague(lab, Role.GENETIC_LAB, "second-lab").actor, asked.ref)
    genetics.keep(actor=lab.actor, kit=said.kit, loci={gift.ref: {"TH01": ("6", "9.3")}})
    bone = samples.sample(
        people.analyst.actor, found, quantity=word("bone", "quantity"), collected_by=word("remains", "sawyer"),
        collected_where=word("remains", "bench"),
    )  # fmt: skip
    of_bone = _Said("bone")
    samples.sent(people.analyst.actor, bone, lab, to_person=of_bone.courier)
    samples.step(lab.actor, bone, "received")
    samples.reported(lab, bone, report_ref=of_bone.number)
    genetics.keep(actor=lab.actor, kit=of_bone.kit, loci={bone.ref: {"TH01": ("7", "9.3")}})
    logged = Remains.objects.get(ref=world.refs["logged"])
    swab = samples.sample(people.system.actor, logged, quantity=word("swab", "quantity"))
    world.refs.update({"donor": donor.ref, "gift": gift.ref, "bone": bone.ref, "swab": swab.ref})


# --- what is staged, and the living --------------------------------------------------------------------------------
def _staged(world: World) -> None:
    people = world.cast
    world.refs["draft"] = _draft(people.caseworker.actor)
    begun, said = reserve(actor=people.analyst.actor), _Said("begun")
    typed = {"presumptive_identity": [said.presumed], "found_place_as_said": [said.place]}
    save_draft(actor=people.analyst.actor, ref=begun.ref, form=typed)
    said = _Said("batch")
    rows = [old(external_id="7", place=said.place), old(external_id="8", n_dead_recovered=said.cell)]
    handed_in = check_file(actor=people.caseworker.actor, data=table("iom_2020", rows), name=f"{said.file}.csv")
    _lists(world)
    _tables(world)
    _remains_table(world)
    said = _Said("search")
    search = searching.ask(actor=people.caseworker.actor, criteria={"name": said.name})
    searching.answer(ref=search.ref, refs=[world.refs[name] for name in ("case", "theirs")], scores=[1.0, 0.9])
    searching.keep(actor=people.caseworker.actor, ref=search.ref, name=said.kept)
    world.refs.update({"begun": begun.ref, "batch": handed_in.ref, "search": search.ref})


def _lists(world: World) -> None:
    """Lists of people found alive: one that waits to be saved, one that was, of which every row was refused."""
    tracer = world.readers["tracer"].actor
    for name in ("livinglist", "savedlist"):
        said = _Said(name)
        rows = [f"Name,Age,{said.heading}", f"{said.name},20,", f"Somebody,{said.cell},"]
        handed_in = check_file(
            actor=tracer, data="\n".join(rows if name == "livinglist" else [rows[0], rows[2]]).encode(),
            name=f"{said.file}.csv", kind=FOUND_ALIVE, about=About(kind="rescued", facility_name=said.facility),
        )  # fmt: skip
        world.refs[name] = handed_in.ref
    apply_batch(actor=tracer, ref=world.refs["savedlist"])


def _tables(world: World) -> None:
    """Tables of a person and of a system: one that waits to be saved, one that was, with a row to be decided on."""
    people, saved = world.cast.caseworker.actor, {"savedtable": "case", "systemsaved": "theirs"}
    for name in ("casetable", "savedtable", "systemtable", "systemsaved"):
        said, by = _Said(name), world.cast.system.actor if name.startswith("system") else people
        who = word(saved[name], "name") if name in saved else said.name
        head = "name,date_last_contact,circumstances_text,enquirer_name,enquirer_relationship,consent_search,height_cm"
        good = f"{who} Brenntal,2021,{said.story},{said.kin},mot,yes,,"
        bad = f"Somebody,2021,,Somebody,mot,yes,{said.cell},"
        batch = check_file(
            actor=by, data="\n".join([f"{head},{said.heading}", good, bad]).encode(), name=f"{said.file}.csv",
            kind=CASES, about=AboutCases(system="Notebook", wording="May we search?", explained=True),
        )  # fmt: skip
        world.refs[name] = batch.ref
        if name in saved:
            apply_batch(actor=by, ref=batch.ref)


def _remains_table(world: World) -> None:
    """A table of remains that waits to be saved."""
    said = _Said("remainstable")
    lines = [
        f"found_at,found_place,thing_1_class,thing_1_words,age,{said.heading}",
        f"2021,{said.place},phone,{said.words},,",
        f"2021,a beach,,,{said.cell},",
    ]  # fmt: skip
    batch = check_file(
        actor=world.cast.analyst.actor, data="\n".join(lines).encode(), name=f"{said.file}.csv", kind=REMAINS_TABLES,
        about=AboutRemains(system="Notebook"),
    )  # fmt: skip
    world.refs["remainstable"] = batch.ref


def _draft(by: Actor) -> str:
    """A registration that has come to its last step."""
    said = _Said("draft")
    person = PERSON | {
        "name": said.name, "circumstances_text": said.story, "enquirer_name": said.kin, "enquirer_contact": said.contact
    }  # fmt: skip
    told = {
        "version": "test", "language": "en", "text": "What was read out.", "risks_explained": True,
        "rights_explained": True,
    }  # fmt: skip
    parts = {"briefing": told, "consent": _listed(CONSENT), "agreed": True, "person": _listed(person)}
    draft = begin_draft(actor=by, parts=parts)
    keep_photo(actor=by, ref=draft.ref, picture=_picture("draft"))
    return str(draft.ref)


def _listed(typed: dict[str, Any]) -> dict[str, list[str]]:
    """As a draft keeps what was typed."""
    return {name: value if isinstance(value, list) else [value] for name, value in typed.items()}


def _whereabouts(world: World) -> None:
    said = _Said("whereabouts")
    tracer = world.readers["tracer"].actor
    root = services.create_record(tracer, Whereabouts(), action="whereabouts.opened")
    WhereaboutsFile.objects.create(
        whereabouts=root, kind="on_facility_list", description=said.description, message_for_family=said.message,
        contact=said.contact,
        verification="verified_in_person", person_decision="message_only",
        facility={"kind": "hospital", "name": said.facility}, seen_place=Place(as_said=said.place),
    )  # fmt: skip
    WhereaboutsName.objects.create(whereabouts=root, full_original=said.name)
    WhereaboutsMark.objects.create(whereabouts=root, mark_type="scar", description=said.mark)
    WhereaboutsStep.objects.create(whereabouts=root, step="planned", way="phone", who=said.step)
    WhereaboutsClaim.objects.create(whereabouts=root, said=said.said)
    world.refs["whereabouts"] = root.ref
    OpenedFile.objects.create(case=Case.objects.get(ref=world.refs["case"]), said={"words": word("case", "leftwords")})
    left = {"opens_by": on_paper.digest(left_files.OPENS, LEFT), "ends_by": on_paper.digest(left_files.ENDS, LEFT)}
    LeftFile.objects.create(**left, content=b"closed", expires_at=timezone.now() + timedelta(days=9))
    said = _Said("withheld")
    LivingWord.objects.create(
        case=Case.objects.get(ref=world.refs["withheld"]), wish="contact_ok", message=said.livingword,
        contact=said.livingcontact,
    )  # fmt: skip


# --- an event that several work on -----------------------------------------------------------------------------------
def _event(world: World, unknown: Case) -> None:
    """Of the institute; both NGOs take part, focal point A is invited.  unknown: a case that the lead does not see."""
    people, orgs, said = world.cast, world.cast.organisations, _Said("event")
    lead, second = people.analyst.actor, world.readers["coordinator"].actor
    event = dvi.led(lead, second, world.refs["incident"], members=[orgs.ngo, orgs.second_ngo], invited=[orgs.state_a])
    change_event(actor=lead, ref=event.ref, entry=EventEntry(note=said.note))
    entry = PassengerEntry(name=said.heardname, source_kind="survivor", described=said.heardof, note=said.heardnote)
    add_passenger(actor=lead, ref=event.ref, entry=entry)
    EventPassenger.objects.create(
        event=event, organisation=orgs.second_ngo, name=word("keptname", "name"), source_kind="survivor", case=unknown
    )
    link_survivor(actor=world.readers["tracer"].actor, ref=event.ref, whereabouts=world.refs["whereabouts"])
    world.refs["event"] = event.ref


# --- grants, pairs, work that failed --------------------------------------------------------------------------------
def _grants(world: World, case: Case) -> None:
    """Ring 3 of a case: for the analyst, and for a focal point whose grant has ended."""
    people = world.cast
    for holder, purpose in ((people.analyst, Purpose.FORENSIC_COMPARISON), (people.focal_a, Purpose.SHARE_SEARCH)):
        services.grant(
            people.supervisor.actor, case, holder.account, ring=Ring.RESERVED, purpose=purpose,
            reason=GrantReason.DISCLOSED,
        )  # fmt: skip
    CaseGrant.objects.filter(user=people.focal_a.account).update(expires_at=timezone.now() - timedelta(seconds=1))


def _by_name(world: World) -> None:
    """A case in the hands of somebody who stands by the family, and of the delegate whom the family chose."""
    supervisor, ref, lasting = world.cast.supervisor.actor, world.refs["case"], timedelta(days=30)
    carer = Membership.objects.get(account=world.readers["carer"].account)
    giving.assign_case(actor=supervisor, case_ref=ref, member_ref=carer.ref, lasting=lasting)
    association = world.readers["delegate"].organisation
    giving.delegate_case(actor=supervisor, case_ref=ref, association_ref=association.ref, lasting=lasting)


def _agreements(world: World) -> None:
    """One in force, one that waits for the first NGO's signature, one that the first NGO has stopped."""
    orgs, said = world.cast.organisations, _Said("agreement")
    standing = world.cast.agreements.with_institute
    Agreement.objects.filter(pk=standing.pk).update(title=said.title, summary=said.summary, breach_contact=said.breach)
    waiting = propose_agreement(
        world.readers["coordinator"].actor, terms(orgs.institute, orgs.ngo, title=word("proposed", "title"))
    )
    stopped = agreement(orgs.ngo, orgs.state_b, title=word("stopped", "title"), max_layer=1)
    suspend_agreement(world.cast.supervisor.actor, stopped, reason=word("stopped", "reason"))
    world.refs.update({"agreement": standing.ref, "proposed": waiting.ref, "stopped": stopped.ref})


def _directory(world: World) -> None:
    """The first NGO with a colleague who has not signed in yet and one who was suspended; an organisation shut out, one
    that waits to be admitted."""
    ngo, now = world.cast.organisations.ngo, timezone.now()
    invited, left = (Membership.objects.get(account=member(ngo).account) for _number in range(2))
    Membership.objects.filter(pk=left.pk).update(suspended_at=now, suspended_for=SuspensionReason.LEFT)
    shut_out = organisation("Shut Out", suspended_at=now, suspended_for=SuspensionReason.BREACH)
    said = _Said("admission")
    admission = ask_to_admit(
        world.readers["administrator"].actor, name=said.name, kind=RecipientClass.CSO, country="ESP",
        first=Invitation(email="first@elsewhere.invalid", full_name=said.person, role=Role.SUPERVISOR),
    )  # fmt: skip
    world.refs.update(
        {
            "ngo": ngo.ref, "shut_out": shut_out.ref, "colleague": invited.ref, "suspended": left.ref,
            "admission": admission.ref,
        }
    )  # fmt: skip


def _erasures(world: World) -> None:
    """A case that the supervisor erased, and two that the caseworker asked to have erased."""
    people = world.cast
    case = Case.objects.get(ref=world.refs["case"])
    told = CaseSource.objects.create(case=case, kind="family")
    Relative.objects.create(case=case, source=told, is_primary_contact=False)
    gone = families.a_case(people, by=people.supervisor.actor)
    decided: dict[str, Any] = {"reason": ErasureReason.FAMILY_WISH, "told": Telling.IN_PERSON}
    erasure.erase(actor=people.supervisor.actor, ref=gone.ref, **decided)
    refs = [world.refs[name] for name in ("case", "withheld")]
    asked = erasure.ask_to_erase(actor=people.caseworker.actor, refs=refs, **decided)
    world.refs.update({"erased": gone.ref, "approval": asked.ref})


def _systems(world: World) -> None:
    """A system of the first NGO; that of the second is the reader `system`."""
    client = partner(world.cast.organisations.ngo, "A system").client
    hook, _secret = webhooks.subscribe(
        world.cast.supervisor.actor, ref=client.ref, url="https://receiver.invalid/", purpose=Purpose.SHARE_SEARCH
    )
    own, _secret = webhooks.subscribe_itself(world.cast.system.actor, url="https://own.invalid/")
    for one in (hook, own):
        Delivery.objects.create(webhook=one, after=0, upto=1, outcome=Delivery.Outcome.REFUSED, attempts=1)
    shelf = custody.storage(world.cast.system.actor)
    world.refs.update({"client": client.ref, "webhook": hook.ref, "ownhook": own.ref, "shelf": shelf.ref})


def _peers(world: World) -> None:
    """A link to another registry, one that waits for a second person, a question, and one of theirs that met a case."""
    people, case = world.cast, Case.objects.get(ref=world.refs["case"])
    run_by = people.organisations.second_ngo
    link = peers.link(people.supervisor, people.officer, run_by)
    waiting = peers.proposed(people.supervisor, run_by)
    asked = peers.question(link, case, people.supervisor, Purpose.FORENSIC_COMPARISON)
    met = peers.inquiry(link, case)
    world.refs.update({"peer": link.ref, "newpeer": waiting.ref, "question": asked.ref, "inquiry": met.ref})
    world.refs["hit"] = met.disclosure.ref


def _registers(world: World) -> None:
    """A demand that was answered, a breach, and sharing stopped with an authority that has nothing anyway."""
    officer, now = world.cast.officer.actor, timezone.now()
    said = _Said("demand")
    demand = registers.record_demand(
        officer, authority=said.authority, legal_basis=said.basis, scope=said.scope, demanded_by="court",
        country="ESP", received_on=now.date(),
    )  # fmt: skip
    registers.answer_demand(officer, demand.ref, answer=DemandAnswer.WHOLLY, on=now.date(), rings=["2"], said=said.said)
    said = _Said("breach")
    breach = registers.open_breach(
        officer, what=said.what, readers=[world.cast.caseworker.actor.pseudonym], kind="misuse", noticed_at=now,
        since=now - timedelta(days=1), until=now,
    )  # fmt: skip
    registers.note_breach(officer, breach.ref, "authority", measures=said.measures)
    border = world.cast.organisations.border
    stopped = registers.impose(officer, reason=SanctionReason.COMPULSION, organisation=border)
    world.refs.update({"demand": demand.ref, "breach": breach.ref, "sanction": stopped.ref})


def _referred(world: World) -> None:
    """A relative of the second NGO's case is referred to the first, which learns what the family agreed to."""
    people, case = world.cast, Case.objects.get(ref=world.refs["theirs"])
    yes = ConsentEntry(
        purpose=Purpose.FAMILY_SUPPORT, recipient_class=RecipientClass.CSO, given=True, max_layer=3,
        only_organisations=(people.organisations.ngo.ref,),
    )  # fmt: skip
    give_consent(
        actor=people.second_caseworker.actor, case_ref=case.ref, conversation=families.conversation(), entries=(yes,)
    )  # fmt: skip
    said = _Said("referred")
    row = Referral.objects.create(
        case=case, need=SupportNeed.objects.get(case=case), provider=people.organisations.ngo, told=said.told,
        answer=said.answer, status="sent", sent_on=timezone.localdate(),
    )  # fmt: skip
    world.refs["referred"] = row.ref


def _transfers(world: World) -> None:
    """The second NGO asks the first to go on with a case, of which nothing is shared with it so far."""
    people, case = world.cast, Case.objects.get(ref=world.refs["theirs"])
    relative, other = Relative.objects.get(case=case), member(people.organisations.second_ngo)
    TransferAgreement.objects.create(
        case=case, relative=relative, receiver=people.organisations.ngo, agreed_on=timezone.localdate(),
        how="oral_witnessed", interpreter=word("theirs", "goesbetween"),
    )  # fmt: skip
    TransferAgreement.objects.create(
        case=case, relative=relative, outside_name=word("theirs", "outsider"), agreed_on=timezone.localdate(),
        outside_reached=word("theirs", "outsidereach"), outside_yes_on=timezone.localdate(), how="oral_witnessed",
    )  # fmt: skip
    offer = CaseTransfer.objects.create(
        case_ref=case.ref, sender=case.owner, receiver=people.organisations.ngo, reason="closer_to_family",
        offered_by=people.second_caseworker.account, approved_by=other.account,
        expires_at=timezone.now() + timedelta(days=30),
    )  # fmt: skip
    world.refs["transfer"] = offer.ref


def _disclosures(world: World) -> None:
    """Two requests for ring 3, the second opened; and a copy that the institute was asked to delete."""
    people, refs = world.cast, world.refs
    wanted = Ask(rings=frozenset({Ring.RESERVED}), purpose=Purpose.SHARE_SEARCH, reason=AskReason.FAMILY_ASKED)
    refs["asked"] = ask(actor=people.second_caseworker.actor, record_ref=refs["case"], wanted=wanted).ref
    refs["opened"] = ask(actor=people.focal_a.actor, record_ref=refs["flagged"], wanted=wanted).ref
    until = timezone.now() + timedelta(days=1)
    DisclosureRequest.objects.filter(ref=refs["opened"]).update(
        state=RequestState.OPENED, opened=[Ring.RESERVED], expires_at=until
    )
    copy = ShareEvent.objects.create(
        record_ref=refs["case"], owner=people.organisations.ngo, receiver=people.organisations.institute,
        by=people.supervisor.actor.pseudonym, rings=[Ring.RESERVED], purpose=Purpose.FORENSIC_COMPARISON,
        channel=ShareEvent.Channel.GRANT, expires_at=until, recall=ShareEvent.Recall.SENT, recalled_at=timezone.now(),
    )  # fmt: skip
    refs["recall"] = str(copy.pk)


def _emergency(world: World) -> None:
    """Focal point B opened ring 3 of a case because of danger to life."""
    opening = open_in_danger(
        actor=world.cast.focal_b.actor, record_ref=world.refs["case"], rings=[Ring.RESERVED], danger=Danger.MEDICAL
    )
    world.refs["emergency"] = opening.ref


def _ranges() -> None:
    """Every line's range is worked out, as after somebody's first look: then looking leaves nothing to be done."""
    for pair in CandidatePair.objects.all():
        want_ranges(pair, EvidenceLine.objects.filter(pair=pair))


def _pairs(world: World, names: dict[Any, str]) -> None:
    """Every pair by its records; one of each kind reviewed, one before a laboratory."""
    for pair in CandidatePair.objects.select_related(*PAIR_COLUMNS):
        world.refs[f"pair {names[pair.left.pk]} {names[pair.right.pk]}"] = pair.ref
    _review(world, "pair case remains", "focal_a", "case")
    _review(world, "pair remains logged", "focal_a", "remains")
    _review(world, "pair case whereabouts", "tracer", "whereabouts", ReviewRole.TRACING_OFFICER)
    CandidatePair.objects.filter(ref=world.refs["pair flagged remains"]).update(state=PairState.LAB_REQUESTED)
    CandidatePair.objects.filter(ref=world.refs["pair case whereabouts"]).update(state=PairState.HYPOTHESIS)


def _review(world: World, pair: str, reader: str, about: str, role: ReviewRole = ReviewRole.FOCAL_POINT) -> None:
    """Somebody's decision, with the words that lie with the record it is about."""
    reviewed = CandidatePair.objects.get(ref=world.refs[pair])
    judgement = Judgement(
        role=role, decision=Decision.NEUTRAL, reasons=[Reason.TIME_PLACE_FIT],
        words=word(about, "review"), stamp=stamp_of(reviewed), data_seen="0" * 64,
    )  # fmt: skip
    review_pair(actor=world.readers[reader].actor, ref=reviewed.ref, judgement=judgement)


def _given_up(ref: str) -> None:
    """Work on a record that failed so often that it waits for people."""
    effects.owe("record.compare", f"leak:{ref}", ref=ref)
    Effect.objects.filter(key=f"leak:{ref}").update(state=Effect.State.PARKED, error="ValueError")
