"""What the door lets through and what it keeps back, rule by rule; success and refusal share their set-up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from accessctl import door, services
from accessctl.actor import Actor
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.consent import AudienceSpec, ConsentEffect
from accessctl.models import Account, JournalEntry, Membership, Organisation
from accessctl.policy import Action
from accessctl.rings import Ring
from accessctl.topology import ring_tables
from cases.models import Case, CaseDocument, CaseName, CaseProtectionFile, Whereabouts
from families.models import Consent
from registry.lib.errors import Forbidden, Invalid, NotFound
from tests.cast import SEARCHING, Cast
from tests.factories.accessctl import agreement, clerk, member, organisation, partner
from tests.factories.families import a_case
from tests.integration.accessctl.worlds import NAME, case, effect, expire_grants, filled, granted, whereabouts

FORENSIC = Purpose.FORENSIC_COMPARISON


def sees(actor: Actor, row: Case) -> bool:
    return door.visible(actor, Case).filter(pk=row.pk).exists()


class TestOwn:
    def test_a_caseworker_sees_the_own_organisations_cases_without_any_consent(self, cast: Cast) -> None:
        mine = case(cast.caseworker.actor, ConsentEffect())
        assert set(door.visible(cast.caseworker.actor, Case)) == {mine}
        assert not door.visible(cast.second_caseworker.actor, Case).exists()

    def test_the_rings_of_a_role(self, cast: Cast) -> None:
        mine = case(cast.caseworker.actor)
        assert door.rings(cast.caseworker.actor, mine) == {
            Ring.COMMON, Ring.SEARCH, Ring.RESERVED, Ring.KIN, Ring.FORENSIC,
        }  # fmt: skip
        assert door.rings(cast.officer.actor, mine) == {Ring.COMMON}

    def test_a_supervisors_standing_reaches_layer_4_of_the_own_organisation_only(self, cast: Cast) -> None:
        mine, other = case(cast.caseworker.actor), case(cast.second_caseworker.actor)
        assert {Ring.CONTACT, Ring.PROTECTION} <= door.rings(cast.supervisor.actor, mine)
        assert door.rings(cast.supervisor.actor, other) == {Ring.COMMON, Ring.SEARCH}

    @pytest.mark.parametrize("who", ["public", "system", "clerk", "stranger"])
    def test_nobody_else_sees_anything(self, cast: Cast, who: str) -> None:
        case(cast.caseworker.actor)
        unknown = organisation()
        actors = {
            "public": cast.public,
            "system": Actor.system_job("unwritten"),
            "clerk": clerk(),
            "stranger": member(unknown, Role.SUPERVISOR).actor,
        }
        assert not door.visible(actors[who], Case).exists()

    def test_a_suspended_member_sees_nothing_at_once(self, cast: Cast) -> None:
        mine = case(cast.caseworker.actor)
        Membership.objects.filter(account=cast.caseworker.account).update(suspended_at=timezone.now())
        assert not sees(cast.caseworker.actor, mine)

    def test_a_suspended_organisations_people_and_systems_see_nothing(self, cast: Cast) -> None:
        mine = case(cast.second_caseworker.actor)
        assert sees(cast.system.actor, mine)
        Organisation.objects.filter(pk=cast.organisations.second_ngo.pk).update(suspended_at=timezone.now())
        assert not sees(cast.second_caseworker.actor, mine)
        assert not sees(cast.system.actor, mine)

    def test_an_inactive_account_sees_nothing(self, cast: Cast) -> None:
        mine = case(cast.caseworker.actor)
        Account.objects.filter(pk=cast.caseworker.account.pk).update(is_active=False)
        assert not sees(cast.caseworker.actor, mine)

    def test_a_superuser_sees_nothing_more(self, cast: Cast) -> None:
        other = case(cast.second_caseworker.actor, ConsentEffect())
        Account.objects.filter(pk=cast.officer.account.pk).update(is_superuser=True)
        assert not sees(cast.officer.actor, other)
        assert not sees(Actor.of_account(Account.objects.get(pk=cast.officer.account.pk)), other)


class TestAgreement:
    @pytest.fixture
    def shared(self, cast: Cast) -> Case:
        return case(cast.caseworker.actor)

    def test_it_opens_its_layers_and_no_more(self, cast: Cast, shared: Case) -> None:
        assert door.rings(cast.second_caseworker.actor, shared) == {Ring.COMMON, Ring.SEARCH}
        assert door.rings(cast.analyst.actor, shared) == {Ring.COMMON, Ring.SEARCH}
        assert door.rings(cast.focal_a.actor, shared) == {Ring.COMMON, Ring.SEARCH}

    def test_a_ring_of_a_compartment_needs_the_compartment(self, cast: Cast, shared: Case) -> None:
        deep = agreement(cast.organisations.ngo, cast.organisations.institute, purposes=[FORENSIC], max_layer=3)
        assert Ring.FORENSIC not in door.rings(cast.analyst.actor, shared)
        deep.compartments = ["f"]
        deep.save(update_fields=["compartments"])
        assert Ring.FORENSIC in door.rings(cast.analyst.actor, shared)
        assert not {Ring.KIN, Ring.RESERVED} & door.rings(cast.analyst.actor, shared)

    def test_layer_1_only(self, cast: Cast, shared: Case) -> None:
        newcomer = organisation()
        person = member(newcomer)
        agreement(cast.organisations.ngo, newcomer, max_layer=1)
        assert door.rings(person.actor, shared) == {Ring.COMMON}

    def test_it_opens_its_purpose_only(self, cast: Cast, shared: Case) -> None:
        assert sees(cast.analyst.actor, shared)
        assert not sees(cast.analyst.acting_for(Purpose.SHARE_SEARCH), shared)
        assert not sees(cast.analyst.acting_for(Purpose.ACCOUNTABILITY), shared)

    def test_a_receiver_does_not_provide(self, cast: Cast) -> None:
        theirs = case(cast.focal_a.actor)
        assert not sees(cast.caseworker.actor, theirs)

    def test_it_stops_at_its_end_and_not_before_its_beginning(self, cast: Cast, shared: Case) -> None:
        agreed = cast.agreements.between_ngos
        assert sees(cast.second_caseworker.actor, shared)
        agreed.valid_until = timezone.now() - timedelta(seconds=1)
        agreed.save(update_fields=["valid_until"])
        assert not sees(cast.second_caseworker.actor, shared)
        agreed.valid_from = timezone.now() + timedelta(hours=1)
        agreed.valid_until = timezone.now() + timedelta(hours=2)
        agreed.save(update_fields=["valid_from", "valid_until"])
        assert not sees(cast.second_caseworker.actor, shared)

    def test_either_party_suspends_it_at_once(self, cast: Cast, shared: Case) -> None:
        services.suspend_agreement(cast.supervisor.actor, cast.agreements.between_ngos, reason="A breach.")
        assert not sees(cast.second_caseworker.actor, shared)
        with pytest.raises(NotFound):
            services.suspend_agreement(cast.focal_a.actor, cast.agreements.with_institute, reason="None of theirs.")

    def test_it_needs_every_signature(self, cast: Cast, shared: Case) -> None:
        newcomer = organisation()
        person = member(newcomer, Role.SUPERVISOR)
        agreed = agreement(cast.organisations.ngo, newcomer, signed=False)
        assert not sees(person.actor, shared)
        services.sign_agreement(person.actor, agreed, newcomer)
        assert not sees(person.actor, shared)
        with pytest.raises(Forbidden):
            services.sign_agreement(person.actor, agreed, cast.organisations.ngo)
        services.sign_agreement(cast.supervisor.actor, agreed, cast.organisations.ngo)
        assert sees(person.actor, shared)

    def test_one_party_that_turns_immigration_body_stops_it_for_all(self, cast: Cast, shared: Case) -> None:
        assert sees(cast.focal_a.actor, shared)
        Organisation.objects.filter(pk=cast.organisations.state_b.pk).update(immigration_function=True)
        assert not sees(cast.focal_b.actor, shared)
        assert not sees(cast.focal_a.actor, shared)

    def test_others_change_nothing(self, cast: Cast, shared: Case) -> None:
        assert door.can(cast.caseworker.actor, Action.CHANGE, shared)
        assert not door.can(cast.second_caseworker.actor, Action.CHANGE, shared)
        with pytest.raises(Forbidden):
            door.fetch(cast.second_caseworker.actor, Case, Action.CHANGE, ref=shared.ref)


class TestConsent:
    def test_each_layer_asks_its_own(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor, effect(max_layer=1))
        assert door.rings(cast.second_caseworker.actor, row) == {Ring.COMMON}
        services.set_consent_effect(cast.caseworker.actor, row, effect(max_layer=2))
        assert door.rings(cast.second_caseworker.actor, row) == {Ring.COMMON, Ring.SEARCH}

    def test_it_is_for_a_purpose(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor, effect([FORENSIC]))
        assert sees(cast.analyst.actor, row)
        assert not sees(cast.focal_a.actor, row)
        assert sees(cast.focal_a.acting_for(FORENSIC), row)

    def test_it_is_for_a_class_of_recipients(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor, effect(classes=[RecipientClass.CSO]))
        assert sees(cast.second_caseworker.actor, row)
        assert not sees(cast.analyst.actor, row)

    def test_a_state_body_needs_its_state_class_as_well(self, cast: Cast) -> None:
        function, transit = RecipientClass.NATIONAL_FOCAL_POINT, RecipientClass.STATE_OF_TRANSIT_BODY
        assert not sees(cast.focal_a.actor, case(cast.caseworker.actor, effect(classes=[function])))
        assert not sees(cast.focal_a.actor, case(cast.caseworker.actor, effect(classes=[transit])))
        row = case(cast.caseworker.actor, effect(classes=[function, transit]), nationalities=["SEN"])
        assert sees(cast.focal_a.actor, row)
        own_national = case(cast.caseworker.actor, effect(classes=[function, transit]), nationalities=["TUN"])
        assert not sees(cast.focal_a.actor, own_national)

    def test_it_runs_out(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor, effect(until=timezone.now() + timedelta(hours=1)))
        assert sees(cast.second_caseworker.actor, row)
        services.set_consent_effect(cast.caseworker.actor, row, effect(until=timezone.now() - timedelta(seconds=1)))
        assert not sees(cast.second_caseworker.actor, row)
        assert sees(cast.caseworker.actor, row)

    def test_its_withdrawal_beats_a_grant(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor)
        granted(cast.supervisor.actor, row, cast.second_caseworker.account, Ring.RESERVED)
        assert Ring.RESERVED in door.rings(cast.second_caseworker.actor, row)
        services.set_consent_effect(cast.caseworker.actor, row, ConsentEffect())
        assert door.rings(cast.second_caseworker.actor, row) == frozenset()

    def test_a_system_job_needs_the_consent_of_its_purpose(self, cast: Cast) -> None:
        compared = case(cast.caseworker.actor, effect([FORENSIC], [RecipientClass.FORENSIC_INSTITUTE]))
        silent = case(cast.caseworker.actor, effect([Purpose.SHARE_SEARCH]))
        ended = case(cast.caseworker.actor, effect([FORENSIC], until=timezone.now() - timedelta(seconds=1)))
        assert set(door.visible(cast.matcher, Case, ring=Ring.SEARCH)) == {compared}
        assert not {silent, ended} & set(door.visible(cast.matcher, Case))
        assert not door.visible(cast.matcher.acting_for(Purpose.SEARCH), Case, ring=Ring.SEARCH).exists()

    def test_a_system_job_changes_nothing_and_reads_no_ring_it_was_not_given(self, cast: Cast) -> None:
        case(cast.caseworker.actor)
        assert not door.visible(cast.matcher, Case, Action.CHANGE).exists()
        assert not door.visible(cast.matcher, Case, ring=Ring.KIN).exists()


class TestFirewalls:
    def test_the_state_somebody_fled_sees_nothing(self, cast: Cast) -> None:
        fled = effect(audience=AudienceSpec(firewall_states=frozenset({"ERI"})))
        hidden, open_row = case(cast.caseworker.actor, fled), case(cast.caseworker.actor)
        assert set(door.visible(cast.origin_official.actor, Case)) == {open_row}
        assert set(door.visible(cast.focal_a.actor, Case)) == {open_row, hidden}

    def test_the_firewall_beats_a_grant(self, cast: Cast) -> None:
        fled = effect(audience=AudienceSpec(firewall_states=frozenset({"ERI"})))
        hidden = case(cast.caseworker.actor, fled)
        granted(cast.supervisor.actor, hidden, cast.origin_official.account, Ring.SEARCH)
        assert not sees(cast.origin_official.actor, hidden)

    def test_a_firewall_set_later_works_at_once(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor)
        assert sees(cast.origin_official.actor, row)
        services.set_firewall(cast.caseworker.actor, row, frozenset({"ERI"}))
        assert not sees(cast.origin_official.actor, row)
        services.set_firewall(cast.caseworker.actor, row, frozenset())
        assert sees(cast.origin_official.actor, row)

    def test_the_family_excludes_an_organisation_and_a_country(self, cast: Cast) -> None:
        institute = frozenset({str(cast.organisations.institute.pk)})
        without = case(cast.caseworker.actor, effect(audience=AudienceSpec(except_organisations=institute)))
        assert not sees(cast.analyst.actor, without)
        assert sees(cast.second_caseworker.actor, without)
        italy = case(cast.caseworker.actor, effect(audience=AudienceSpec(except_countries=frozenset({"ITA"}))))
        assert not sees(cast.analyst.actor, italy)
        assert not sees(cast.focal_b.actor, italy)
        assert sees(cast.focal_a.actor, italy)

    def test_an_immigration_body_can_be_nobody(self, cast: Cast) -> None:
        case(cast.caseworker.actor)
        border = cast.organisations.border
        for call in (lambda: services.join(clerk(), cast.focal_b.account, border, Role.FOCAL_POINT),
                     lambda: services.create_client(clerk(), border, name="x"),
                     lambda: agreement(cast.organisations.ngo, border)):  # fmt: skip
            with pytest.raises(Invalid) as caught:
                call()
            assert "immigration" in str(caught.value.as_dict())

    def test_a_body_that_gains_an_immigration_function_loses_everything(self, cast: Cast) -> None:
        own = case(cast.focal_b.actor)
        Organisation.objects.filter(pk=cast.organisations.state_b.pk).update(immigration_function=True)
        assert not sees(cast.focal_b.actor, own)
        forged = Actor(organisation=cast.organisations.border, roles=frozenset(Role), purpose=Purpose.SHARE_SEARCH)
        assert not door.visible(forged, Case).exists()

    def test_the_whereabouts_of_the_living_reach_nobody_elsewhere(self, cast: Cast) -> None:
        tracer = member(cast.organisations.ngo, Role.TRACING_OFFICER)
        elsewhere = member(cast.organisations.second_ngo, Role.TRACING_OFFICER)
        agreement(cast.organisations.ngo, cast.organisations.second_ngo, purposes=SEARCHING, max_layer=3,
                  compartments=["w", "k", "p"])  # fmt: skip
        found = whereabouts(tracer.actor, effect())
        assert set(door.visible(tracer.actor, Whereabouts)) == {found}
        for other in (cast.caseworker, cast.supervisor, cast.officer, elsewhere, cast.focal_a):
            assert not door.visible(other.actor, Whereabouts).exists()
        assert not door.visible(cast.matcher, Whereabouts).exists()


class TestGrants:
    def test_a_grant_opens_one_ring_and_shows_the_case(self, cast: Cast) -> None:
        newcomer = member(organisation())
        row = case(cast.caseworker.actor)
        assert not sees(newcomer.actor, row)
        granted(cast.supervisor.actor, row, newcomer.account, Ring.RESERVED)
        assert door.rings(newcomer.actor, row) == {Ring.COMMON, Ring.RESERVED}

    def test_it_ends(self, cast: Cast) -> None:
        newcomer = member(organisation())
        row = case(cast.caseworker.actor)
        granted(cast.supervisor.actor, row, newcomer.account, Ring.RESERVED)
        expire_grants()
        assert not sees(newcomer.actor, row)

    def test_it_is_taken_away_at_once(self, cast: Cast) -> None:
        newcomer = member(organisation())
        row = case(cast.caseworker.actor)
        granted(cast.supervisor.actor, row, newcomer.account, Ring.SEARCH)
        assert services.revoke(cast.supervisor.actor, row, newcomer.account, ring=Ring.SEARCH) == 1
        assert not sees(newcomer.actor, row)

    def test_it_is_for_its_purpose(self, cast: Cast) -> None:
        newcomer = member(organisation())
        row = case(cast.caseworker.actor)
        granted(cast.supervisor.actor, row, newcomer.account, Ring.SEARCH, purpose=FORENSIC)
        assert not sees(newcomer.actor, row)
        assert sees(newcomer.acting_for(FORENSIC), row)

    def test_it_does_not_follow_its_holder_to_another_organisation(self, cast: Cast) -> None:
        newcomer, elsewhere = member(organisation()), organisation()
        row = case(cast.caseworker.actor)
        granted(cast.supervisor.actor, row, newcomer.account, Ring.SEARCH)
        Membership.objects.filter(account=newcomer.account).update(organisation=elsewhere)
        assert newcomer.actor.organisation == elsewhere
        assert not sees(newcomer.actor, row)

    def test_layer_4_takes_a_named_grant_on_the_own_organisations_case(self, cast: Cast) -> None:
        row = case(cast.supervisor.actor)
        assert Ring.CONTACT not in door.rings(cast.caseworker.actor, row)
        granted(cast.supervisor.actor, row, cast.caseworker.account, Ring.CONTACT)
        assert Ring.CONTACT in door.rings(cast.caseworker.actor, row)
        assert Ring.PROTECTION not in door.rings(cast.caseworker.actor, row)

    def test_a_grant_gives_no_role_what_it_may_not_hold(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor)
        with pytest.raises(services.NotGrantable):
            granted(cast.supervisor.actor, row, cast.analyst.account, Ring.CONTACT)
        with pytest.raises(services.NotGrantable):
            granted(cast.supervisor.actor, row, cast.focal_a.account, Ring.KIN)

    def test_only_the_owners_approving_roles_give_grants(self, cast: Cast) -> None:
        row = case(cast.supervisor.actor)
        for stranger in (cast.caseworker, cast.second_caseworker, cast.focal_a, cast.officer):
            with pytest.raises(Forbidden):
                granted(stranger.actor, row, cast.second_caseworker.account, Ring.SEARCH)
        with pytest.raises(Forbidden):
            services.revoke(cast.second_caseworker.actor, row, cast.caseworker.account, ring=Ring.SEARCH)

    def test_guardians_own_answers_count_for_nothing(self, cast: Cast) -> None:
        newcomer = member(organisation())
        row = case(cast.caseworker.actor)
        granted(cast.supervisor.actor, row, newcomer.account, Ring.SEARCH)
        expire_grants()
        account = Account.objects.get(pk=newcomer.account.pk)
        assert not account.has_perm("cases.ring_2", row)
        assert not sees(newcomer.actor, row)


class TestOpen:
    @pytest.fixture
    def full(self, cast: Cast) -> Case:
        return filled(case(cast.caseworker.actor))

    def test_it_gives_the_rows_of_the_ring_in_clear(self, cast: Cast, full: Case) -> None:
        opened = door.open(cast.second_caseworker.actor, full, Ring.SEARCH)
        (name,) = opened.rows(full, CaseName)
        assert name.full_original == NAME
        assert opened.rows(full, CaseDocument) == []

    def test_it_gives_all_or_nothing(self, cast: Cast, full: Case) -> None:
        hidden = filled(case(cast.caseworker.actor, ConsentEffect()))
        door.open(cast.second_caseworker.actor, [full], Ring.SEARCH)
        with pytest.raises(Forbidden):
            door.open(cast.second_caseworker.actor, [full, hidden], Ring.SEARCH)

    def test_for_a_list_it_leaves_out_what_is_out_of_reach_and_journals_the_rest(self, cast: Cast, full: Case) -> None:
        hidden, actor = filled(case(cast.caseworker.actor, ConsentEffect())), cast.second_caseworker.actor
        opened = door.open(actor, [hidden, full], Ring.SEARCH, within_reach=True)
        assert (len(opened.rows(full, CaseName)), opened.rows(hidden, CaseName)) == (1, [])
        assert JournalEntry.objects.get(action="ring.read").refs == [full.ref]
        assert door.open(actor, [hidden], Ring.SEARCH, within_reach=True).rows(hidden, CaseName) == []
        assert JournalEntry.objects.filter(actor=actor.pseudonym).count() == 1

    def test_fields_that_are_not_asked_for_stay_sealed(self, cast: Cast, full: Case) -> None:
        opened = door.open(cast.second_caseworker.actor, full, Ring.SEARCH, tables=[CaseName], fields=["full_original"])
        (name,) = opened.rows(full, CaseName)
        assert (name.full_original, str(name.father_name)) == (NAME, "<sealed>")

    def test_no_table_of_another_ring_slips_in(self, cast: Cast, full: Case) -> None:
        for table in (CaseDocument, CaseProtectionFile):
            with pytest.raises(TypeError):
                door.open(cast.second_caseworker.actor, full, Ring.SEARCH, tables=[table])

    def test_without_names_it_reads_the_tables_of_the_records_own_app(self, cast: Cast) -> None:
        """What an upper app hangs on a record is read by name alone, and the entry tells which tables were read."""
        registered = a_case(cast)
        actor = cast.caseworker.actor
        opened = door.open(actor, registered, Ring.SEARCH)
        assert opened.rows(registered, CaseName)
        assert opened.rows(registered, Consent) == []
        read = set(JournalEntry.objects.filter(action="ring.read").latest("pk").detail["tables"])
        assert read == {table.__name__ for table in ring_tables(Case)[Ring.SEARCH] if table._meta.app_label == "cases"}
        assert door.open(actor, registered, Ring.SEARCH, tables=[Consent]).rows(registered, Consent)

    def test_records_of_one_kind_only(self, cast: Cast, full: Case) -> None:
        tracer = member(cast.organisations.ngo, Role.TRACING_OFFICER)
        with pytest.raises(TypeError):
            door.open(tracer.actor, [full, whereabouts(tracer.actor)], Ring.SEARCH)

    def test_the_stated_purpose_decides(self, cast: Cast, full: Case) -> None:
        services.set_consent_effect(cast.caseworker.actor, full, effect([FORENSIC]))
        with pytest.raises(Forbidden):
            door.open(cast.focal_a.actor, full, Ring.SEARCH)
        assert door.open(cast.focal_a.actor, full, Ring.SEARCH, purpose=FORENSIC).rows(full, CaseName)

    def test_nothing_asked_is_nothing_written(self, cast: Cast) -> None:
        assert door.open(cast.public, [], Ring.SEARCH).rows(Case(), CaseName) == []


class TestCan:
    """A decision about one record asks only the rules of its owner; the record itself has the last word."""

    def test_it_agrees_with_the_list(self, cast: Cast) -> None:
        mine, theirs = case(cast.caseworker.actor), case(cast.second_caseworker.actor)
        closed = case(cast.second_caseworker.actor, ConsentEffect())
        for action in Action:
            listed = set(door.visible(cast.caseworker.actor, Case, action))
            for row in (mine, theirs, closed):
                assert door.can(cast.caseworker.actor, action, row) == (row in listed)

    @pytest.mark.parametrize("supposed", ["ngo", "second_ngo"])
    def test_an_owner_that_the_record_no_longer_has_opens_nothing(self, cast: Cast, supposed: str) -> None:
        row = case(cast.caseworker.actor if supposed == "second_ngo" else cast.second_caseworker.actor)
        actor = cast.caseworker.actor
        assert door.can(actor, Action.VIEW, row)
        row.owner = getattr(cast.organisations, supposed)
        assert not door.can(actor, Action.VIEW, row)
        assert door.rings(actor, row) == frozenset()


class TestPage:
    def test_a_page_holds_what_is_visible_newest_first(self, cast: Cast) -> None:
        mine = [case(cast.caseworker.actor) for _number in range(7)]
        theirs = [case(cast.second_caseworker.actor) for _number in range(3)]
        case(cast.second_caseworker.actor, ConsentEffect())
        listed, after = [], None
        for _turn in range(3):
            page = door.page(cast.caseworker.actor, Case, after=after, size=4)
            assert (page.count, page.count_capped) == (10, False)
            listed += page.rows
            after = page.next
            if after is None:
                break
        assert listed == [*reversed(theirs), *reversed(mine)]

    def test_the_count_is_capped(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(door, "COUNT_CAP", 3)
        for _number in range(5):
            case(cast.caseworker.actor)
        page = door.page(cast.caseworker.actor, Case, size=2)
        assert (page.count, page.count_capped, len(page.rows)) == (3, True, 2)

    def test_a_reference_of_a_hidden_case_continues_nothing(self, cast: Cast) -> None:
        hidden = case(cast.second_caseworker.actor, ConsentEffect())
        mine = case(cast.caseworker.actor)
        assert door.page(cast.caseworker.actor, Case, after=hidden.ref).rows == [mine]
        assert door.page(cast.caseworker.actor, Case, after="nonsense").rows == [mine]

    def test_a_filter_narrows(self, cast: Cast) -> None:
        mine = case(cast.caseworker.actor, nationalities=["SEN"])
        case(cast.caseworker.actor, nationalities=["TUN"])
        page = door.page(cast.caseworker.actor, Case, where=Q(nationalities__contains=["SEN"]))
        assert page.rows == [mine]


class TestWho:
    def test_it_names_exactly_those_who_see_the_case(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor, effect(classes=[RecipientClass.CSO]))
        viewers = {(viewer.organisation.pk, viewer.role): viewer.rings for viewer in door.who(row)}
        orgs = cast.organisations
        assert set(viewers) == {
            (orgs.ngo.pk, Role.CASEWORKER), (orgs.ngo.pk, Role.SUPERVISOR), (orgs.ngo.pk, Role.DATA_PROTECTION),
            (orgs.second_ngo.pk, Role.CASEWORKER), (orgs.second_ngo.pk, Role.PARTNER_SYSTEM),
        }  # fmt: skip
        assert viewers[orgs.second_ngo.pk, Role.CASEWORKER] == {Ring.COMMON, Ring.SEARCH}

    def test_it_leaves_out_the_suspended(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor)
        Organisation.objects.filter(pk=cast.organisations.second_ngo.pk).update(suspended_at=timezone.now())
        assert cast.organisations.second_ngo not in {viewer.organisation for viewer in door.who(row)}


def test_a_partner_system_reads_under_its_organisations_agreements(cast: Cast) -> None:
    row = case(cast.caseworker.actor)
    assert door.rings(cast.system.actor, row) == {Ring.COMMON, Ring.SEARCH}
    stranger = partner(organisation())
    with pytest.raises(NotFound):
        door.fetch(stranger.actor, Case, ref=row.ref)
