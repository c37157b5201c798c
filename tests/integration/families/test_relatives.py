"""Several relatives of a case: who is called first, who is a child, who speaks for them, how they are reached."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accessctl.models import JournalEntry
from accessctl.tokens import token_of
from families import selectors
from families.codes import ChannelKind, FeedbackKind, Mandate
from families.contacting import Contacting, contacting
from families.feedback.services import TalkEntry, note_talk
from families.kinship import graph_of
from families.models import Channel, FamilyConflict, Relative, RelativeMandate
from families.relatives import people_of
from families.services.relatives import Standing, change_relative
from families.services.safeguards import note_risks
from registry.lib.errors import Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.factories.accessctl import Member, member
from tests.factories.families import a_case
from tests.factories.family_file import a_relative, kin
from tests.integration.families.steps import PERSON
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
ASKER = {name: said for name, said in PERSON.items() if name.startswith("enquirer")}


def ways(who: Member, ref: str) -> Contacting:
    family = selectors.family(who.actor, ref)
    assert family is not None
    return contacting(who.actor, family.case, family)


def told_to(cast: Cast, case: Any, relative: Relative, kind: FeedbackKind = FeedbackKind.NO_NEWS) -> None:
    said = {"said_on": timezone.localdate(), "kind": kind, "channel": ChannelKind.PHONE}
    note_talk(
        actor=cast.caseworker.actor, case_ref=case.ref, entry=TalkEntry(**said, relative=token_of(relative.pk))
    )  # fmt: skip


def test_a_relative_is_added_and_called_first(cast: Cast, client_for: ClientFor) -> None:
    case, client = a_case(cast), client_for(cast.caseworker.account)
    path = reverse("families:relative-new", args=[case.ref])
    said = ASKER | {"enquirer_name": "Ousman Ceesay", "enquirer_relationship": "sib_f", "is_first": "on"}
    assert client.post(path, said).status_code == 302
    first = Relative.objects.get(case=case, is_primary_contact=True)
    shown = client.get(reverse("families:relatives", args=[case.ref])).content.decode()
    assert "Ousman Ceesay" in shown
    assert "<svg" in shown
    path = reverse("families:relative-change", args=[case.ref])
    mother = Relative.objects.exclude(pk=first.pk).get(case=case)
    assert client.get(path, {"relative": token_of(mother.pk)}).status_code == 200
    assert client.post(path, {"relative": token_of(mother.pk), "is_first": "on"}).status_code == 302
    assert Relative.objects.get(case=case, is_primary_contact=True) == mother
    assert client.get(path).status_code == 404
    assert client.post(path, {"relative": token_of(mother.pk)}).status_code == 422, "somebody is called first"


def test_how_they_are_reached_is_changed_and_a_safe_word_stands_beside_the_number(
    cast: Cast, client_for: ClientFor
) -> None:
    case, client = a_case(cast), client_for(cast.caseworker.account)
    mother = Relative.objects.get(case=case)
    path, whose = reverse("families:ways", args=[case.ref]), {"relative": token_of(mother.pk)}
    held = token_of(Channel.objects.get(relative=mother).pk)
    assert "+220 301 2345" in client.get(path, whose).content.decode()
    only = client.post(path, whose | {"way": held, "remove": "1"})
    assert (only.status_code, "Add another one first" in only.content.decode()) == (422, True)
    new = {"way": "new", "new-kind": "signal", "new-value": "+221 77 123 45 67", "new-safe_question": "Which dish?"}
    refused = client.post(path, whose | new)
    assert (refused.status_code, "the answer that was agreed" in refused.content.decode()) == (422, True)
    assert client.post(path, whose | new | {"new-safe_word": "Thieboudienne"}).status_code == 302
    assert client.post(path, whose | {"way": held, "remove": "1"}).status_code == 302
    assert Channel.objects.get(relative=mother).safe_word.data.count(b"Thieb") == 0  # ciphertext
    (shown,) = ways(cast.caseworker, case.ref).reached[0].ways
    assert shown.rules[0] == "Ask: “Which dish?” Go on only if they answer: “Thieboudienne”"
    for other in (cast.second_caseworker, member(cast.organisations.ngo)):
        assert client_for(other.account).get(path, whose).status_code in (403, 404)
    assert JournalEntry.objects.filter(action="relative.reached_otherwise", refs__contains=[case.ref]).count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"is_first": True, "is_minor": True}, "is_first"),
        ({"is_first": True, "do_not_contact": True}, "do_not_contact"),
        ({"is_minor": True, "guardian": "0" * 16}, "guardian"),
        ({"mandates": [Mandate.CONSENT]}, "mandate_until"),
        ({"mandates": [Mandate.CONSENT], "mandate_until": date(2020, 1, 1)}, "mandate_until"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    case = a_case(cast)
    brother = a_relative(cast, case, "Ousman Ceesay", "sib_f")
    with pytest.raises(Invalid) as refused:
        change_relative(
            actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(brother.pk), standing=Standing(**wrong)
        )
    assert field in refused.value.fields


def test_a_tip_without_a_name_is_no_relative(cast: Cast) -> None:
    case = a_case(cast)
    for name, relationship in (("", "sib_f"), ("Somebody", "non")):
        with pytest.raises(Invalid):
            a_relative(cast, case, name, relationship)
    assert Relative.objects.filter(case=case).count() == 1


def test_a_relative_of_another_case_is_not_found(cast: Cast) -> None:
    case, other = a_case(cast), Relative.objects.get(case=a_case(cast))
    with pytest.raises(NotFound):
        change_relative(
            actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(other.pk), standing=Standing(is_first=True)
        )
    for who in (cast.focal_a, cast.second_caseworker):
        with pytest.raises((Forbidden, NotFound)):
            change_relative(actor=who.actor, case_ref=case.ref, token="", standing=Standing())


def test_nobody_reaches_a_child_alone_or_who_wishes_no_contact(cast: Cast) -> None:
    case = a_case(cast)
    a_relative(cast, case, "Modou Ceesay", "fat", do_not_contact=True)
    child = a_relative(cast, case, "Isatou Ceesay", "chi", is_minor=True)
    found = {one.person.name: one for one in ways(cast.caseworker, case.ref).reached if one.person}
    assert found["Modou Ceesay"].why_not
    assert not found["Modou Ceesay"].ways
    assert found["Isatou Ceesay"].why_not
    assert not found["Isatou Ceesay"].ways
    with pytest.raises(Invalid):
        told_to(cast, case, child)
    mother = Relative.objects.get(case=case, is_primary_contact=True)
    standing = Standing(is_minor=True, guardian=token_of(mother.pk))
    change_relative(actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(child.pk), standing=standing)
    (way,) = next(one for one in ways(cast.caseworker, case.ref).reached if one.person.key == child.pk).ways  # type: ignore[union-attr]
    assert way.rules[0] == "A child: speak with the guardian first, Awa Ceesay."
    told_to(cast, case, child)


def test_a_mandate_ends_by_itself(cast: Cast) -> None:
    case = a_case(cast)
    until = timezone.localdate() + timedelta(days=5)
    speaker = a_relative(cast, case, "Fatou Njie", "rep", mandates=[Mandate.NEWS], mandate_until=until)
    told_to(cast, case, speaker)
    RelativeMandate.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Invalid):
        told_to(cast, case, speaker)
    told_to(cast, case, speaker, FeedbackKind.QUESTION)
    family = selectors.family(cast.caseworker.actor, case.ref)
    assert family is not None
    (person,) = [one for one in people_of(family) if one.key == speaker.pk]
    assert person.mandate_is_over
    assert person.may == []


def test_a_risk_forces_the_careful_rules_whatever_was_agreed(cast: Cast) -> None:
    case = a_case(cast)
    a_relative(cast, case, "Ousman Ceesay", "sib_f")
    assert not ways(cast.caseworker, case.ref).is_careful
    free = [rule for one in ways(cast.caseworker, case.ref).reached for way in one.ways for rule in way.rules]
    assert "A message may be left; name no case and nobody who is sought." in free
    note_risks(actor=cast.caseworker.actor, case_ref=case.ref, risks=["debt"], note="")
    found = ways(cast.caseworker, case.ref)
    assert found.is_careful
    rules = [way.rules for one in found.reached for way in one.ways]
    assert len(rules) == 2
    assert all("Leave no message." in one and "Say nothing until you know who answers." in one for one in rules)


def test_disagreement_is_read_by_who_is_about_to_call_and_nobody_else(cast: Cast, client_for: ClientFor) -> None:
    case, client = a_case(cast), client_for(cast.caseworker.account)
    page = reverse("families:safeguards", args=[case.ref])
    words = "Tell the father nothing of the road."
    assert client.post(page, {"conflict": "1", "conflict-note": words}).status_code == 302
    assert words in client.get(page).content.decode()
    assert words not in client.get(reverse("families:relatives", args=[case.ref])).content.decode()
    assert words in client.post(reverse("families:channels", args=[case.ref])).content.decode()
    client.post(page, {"conflict": "1", "conflict-note": ""})
    assert not FamilyConflict.objects.exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_drawing_names_everybody_and_overlaps_nobody(cast: Cast, language: str) -> None:
    case_ref = kin(cast)["kin"]
    family = selectors.family(cast.caseworker.actor, case_ref)
    assert family is not None
    with translation.override(language):
        graph = graph_of(people_of(family))
    assert graph is not None
    places = [(node.x, node.y) for node in graph.nodes]
    assert len(places) == len(set(places)) == 6
    assert {node.name for node in graph.nodes} == {
        "", "Awa Ceesay", "Modou Ceesay", "Isatou Ceesay", "Fatou Njie", "Lamin Jobe",
    }  # fmt: skip
    by_name = {node.name: node for node in graph.nodes}
    assert by_name["Awa Ceesay"].y < by_name[""].y < by_name["Isatou Ceesay"].y < by_name["Lamin Jobe"].y
    left, right = (by_name[name] for name in ("Awa Ceesay", "Modou Ceesay"))
    assert (left.x < right.x) == (language == "en")
    assert sum(line.is_guardian for line in graph.lines) == 1
    assert all(0 <= x <= graph.width and 0 <= y <= graph.height for x, y in places)
