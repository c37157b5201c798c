"""What can be sent to every address that writes: whose sending changes which record, and with which answers.

`writers` is written by hand, like the tables of readers; `test_writes` proves that the list of addresses is whole, that
each of them does change something for those named here, and nothing for anybody else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils import timezone

from accessctl.clear import reveal
from accessctl.models import Delivery, Membership, Organisation
from accessctl.peers.envelopes import fingerprint, fresh
from accessctl.tokens import token_of
from cases.models import Case, CaseSearchAction, CaseSource, Incident, Whereabouts
from families.models import LegalPaper, Referral, Relative, RelativeMandate, SupportNeed
from families.services.papers import version_of_paper
from families.services.relatives import standing_of
from matching.forms import seen_token
from matching.models import CandidatePair
from matching.services.reviewing import stamp_of
from remains.examination.codes import ChecklistStep
from remains.models import BiologicalEstimate, Remains
from tests.access.planting import BAG, LEFT, World
from tests.access.reading import Reader
from tests.access.words import FORENSIC, OWNERS
from tests.factories import peers
from tests.factories.images import upload
from tests.factories.incident_tables import old, table
from tests.factories.remains import typed
from tests.integration.families.steps import BRIEFING, CALL, CONSENT, PERSON

Answers = dict[str, Any]
NONSENSE = "<b>no such thing</b>\u202e"
REGISTRANTS = (*OWNERS, "tracer", "second_caseworker", "focal_a", "focal_b", "origin_official", "searcher")
CASE_AND_FORENSIC_WORKERS = (*REGISTRANTS, *FORENSIC)
CAPACITIES = {
    "analyst": "anthropologist",
    "coordinator": "coordinator",
    "caseworker": "caseworker",
    "supervisor": "caseworker",
    "second_caseworker": "caseworker",
    "tracer": "tracing_officer",
}
ISSUED = {"of": "0" * 64}  # the digest of what was issued of `remains`
REMAINS_ENTRY = {"found_at": "2021-06", "found_place": {"country": "ITA"}, "sex_estimated": "f?", "age": [18, 25]}
LIVING = {"kind": "rescued", "sex": "1", "verification": "plausible"}
INCIDENT_ENTRY = {"date": "2021-03-14", "event_kind": "shipwreck", "n_missing_min": 3}
LEADING = (*FORENSIC, "focal_a", "focal_b", "origin_official", "searcher")
ENQUIRER = {name: answer for name, answer in PERSON.items() if name.startswith("enquirer")}
ABOUT_CASE = {name: answer for name, answer in PERSON.items() if not name.startswith("enquirer")}


@dataclass(frozen=True)
class Sending:
    """Who sends something about which record."""

    world: World
    reader: str
    record: str = ""

    @property
    def ref(self) -> str:
        return self.world.refs.get(self.record, "")

    def version(self, model: type[Case | Incident | Remains | Whereabouts]) -> int:
        return int(model.objects.get(ref=self.ref).version)


@dataclass(frozen=True)
class Write:
    """An address that writes.  writers: record ("" where the address names none) -> who changes something there.

    stale: what makes the answers those of a page that is out of date.
    """

    route: str
    writers: Mapping[str, tuple[str, ...]]
    answers: Callable[[Sending], Answers] = lambda sending: {}
    method: str = "POST"
    stale: Answers = field(default_factory=dict)

    def send(self, client: Reader, address: str, answers: Answers) -> Any:
        if address.endswith("/bulk/"):
            headers = {"Idempotency-Key": str(uuid4())}
            return client.post(address, json.dumps(answers), content_type="application/x-ndjson", headers=headers)
        if address.startswith("/api/") and not any(isinstance(answer, UploadedFile) for answer in answers.values()):
            return client.generic(self.method, address, json.dumps(answers), content_type="application/json")
        return client.post(address, answers)

    def wrong(self, answers: Answers) -> Answers:
        """The same answers, each of them nonsense, and one that nobody asked for."""
        return dict.fromkeys([*answers, "unheard_of"], NONSENSE)


# --- answers --------------------------------------------------------------------------------------------------------
def _compared(sending: Sending) -> Answers:
    first = token_of(Relative.objects.get(case__ref=sending.ref, is_primary_contact=True).source_id)
    said = {"section": "teeth", "teeth": "36 fil MO ama; 11 sou", "version": str(sending.version(Case))}
    return said | {"told_by": first}


def _edited(sending: Sending) -> Answers:
    first = token_of(Relative.objects.get(case__ref=sending.ref, is_primary_contact=True).source_id)
    return ABOUT_CASE | {"protection_flag": "none", "_version": str(sending.version(Case)), "told_by": first}


def _seen_in_place(sending: Sending) -> Answers:
    return {"write": "audited", "at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}


def _bag_seen(sending: Sending) -> Answers:
    return {"step": "audited", "items": BAG, "at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}


def _bag_audited(sending: Sending) -> Answers:
    return _audited(sending) | {"items": [BAG]}


def _seen_with_others(sending: Sending) -> Answers:
    return _seen_in_place(sending) | {"ref": sending.world.refs["remains"]}


def _sample_seen(sending: Sending) -> Answers:
    return {"write": "audited", "at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}


def _sample_taken(sending: Sending) -> Answers:
    material = "buccal" if sending.record == "donor" else "femur_mid"
    return {
        "material": material, "collected_on": str(timezone.localdate()), "collected_by": "A nurse",
        "preservation": "dry", "residue": "destroy_after_id",
    }  # fmt: skip


def _profiles(sending: Sending) -> Answers:
    rows = f"sample,marker,allele1,allele2\n{sending.world.refs['gift']},TH01,7,8\n"
    return {"kit": "Kit", "save": "1", "table": rows}


def _donated(sending: Sending) -> Answers:
    who = {"relative": _token_of_first(sending), "kind": "relative", "biological": "yes", "how": "written"}
    return BRIEFING | who | {"laboratories": ["genetic_lab"]}


def _counted(sending: Sending) -> Answers:
    return {"femur_l": "complete", "version": str(sending.version(Remains))}


def _shot(sending: Sending) -> Answers:
    return {"kind": "radiograph", "file": upload()}


def _shot_of_case(sending: Sending) -> Answers:
    return _shot(sending) | {"given_by": "other"}


def _signed(sending: Sending) -> Answers:
    return _shot(sending) | {"kind": "consent_evidence", "given_by": "other"}


def _audited(sending: Sending) -> Answers:
    return {"kind": "audited", "at": timezone.now().isoformat()}


def _checked_off(sending: Sending) -> Answers:
    states = {f"{step}_state": "not_applicable" for step in ChecklistStep.values}
    return states | {"checklist": "1", "version": str(sending.version(Remains))}


def _examined(sending: Sending) -> Answers:
    return {"version": sending.version(Remains), "examination": {"tbs": 12, "tbs_method": "other"}}


def _held_elsewhere(sending: Sending) -> Answers:
    return {"version": sending.version(Case), "dentist": "A dentist in the next town"}


def _withdrawn(sending: Sending) -> Answers:
    return {"withdraw": str(_estimate(sending)), "reason": "another bone"}


def _withdrawn_by_system(sending: Sending) -> Answers:
    return {"estimate": str(_estimate(sending)), "reason": "another bone"}


def _estimate(sending: Sending) -> UUID:
    row = BiologicalEstimate.objects.filter(remains__ref=sending.ref, withdrawn_at=None).first()
    return row.pk if row else uuid4()


def _edited_remains(sending: Sending) -> Answers:
    return typed(version=str(sending.version(Remains)), setting="shore")


def _further(sending: Sending) -> Answers:
    return BRIEFING | {"share_search__cso": "no", "search__cso": "no", "depth": "2", "how": "oral_witnessed"}


def _living_anew(sending: Sending) -> Answers:
    return LIVING | {"version": str(sending.version(Whereabouts))}


def _table(sending: Sending) -> Answers:
    return {"file": SimpleUploadedFile("rows.csv", table("iom_2020", [old(external_id="99")]), "text/csv")}


def _found_people(sending: Sending) -> Answers:
    file = SimpleUploadedFile("rows.csv", b"Name,Age\nSomebody Found,20\n", "text/csv")
    return {"file": file, "kind": "rescued"}


def _cases(sending: Sending) -> Answers:
    file = SimpleUploadedFile("rows.csv", b"Name,Sex\nSomebody Missing,F\n", "text/csv")
    return {
        "file": file, "system": "Notebook", "wording": "May we search?", "wording_language": "en", "how": "written",
        "explained": "on",
    }  # fmt: skip


def _remains_table(sending: Sending) -> Answers:
    file = SimpleUploadedFile("rows.csv", b"found_at,found_place\n2021,a beach\n", "text/csv")
    return {"file": file, "system": "Notebook"}


def _review(sending: Sending) -> Answers:
    stamp = stamp_of(CandidatePair.objects.get(ref=sending.ref))
    return {
        "seen": seen_token(stamp, "0" * 64), "role": CAPACITIES.get(sending.reader, "focal_point"),
        "decision": "neutral", "reasons": ["time_place_fit"], "words": "Neither the one nor the other.",
    }  # fmt: skip


def _asked(sending: Sending) -> Answers:
    return {
        "record": sending.world.refs["flagged"], "rings": ["3"], "purpose": "forensic_comparison",
        "reason": "same_person",
    }  # fmt: skip


def _in_danger(sending: Sending) -> Answers:
    """Of a case that a firewall hides from the body of a State of origin; focal point B has one open already."""
    return {"record": sending.world.refs["flagged"], "rings": ["3"], "danger": "medical", "sure": "on"}


def _colleague(sending: Sending) -> Answers:
    return {"assign-colleague": str(sending.world.readers["caseworker"].account.pk)}


def _relative(sending: Sending) -> Answers:
    second = Relative.objects.filter(case__ref=sending.ref, is_primary_contact=False).first()
    return ERASED | {"relative": token_of(second.pk) if second else "0" * 16}


def _token_of_first(sending: Sending) -> str:
    return token_of(Relative.objects.get(case__ref=sending.ref, is_primary_contact=True).pk)


def _reached(sending: Sending) -> Answers:
    way = {"new-kind": "phone", "new-value": "+221 77 000 00 00", "new-safe_word": "Mango"}
    return {"relative": _token_of_first(sending), "way": "new"} | way


def _coded(sending: Sending) -> Answers:
    return {"relative": _token_of_first(sending), "act": "make"}


def _noted(sending: Sending) -> Answers:
    return {"note-relative": _token_of_first(sending), "note-kind": "copy", "note-check": "known_to_org"}


def _asked_by_relative(sending: Sending) -> Answers:
    return {"relative": _token_of_first(sending), "kind": "copy", "identity_check": "known_to_org"}


def _credentials(sending: Sending) -> Answers:
    """The secret, which its own system alone has."""
    system = sending.world.cast.system
    secret = system.secret if sending.reader == "system" else "mms_guessed"
    return {"grant_type": "client_credentials", "client_id": system.client.ref, "client_secret": secret}


def _given_back(sending: Sending) -> Answers:
    return _credentials(sending) | {"token": sending.world.cast.system.token}


def _delivery(sending: Sending) -> Answers:
    return {"delivery": str(Delivery.objects.get(webhook__ref=sending.ref).pk)}


def _several(sending: Sending) -> Answers:
    return ERASED | {"records": sending.world.refs["case"]}


def _left_out(sending: Sending) -> Answers:
    """All that a source told of a case."""
    source = CaseSource.objects.filter(case__ref=sending.ref, described__isnull=False).first()
    return {"step": "leave_out", "key": token_of(source.pk) if source else "none"}


def _linked(sending: Sending) -> Answers:
    return {"incident": sending.world.refs["event_a"], "basis": "date_and_place"}


def _unlinked(sending: Sending) -> Answers:
    return {"incident": sending.world.refs["incident"]}


def _case_anew(sending: Sending) -> Answers:
    return {**CALL["case"], "version": sending.version(Case)}


def _remains_anew(sending: Sending) -> Answers:
    return {**REMAINS_ENTRY, "version": sending.version(Remains)}


def _incident_anew(sending: Sending) -> Answers:
    return {**INCIDENT_ENTRY, "version": sending.version(Incident)}


def _proposed(sending: Sending) -> Answers:
    """To the second NGO, or by it to the first."""
    orgs = sending.world.cast.organisations
    other = orgs.ngo if sending.reader == "second_caseworker" else orgs.second_ngo
    return {
        "title": "Search along the coast", "others": other.ref, "kind": "bilateral", "direction": "give",
        "purposes": "share_search", "max_layer": "2", "covers": "all", "legal_process_clause": "notify_before",
        "onward_transfer": "forbidden", "retention_days": "30", "breach_hours": "24", "valid_until": _next_year(),
        "confirmed": "1",
    }  # fmt: skip


def _next_year() -> str:
    return f"{timezone.localdate().year + 1}-12-31"


def _renewed(sending: Sending) -> Answers:
    return {"valid_until": f"{timezone.localdate().year + 3}-12-31"}


def _admitted(sending: Sending) -> Answers:
    first = {"first_name": "Somebody New", "first_email": "new@cast.invalid", "first_role": "supervisor"}
    return {"name": "A house", "kind": "cso", "country": "ESP", "legal_compulsion_risk": "low", **first}


def _changed(sending: Sending) -> Answers:
    row = Organisation.objects.get(ref=sending.ref)
    same = {"name": row.name, "kind": row.kind, "country": row.country, "legal_compulsion_risk": "high"}
    return same | {"mandate": "Looks for people."}


def _invited(sending: Sending) -> Answers:
    return {"full_name": "Somebody New", "email": "new@cast.invalid", "role": "caseworker", "language": "en"}


def _given(sending: Sending) -> Answers:
    return {"assign": "1", "assign-colleague": _carer(sending), "assign-lasting": "90"}


def _taken(sending: Sending) -> Answers:
    return {"holder": _carer(sending)}


def _carer(sending: Sending) -> str:
    return str(Membership.objects.get(account=sending.world.readers["carer"].account).ref)


def _linked_registry(sending: Sending) -> Answers:
    """Run by the forensic institute, or for its people by the second NGO."""
    orgs = sending.world.cast.organisations
    other = orgs.second_ngo if sending.reader in FORENSIC else orgs.institute
    return {
        "organisation": other.ref, "address": "https://other.invalid", "purposes": ["share_search"],
        "questions_a_day": "5", "records_at_most": "100", "valid_until": _next_year(),
    }  # fmt: skip


def _fingerprint(sending: Sending) -> Answers:
    return {"fingerprint": fingerprint(peers.KEY)}


def _asked_elsewhere(sending: Sending) -> Answers:
    return {"record": sending.world.refs["case"], "whom": f"{sending.world.refs['peer']} share_search"}


def _hit_decided(sending: Sending) -> Answers:
    return {"act": "decide", "record": sending.world.refs["case"], "discloses": "no", "reason": "risk"}


def _both(left: str, right: str) -> Callable[[Sending], Answers]:
    return lambda sending: {"left": sending.world.refs[left], "right": sending.world.refs[right]}


def _activating(sending: Sending) -> Answers:
    return {"act": "activate", "version": sending.world.refs["weights"]}


def _talk(sending: Sending) -> Answers:
    return {"talk": "1", "talk-said_on": str(timezone.localdate()), "talk-kind": "no_news", "talk-channel": "phone"}


def _asked_hospital(sending: Sending) -> Answers:
    return {"step-action": "hospital_check", "step-asked_on": str(timezone.localdate()), "step-asked_of": "A hospital"}


def _list(sending: Sending) -> Answers:
    receiver = sending.world.cast.organisations.second_ngo.ref
    return {
        "receiver": receiver, "purpose": "share_search", "records": sending.world.refs["case"], "act": "json",
    }  # fmt: skip


def _list_of_remains(sending: Sending) -> Answers:
    receiver, remains = sending.world.cast.organisations.state_a.ref, sending.world.refs["remains"]
    return _list(sending) | {"receiver": receiver, "records": remains, "purpose": "forensic_comparison"}


def _handed_on(sending: Sending) -> Answers:
    """Offered to the second NGO, or taken back by it, which has offered its own case."""
    if sending.record == "theirs" or sending.reader == "second_caseworker":
        return {"withdraw": "1"}
    return {
        "receiver": sending.world.cast.organisations.second_ngo.ref, "reason": "closer_to_family",
        "relative": _token_of_first(sending), "agreed_on": str(timezone.localdate()), "how": "written",
        "explained": "on",
    }  # fmt: skip


def _declined(sending: Sending) -> Answers:
    return {"act": "decline", "transfer": sending.world.refs["transfer"], "refusal": "no_capacity"}


def _taken_on(sending: Sending) -> Answers:
    return {"act": "take", "item": sending.world.refs["draft"]}


def _answered(sending: Sending) -> Answers:
    row = CaseSearchAction.objects.get(case__ref=sending.ref)
    return {"ref": row.ref, "result": "lead", "answered_on": str(timezone.localdate()), "said": "Perhaps."}


def _referred(sending: Sending) -> Answers:
    row = Referral.objects.filter(case__ref=sending.ref).earliest("created_at")
    return {"about": token_of(row.pk), "move": "1", "move-status": "closed"}


def _proposed_provider(sending: Sending) -> Answers:
    row = SupportNeed.objects.filter(case__ref=sending.ref).first()
    return {
        "need": token_of(row.pk) if row else "none", "provider": sending.world.refs["ngo"],
        "told": "A mother of two looks for a room.",
    }  # fmt: skip


def _referral_closed(sending: Sending) -> Answers:
    row = Referral.objects.filter(case__ref=sending.ref).first()
    return {"referral": token_of(row.pk) if row else "none", "status": "closed"}


def _paper_moved(sending: Sending) -> Answers:
    row = LegalPaper.objects.filter(case__ref=sending.ref).first()
    said = {"status": "preparing", "steps_done": [], "due_on": None}
    if row is None:
        return said | {"key": "none", "version": 1}
    return said | {"key": token_of(row.pk), "version": version_of_paper(*reveal([row]))}


def _further_relative(sending: Sending) -> Answers:
    return {"relative": {"name": "Ebrima Ceesay", "relationship": "sib_f", "via_organisation": True}}


def _standing(sending: Sending) -> Answers:
    (row,) = reveal([Relative.objects.get(case__ref=sending.ref, is_primary_contact=True)])
    mandates = reveal(list(RelativeMandate.objects.filter(relative=row.pk)))
    held = standing_of(row, next(iter(mandates), None))
    standing = asdict(standing_of(row, None)) | {"is_first": True, "id_verified": "second_relative"}
    return {"key": token_of(row.pk), "version": held.version, "standing": json.loads(json.dumps(standing))}


def _plan(sending: Sending) -> Answers:
    return {
        "kind": "lead_check", "planned_for": str(timezone.localdate()), "team_roles": ["psychosocial", "caseworker"],
        "team": "Somebody and another", "place_kind": "home", "language": "wol", "support_person": "A neighbour",
    }  # fmt: skip


def _planned(sending: Sending) -> Answers:
    return {"plan": "1"} | {f"plan-{name}": said for name, said in _plan(sending).items()}


def _told(sending: Sending) -> Answers:
    day = str(timezone.localdate())
    said = ["known", "not_known", "doubts", "rights", "next_steps", "report_copy"]
    return {"done_on": day, "who_present": "Both parents", "told": said, "followup_on": day}


def _doubted(sending: Sending) -> Answers:
    return {"answer": "accepts", "on": str(timezone.localdate())}


def _wished(sending: Sending) -> Answers:
    said = {"disposition": "burial_in_place", "cost_cover": "org", "asked_on": str(timezone.localdate())}
    return {"wishes": "1"} | {f"wishes-{name}": answer for name, answer in said.items()}


def _first(sending: Sending) -> Answers:
    row = Relative.objects.filter(case__ref=sending.ref, is_primary_contact=True).first()
    token = token_of(row.pk) if row else "0" * 16
    return {"relative": token, "is_first": "on", "id_verified": "document_seen"}


def _always(answers: Answers) -> Callable[[Sending], Answers]:
    return lambda sending: answers


# --- who changes what -----------------------------------------------------------------------------------------------
ANSWERABLE = ("supervisor", "officer", "coordinator", "focal_a", "focal_b", "origin_official")
OWN_CASES = {
    "case": (*OWNERS, "tracer"), "flagged": (*OWNERS, "tracer"), "withheld": (*OWNERS, "tracer"),
    "theirs": ("second_caseworker",),
}  # fmt: skip
SAFEGUARDED = {
    "case": OWNERS, "flagged": OWNERS, "withheld": ("supervisor",), "theirs": ("second_caseworker",),
}  # fmt: skip
WITH_FAMILY_FILE = {"case": OWNERS, "flagged": OWNERS, "withheld": OWNERS, "theirs": ("second_caseworker",)}
OF_NGO = dict.fromkeys(("case", "flagged", "withheld"), OWNERS)
OWN_REMAINS = {"remains": FORENSIC, "unshared": ("focal_b",)}
ANSWER_FOR_NGO = ("supervisor", "officer")
BINDS = {"agreement": (*ANSWER_FOR_NGO, "coordinator"), "stopped": (*ANSWER_FOR_NGO, "focal_b")}
STAFFING = ("supervisor", "coordinator", "focal_a", "focal_b", "origin_official")
SAID = {"reason": "We look at it again."}
OWN_DRAFT, OWN_SEARCH, BEGUN = {"draft": OWNERS}, {"search": ("caseworker",)}, {"begun": FORENSIC}
ANSWERED = {"asked": ("supervisor",)}
OWN_BATCH = {"batch": (*OWNERS, "tracer"), "livinglist": ("tracer",), "casetable": OWNERS,
             "remainstable": FORENSIC}  # fmt: skip
FOUND_ALIVE = {"whereabouts": ("tracer",)}
ERASED = {"reason": "family_wish", "told": "in_person", "understood": "1"}
DEMANDED = {
    "authority": "A court", "demanded_by": "court", "country": "ESP", "received_on": "2026-01-02",
    "legal_basis": "Article 9", "scope": "A file",
}  # fmt: skip
BREACHED = {
    "kind": "misuse", "noticed_at": "2026-01-02T08:00", "since": "2026-01-01T08:00", "until": "2026-01-02T07:00",
    "readers": "everybody", "what": "Somebody looked.",
}  # fmt: skip
OWN_TO_ERASE = {
    "case": (*OWNERS, "tracer", "officer"), "flagged": (*OWNERS, "tracer", "officer"),
    "withheld": (*OWNERS, "tracer", "officer"), "theirs": ("second_caseworker",),
    "remains": (), "unshared": (), "logged": (),
}  # fmt: skip
REVIEWS = {
    "pair case remains": (*OWNERS, *FORENSIC, "focal_a", "focal_b"),
    "pair flagged remains": (*OWNERS, *FORENSIC, "focal_a", "focal_b"),
    "pair withheld remains": OWNERS,
    "pair case unshared": ("focal_b",),
    "pair case flagged": (*OWNERS, *FORENSIC, "focal_a", "focal_b"),
    "pair remains logged": ("second_caseworker", *FORENSIC, "focal_a", "focal_b"),
    "pair case whereabouts": ("tracer",),
}
REVIEWED = {
    "pair case remains": ("focal_a",), "pair remains logged": ("focal_a",), "pair case whereabouts": ("tracer",),
}  # fmt: skip
HOTLINE = {"urgency": "medical", "enquirer_contact": "+220 300 00 01", "enquirer_channel": "phone"}
SENT_BY_SYSTEM = {
    "wording_version": "1", "wording_language": "en", "wording": "What was read out.", "own_search": "yes",
    "own_compare": "no", "fears": "no", "name": "Somebody Missing", "enquirer_name": "Somebody Asking",
    "enquirer_relationship": "mot", "enquirer_contact": "+220 301 2345", "enquirer_channel": "phone",
}  # fmt: skip
WRITES = (
    Write("families:register", {"": REGISTRANTS}, _always(BRIEFING)),
    Write("families:call", {"": REGISTRANTS}, _always(HOTLINE)),
    Write("families:invite", {"": REGISTRANTS}, _always({"way": "link", "language": "en"})),
    Write("families:intake", {"": OWNERS}, _taken_on),
    Write("families:import", {"": REGISTRANTS}, _cases),
    Write("cases:import-decide", {"savedtable": OWNERS}, _always({"line": "2", "is": "same"})),
    Write("families:briefing", OWN_DRAFT, _always(BRIEFING)),
    Write("families:draft-consent", OWN_DRAFT, _always(CONSENT)),
    Write("families:draft-person", OWN_DRAFT, _always(PERSON)),
    Write("families:draft-save", OWN_DRAFT, _always({"name": "Somebody else"})),
    Write("families:draft-photo", OWN_DRAFT, _always({"remove": "1"})),
    Write("families:draft-delete", OWN_DRAFT),
    Write("families:comparison", OF_NGO, _compared, stale={"version": "999"}),
    Write("cases:images", OF_NGO, _shot_of_case),
    Write("cases:image-told", OF_NGO, _always({"image": "1", "shows": "teeth"})),
    Write("cases:image-remove", OF_NGO, _always({"image": "1", "reason": "unusable"})),
    Write("families:signed-papers", WITH_FAMILY_FILE, _signed),
    Write("families:signed-paper-remove", WITH_FAMILY_FILE, _always({"image": "1", "reason": "unusable"})),
    Write("families:edit", OWN_CASES, _edited, stale={"_version": "999"}),
    Write("families:consent", OWN_CASES, _further),
    Write("families:statements", WITH_FAMILY_FILE, _always({"from-source": "another", "hair_colour": "gry"})),
    Write("families:state", OWN_CASES, _always({"step": "paused_by_family:family_wish"})),
    Write("families:referred", {"referred": ("supervisor", "carer")}, _always({"status": "accepted"})),
    Write("api:drafts", {"": ("system",)}, _always(SENT_BY_SYSTEM)),
    Write("api:referral", {}, _always({"status": "accepted"}), "PUT"),
    Write("families:transfer", WITH_FAMILY_FILE, _handed_on),
    Write("families:transfers", {"": ("supervisor",)}, _declined),
    Write("cases:left-file", SAFEGUARDED, _always({"code": LEFT})),
    Write("families:safeguards", SAFEGUARDED, _always({"risks": "1", "risks-risks": ["debt"]})),
    Write("families:feedback", OWN_CASES, _talk),
    Write("families:support", WITH_FAMILY_FILE, _always(
        {"need": "1", "need-need": "housing", "need-urgency": "soon"}
    )),
    Write("families:referral", WITH_FAMILY_FILE, _referred),
    Write("families:papers", WITH_FAMILY_FILE, _always(
        {"begin": "1", "begin-kind": "pension_claim", "begin-country": "SEN"}
    )),
    Write("families:notification", WITH_FAMILY_FILE, _planned),
    Write("families:finding", WITH_FAMILY_FILE, _doubted),
    Write("families:wishes", WITH_FAMILY_FILE, _wished),
    Write("families:relative-new", WITH_FAMILY_FILE, _always(ENQUIRER)),
    Write("families:relative-change", WITH_FAMILY_FILE, _first),
    Write("families:ways", SAFEGUARDED, _reached),
    Write("families:withdraw", OWN_CASES, _always({"reason": "They wish it."})),
    Write("cases:actions", OWN_CASES, _asked_hospital),
    Write("cases:hand-over", {"": (*OWNERS, "tracer")}, _list),
    Write("cases:incident-link", OWN_CASES, _linked),
    Write("cases:incident-unlink", OWN_CASES, _unlinked),
    Write("cases:incident-new", {"": CASE_AND_FORENSIC_WORKERS}, _always(
        {"date_year": "2021", "date_calendar": "gregory", "region": "unk", "cause_category": "mixed_unknown"}
    )),
    Write("cases:event-promote", {
        "event_theirs": LEADING, "event_a": LEADING, "incident": tuple(one for one in LEADING if one not in FORENSIC)
    }, _always({"population": "open"})),
    Write("cases:event", {"event": (*FORENSIC, *OWNERS, "second_caseworker")}, _always(
        {"act": "step", "task": "pm_images", "state": "done"}
    )),
    Write("matching:event-board", {"event": (*FORENSIC, *OWNERS, "second_caseworker")}),
    Write("api:imports-cases", {"": ("system",)}, _cases),
    Write("api:imports-incidents", {"": ("system",)}, _table),
    Write("api:imports-remains", {"": ("system",)}, _remains_table),
    Write("remains:import", {"": (*FORENSIC, "focal_a", "focal_b", "origin_official")}, _remains_table),
    Write("api:import", {"systemtable": ("system",)}, method="DELETE"),
    Write("api:import-columns", {"systemtable": ("system",)}, _always({"columns": {"name": "name"}}), "PUT"),
    Write("api:import-save", {"systemtable": ("system",)}),
    Write("api:import-undo", {"systemsaved": ("system",)}),
    Write("api:import-decisions", {"systemsaved": ("system",)}, _always({"line": 2, "is_new": False})),
    Write("api:event-board", {"event": ("system",)}),
    Write("cases:event-people", {"event": FORENSIC}, _always(
        {"act": "add", "name": "Somebody", "source_kind": "survivor", "reliability": "C", "heard": "boarded"}
    )),
    Write("cases:event-people-list", {"event": FORENSIC}, _always(
        {"act": "bring", "names": "Somebody", "source_kind": "survivor", "reliability": "C", "heard": "boarded"}
    )),
    Write("cases:incident-import", {"": CASE_AND_FORENSIC_WORKERS}, _table),
    Write("cases:living-import", {"": ("tracer", "shelter")}, _found_people),
    Write("cases:import-save", OWN_BATCH),
    Write("cases:import-columns", {
        "livinglist": ("tracer",), "casetable": OWNERS, "remainstable": FORENSIC,
    }, _always({"columns-name": "Name"})),
    Write("cases:import-undo", {"savedlist": ("tracer",), "savedtable": OWNERS}),
    Write("cases:import-discard", OWN_BATCH),
    Write("cases:living-new", {"": ("tracer", "shelter")}, _always(LIVING)),
    Write("cases:living-edit", FOUND_ALIVE, _living_anew, stale={"version": "999"}),
    Write("cases:living-step", FOUND_ALIVE, _always(
        {"step-step": "planned", "step-who": "A nurse", "step-way": "phone", "step-may_say": ["who_we_are"]}
    )),
    Write("cases:living-claim", FOUND_ALIVE, lambda sending: {"examine-case": sending.world.refs["case"]}),
    Write("cases:living-wish", FOUND_ALIVE, _always({"wish-wish": "tell_nothing"})),
    Write("search", {"": CASE_AND_FORENSIC_WORKERS}, _always({"route": "watl"})),
    Write("search-again", OWN_SEARCH),
    Write("search-save", OWN_SEARCH, _always({"name": "Kept"})),
    Write("search-delete", OWN_SEARCH),
    Write("remains:new", {"": (*FORENSIC, "focal_a", "focal_b", "origin_official")}),
    Write("remains:draft", BEGUN, _always(typed())),
    Write("remains:draft-save", BEGUN, _always({"setting": "shore"})),
    Write("remains:draft-delete", BEGUN),
    Write("remains:edit", OWN_REMAINS, _edited_remains, stale={"version": "999"}),
    Write("remains:custody", {"remains": FORENSIC}, _seen_in_place),
    Write("remains:hand-over", {"": FORENSIC}, _list_of_remains),
    Write("remains:belongings", {"remains": FORENSIC}, _bag_seen),
    Write("remains:together", {"": FORENSIC}, _seen_with_others),
    Write("remains:examination", {"remains": FORENSIC}, _checked_off, stale={"version": "999"}),
    Write("remains:estimates", {"remains": FORENSIC}, _always({
        "add": "stature_cm", "stature_cm-method": "tg1952_wm", "stature_cm-bone": "femur", "stature_cm-length": "456",
        "stature_cm-unit": "mm",
    })),
    Write("remains:estimates", {"remains": FORENSIC}, _withdrawn),
    Write("remains:injuries", {"remains": FORENSIC}, _always({"injury_kind": "blunt"})),
    Write("remains:inventory", {"remains": FORENSIC}, _counted, stale={"version": "999"}),
    Write("remains:parts", {"remains": FORENSIC}, _always(
        {"add": "1", "add-pieces-0-element": "tibia", "add-pieces-0-side": "l", "add-completeness": "fragment"}
    )),
    Write("remains:part-new", {"": FORENSIC}, _always(
        {"pieces-0-element": "tibia", "pieces-0-side": "l", "completeness": "fragment", "found_at_year": "2021",
         "found_place_country": "ITA"}
    )),
    Write("remains:images", {"remains": FORENSIC}, _shot),
    Write("remains:image-told", {"remains": FORENSIC}, _always({"image": "1", "shows": "teeth"})),
    Write("remains:image-remove", {"remains": FORENSIC}, _always({"image": "1", "reason": "unusable"})),
    Write("remains:storage", {"": (*FORENSIC, "lab", "focal_a", "focal_b", "origin_official")}, _always(
        {"add": "1", "facility": "North", "room": "2", "shelf": "7", "capacity": "1"}
    )),
    Write("families:donors", WITH_FAMILY_FILE, _donated),
    Write("samples:of-source", {"donor": OWNERS, "remains": FORENSIC}, _sample_taken),
    Write("samples:sample", {
        "gift": (*OWNERS, "lab"), "bone": (*FORENSIC, "lab"), "swab": ("second_caseworker",)
    }, _sample_seen),
    Write("matching:desk", {"": ("lab",)}, _profiles),
    Write("matching:sample-alleles", {"gift": ("lab",)}, _always({"kit": "Kit", "locus-TH01": "7, 8"})),
    Write("remains:incident-link", OWN_REMAINS, _linked),
    Write("remains:incident-unlink", OWN_REMAINS, _unlinked),
    Write("matching:review", REVIEWS, _review),
    Write("matching:withdraw", REVIEWED),
    Write("matching:identification", {"pair flagged remains": FORENSIC}, _always({"withdraw": "1"})),
    Write("matching:issued", {"remains": ("coordinator",)}, _always({"revoke": "1", "revoke-reason": "No."} | ISSUED)),
    Write("matching:release", {"remains": ("second_caseworker",)}, _always({"handed_to": "Her brother"} | ISSUED)),
    Write("matching:tell", {"pair case whereabouts": ("tracer",)}),
    Write("matching:laboratory", {"pair flagged remains": FORENSIC}, _always({"end": "1"})),
    Write("matching:open-pair", {"": ("second_caseworker",)}, _both("theirs", "logged")),
    Write("matching:run-steer", {"": ("administrator",)}, _always({"act": "start", "anew": "1"})),
    Write("matching:weights-steer", {"": ("administrator",)}, _activating),
    Write("accessctl:failed-work-again", {"": ANSWERABLE}),
    Write("accessctl:disclosure-ask", {"": ("second_caseworker", *FORENSIC, "focal_a", "focal_b")}, _asked),
    Write("accessctl:disclosure-answer", ANSWERED, _always({"answer": "refuse", "refuse-reason": "not_needed"})),
    Write("accessctl:disclosure-assign", ANSWERED, _colleague),
    Write("accessctl:disclosure-take-back", {"asked": ("second_caseworker",)}),
    Write("accessctl:disclosure-end", {"opened": ("supervisor",)}),
    # Not the searcher, whose body investigates crime: FW-CRIM holds in danger too.
    Write("accessctl:emergency-open", {"": ("second_caseworker", *FORENSIC, "focal_a")}, _in_danger),
    Write("accessctl:emergency-end", {"emergency": ("focal_b", *ANSWER_FOR_NGO)}),
    Write("accessctl:emergency-family", {"emergency": ANSWER_FOR_NGO}, _always({"family-said": "told"})),
    Write("accessctl:emergency-review", {"emergency": ANSWER_FOR_NGO}, _always({"review-found": "not_justified"})),
    Write("accessctl:recall-answer", {"recall": ("coordinator",)}, _always({"said": "deleted"})),
    Write("accessctl:system-new", {"": STAFFING}, _always(
        {"name": "Another system", "operations": ["read"], "layer": "2", "purposes": ["share_search"]}
    )),
    Write("accessctl:system-secret", {"client": ("supervisor",)}),
    Write("accessctl:webhook-new", {"client": ("supervisor",)}, _always(
        {"url": "https://other.invalid/", "purpose": "share_search"}
    )),
    Write("accessctl:webhook-end", {"webhook": ("supervisor",)}),
    Write("accessctl:webhook-secret", {"webhook": ("supervisor",)}),
    Write("api:webhooks", {"": ("system",)}, _always({"url": "https://another.invalid/"})),
    Write("api:webhook", {"ownhook": ("system",)}, method="DELETE"),
    Write("api:webhook-secret", {"ownhook": ("system",)}),
    Write("api:webhook-deliveries", {"ownhook": ("system",)}, _delivery),
    Write("accessctl:webhook-again", {"webhook": ("supervisor",)}, _delivery),
    Write("accessctl:system-revoke", {"client": ANSWER_FOR_NGO}),
    Write("accessctl:peer-new", {"": ANSWERABLE}, _linked_registry),
    Write("accessctl:peer-confirm", {"newpeer": ("officer",)}, _fingerprint),
    Write("accessctl:peer-join", {"peer": tuple(one for one in ANSWERABLE if one not in ANSWER_FOR_NGO)}, _fingerprint),
    Write("accessctl:peer-key", {"peer": ANSWER_FOR_NGO, "newpeer": ANSWER_FOR_NGO}, _always({"key": fresh()[1]})),
    Write("accessctl:peer-act", {"peer": ANSWER_FOR_NGO}, _always({"act": "suspend"})),
    Write("matching:peer-ask", {"": ("supervisor",)}, _asked_elsewhere),
    Write("matching:peer-hit", {"hit": ("supervisor",)}, _hit_decided),
    Write("api:peer-hit-decisions", {}),
    Write("api:peer-envelopes", {}),
    Write("api:peer-tables", {}),
    Write("api:token", {"": ("system",)}, _credentials),
    Write("api:token-revoke", {"": ("system",)}, _given_back),
    Write("accessctl:agreement-propose", {"": ANSWERABLE}, _proposed),
    Write("accessctl:agreement-sign", {"proposed": ANSWER_FOR_NGO}),
    Write("accessctl:agreement-decline", {"proposed": ANSWER_FOR_NGO}, _always(SAID)),
    Write("accessctl:agreement-suspend", {"agreement": BINDS["agreement"]}, _always(SAID)),
    Write("accessctl:agreement-resume", {"stopped": ANSWER_FOR_NGO}),
    Write("accessctl:agreement-withdraw", BINDS | {"proposed": ("coordinator",)}, _always(SAID)),
    Write("accessctl:agreement-renew", BINDS, _renewed),
    Write("accessctl:organisation-admit", {"": ("administrator",)}, _admitted),
    Write("accessctl:organisation-change", {
        "ngo": (*ANSWER_FOR_NGO, "administrator"), "shut_out": ("administrator",)
    }, _changed),
    Write("accessctl:organisation-invite", {"ngo": ("supervisor",)}, _invited),
    Write("accessctl:organisation-suspend", {"ngo": ("administrator",)}, _always({"reason": "breach"})),
    Write("accessctl:organisation-restore", {"shut_out": ("administrator",)}),
    Write("accessctl:member-suspend", {"colleague": (*ANSWER_FOR_NGO, "administrator")}, _always({"reason": "away"})),
    Write("accessctl:member-restore", {"suspended": ("supervisor", "administrator")}),
    Write("families:page-codes", WITH_FAMILY_FILE, _coded),
    Write("families:rights", WITH_FAMILY_FILE, _noted),
    Write("families:given", dict.fromkeys(("case", "flagged", "withheld"), ("supervisor",)), _given),
    Write("families:given-end", {"case": ("supervisor",)}, _taken),
    Write("families:relative-erase", {"case": OWNERS}, _relative),
    Write("accessctl:erase", OWN_TO_ERASE, _always(ERASED)),
    Write("accessctl:erase-several", {"": (*OWNERS, "tracer", "officer")}, _several),
    Write("accessctl:demand-new", {"": ("officer",)}, _always(DEMANDED)),
    Write("accessctl:demand-answer", {"demand": ("officer",)}, _always(
        {"answer-answer": "refused", "answer-on": "2026-01-05", "answer-contested": "no"}
    )),
    Write("accessctl:demand-telling", {"demand": ("officer",)}, _always({"telling-told": "at_risk"})),
    Write("accessctl:breach-new", {"": ("officer",)}, _always(BREACHED)),
    Write("accessctl:breach-note", {"breach": ("officer",)}, _always({"step": "subjects"})),
    Write("accessctl:sanctions", {"": ("supervisor", "officer", "coordinator")}, _always(
        {"country": "FRA", "reason": "misuse"}
    )),
    Write("accessctl:sanction-lift", {"sanction": ("supervisor", "officer")}),
    Write("accessctl:approval-approve", {"approval": ("supervisor", "officer")}),
    Write("accessctl:approval-refuse", {"approval": ("supervisor", "officer")}, _always({"reason": "not_right"})),
    Write("accessctl:approval-take-back", {"approval": ("caseworker",), "admission": ("administrator",)}),
    Write("api:cases-bulk", {"": ("system",)}, _always(CALL)),
    Write("api:remains-bulk", {"": ("system",)}, _always(REMAINS_ENTRY)),
    Write("api:incidents-bulk", {"": ("system",)}, _always(INCIDENT_ENTRY)),
    Write("api:case", {"theirs": ("system",)}, _always({"reason": "family_wish", "told": "in_person"}), "DELETE"),
    Write("api:cases", {"": ("system",)}, _always(CALL)),
    Write("api:case", {"theirs": ("system",)}, _case_anew, "PUT", {"version": 999}),
    Write("api:consents", {"theirs": ("system",)}, _always(
        {"conversation": CALL["conversation"], "consents": CALL["consents"]}
    )),
    Write("api:case-rights-requests", {"theirs": ("system",)}, _asked_by_relative),
    Write("api:feedback", {"theirs": ("system",)}, _always(
        {"said_on": "2026-01-02", "kind": "no_news", "channel": "phone"}
    )),
    Write("api:feedback", {"theirs": ("system",)}, _always({"every_days": 60}), "PUT"),
    Write("api:relatives", {"theirs": ("system",)}, _further_relative),
    Write("api:relatives", {"theirs": ("system",)}, _standing, "PUT"),
    Write("api:support", {"theirs": ("system",)}, _always({"need": "housing"})),
    Write("api:support-referrals", {"theirs": ("system",)}, _proposed_provider),
    Write("api:support-referral-steps", {"theirs": ("system",)}, _referral_closed),
    Write("api:legal-papers", {"theirs": ("system",)}, _always({"kind": "pension_claim", "country": "SEN"})),
    Write("api:legal-papers", {"theirs": ("system",)}, _paper_moved, "PUT"),
    Write("api:notifications", {"theirs": ("system",)}, _plan),
    Write("api:notifications-told", {"theirs": ("system",)}, _told),
    Write("api:notifications-declined", {"theirs": ("system",)}),
    Write("api:statements", {"theirs": ("system",)}, _always(
        {"new_source": {"kind": "witness"}, "says": {"hair_colour": "gry"}}
    )),
    Write("api:statements-steps", {"theirs": ("system",)}, _left_out),
    Write("api:consents-withdraw", {"theirs": ("system",)}, _always({"reason": "They wish it."})),
    Write("api:actions", {"theirs": ("system",)}, _always(
        {"action": "hospital_check", "asked_on": "2026-01-02", "asked_of": "A hospital"}
    )),
    Write("api:actions", {"theirs": ("system",)}, _answered, "PUT"),
    Write("api:case-images", {"theirs": ("system",)}, _shot_of_case),
    Write("api:case-image-told", {"theirs": ("system",)}, _always({"number": 1, "shows": "teeth"})),
    Write("api:case-image-remove", {"theirs": ("system",)}, _always({"number": 1, "reason": "unusable"})),
    Write("api:signed-papers", {"theirs": ("system",)}, _signed),
    Write("api:signed-paper-remove", {"theirs": ("system",)}, _always({"number": 1, "reason": "unusable"})),
    Write("api:case-incidents", {"theirs": ("system",)}, _linked),
    Write("api:case-incident-unlink", {"theirs": ("system",)}, _unlinked),
    Write("api:remains-list", {"": ("system",)}, _always(REMAINS_ENTRY)),
    Write("api:remains", {"logged": ("system",)}, _remains_anew, "PUT", {"version": 999}),
    Write("api:remains-incidents", {"logged": ("system",)}, _linked),
    Write("api:remains-incident-unlink", {"logged": ("system",)}, _unlinked),
    Write("api:storage", {"": ("system",)}, _always({"facility": "North", "room": "2", "shelf": "7"})),
    Write("api:storage-place", {"shelf": ("system",)}, method="DELETE"),
    Write("api:remains-examination", {"logged": ("system",)}, _examined, "PUT", {"version": 999}),
    Write("api:remains-estimates", {"logged": ("system",)}, _always(
        {"trait": "stature_cm", "method": "tg1952_wm", "bone": "femur", "length_mm": 456}
    )),
    Write("api:remains-injuries", {"logged": ("system",)}, _always({"injury_kind": "blunt"})),
    Write("api:holders", {"theirs": ("system",)}, _held_elsewhere, "PUT", {"version": 999}),
    Write("api:wishes", {"theirs": ("system",)}, _always(
        {"disposition": "burial_in_place", "asked_on": "2026-01-02", "version": 1}
    ), "PUT", {"version": 999}),
    Write("api:wishes-steps", {"theirs": ("system",)}, _always({"kind": "burial", "who": "A cousin"})),
    Write("api:identification", {}),
    Write("api:remains-samples", {"logged": ("system",)}, _sample_taken),
    Write("api:sample-steps", {"swab": ("system",)}, _audited),
    Write("api:sample-report", {}, _always({"quality": "full", "loci_typed": 20, "digest": "0" * 64})),
    Write("api:identification-acts", {}),
    Write("api:remains-estimate-withdraw", {"logged": ("system",)}, _withdrawn_by_system),
    Write("api:remains-inventory", {"logged": ("system",)}, _always(
        {"pieces": [{"element": "tibia", "side": "l"}]}
    ), "PUT", {"version": 999}),
    Write("api:remains-parts", {"logged": ("system",)}, _always({"pieces": [{"element": "tibia", "side": "l"}]})),
    Write("api:remains-images", {"logged": ("system",)}, _shot),
    Write("api:remains-image-told", {"logged": ("system",)}, _always({"number": 1, "shows": "teeth"})),
    Write("api:remains-image-remove", {"logged": ("system",)}, _always({"number": 1, "reason": "unusable"})),
    Write("api:remains-custody", {"logged": ("system",)}, _audited),
    Write("api:remains-belongings", {"logged": ("system",)}, _bag_audited),
    Write("api:incidents", {"": ("system",)}, _always(INCIDENT_ENTRY)),
    Write("api:incident", {"event_theirs": ("system",)}, _incident_anew, "PUT", {"version": 999}),
    Write("api:pairs", {"": ("system",)}, _both("theirs", "logged")),
    Write("api:pair-reviews", {}),
)  # fmt: skip
# Sent by a click, these open a ring, look ahead or send a mail anew, and write nothing but the journal.
OPENINGS = (
    "cases:documents", "cases:am-file", "matching:event-papers", "remains:pm-file", "families:channels",
    "remains:forensic", "remains:image", "cases:image", "families:signed-paper", "matching:images",
    "families:draft-reach", "accessctl:member-invite-again",
)  # fmt: skip
# These change one's own session, password or second step, who is signed in, or what a relative does on their own page;
# the last two are open to everybody, who learns nothing by them.
OWN_ACCOUNT = (
    "account_", "mfa_", "family:", "site:session-extend", "site:language", "accessctl:demo-sign-in",
    "accessctl:session-end", "cases:not-missing", "cases:if-missing",
)  # fmt: skip
