"""Registration: one transaction for case, relative, channels and consents, or nothing at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accessctl import door
from accessctl.clear import reveal
from accessctl.codes import Purpose, RecipientClass
from accessctl.models import JournalEntry
from accessctl.rings import Ring
from cases.models import Case, CaseName, CaseProtectionFile
from cases.services import MarkEntry, NameEntry
from families.models import Channel, Consent, Relative, RelativeName, RelativeTie, RiskBriefing
from families.services import ChannelEntry, ConsentEntry, open_case
from registry.lib.dates import parse_edtf
from registry.lib.errors import Forbidden, Invalid
from tests.factories.families import a_case, consents, conversation, registration, relative


def nothing_is_saved() -> bool:
    return not any(table.objects.exists() for table in (Case, Relative, Channel, Consent, RiskBriefing))


def test_a_registration_holds_case_relative_channels_and_consents(cast):
    case = a_case(cast)
    actor = cast.caseworker.actor
    assert list(door.visible(actor, Case)) == [case]
    kin = door.open(actor, case, Ring.KIN, tables=[Relative, RelativeName])
    assert kin.one(case, RelativeName).full_original == "Awa Ceesay"
    assert kin.one(case, Relative).language == "wol"
    assert door.open(actor, case, Ring.SEARCH, tables=[RelativeTie]).one(case, RelativeTie).relationship == "mot"
    channel = door.open(actor, case, Ring.CONTACT, tables=[Channel]).one(case, Channel)
    assert (channel.value, channel.e164) == ("+220 301 2345", "+2203012345")
    assert Consent.objects.filter(case=case).count() == len(consents())
    assert RiskBriefing.objects.get().text == "What was read out before consent."


def test_a_registration_costs_the_same_however_much_was_said(cast, django_assert_max_num_queries):
    a_case(cast)  # what is asked once per process
    marks = tuple(MarkEntry(mark_type="scar", site=site, side="l") for site in ("ul_arm", "tr_chest", "ll_shin"))
    names = tuple(
        NameEntry(full_original=name) for name in ("Lamin Ceesay", "Lamine Cissé", "Lamin C", "Moussa Ceesay")
    )
    never = {RecipientClass.IMMIGRATION_AUTHORITY, RecipientClass.OWN_ORG}  # of the own, `consents` says it anyway
    every = consents(search=[kind for kind in RecipientClass if kind not in never])
    with django_assert_max_num_queries(46), django_assert_max_num_queries(5, using="keystore"):
        a_case(cast, marks=marks, names=names, consents=every)
    assert Consent.objects.count() > len(every)


def test_who_registered_holds_channels_and_protection_and_a_colleague_does_not(cast):
    case = a_case(cast)
    assert {Ring.CONTACT, Ring.PROTECTION} <= door.rings(cast.caseworker.actor, case)
    assert {Ring.CONTACT, Ring.PROTECTION} <= door.rings(cast.supervisor.actor, case)
    assert not {Ring.CONTACT, Ring.PROTECTION} & door.rings(cast.second_caseworker.actor, case)


def test_a_role_that_may_not_hold_channels_registers_without_them(cast):
    case = a_case(cast, by=cast.focal_a.actor)
    assert case.owner == cast.organisations.state_a
    assert Ring.CONTACT not in door.rings(cast.focal_a.actor, case)


def test_who_may_not_register_leaves_nothing_behind(cast):
    with pytest.raises(Forbidden):
        a_case(cast, by=cast.officer.actor)
    assert nothing_is_saved()


def test_every_fault_is_named_at_once_and_nothing_is_saved(cast):
    broken = registration(
        names=(),
        date_of_birth=parse_edtf("2022-01-01"),
        relative=relative(name=" ", relationship="boss", channels=()),
        consents=consents()[1:],
    )
    with pytest.raises(Invalid) as refused:
        open_case(actor=cast.caseworker.actor, registration=broken)
    assert set(refused.value.fields) == {
        "names",
        "date_of_birth",
        "enquirer_name",
        "enquirer_relationship",
        "enquirer_contact",
        "consent_search",
    }
    assert nothing_is_saved()


IMMIGRATION = ConsentEntry(purpose=Purpose.SEARCH, recipient_class=RecipientClass.IMMIGRATION_AUTHORITY, given=True)
BAD = {
    "names": {"names": (NameEntry(full_original="Lamin\u202eyasseC"),)},
    "date_last_contact": {"date_last_contact": parse_edtf("2099-01")},
    "age": {"date_of_birth": None, "age": (200, 200)},
    "height": {"height_cm": (12, 12)},
    "route_code": {"route_code": "moon"},
    "protection_states": {
        "protection_flag": "confirmed",
        "nationalities": (),
        "place_of_origin": None,
        "consents": consents(search=(), forensic=()),
    },
    "risks_explained": {"conversation": conversation(risks_explained=False)},
    "rights_explained": {"conversation": conversation(rights_explained=False)},
    "consents": {"consents": (*consents(), IMMIGRATION)},
    "enquirer_contact": {"relative": relative(channels=(ChannelEntry(kind="phone", value="12"),))},
    "enquirer_language": {"relative": relative(language="klingon")},
}


@pytest.mark.parametrize(("field", "broken"), BAD.items(), ids=BAD)
def test_each_bad_answer_names_its_field_and_saves_nothing(cast, field, broken):
    with pytest.raises(Invalid) as refused:
        a_case(cast, **broken)
    assert list(refused.value.fields) == [field]
    assert nothing_is_saved()


@pytest.mark.parametrize("contact", ["+33 1 23 45 67 89", "0033123456789"])
def test_phone_numbers_are_kept_as_said_and_as_dialled(cast, contact):
    case = a_case(cast, relative=relative(channels=(ChannelEntry(kind="whatsapp", value=contact),)))
    (channel,) = reveal(list(Channel.objects.filter(case=case)))
    assert (channel.value, channel.e164) == (contact, "+33123456789")


def test_through_the_organisation_is_a_way_to_be_reached(cast):
    case = a_case(cast, relative=relative(via_organisation=True, channels=()))
    assert RelativeTie.objects.get(case=case).via_organisation == cast.organisations.ngo


def test_a_flagged_case_hides_its_nationality_and_itself_from_the_state_it_fled(cast):
    origin = {"nationalities": ("ERI",), "place_of_origin": None}
    plain, flagged = (
        a_case(cast, **origin),
        a_case(cast, **origin, protection_flag="possible", protection_states=("TUN",)),
    )
    assert flagged.nationalities == []
    held = reveal([CaseProtectionFile.objects.get(case=flagged)])[0]
    assert (held.protection_flag, held.nationalities, held.protection_states) == ("possible", ["ERI"], ["TUN"])
    assert plain in door.visible(cast.focal_a.actor, Case)
    assert flagged not in door.visible(cast.focal_a.actor, Case)  # named by the family
    assert flagged not in door.visible(cast.origin_official.actor, Case)  # the State of nationality
    assert flagged in door.visible(cast.second_caseworker.actor, Case)


def test_a_flagged_person_gets_no_consent_for_a_consulate(cast):
    answer = ConsentEntry(purpose=Purpose.SHARE_SEARCH, recipient_class=RecipientClass.CONSULATE, given=True)
    flagged = registration(protection_flag="confirmed", consents=(*consents(), answer))
    with pytest.raises(Invalid) as refused:
        open_case(actor=cast.caseworker.actor, registration=flagged)
    assert list(refused.value.fields) == ["consents"]
    no = replace(answer, given=False)
    assert open_case(actor=cast.caseworker.actor, registration=replace(flagged, consents=(*consents(), no)))


def test_absences_are_codes_beside_the_answers(cast):
    case = a_case(
        cast,
        names=(),
        nationalities=(),
        date_last_contact=None,
        absences={"names": "unknown", "nationalities": "declined", "date_last_contact": "unknown"},
    )
    assert not CaseName.objects.filter(case=case).exists()
    assert case.absences == {"nationalities": "declined"}


def test_the_journal_tells_of_the_case_and_never_of_the_person(cast):
    case = a_case(cast)
    entries = list(JournalEntry.objects.filter(refs__contains=[case.ref]))
    assert "case.opened" in {entry.action for entry in entries}
    assert "Ceesay" not in str([entry.detail for entry in entries])
