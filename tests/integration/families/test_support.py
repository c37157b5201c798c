"""Needs, referrals and papers: the family says yes before anybody is told, and no paper touches the search."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

import registry
from accessctl.clear import reveal
from accessctl.codes import Purpose
from accessctl.models import JournalEntry, ShareEvent
from accessctl.tokens import token_of
from cases.models import Case
from families import supporting
from families.codes import PaperKind, PaperStatus
from families.models import LegalPaper, Referral
from families.services import ConsentEntry, give_consent, withdraw_consent
from families.services.papers import PaperMove, begin_paper, move_paper
from families.services.support import FamilyNotAsked, Move, NotInThisOrder, move_referral
from registry.lib.errors import Forbidden, NotFound
from tests.access.contents import changed, contents
from tests.factories.families import a_case, conversation
from tests.factories.support import TOLD, a_need, a_paper, a_referral
from tests.pdf import text_of

INVENTED = Path(registry.__file__).parent / "site" / "invented" / "papers"


def moved(cast, case, row, status, **said):
    move = Move(status=status, **said)
    return move_referral(actor=cast.caseworker.actor, case_ref=case.ref, referral=token_of(row.pk), move=move)


@pytest.fixture
def case(cast):
    return a_case(cast)


@pytest.fixture
def caseworker(cast, client_for):
    return client_for(cast.caseworker.account)


def test_nobody_is_told_before_the_family_has_said_yes(cast, case, caseworker):
    row = a_referral(cast, case)
    with pytest.raises(NotInThisOrder):
        moved(cast, case, row, "sent")
    assert caseworker.get(f"/cases/{case.ref}/support/letter/?about={token_of(row.pk)}").status_code == 409
    assert not ShareEvent.objects.filter(record_ref=case.ref).exists()
    agreed = a_referral(cast, case, agreed=True)
    assert agreed.consent.purpose == Purpose.FAMILY_SUPPORT
    moved(cast, case, agreed, "sent")
    (share,) = ShareEvent.objects.filter(record_ref=case.ref)
    assert (share.receiver, share.channel, share.purpose) == (agreed.provider, "printed", Purpose.FAMILY_SUPPORT)


def test_the_way_of_a_referral_to_its_end(cast, case):
    row = a_referral(cast, case, agreed=True)
    for status in ("sent", "waiting", "accepted"):
        row = moved(cast, case, row, status)
        assert row.follow_up_on > timezone.localdate()
    row = moved(cast, case, row, "delivered", outcome="A lawyer was found.", feedback="They listened.")
    assert row.follow_up_on is None
    (line,) = supporting.support_of(cast.caseworker.actor, case.ref).needs[0].referrals
    assert (line.row.outcome, line.row.feedback) == ("A lawyer was found.", "They listened.")
    with pytest.raises(NotInThisOrder):
        moved(cast, case, row, "accepted")


def test_a_yes_taken_back_stops_the_referral_and_recalls_the_letter(cast, case, caseworker):
    row = moved(cast, case, a_referral(cast, case, agreed=True), "sent")
    withdraw_consent(
        actor=cast.caseworker.actor, case_ref=case.ref, purpose=Purpose.FAMILY_SUPPORT, recipient_class="cso"
    )
    assert ShareEvent.objects.get(record_ref=case.ref).recall == ShareEvent.Recall.SENT
    with pytest.raises(FamilyNotAsked):
        moved(cast, case, row, "accepted")
    assert caseworker.get(f"/cases/{case.ref}/support/letter/?about={token_of(row.pk)}").status_code == 409


def test_a_second_yes_leaves_the_first(cast, case):
    first = a_referral(cast, case, agreed=True)
    second = a_referral(cast, case, agreed=True)
    assert first.consent == second.consent
    moved(cast, case, first, "sent")


def test_a_yes_to_one_who_was_left_out_takes_nothing_from_the_others(cast, case):
    provider = cast.organisations.second_ngo
    to_all_but_one = ConsentEntry(
        purpose=Purpose.FAMILY_SUPPORT, recipient_class="cso", given=True, except_organisations=(provider.ref,),
        country_scope="except", countries=("LBY",),
    )  # fmt: skip
    give_consent(actor=cast.caseworker.actor, case_ref=case.ref, conversation=conversation(), entries=(to_all_but_one,))
    row = a_referral(cast, case, agreed=True)
    (held,) = reveal([row.consent])
    assert held.recipient_organisations == {"only": [], "except": []}
    assert held.country_scope == {"scope": "except", "countries": ["LBY"]}


def test_the_yes_opens_nothing_of_the_case_to_the_provider(cast, case):
    before = set(supporting.door.visible(cast.second_caseworker.actor, Case, ring=supporting.Ring.KIN))
    a_referral(cast, case, agreed=True)
    assert set(supporting.door.visible(cast.second_caseworker.actor, Case, ring=supporting.Ring.KIN)) == before == set()


def test_the_letter_to_a_provider_holds_what_the_referral_says_and_nothing_else(cast, case, caseworker, tmp_path):
    row = a_referral(cast, case, agreed=True)
    answer = caseworker.get(f"/cases/{case.ref}/support/letter/?about={token_of(row.pk)}&form=pdf&office=en&family=en")
    text = " ".join(text_of(answer.content, tmp_path).split())
    assert TOLD in text
    assert row.provider.name in text
    for secret in ("Ceesay", "Lamin", "+220", "Nouadhibou"):
        assert secret not in text
    assert JournalEntry.objects.filter(action="support.letter_made", refs__contains=[case.ref]).count() == 1


def test_the_letter_to_an_office_is_in_its_language_and_in_that_of_the_family(cast, case, caseworker, tmp_path):
    about = token_of(a_paper(cast, case).pk)
    answer = caseworker.get(f"/cases/{case.ref}/support/letter/?about={about}&form=pdf&office=es&family=ar")
    text = " ".join(text_of(answer.content, tmp_path).split())
    assert text.count(case.ref) == 2
    page = caseworker.get(f"/cases/{case.ref}/support/letter/?about={about}&office=es&family=ar").content.decode()
    assert 'lang="es" dir="ltr"' in page
    assert 'lang="ar" dir="rtl"' in page
    assert "España" in page
    assert "إسبانيا" in page


def test_a_reviewed_country_gives_the_steps_the_deadline_and_the_letter(cast, case, caseworker, tmp_path, settings):
    settings.PAPERS_FOLDER = str(INVENTED)
    row = begin_paper(actor=cast.caseworker.actor, case_ref=case.ref, kind="certificate_of_absence", country="SEN")
    assert row.due_on == timezone.localdate() + timedelta(days=14)
    about = token_of(row.pk)
    page = caseworker.get(f"/cases/{case.ref}/support/papers/?about={about}").content.decode()
    assert "Two neighbours state at the town hall" in page
    assert "invented for this demonstration, no law of any country" in page
    answer = caseworker.get(f"/cases/{case.ref}/support/letter/?about={about}&form=pdf&office=fr&family=ar")
    text = " ".join(text_of(answer.content, tmp_path).split())
    assert "joint le livret de famille" in text
    assert "دفتر العائلة" in text
    assert "%(" not in text


def test_a_paper_changes_nothing_but_itself_and_the_journal(cast, case):
    before = contents()
    for kind in PaperKind.values:
        row = a_paper(cast, case, kind)
        for status in PaperStatus.values:
            move = PaperMove(status=status, steps_done=("advice",), note="Said at the office.")
            move_paper(actor=cast.caseworker.actor, case_ref=case.ref, paper=token_of(row.pk), move=move)
    assert changed(before) - {"accessctl_journalentry", "families_legalpaper"} == set()


def test_the_steps_the_deadline_and_what_is_due(cast, case):
    row = a_paper(cast, case)
    today = timezone.localdate()
    assert row.due_on == today + timedelta(days=30)
    actor, about = cast.caseworker.actor, token_of(row.pk)
    said = PaperMove(status="filed", steps_done=("advice", "effects", "gather", "file", "no such step"))
    row = move_paper(actor=actor, case_ref=case.ref, paper=about, move=said)
    (held,) = supporting.papers_of(actor, case.ref).papers
    assert held.row.steps_done == ["advice", "effects", "gather", "file"]
    assert held.next_step.key == "answer"
    assert row.requested_on == today
    row = move_paper(
        actor=actor, case_ref=case.ref, paper=about, move=PaperMove(status="filed", due_on=today + timedelta(days=3))
    )
    (due,) = supporting.due(actor)
    assert (due.case, due.on, due.is_overdue) == (case, today + timedelta(days=3), False)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert supporting.due(actor)[0].is_overdue
    assert supporting.due(cast.second_caseworker.actor) == []
    move_paper(actor=actor, case_ref=case.ref, paper=about, move=PaperMove(status="granted"))
    assert supporting.due(actor) == []


def test_others_neither_read_nor_write(cast, case):
    row = a_need(cast, case)
    with pytest.raises(Forbidden):
        supporting.support_of(cast.second_caseworker.actor, case.ref)
    with pytest.raises(Forbidden):
        move_paper(actor=cast.second_caseworker.actor, case_ref=case.ref, paper="x", move=PaperMove(status="filed"))
    with pytest.raises(NotFound):
        move_paper(
            actor=cast.caseworker.actor, case_ref=case.ref, paper=token_of(row.pk), move=PaperMove(status="filed")
        )


def test_the_pages_from_a_need_to_the_family_saying_yes(cast, case, caseworker):
    url = f"/cases/{case.ref}/support/"
    noted = {"need": "1", "need-need": "housing", "need-urgency": "now", "need-note": "Call +220 301 2345"}
    assert "seems to hold a phone number" in caseworker.post(url, noted, follow=True).content.decode()
    token = supporting.support_of(cast.caseworker.actor, case.ref).needs[0].token
    provider = cast.organisations.second_ngo
    proposed = {"referral-need": token, "referral-provider": provider.ref, "referral-told": "A room for three."}
    assert caseworker.post(url, proposed | {"referral": "1"}).status_code == 302
    about = token_of(Referral.objects.get(case=case).pk)
    told = {
        "yes-language": "en",
        "yes-how": "oral_witnessed",
        "yes-risks_explained": "on",
        "yes-rights_explained": "on",
    }
    by_provider = told | {"yes": "1", "yes-interpreter": f"Binta of {provider.name}"}
    refused = caseworker.post(f"{url}referral/?about={about}", by_provider)
    assert refused.status_code == 422
    assert "which a yes lets receive what is told" in refused.content.decode()
    assert caseworker.post(f"{url}referral/?about={about}", told | {"yes": "1"}).status_code == 302
    assert Referral.objects.get(case=case).status == "accepted_by_family"
    begun = {"begin": "1", "begin-kind": "pension_claim", "begin-country": "SEN"}
    assert caseworker.post(f"{url}papers/", begun).status_code == 302
    page = caseworker.get(f"{url}papers/?about={token_of(LegalPaper.objects.get(case=case).pk)}").content.decode()
    assert "No procedure of this country has been entered and reviewed by a lawyer" in page
