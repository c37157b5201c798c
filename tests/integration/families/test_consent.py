"""Consent over time: withdrawal that counts at once, answers that supersede, columns that equal the rows."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.codes import Purpose, RecipientClass
from accessctl.models import JournalEntry
from cases.models import Case, CaseSearchFile
from families.models import Consent, ConsentTaking
from families.services import ConsentEntry, check_effects, give_consent, withdraw_consent
from families.services.consent import (
    BarredByProtection,
    InterpreterIsReceiver,
    NeedsGuardian,
    NeverAllowed,
    NotExplained,
)
from families.services.safeguards import note_risks
from families.services.standing import NothingStands
from registry.lib.errors import Forbidden, NotFound
from tests.factories.families import a_case, consents, conversation

CSO, OWN_ORG = RecipientClass.CSO, RecipientClass.OWN_ORG
JOB = Actor.system_job("families.consent")


def seen_by(member, case: Case) -> bool:
    return door.visible(member.actor, Case).filter(pk=case.pk).exists()


def answer(purpose: str, recipient: str, *, given: bool = True, **narrowing) -> ConsentEntry:
    return ConsentEntry(purpose=purpose, recipient_class=recipient, given=given, **narrowing)


def ask(cast, case, *entries, **told):
    return give_consent(
        actor=cast.caseworker.actor, case_ref=case.ref, conversation=conversation(**told), entries=entries
    )


def test_a_withdrawal_counts_at_once_for_the_other_organisation(cast):
    case = a_case(cast)
    assert seen_by(cast.second_caseworker, case)
    withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref, purpose=Purpose.SHARE_SEARCH, recipient_class=CSO)
    assert not seen_by(cast.second_caseworker, case)
    assert seen_by(cast.focal_a, case)
    assert seen_by(cast.caseworker, case)
    with pytest.raises(NotFound):
        door.fetch(cast.second_caseworker.actor, Case, ref=case.ref)


def test_a_state_body_needs_its_kind_and_its_state(cast):
    case = a_case(cast)
    assert seen_by(cast.focal_a, case)
    withdraw_consent(
        actor=cast.caseworker.actor, case_ref=case.ref, recipient_class=RecipientClass.STATE_OF_TRANSIT_BODY
    )
    assert not seen_by(cast.focal_a, case)


def test_withdrawing_everything_leaves_the_case_to_its_organisation_alone(cast):
    case = a_case(cast)
    withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref, reason="We want to wait.")
    case.refresh_from_db()
    assert (case.consent_1, case.consent_2, case.consent_3) == (0, 0, 0)
    assert not door.visible(cast.matcher, Case).exists()
    assert seen_by(cast.caseworker, case)
    with pytest.raises(NothingStands):
        withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref)
    assert check_effects(JOB).differing == ()


def state_of(case):
    case.refresh_from_db()
    return CaseSearchFile.objects.get(case=case).workflow_status, case.status


def test_a_case_without_any_consent_is_withdrawn_until_the_family_agrees_to_the_search_again(cast):
    case = a_case(cast)
    assert state_of(case) == ("open", "active")
    withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref, purpose=Purpose.SHARE_SEARCH)
    assert state_of(case) == ("open", "active")
    withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref)
    assert state_of(case) == ("withdrawn", "inactive")
    ask(cast, case, answer(Purpose.FORENSIC_COMPARISON, OWN_ORG))
    assert state_of(case) == ("withdrawn", "inactive")
    ask(cast, case, answer(Purpose.SEARCH, OWN_ORG))
    assert state_of(case) == ("open", "active")
    moves = JournalEntry.objects.filter(action="case.state_changed", refs__contains=[case.ref]).order_by("pk")
    assert [(entry.detail["was"], entry.detail["state"]) for entry in moves] == [
        ("open", "withdrawn"), ("withdrawn", "open"),
    ]  # fmt: skip


def test_a_withdrawal_is_a_new_row_and_the_old_one_stays(cast):
    case = a_case(cast)
    before = Consent.objects.filter(case=case).count()
    withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref, purpose=Purpose.SHARE_SEARCH, recipient_class=CSO)
    row = Consent.objects.get(case=case, state="withdrawn")
    assert Consent.objects.filter(case=case).count() == before + 1
    assert row.supersedes.state == "given"
    assert ConsentTaking.objects.filter(consent=row).exists()


def test_an_answer_supersedes_what_stood(cast):
    case = a_case(cast, consents=consents(search=(), forensic=()))
    assert not seen_by(cast.second_caseworker, case)
    ask(cast, case, answer(Purpose.SHARE_SEARCH, CSO, max_layer=1))
    assert seen_by(cast.second_caseworker, case)
    ask(cast, case, answer(Purpose.SHARE_SEARCH, CSO, given=False))
    assert not seen_by(cast.second_caseworker, case)
    ask(cast, case, answer(Purpose.SHARE_SEARCH, CSO, max_layer=2))
    assert seen_by(cast.second_caseworker, case)


def test_further_answers_need_both_explanations_and_the_right_to_change(cast):
    case = a_case(cast)
    with pytest.raises(NotExplained):
        ask(cast, case, answer(Purpose.SEARCH, CSO), rights_explained=False)
    with pytest.raises(Forbidden):
        give_consent(
            actor=cast.second_caseworker.actor,
            case_ref=case.ref,
            conversation=conversation(),
            entries=(answer(Purpose.SEARCH, CSO),),
        )
    with pytest.raises(NeverAllowed):
        ask(cast, case, answer(Purpose.SEARCH, RecipientClass.IMMIGRATION_AUTHORITY))


def test_a_flag_bars_consulates_also_when_no_state_is_known_to_the_firewall(cast):
    case = a_case(cast, protection_flag="possible", protection_states=("ERI",))
    with pytest.raises(BarredByProtection):
        ask(cast, case, answer(Purpose.SHARE_SEARCH, RecipientClass.CONSULATE))


def test_whom_the_family_excluded_sees_nothing(cast):
    second = cast.organisations.second_ngo.ref
    case = a_case(cast, consents=consents(except_organisations=(second,)))
    assert not seen_by(cast.second_caseworker, case)
    assert seen_by(cast.focal_a, case)
    other = a_case(cast, consents=consents(country_scope="except", countries=("TUN",)))
    assert seen_by(cast.second_caseworker, other)
    assert not seen_by(cast.focal_a, other)


def test_an_end_that_nobody_noticed_denies(cast):
    case = a_case(cast)
    Case.objects.filter(pk=case.pk).update(consent_until=timezone.now() - timedelta(seconds=1))
    assert not seen_by(cast.second_caseworker, case)
    assert seen_by(cast.caseworker, case)


def test_a_changed_consent_is_journalled_in_codes(cast):
    case = a_case(cast)
    ask(cast, case, answer(Purpose.SEARCH, CSO, given=False))
    entry = JournalEntry.objects.get(action="consent.answered")
    assert entry.detail == {"given": [], "refused": ["search:cso"]}


def consent_effects(option: str) -> str:
    out = StringIO()
    call_command("consent_effects", option, stdout=out)
    return out.getvalue()


def test_effect_columns_of_all_cases_equal_their_rows(cast):
    a_case(cast)
    a_case(cast, protection_flag="confirmed", consents=consents(country_scope="only", countries=("ESP",)))
    withdraw_consent(actor=cast.caseworker.actor, case_ref=a_case(cast).ref, purpose=Purpose.FORENSIC_COMPARISON)
    assert consent_effects("--check") == "cases 3, differing 0\n"


@pytest.mark.parametrize("column", ["consent_1", "consent_2", "consent_3", "consent_until", "audience"])
def test_a_column_that_differs_is_found_and_mended(cast, column):
    case = a_case(cast, protection_flag="confirmed")
    wrong = {"consent_until": timezone.now() + timedelta(days=9000), "audience": 0}.get(column, 0)
    Case.objects.filter(pk=case.pk).update(**{column: wrong})
    with pytest.raises(CommandError):
        consent_effects("--check")
    assert "repaired 1" in consent_effects("--repair")
    assert consent_effects("--check") == "cases 1, differing 0\n"


def test_the_check_is_journalled_as_the_job_that_read(cast):
    case = a_case(cast)
    check_effects(JOB)
    readings = JournalEntry.objects.filter(actor="system:families.consent", action="ring.read")
    assert {entry.ring for entry in readings} == {"2", "4a", "4p"}
    assert all(case.ref in entry.refs for entry in readings)


def test_whoever_may_receive_does_not_interpret(cast):
    case = a_case(cast, consents=consents(search=(), forensic=()))
    helper = f"Mariama Jallow, {cast.organisations.second_ngo.name.upper()}"
    with pytest.raises(InterpreterIsReceiver) as refused:
        ask(cast, case, answer(Purpose.SHARE_SEARCH, CSO), interpreter=helper)
    assert cast.organisations.second_ngo.name in refused.value.fields["interpreter"][0]
    ask(cast, case, answer(Purpose.SHARE_SEARCH, CSO, given=False), interpreter=helper)
    left_out = answer(Purpose.SHARE_SEARCH, CSO, except_organisations=(cast.organisations.second_ngo.ref,))
    ask(cast, case, left_out, interpreter=helper)
    ask(cast, case, answer(Purpose.SHARE_SEARCH, CSO), interpreter="Mariama Jallow")


def test_a_minor_answers_with_a_guardian(cast):
    case = a_case(cast)
    with pytest.raises(NeedsGuardian):
        ask(cast, case, answer(Purpose.SEARCH, CSO), is_minor=True)
    note_risks(actor=cast.caseworker.actor, case_ref=case.ref, risks=["child"], note="")
    with pytest.raises(NeedsGuardian):
        ask(cast, case, answer(Purpose.SEARCH, CSO))
    ask(cast, case, answer(Purpose.SEARCH, CSO, given=False), guardian="Fatou Ceesay")
    (held,) = reveal(list(ConsentTaking.objects.filter(case=case, subject_kind="guardian_for_minor")))
    assert held.guardian == "Fatou Ceesay"


def test_the_page_says_so_where_it_was_typed_and_warns_of_a_number_in_free_text(cast, client_for):
    case = a_case(cast)
    client, url = client_for(cast.caseworker.account), f"/cases/{case.ref}/consent/"
    told = {"language": "en", "risks_explained": "on", "rights_explained": "on", "how": "oral_witnessed", "depth": "1"}
    typed = told | {"share_search__cso": "yes", "interpreter": cast.organisations.second_ngo.name, "is_minor": "on"}
    page = client.post(url, typed | {"guardian": "Fatou Ceesay"})
    assert page.status_code == 422
    assert "which a yes lets receive what is told" in page.content.decode()
    assert "does not consent alone" in client.post(url, typed).content.decode()
    page = client.post(url, typed | {"guardian": "Fatou Ceesay", "interpreter": "Awa, +220 301 2345"}, follow=True)
    assert "seems to hold a phone number" in page.content.decode()
