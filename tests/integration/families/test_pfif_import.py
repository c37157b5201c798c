"""People of a missing-person site: handed in, known again, news that decides nothing, taken away at their end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.models import JournalEntry, Tombstone
from cases import services, tasks
from cases.codes import Fate
from cases.imports.files import WrongColumns
from cases.imports.people_finder import NAMESPACE
from cases.models import Case, CaseName, CaseSearchFile, CaseSource, CaseStatement
from cases.services.import_kinds import INCIDENTS
from cases.services.importing import job
from cases.services.told import DOUBTFUL
from families.exchange.rows import About
from families.models import CaseBatch, CaseOrigin
from families.queue import queue
from families.services.case_import import CASES
from families.services.expiring import end_expired, keep
from families.services.following import edit_case
from families.services.held_entries import entry_for
from registry.lib.errors import NotFound
from tests.cast import Cast
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal
ABOUT = About(system="finder.org", wording="What the site says.", explained=True, how="written", agreed=True)
LATER, DAY = datetime(2999, 1, 1, tzinfo=UTC), timedelta(days=1)
DEAD = """<note><note_record_id>finder.org/n2</note_record_id><status>believed_dead</status>
  <author_name>Modou</author_name><source_date>2021-06-02T00:00:00Z</source_date>
  <text>Someone told me on the quay.</text></note>"""


def document(*notes: str, until: datetime = LATER, at: str = "2021-04-01", about: str = "A scar.") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?><pfif xmlns="{NAMESPACE}"><person>
      <person_record_id>finder.org/1</person_record_id><source_date>{at}T00:00:00Z</source_date>
      <expiry_date>{until:%Y-%m-%dT%H:%M:%SZ}</expiry_date><author_name>Awa Ceesay</author_name>
      <full_name>Lamin Ceesay</full_name><sex>male</sex><age>19-21</age><home_country>GM</home_country>
      <description>{about}</description>
      <note><note_record_id>finder.org/n1</note_record_id><status>believed_missing</status>
        <source_date>2021-03-14</source_date><last_known_location>Zuwara</last_known_location></note>
      {"".join(notes)}</person></pfif>""".encode()


def save(cast: Cast, data: bytes) -> CaseBatch:
    actor = cast.caseworker.actor
    batch = services.check_file(actor=actor, data=data, name="people.xml", kind=CASES, about=ABOUT)
    assert not Case.objects.filter(created_at__gt=batch.created_at).exists()  # a dry run
    services.apply_batch(actor=actor, ref=batch.ref)
    return CaseBatch.objects.get(pk=batch.pk)


def counts(batch: CaseBatch) -> tuple[int, int, int, int]:
    return batch.n_new, batch.n_changed, batch.n_same, batch.n_refused


def said_of(case: Case) -> dict[str, str]:
    """What each source says happened, by who it is."""
    rows = reveal(list(CaseStatement.objects.filter(case=case).filter(circumstances_text__isnull=False)))
    held = {row.pk: row.described for row in reveal(list(CaseSource.objects.filter(case=case)))}
    return {held[row.source_id]: row.circumstances_text for row in rows}


def test_who_comes_again_is_the_same_and_news_decides_nothing(cast: Cast) -> None:
    assert counts(save(cast, document())) == (1, 0, 0, 0)
    case = Case.objects.get()
    (name,) = reveal(list(CaseName.objects.filter(case=case)))
    assert (name.full_original, case.sex) == ("Lamin Ceesay", "1")
    assert counts(save(cast, document())) == (0, 0, 1, 0)
    assert counts(save(cast, document(about="Older.", at="2020-01-01"))) == (0, 0, 1, 0)
    news = save(cast, document(DEAD, at="2021-07-01"))
    assert counts(news) == (0, 1, 0, 0)
    ((who, words),) = said_of(case).items()
    assert "Modou" in who
    assert words.startswith("Unconfirmed news, checked by nobody")
    assert "Someone told me on the quay." in words
    (file,) = reveal(list(CaseSearchFile.objects.filter(case=case)))
    assert file.circumstances_text is None  # beside what others say, and never the answer of the case
    assert (file.fate, file.workflow_status, Case.objects.get().status) == (Fate.UNKNOWN, "open", "active")
    assert counts(save(cast, document(DEAD, at="2021-07-01"))) == (0, 0, 1, 0)
    services.start_undoing(actor=cast.caseworker.actor, ref=news.ref)
    assert tasks.undo_import(ref=news.ref)
    assert CaseSource.objects.filter(case=case, taken_back_at__isnull=False).count() == 1
    assert Case.objects.count() == 1


def test_a_note_is_said_once_whatever_its_number(cast: Cast) -> None:
    """Taken back and sent again, without a number, or with a new status."""
    calm = "<note><status>information_sought</status><author_name>Awa</author_name><text>Who knows more?</text></note>"
    save(cast, document())
    case = Case.objects.get()
    news = save(cast, document(DEAD, calm, at="2021-07-01"))
    assert CaseSource.objects.filter(case=case, information=DOUBTFUL).count() == 2
    services.start_undoing(actor=cast.caseworker.actor, ref=news.ref)
    assert tasks.undo_import(ref=news.ref)
    save(cast, document(DEAD, calm, at="2021-07-02"))
    news_of = CaseSource.objects.filter(case=case, information=DOUBTFUL)
    assert (news_of.count(), news_of.filter(taken_back_at=None).count()) == (2, 2)
    other = calm.replace("Who knows more?", "Nobody answered.")
    assert counts(save(cast, document(DEAD, calm, other, at="2021-08-01"))) == (0, 1, 0, 0)
    assert news_of.count() == 3
    turned = DEAD.replace("believed_dead", "believed_alive")
    assert counts(save(cast, document(turned, calm, other, at="2021-09-01"))) == (0, 1, 0, 0)
    said = list(CaseStatement.objects.filter(source__in=news_of))
    assert sum("is alive" in row.circumstances_text for row in reveal(said)) == 1
    assert counts(save(cast, document(turned, calm, other, at="2021-09-01"))) == (0, 0, 1, 0)


def test_what_a_batch_saved_is_taken_back_with_its_notes(cast: Cast) -> None:
    batch = save(cast, document(DEAD))
    assert said_of(Case.objects.get())
    services.start_undoing(actor=cast.caseworker.actor, ref=batch.ref)
    assert tasks.undo_import(ref=batch.ref)
    assert not Case.objects.exists()
    assert not CaseStatement.objects.exists()


def ended(cast: Cast) -> list[str]:
    return [one.ref for one in queue(cast.caseworker.actor, kind="ended").items]


def test_an_end_that_a_source_moves_up_is_put_to_people_and_erases_nothing(cast: Cast, client_for: ClientFor) -> None:
    past = timezone.now() - DAY
    assert counts(save(cast, document(until=past))) == (0, 0, 0, 1)
    assert not Case.objects.exists()
    save(cast, document(at="2021-05-01"))
    case = Case.objects.get()
    assert counts(save(cast, document(until=past))) == (0, 0, 1, 0)  # an older copy
    wants = save(cast, document(DEAD, until=past, about="Else.", at="2021-06-01"))
    assert counts(wants) == (0, 1, 0, 0)
    assert counts(save(cast, document(until=past, at="2021-06-01"))) == (0, 0, 1, 0)
    assert end_expired(job()) == 0
    assert ended(cast) == [case.ref]
    assert not said_of(case)  # of what is to go nothing else is taken
    assert queue(cast.second_caseworker.actor, kind="ended").items == []
    services.start_undoing(actor=cast.caseworker.actor, ref=wants.ref)
    assert tasks.undo_import(ref=wants.ref)
    assert (ended(cast), CaseOrigin.objects.get().expires_at) == ([], LATER)

    save(cast, document(until=past, at="2021-06-01"))
    page, client = reverse("families:intake"), client_for(cast.caseworker.account)
    assert case.ref in client.get(page, {"kind": "ended"}).content.decode()
    with pytest.raises(NotFound):
        keep(actor=cast.second_caseworker.actor, ref=case.ref)
    assert client.post(page, {"act": "keep", "item": case.ref}).status_code == 302
    assert ended(cast) == []
    save(cast, document(until=past, at="2021-06-02"))  # the same wish once more
    assert (ended(cast), end_expired(job())) == ([], 0)
    assert JournalEntry.objects.filter(action__in=["import.expired", "import.kept"], refs=[case.ref]).count() == 3
    assert Case.objects.filter(pk=case.pk).exists()
    assert not Tombstone.objects.exists()


def test_an_end_set_with_what_was_lent_takes_it_away_unless_somebody_worked_on_it(cast: Cast) -> None:
    past = timezone.now() - DAY
    save(cast, document())
    save(cast, document(about="A scar on the left hand.", at="2022-01-01"))  # the source itself is no work of ours
    case = Case.objects.get()
    CaseOrigin.objects.update(expires_at=past)
    assert end_expired(job()) == 1
    save(cast, document())
    case = Case.objects.get()
    writer = Actor.of_account(cast.caseworker.account)
    edit_case(actor=writer, ref=case.ref, entry=entry_for(writer, case))
    CaseOrigin.objects.update(expires_at=past)
    assert (end_expired(job()), end_expired(job())) == (1, 0)
    assert Case.objects.filter(pk=case.pk).exists()
    assert ended(cast) == [case.ref]
    assert JournalEntry.objects.filter(action="import.expired", refs=[case.ref]).count() == 1


def test_by_page_with_each_column_shown_and_no_other_table_is_xml(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.caseworker.account)
    sent = {
        "file": SimpleUploadedFile("people.xml", document()), "system": "finder.org", "wording": "The site's words.",
        "wording_language": "en", "how": "written", "explained": "on", "agreed": "on",
    }  # fmt: skip
    answer = client.post(reverse("families:import"), sent)
    assert answer.status_code == 302
    ref = CaseBatch.objects.get().ref
    assert tasks.check_import(ref=ref)
    page = client.get(answer.headers["Location"]).content.decode()
    assert "To be deleted after" in page
    assert "Lamin Ceesay" not in page
    broken = sent | {"file": SimpleUploadedFile("people.xml", document()[:200])}
    refused = client.post(reverse("families:import"), broken)
    assert refused.status_code == 422
    assert "damaged at line" in refused.content.decode()
    with pytest.raises(WrongColumns):
        services.check_file(actor=cast.analyst.actor, data=document(), name="x.csv", kind=INCIDENTS)
