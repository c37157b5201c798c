"""Agreements: who may do what with them, what they must say, and that every end acts with the next request."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accessctl import door
from accessctl.agreements import services
from accessctl.agreements.services import NotNow, ReasonNeeded
from accessctl.agreements.terms import BadTerms, terms_of
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.models import Agreement, AgreementParty, JournalEntry, Organisation
from accessctl.models.agreements import AgreementKind, AgreementState, LegalProcess
from accessctl.rings import Ring
from accessctl.scope import EVERYTHING, Scope
from cases.models import Case, CaseIncident, Incident, IncidentSearchFile
from registry.lib.errors import Forbidden, NotFound
from remains.models import Remains
from tests.cast import Cast
from tests.factories import families, remains
from tests.factories.accessctl import Member, agreement, clerk, member, organisation, terms
from tests.integration.accessctl.worlds import case

State = AgreementState


@pytest.fixture
def newcomer(cast: Cast) -> Member:
    """The supervisor of an organisation with which nothing is agreed."""
    return member(organisation(country="MEX"), Role.SUPERVISOR)


@pytest.fixture
def proposed(cast: Cast, newcomer: Member) -> Agreement:
    """Proposed by the first NGO's supervisor to the newcomer: it would share its cases."""
    return services.propose_agreement(
        cast.supervisor.actor, terms(cast.organisations.ngo, newcomer.organisation, kind=AgreementKind.BILATERAL)
    )


def sees(reader: Member, row: Case) -> bool:
    return door.can(reader.actor, door.Action.VIEW, row)


class TestProposing:
    def test_who_proposes_has_signed_and_nobody_else(self, cast: Cast, proposed: Agreement, newcomer: Member) -> None:
        row = case(cast.caseworker.actor)
        assert proposed.state() == State.PROPOSED
        assert not sees(newcomer, row)
        services.sign_agreement(newcomer.actor, proposed, newcomer.organisation)
        assert proposed.state() == State.IN_FORCE
        assert sees(newcomer, row)
        assert [event.what for event in proposed.events.all()] == ["proposed", "signed"]
        entry = JournalEntry.objects.get(action="agreement.signed", refs=[proposed.ref])
        assert entry.actor == newcomer.actor.pseudonym

    @pytest.mark.parametrize("who", ["caseworker", "second_caseworker", "analyst"])
    def test_only_who_answers_for_an_organisation_proposes(self, cast: Cast, who: str) -> None:
        person = cast.people[who]
        with pytest.raises(Forbidden):
            services.propose_agreement(person.actor, terms(person.organisation, cast.organisations.state_a))

    @pytest.mark.parametrize("who", ["supervisor", "officer", "focal_a"])
    def test_supervisors_officers_and_focal_points_do(self, cast: Cast, who: str) -> None:
        person = cast.people[who]
        other = cast.organisations.institute
        made = services.propose_agreement(person.actor, terms(person.organisation, other))
        assert made.proposed_by == person.organisation

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"purposes": ()}, "purposes"),
            ({"scope": Scope()}, "covers"),
            ({"valid_until": None}, "valid_until"),
            ({"valid_from": timezone.now() + timedelta(days=400)}, "valid_until"),
            ({"valid_until": timezone.now() + timedelta(days=9_000)}, "valid_until"),
            ({"legal_process_clause": LegalProcess.NONE}, "legal_process_clause"),
            ({"allow": ("case.names",), "deny": ("case.names",)}, "deny"),
        ],
    )
    def test_terms_that_cannot_stand_are_named(
        self, cast: Cast, newcomer: Member, changes: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(BadTerms) as refused:
            services.propose_agreement(
                cast.supervisor.actor, terms(cast.organisations.ngo, newcomer.organisation, **changes)
            )
        assert list(refused.value.fields) == [field]
        assert not Agreement.objects.filter(proposed_by=cast.organisations.ngo).exists()

    def test_nothing_promised_opens_layer_1(self, cast: Cast, newcomer: Member) -> None:
        wanted = terms(
            cast.organisations.ngo, newcomer.organisation, legal_process_clause=LegalProcess.NONE, max_layer=1
        )
        made = services.propose_agreement(cast.supervisor.actor, wanted)
        services.sign_agreement(newcomer.actor, made, newcomer.organisation)
        assert door.rings(newcomer.actor, case(cast.caseworker.actor)) == {Ring.COMMON}

    def test_no_organisation_is_its_own_partner(self, cast: Cast) -> None:
        own = cast.organisations.ngo
        with pytest.raises(BadTerms) as refused:
            services.propose_agreement(cast.supervisor.actor, terms(own, own))
        assert "itself" in refused.value.fields["others"][0]

    def test_two_receivers_share_nothing(self, cast: Cast, newcomer: Member) -> None:
        with pytest.raises(BadTerms):
            services.propose_agreement(
                cast.supervisor.actor, terms((), (cast.organisations.ngo, newcomer.organisation))
            )

    def test_nobody_agrees_for_others(self, cast: Cast, newcomer: Member) -> None:
        with pytest.raises(BadTerms) as refused:
            services.propose_agreement(
                cast.supervisor.actor, terms(cast.organisations.institute, newcomer.organisation)
            )
        assert "Your own" in refused.value.fields["others"][0]

    def test_between_two_means_two(self, cast: Cast, newcomer: Member) -> None:
        others = (newcomer.organisation, cast.organisations.state_a)
        with pytest.raises(BadTerms) as refused:
            services.propose_agreement(
                cast.supervisor.actor, terms(cast.organisations.ngo, others, kind=AgreementKind.BILATERAL)
            )
        assert list(refused.value.fields) == ["kind"]

    def test_a_suspended_organisation_is_named(self, cast: Cast, newcomer: Member) -> None:
        Organisation.objects.filter(pk=newcomer.organisation.pk).update(suspended_at=timezone.now())
        newcomer.organisation.refresh_from_db()
        with pytest.raises(BadTerms) as refused:
            services.propose_agreement(cast.supervisor.actor, terms(cast.organisations.ngo, newcomer.organisation))
        assert f"{newcomer.organisation.name} is suspended" in refused.value.fields["others"][0]


class TestAnswering:
    def test_nobody_signs_or_declines_for_another(self, cast: Cast, proposed: Agreement, newcomer: Member) -> None:
        with pytest.raises(Forbidden):
            services.sign_agreement(cast.supervisor.actor, proposed, newcomer.organisation)
        with pytest.raises(NotFound):
            services.sign_agreement(cast.focal_a.actor, proposed, cast.organisations.state_a)
        colleague = member(newcomer.organisation, Role.CASEWORKER)
        with pytest.raises(Forbidden):
            services.sign_agreement(colleague.actor, proposed, newcomer.organisation)

    def test_declining_needs_a_reason_and_is_final(self, cast: Cast, proposed: Agreement, newcomer: Member) -> None:
        with pytest.raises(ReasonNeeded):
            services.decline_agreement(newcomer.actor, proposed, reason=" ")
        services.decline_agreement(newcomer.actor, proposed, reason="Too long.")
        assert proposed.state() == State.DECLINED
        with pytest.raises(NotNow):
            services.sign_agreement(newcomer.actor, proposed, newcomer.organisation)
        assert [event.reason for event in proposed.events.all()] == ["", "Too long."]

    def test_who_signed_no_longer_declines(self, cast: Cast, proposed: Agreement) -> None:
        with pytest.raises(NotNow):
            services.decline_agreement(cast.supervisor.actor, proposed, reason="On second thoughts.")

    def test_a_proposal_can_be_taken_back(self, cast: Cast, proposed: Agreement, newcomer: Member) -> None:
        services.withdraw_from_agreement(cast.supervisor.actor, proposed, reason="A mistake.")
        assert proposed.state() == State.WITHDRAWN
        with pytest.raises(NotNow):
            services.sign_agreement(newcomer.actor, proposed, newcomer.organisation)

    def test_signing_twice_is_signing_once(self, cast: Cast, newcomer: Member) -> None:
        third = organisation()
        made = agreement(cast.organisations.ngo, (newcomer.organisation, third), signed=False)
        for _time in range(2):
            services.sign_agreement(newcomer.actor, made, newcomer.organisation)
        assert [event.what for event in made.events.all()] == ["proposed", "signed"]

    def test_what_is_sent_twice_counts_once(self, cast: Cast) -> None:
        made = cast.agreements.between_ngos
        for _time in range(2):
            services.suspend_agreement(cast.supervisor.actor, made, reason="A breach.")
        for _time in range(2):
            services.resume_agreement(cast.supervisor.actor, made)
        said = [event.what for event in made.events.exclude(what__in=["proposed", "signed"])]
        assert said == ["suspended", "resumed"]


class TestStopping:
    def test_a_withdrawal_takes_one_party_out_and_leaves_the_others_bound(self, cast: Cast, newcomer: Member) -> None:
        bodies = [cast.organisations.second_ngo, newcomer.organisation]
        made = agreement([cast.organisations.ngo, *bodies], [cast.organisations.ngo, *bodies])
        row, theirs = case(cast.caseworker.actor), case(member(newcomer.organisation).actor)
        assert sees(newcomer, row)
        services.withdraw_from_agreement(newcomer.actor, made, reason="Our mandate changed.")
        assert not sees(newcomer, row)
        assert not sees(cast.caseworker, theirs)
        cast.agreements.between_ngos.delete()
        assert sees(cast.second_caseworker, row)
        assert made.state() == State.IN_FORCE
        services.withdraw_from_agreement(newcomer.actor, made, reason="Sent twice.")
        assert [event.reason for event in made.events.filter(what="withdrew")] == ["Our mandate changed."]

    def test_with_the_other_gone_nothing_is_left(self, cast: Cast) -> None:
        row, made = case(cast.caseworker.actor), cast.agreements.between_ngos
        services.withdraw_from_agreement(cast.supervisor.actor, made, reason="A breach.")
        assert not sees(cast.second_caseworker, row)
        assert made.state() == State.WITHDRAWN
        assert made not in Agreement.objects.live()

    def test_only_who_suspended_ends_the_suspension(self, cast: Cast) -> None:
        row, made = case(cast.caseworker.actor), cast.agreements.with_focal_points
        services.suspend_agreement(cast.focal_a.actor, made, reason="A theft of devices.")
        made.refresh_from_db()
        assert made.state() == State.SUSPENDED
        assert not any(sees(reader, row) for reader in (cast.focal_a, cast.focal_b))
        with pytest.raises(Forbidden):
            services.resume_agreement(cast.supervisor.actor, made)
        services.resume_agreement(cast.focal_a.actor, made)
        assert sees(cast.focal_b, row)

    def test_suspending_needs_a_reason(self, cast: Cast) -> None:
        with pytest.raises(ReasonNeeded):
            services.suspend_agreement(cast.supervisor.actor, cast.agreements.between_ngos)

    def test_renewing_begins_where_the_old_one_ends_and_needs_every_signature(
        self, cast: Cast, proposed: Agreement, newcomer: Member
    ) -> None:
        services.sign_agreement(newcomer.actor, proposed, newcomer.organisation)
        until = proposed.valid_until + timedelta(days=365)
        again = services.renew_agreement(newcomer.actor, proposed, valid_until=until)
        assert (again.renews, again.valid_from, again.valid_until) == (proposed, proposed.valid_until, until)
        assert again.state() == State.PROPOSED
        assert terms_of(again).parts == terms_of(proposed).parts
        services.sign_agreement(cast.supervisor.actor, again, cast.organisations.ngo)
        assert again.state() == State.COMING

    def test_an_ended_one_is_renewed_from_today(self, cast: Cast, newcomer: Member) -> None:
        old = agreement(cast.organisations.ngo, newcomer.organisation, valid_until=timezone.now() - timedelta(days=3))
        assert old.state() == State.ENDED
        again = services.renew_agreement(newcomer.actor, old, valid_until=timezone.now() + timedelta(days=30))
        assert again.valid_from > old.valid_until


class TestScope:
    """What is covered, by route, country and event; the rest stays hidden as if it were not there."""

    def test_a_route_opens_its_cases_and_no_remains(self, cast: Cast, newcomer: Member) -> None:
        agreement(cast.organisations.ngo, newcomer.organisation, scope=Scope(routes=frozenset({"watl"})))
        agreement(cast.organisations.institute, newcomer.organisation, scope=Scope(routes=frozenset({"watl"})))
        there, elsewhere = self._on(cast, "watl"), self._on(cast, "cmed")
        remains.some_remains(cast)
        assert set(door.visible(newcomer.actor, Case)) == {there}
        assert not sees(newcomer, elsewhere)
        assert not door.visible(newcomer.actor, Remains).exists()

    def test_lists_add_up(self, cast: Cast, newcomer: Member) -> None:
        scope = Scope(routes=frozenset({"watl"}), countries=frozenset({"TUN"}))
        agreement(cast.organisations.ngo, newcomer.organisation, scope=scope)
        by_route, by_country = self._on(cast, "watl"), self._on(cast, "cmed", country="TUN")
        self._on(cast, "cmed", country="LBY")
        assert set(door.visible(newcomer.actor, Case)) == {by_route, by_country}

    def test_what_is_unknown_of_a_case_is_in_no_list(self, cast: Cast, newcomer: Member) -> None:
        agreement(cast.organisations.ngo, newcomer.organisation, scope=Scope(routes=frozenset({"watl"})))
        assert not sees(newcomer, case(cast.caseworker.actor))

    def test_an_event_opens_what_is_linked_to_it(self, cast: Cast, newcomer: Member) -> None:
        linked, other = families.a_case(cast), families.a_case(cast)
        event = _event(cast)
        source = CaseIncident.objects.model._meta.get_field("source").related_model
        CaseIncident.objects.create(
            case=linked, incident=event, source=source._default_manager.filter(case=linked).first(), basis="family_says"
        )
        scope = Scope(incidents=frozenset({event.ref}))
        agreement(cast.organisations.ngo, newcomer.organisation, scope=scope)
        assert set(door.visible(newcomer.actor, Case)) == {linked}
        assert not sees(newcomer, other)
        assert Ring.SEARCH in door.rings(newcomer.actor, event)

    def test_remains_are_covered_by_the_country_they_were_found_in(self, cast: Cast, newcomer: Member) -> None:
        found = remains.some_remains(cast)
        assert found.found_country == "ITA"
        made = agreement(cast.organisations.institute, newcomer.organisation, scope=Scope(countries=frozenset({"ITA"})))
        assert list(door.visible(newcomer.actor, Remains)) == [found]
        Agreement.objects.filter(pk=made.pk).update(countries=["MLT"])
        assert not door.visible(newcomer.actor, Remains).exists()

    def test_the_rings_follow_the_scope(self, cast: Cast, newcomer: Member) -> None:
        """Layer 1 of everything, layer 2 on one route."""
        agreement(cast.organisations.ngo, newcomer.organisation, max_layer=1)
        agreement(cast.organisations.ngo, newcomer.organisation, scope=Scope(routes=frozenset({"watl"})))
        assert door.rings(newcomer.actor, self._on(cast, "cmed")) == {Ring.COMMON}
        assert door.rings(newcomer.actor, self._on(cast, "watl")) == {Ring.COMMON, Ring.SEARCH}

    @staticmethod
    def _on(cast: Cast, route: str, country: str = "") -> Case:
        row = case(cast.caseworker.actor)
        row.route_code, row.last_contact_country = route, country or None
        row.save(update_fields=["route_code", "last_contact_country"])
        return row


def _event(cast: Cast) -> Incident:
    from cases.services import IncidentEntry, log_incident
    from cases.vocabulary.place import Place
    from registry.lib.dates import parse_edtf

    entry = IncidentEntry(
        date=parse_edtf("2021-06-12"),
        place=Place(as_said="off Lampedusa", country="ITA", lat=35.2, lon=12.4, radius_m=5_000, geo_method="map_pick"),
    )
    made = log_incident(actor=cast.caseworker.actor, entry=entry)
    assert IncidentSearchFile.objects.filter(incident=made).exists()
    return made


class TestDatabase:
    """What no code may get around."""

    @pytest.mark.parametrize(
        "columns",
        [
            {"max_layer": 2, "legal_process_clause": "none"},
            {"covers_all": True, "routes": ["watl"]},
            {"valid_until": timezone.now() - timedelta(days=9_999)},
            {"max_layer": 4},
        ],
    )
    def test_it_refuses(self, cast: Cast, columns: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.filter(pk=cast.agreements.between_ngos.pk).update(**columns)

    def test_it_refuses_a_party_that_declined_what_it_signed(self, cast: Cast) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreementParty.objects.update(declined_at=timezone.now())


DAYS = st.sampled_from([-2, -1, 1, 2])
WHEN = st.none() | st.just(-1)


@pytest.mark.django_db
@given(
    begins=DAYS, ends=DAYS, suspended=st.booleans(), signed=st.tuples(*[st.booleans()] * 3),
    withdrawn=st.tuples(*[st.booleans()] * 3), declined=st.booleans(), immigration=st.booleans(),
    parts=st.tuples(*[st.sampled_from(AgreementParty.Part.values)] * 3),
)  # fmt: skip
@settings(max_examples=99, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_said_to_be_in_force_is_what_the_door_asks(
    begins: int, ends: int, suspended: bool, signed: tuple[bool, ...], withdrawn: tuple[bool, ...], declined: bool,
    immigration: bool, parts: tuple[str, ...],
) -> None:  # fmt: skip
    """The state in words and the query of the door are written apart; they agree on every agreement."""
    now = timezone.now()
    begin, end = sorted((begins, ends))
    with transaction.atomic():
        made = Agreement.objects.create(
            ref=f"T{begin}{end}", title="x", purposes=[Purpose.SEARCH], covers_all=True,
            valid_from=now + timedelta(days=begin, hours=-1), valid_until=now + timedelta(days=end),
            suspended_at=now if suspended else None,
        )  # fmt: skip
        for number, part in enumerate(parts):
            has_signed = signed[number] or withdrawn[number]
            AgreementParty.objects.create(
                agreement=made, part=part, signed_at=now if has_signed else None,
                withdrawn_at=now if withdrawn[number] else None,
                declined_at=now if declined and not has_signed else None,
                organisation=Organisation.objects.create(
                    name=str(number), kind=RecipientClass.CSO, country="ESP",
                    immigration_function=immigration and number == 0,
                ),
            )  # fmt: skip
        assert (made.state() == State.IN_FORCE) is Agreement.objects.live().filter(pk=made.pk).exists()
        transaction.set_rollback(True)


def test_the_system_may_set_up_what_people_may_not(cast: Cast) -> None:
    """The loader signs for everybody: it is a named job, not somebody's account."""
    made = services.propose_agreement(clerk(), terms(cast.organisations.institute, cast.organisations.second_ngo))
    assert made.proposed_by is None
    assert made.scope == EVERYTHING
