"""The receipt of a consent: complete, in the family's language, and silent on everything else."""

from __future__ import annotations

import json

import pytest
from django.utils import translation

from accessctl.codes import Purpose, RecipientClass
from accessctl.models import JournalEntry
from families import briefing, receipt, selectors
from families.models import Consent
from families.services import ConsentEntry, give_consent, withdraw_consent
from tests.factories.families import a_case, consents, conversation
from tests.pdf import text_of


@pytest.fixture
def caseworker(cast, client_for):
    return client_for(cast.caseworker.account)


def made(cast, case, language="", form="json"):
    return receipt.receipt(cast.caseworker.actor, case.ref, language=language, form=form)


def test_every_answer_that_stands_is_on_it_and_no_other(cast):
    case = a_case(cast, consents=consents(refused=[(Purpose.SEARCH, RecipientClass.MEDICAL_FACILITY)]))
    withdraw_consent(
        actor=cast.caseworker.actor, case_ref=case.ref, purpose=Purpose.SHARE_SEARCH, recipient_class=RecipientClass.CSO
    )
    standing = selectors.consents(cast.caseworker.actor, case.ref).standing
    found = {(one.purpose, one.recipient_class): one for one in made(cast, case).answers}
    assert found.keys() == standing.keys()
    words = {"given": "yes", "refused": "no", "withdrawn": "withdrawn", "expired": "expired"}
    assert {key: one.answer for key, one in found.items()} == {key: words[one.state] for key, one in standing.items()}
    assert {one.answer for one in found.values()} == {"yes", "no", "withdrawn"}


def test_it_says_who_answered_and_the_words_that_were_read_out_and_nothing_of_the_person_sought(cast, caseworker):
    case = a_case(cast, consents=consents(except_organisations=(cast.organisations.second_ngo.ref,)))
    told = json.loads(caseworker.get(f"/cases/{case.ref}/consent/receipt/?form=json").content)
    assert told["reference"] == case.ref
    assert told["organisation"] == case.owner.name
    assert told["explained"][0]["text"] == Consent.objects.filter(case=case).first().briefing.text
    family = selectors.family(cast.caseworker.actor, case.ref)
    assert told["given_by"] == family.relatives[0][1][0].full_original
    entry = selectors.case_for_change(cast.caseworker.actor, case.ref).entry
    said = json.dumps(told, ensure_ascii=False)
    assert entry.names[0].full_original not in said
    assert cast.organisations.second_ngo.name not in said
    assert any(one["is_limited"] for one in told["answers"])


@pytest.mark.parametrize("language", briefing.LANGUAGES)
def test_the_paper_is_in_the_language_of_the_family_and_can_be_read_back(cast, caseworker, tmp_path, language):
    spoken = conversation(wording_language="ar", wording="حقوقكم\nيمكنكم سحب موافقتكم في أي يوم")
    case = a_case(cast, conversation=spoken)
    answer = caseworker.get(f"/cases/{case.ref}/consent/receipt/?form=pdf&language={language}")
    assert answer.headers["Content-Type"] == "application/pdf"
    text = " ".join(text_of(answer.content, tmp_path).split())
    assert case.ref in text
    with translation.override(language):
        yes = translation.gettext("Yes")
    assert yes in text
    assert "يمكنكم سحب موافقتكم في أي يوم" in text


def test_without_a_wish_it_is_in_the_language_that_was_spoken(cast, caseworker):
    case = a_case(cast, conversation=conversation(wording_language="ar"))
    assert made(cast, case).language == "ar"
    page = caseworker.get(f"/cases/{case.ref}/consent/receipt/").content.decode()
    assert '<article class="panel paper__sheet" lang="ar" dir="rtl">' in page


def test_each_wording_that_an_answer_rests_on_is_on_it(cast):
    case = a_case(cast)
    give_consent(
        actor=cast.caseworker.actor, case_ref=case.ref, conversation=conversation(wording="Other words."),
        entries=(ConsentEntry(purpose=Purpose.SEARCH, recipient_class=RecipientClass.CSO, given=False),),
    )  # fmt: skip
    assert [one.text for one in made(cast, case).explained] == ["Other words.", "What was read out before consent."]


def test_each_making_is_written_down_with_its_form_and_language(cast, caseworker):
    case = a_case(cast)
    for query in ("", "?form=pdf&language=fr", "?form=json"):
        caseworker.get(f"/cases/{case.ref}/consent/receipt/{query}")
    entries = JournalEntry.objects.filter(action="consent.receipt_made", refs__contains=[case.ref]).order_by("pk")
    assert [entry.detail["form"] for entry in entries] == ["page", "pdf", "json"]
    assert entries[1].detail["language"] == "fr"


@pytest.mark.parametrize("query", ["?form=xml", "?language=tlh", "?form=pdf&language=../x"])
def test_what_is_not_offered_is_not_found(cast, caseworker, query):
    assert caseworker.get(f"/cases/{a_case(cast).ref}/consent/receipt/{query}").status_code == 404


def test_another_organisation_gets_none(cast, client_for):
    case = a_case(cast)
    assert client_for(cast.second_caseworker.account).get(f"/cases/{case.ref}/consent/receipt/").status_code == 403
