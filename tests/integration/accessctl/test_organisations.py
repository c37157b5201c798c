"""Organisations and people: who admits and invites whom, and that a suspension is felt on every surface at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accessctl import door, effects
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.approvals import services as approvals
from accessctl.codes import GrantReason, Purpose, RecipientClass, Role
from accessctl.models import Account, Approval, Effect, JournalEntry, Membership, Organisation
from accessctl.models.people import SuspensionReason
from accessctl.organisations import invitations, services
from accessctl.organisations.services import AddressTaken, Invitation, NotThere, NotYourself, StaffedAlready
from accessctl.rings import Ring
from accessctl.services.accounts import RoleRefused
from accessctl.services.grants import grant
from accessctl.signin.stepup import ProofNeeded
from cases.models import Case
from families.models import RegistrationDraft
from families.services import begin_draft
from registry.lib.errors import Forbidden, NotFound
from tests.cast import Cast
from tests.factories import families
from tests.factories.accessctl import Member, account, clerk, member, organisation
from tests.plugins.site import ClientFor

NEW = {"name": "Casa Abierta", "kind": "cso", "country": "MEX", "legal_compulsion_risk": "low"}
ADMITTED = NEW | {"first_name": "Nadia Ruiz", "first_email": "nadia@example.invalid", "first_role": "supervisor"}


@pytest.fixture
def administrator(cast: Cast) -> Member:
    """Runs the registry, for an organisation that has no records."""
    return member(organisation("Operators", kind=RecipientClass.INTERNATIONAL_ORG), Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def second(administrator: Member) -> Member:
    """Runs the registry as well: nobody lets anybody in alone."""
    return member(administrator.organisation, Role.SYSTEM_ADMINISTRATOR)


def let_in_again(ref: str, administrator: Member, second: Member) -> None:
    approvals.approve(second.actor, services.ask_to_restore(administrator.actor, ref=ref).ref)


def invited(role: Role = Role.SUPERVISOR, **changes: Any) -> Invitation:
    return Invitation(**{"email": "new@example.invalid", "full_name": "Nadia Ruiz", "role": role} | changes)


def body(response: Any) -> str:
    return str(response.content.decode())


class TestAdmitting:
    def test_two_who_run_the_registry_admit_an_organisation_with_its_first_person(
        self, administrator: Member, second: Member, client_for: ClientFor
    ) -> None:
        client, other = client_for(administrator.account), client_for(second.account)
        assert "Approvals" in body(client.post("/organisations/admit/", ADMITTED, follow=True))
        asked = Approval.objects.get()
        assert not Organisation.objects.filter(name="Casa Abierta").exists()
        assert not Account.objects.filter(email="nadia@example.invalid").exists()
        assert "nadia" not in str(JournalEntry.objects.get(action="approval.asked").detail)
        for page in ("/organisations/", "/approvals/work/", f"/approvals/{asked.ref}/"):
            assert administrator.account.full_name in body(other.get(page)), page
        assert "Casa Abierta" in body(other.get("/organisations/"))
        assert client.post(f"/approvals/{asked.ref}/approve/").status_code == 403
        assert not mail.outbox
        other.post(f"/approvals/{asked.ref}/approve/")
        made = Organisation.objects.get(name="Casa Abierta")
        assert Membership.objects.get(organisation=made).role == Role.SUPERVISOR
        (letter,) = mail.outbox
        assert letter.to == ["nadia@example.invalid"]
        assert "Nadia" not in letter.body

    @pytest.mark.usefixtures("contexts")
    def test_the_invitation_leads_to_a_password_and_in(
        self, administrator: Member, second: Member, client_for: ClientFor, client: Client, settings: Settings
    ) -> None:
        settings.MFA_MANDATORY = False
        client_for(administrator.account).post("/organisations/admit/", ADMITTED)
        client_for(second.account).post(f"/approvals/{Approval.objects.get().ref}/approve/")
        found = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)
        assert found is not None
        form = client.get(found[1], follow=True)
        chosen = {"password1": "quiet-harbour-lamp-42", "password2": "quiet-harbour-lamp-42"}
        client.post(form.request["PATH_INFO"], chosen)
        account = Account.objects.get(email="nadia@example.invalid")
        assert account.has_usable_password()
        assert client.get(found[1], follow=True).context.get("token_fail")  # it works once

    def test_nobody_lets_one_more_administrator_in_alone(
        self, administrator: Member, second: Member, client_for: ClientFor
    ) -> None:
        """SECURITY: or one person invents the other."""
        ref = administrator.organisation.ref
        asked = services.invite(administrator.actor, ref=ref, person=invited(Role.SYSTEM_ADMINISTRATOR))
        assert isinstance(asked, Approval)
        assert not Account.objects.filter(email="new@example.invalid").exists()
        assert "Waits for a second person since" in body(client_for(second.account).get(f"/organisations/{ref}/"))
        approvals.approve(second.actor, asked.ref)
        joined = Membership.objects.get(account__email="new@example.invalid")
        assert (joined.organisation, joined.role) == (administrator.organisation, Role.SYSTEM_ADMINISTRATOR)

    def test_an_address_that_is_taken_is_refused_before_anybody_is_asked(
        self, cast: Cast, administrator: Member
    ) -> None:
        with pytest.raises(AddressTaken):
            services.ask_to_admit(administrator.actor, first=invited(email=cast.analyst.account.email), **NEW)
        services.ask_to_admit(administrator.actor, first=invited(), **NEW)
        with pytest.raises(approvals.AskedAlready):
            services.ask_to_admit(administrator.actor, first=invited(email="NEW@example.invalid"), **NEW)

    @pytest.mark.parametrize("who", ["caseworker", "supervisor", "officer", "analyst", "focal_a"])
    def test_nobody_else_admits(self, cast: Cast, client_for: ClientFor, who: str) -> None:
        client = client_for(cast.people[who].account)
        assert client.get("/organisations/admit/").status_code == 403
        with pytest.raises(Forbidden):
            services.ask_to_admit(cast.people[who].actor, first=invited(), **NEW)

    @pytest.mark.parametrize("what", [{"kind": "immigration_authority"}, {"immigration_function": True}])
    def test_an_immigration_body_is_not_admitted(self, administrator: Member, what: dict[str, Any]) -> None:
        with pytest.raises(NotThere):
            services.ask_to_admit(administrator.actor, first=invited(), **NEW | what)
        assert not Organisation.objects.filter(name="Casa Abierta").exists()

    def test_the_first_person_answers_for_it(self, administrator: Member) -> None:
        with pytest.raises(Forbidden):
            services.ask_to_admit(administrator.actor, first=invited(Role.CASEWORKER), **NEW)

    def test_whoever_runs_the_registry_cannot_put_people_into_an_organisation_that_has_some(
        self, cast: Cast, administrator: Member
    ) -> None:
        """SECURITY: or the holder of the servers appoints themselves to read."""
        with pytest.raises(StaffedAlready):
            services.invite(administrator.actor, ref=cast.organisations.ngo.ref, person=invited())
        assert not Account.objects.filter(email="new@example.invalid").exists()

    def test_where_nobody_is_left_two_of_them_may_name_somebody_again(
        self, cast: Cast, administrator: Member, second: Member
    ) -> None:
        ngo = cast.organisations.ngo
        Membership.objects.filter(account=cast.supervisor.account).update(suspended_at=timezone.now())
        first, late = (
            services.invite(administrator.actor, ref=ngo.ref, person=invited(email=email))
            for email in ("a@x.invalid", "b@x.invalid")
        )
        assert not Account.objects.filter(email="a@x.invalid").exists()
        approvals.approve(second.actor, first.ref)
        assert Membership.objects.get(account__email="a@x.invalid").organisation == ngo
        with pytest.raises(StaffedAlready):
            approvals.approve(second.actor, late.ref)

    def test_they_read_nothing_of_a_record(self, cast: Cast, administrator: Member, client_for: ClientFor) -> None:
        row = families.a_case(cast)
        assert not door.visible(administrator.actor, Case).exists()
        assert client_for(administrator.account).get(f"/cases/{row.ref}/").status_code == 404


class TestInviting:
    def test_supervisors_coordinators_and_focal_points_invite(self, cast: Cast, client_for: ClientFor) -> None:
        ngo = cast.organisations.ngo
        sent = {"full_name": "Nadia Ruiz", "email": "n@x.invalid", "role": "caseworker", "language": "fr"}
        client_for(cast.supervisor.account).post(f"/organisations/{ngo.ref}/invite/", sent)
        made = Membership.objects.get(account__email="n@x.invalid")
        assert (made.organisation, made.role, made.account.language) == (ngo, Role.CASEWORKER, "fr")
        coordinator = member(cast.organisations.institute, Role.FORENSIC_COORDINATOR)
        for person in (coordinator, cast.focal_a):
            own = person.organisation.ref
            assert client_for(person.account).get(f"/organisations/{own}/invite/").status_code == 200

    @pytest.mark.parametrize("who", ["caseworker", "officer", "analyst"])
    def test_others_do_not(self, cast: Cast, client_for: ClientFor, who: str) -> None:
        person = cast.people[who]
        address = f"/organisations/{person.organisation.ref}/invite/"
        assert client_for(person.account).get(address).status_code == 403
        with pytest.raises(Forbidden):
            services.invite(person.actor, ref=person.organisation.ref, person=invited(Role.CASEWORKER))

    def test_nobody_invites_into_another_organisation(self, cast: Cast) -> None:
        with pytest.raises(Forbidden):
            services.invite(cast.supervisor.actor, ref=cast.organisations.second_ngo.ref, person=invited())

    @pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.PARTNER_SYSTEM, Role.CONSULAR_OFFICER])
    def test_roles_that_are_not_theirs_to_give(self, cast: Cast, role: Role) -> None:
        with pytest.raises(Forbidden):
            services.invite(cast.supervisor.actor, ref=cast.organisations.ngo.ref, person=invited(role))

    def test_a_role_needs_its_kind_of_organisation(self, cast: Cast) -> None:
        with pytest.raises(RoleRefused):
            access.join(clerk(), account(), cast.organisations.ngo, Role.FAMILY_DELEGATE)

    def test_an_auditor_is_named_for_a_time_and_is_nothing_else(self, cast: Cast) -> None:
        ngo, until = cast.organisations.ngo, timezone.now() + timedelta(days=30)
        with pytest.raises(RoleRefused):
            services.invite(cast.supervisor.actor, ref=ngo.ref, person=invited(Role.AUDITOR))
        auditor = services.invite(cast.supervisor.actor, ref=ngo.ref, person=invited(Role.AUDITOR, until=until))
        with pytest.raises(RoleRefused):
            services.invite(cast.supervisor.actor, ref=ngo.ref, person=invited(Role.CASEWORKER))
        held = Member(auditor, ngo)
        assert held.actor.roles == {Role.AUDITOR}
        Membership.objects.filter(account=auditor).update(until=timezone.now() - timedelta(seconds=1))
        assert not held.actor.is_signed_in

    def test_an_address_of_another_organisation_is_refused_as_a_closed_one_is(self, cast: Cast) -> None:
        closed = member(cast.organisations.ngo).account
        Account.objects.filter(pk=closed.pk).update(is_active=False)
        said = []
        for email in (cast.analyst.account.email, closed.email):
            with pytest.raises(AddressTaken) as refused:
                services.invite(
                    cast.supervisor.actor, ref=cast.organisations.ngo.ref, person=invited(email=email.upper())
                )
            said.append(refused.value.as_dict())
        assert said[0] == said[1]

    def test_it_asks_for_a_fresh_proof(self, cast: Cast) -> None:
        stale = Actor.of_account(cast.supervisor.account)
        with pytest.raises(ProofNeeded):
            services.invite(stale, ref=cast.organisations.ngo.ref, person=invited(Role.CASEWORKER))

    def test_a_mail_server_that_is_away_is_said_and_tried_again(
        self, cast: Cast, client_for: ClientFor, settings: Settings
    ) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        client, ngo = client_for(cast.supervisor.account), cast.organisations.ngo
        sent = {"full_name": "Nadia Ruiz", "email": "n@x.invalid", "role": "caseworker", "language": "en"}
        page = client.post(f"/organisations/{ngo.ref}/invite/", sent, follow=True)
        assert "no mail could be sent" in body(page)
        assert invitations.send_waiting() == 0  # it still is
        owed = Effect.objects.get(kind=invitations.KIND)
        assert (owed.state, owed.error) == (Effect.State.DUE, "NotTaken")
        assert "n@x.invalid" not in str(owed.payload)
        settings.EMAIL_BACKEND = f"{__name__}.Server"
        Effect.objects.update(leased_until=None)  # the pause is over
        effects.owe(invitations.KIND, "again", **owed.payload)
        assert invitations.send_waiting() == 2
        assert invitations.send_waiting() == 0
        made = Membership.objects.get(account__email="n@x.invalid")
        client.post(f"/organisations/people/{made.ref}/invite-again/")
        assert [letter.to for letter in mail.outbox] == [["n@x.invalid"]] * 3
        assert [letter.extra_headers["X-In-Hand"] for letter in mail.outbox] == ["1", "1", "0"]
        assert all("http://testserver/" in letter.body for letter in mail.outbox)
        effects.owe(invitations.KIND, "too late", **owed.payload)
        Membership.objects.update(suspended_at=timezone.now())
        assert invitations.send_waiting() == 0
        assert Effect.objects.get(key="too late").state == Effect.State.DONE
        assert len(mail.outbox) == 3


class Server(EmailBackend):
    """A mail server that writes on each letter how many invitations the worker has in hand as it comes."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        for letter in messages:
            letter.extra_headers["X-In-Hand"] = str(Effect.objects.filter(state=Effect.State.LEASED).count())
        return super().send_messages(messages)


Surface = Callable[[Cast, ClientFor], bool]


def page_of_a_case(cast: Cast, client_for: ClientFor) -> Surface:
    row = families.a_case(cast)
    client = client_for(cast.caseworker.account)
    return lambda _cast, _client_for: client.get(f"/cases/{row.ref}/").status_code == 200


def session_begun_before(cast: Cast, client_for: ClientFor) -> Surface:
    row = families.a_case(cast)
    client = client_for(cast.caseworker.account)
    return lambda _cast, _client_for: row.ref in body(client.get("/cases/"))


def grant_on_a_case(cast: Cast, client_for: ClientFor) -> Surface:
    row = families.a_case(cast, by=cast.second_caseworker.actor, consents=families.consents(max_layer=3))
    clerk_row = Case.objects.get(pk=row.pk)
    supervisor = member(cast.organisations.second_ngo, Role.SUPERVISOR)
    grant(
        supervisor.actor, clerk_row, cast.caseworker.account, ring=Ring.RESERVED, purpose=Purpose.SHARE_SEARCH,
        reason=GrantReason.DISCLOSED,
    )  # fmt: skip
    return lambda _cast, _client_for: Ring.RESERVED in door.rings(cast.caseworker.actor, clerk_row)


def autosave_of_a_draft(cast: Cast, client_for: ClientFor) -> Surface:
    told = {
        "version": "test", "language": "en", "text": "x", "risks_explained": True, "rights_explained": True,
    }  # fmt: skip
    draft = begin_draft(actor=cast.caseworker.actor, parts={"briefing": told})
    client = client_for(cast.caseworker.account)

    def works(_cast: Cast, _client_for: ClientFor) -> bool:
        before = RegistrationDraft.objects.get(pk=draft.pk).updated_at
        client.post(f"/cases/new/{draft.ref}/save/consent/", {"own_search": "yes"}, headers={"HX-Request": "true"})
        return RegistrationDraft.objects.get(pk=draft.pk).updated_at > before

    return works


SURFACES = [page_of_a_case, session_begun_before, grant_on_a_case, autosave_of_a_draft]


class TestSuspending:
    @pytest.mark.parametrize("surface", SURFACES)
    def test_a_person_is_shut_out_of_every_surface_and_let_in_again(
        self, cast: Cast, client_for: ClientFor, surface: Callable[[Cast, ClientFor], Surface]
    ) -> None:
        works = surface(cast, client_for)
        assert works(cast, client_for)
        row = Membership.objects.get(account=cast.caseworker.account)
        Membership.objects.filter(pk=row.pk).update(suspended_at=timezone.now())  # the session stays
        assert not works(cast, client_for)
        services.restore_member(cast.supervisor.actor, ref=row.ref)
        assert works(cast, client_for)

    @pytest.mark.parametrize("surface", SURFACES)
    def test_an_organisation_is_shut_out_of_every_surface_and_let_in_again(
        self, cast: Cast, client_for: ClientFor, administrator: Member, second: Member,
        surface: Callable[[Cast, ClientFor], Surface],
    ) -> None:  # fmt: skip
        works, ngo = surface(cast, client_for), cast.organisations.ngo
        assert works(cast, client_for)
        services.suspend_organisation(administrator.actor, ref=ngo.ref, reason=SuspensionReason.BREACH)
        assert not works(cast, client_for)
        let_in_again(ngo.ref, administrator, second)
        assert works(cast, client_for)

    def test_a_suspended_person_is_signed_out_everywhere(self, cast: Cast, client_for: ClientFor) -> None:
        theirs = client_for(cast.caseworker.account)
        assert theirs.get("/work/").status_code == 200
        row = Membership.objects.get(account=cast.caseworker.account)
        client = client_for(cast.supervisor.account)
        client.post(f"/organisations/people/{row.ref}/suspend/", {"reason": "device"})
        row.refresh_from_db()
        assert (row.suspended_for, row.suspended_at is None) == ("device", False)
        assert theirs.get("/work/").status_code == 302
        assert JournalEntry.objects.filter(action="membership.suspended").count() == 1

    def test_the_systems_of_a_suspended_organisation_are_nobody(
        self, cast: Cast, client: Client, administrator: Member, second: Member
    ) -> None:
        headers = cast.system.headers
        assert client.get("/api/v1/cases/", headers=headers).status_code == 200
        ref = cast.organisations.second_ngo.ref
        services.suspend_organisation(administrator.actor, ref=ref, reason=SuspensionReason.BREACH)
        assert client.get("/api/v1/cases/", headers=headers).status_code in (401, 403)
        let_in_again(ref, administrator, second)
        assert client.get("/api/v1/cases/", headers=headers).status_code == 200

    def test_until_the_second_person_approves_it_stays_shut_out(
        self, cast: Cast, administrator: Member, second: Member, client_for: ClientFor
    ) -> None:
        client, ngo = client_for(administrator.account), cast.organisations.ngo
        services.suspend_organisation(administrator.actor, ref=ngo.ref, reason=SuspensionReason.BREACH)
        client.post(f"/organisations/{ngo.ref}/restore/")
        assert not cast.caseworker.actor.is_signed_in
        assert "Waits for a second person since" in body(client.get(f"/organisations/{ngo.ref}/"))
        # Shut out anew for something else: that was not asked.
        Organisation.objects.filter(pk=ngo.pk).update(suspended_at=timezone.now())
        with pytest.raises(approvals.NotAsAsked):
            approvals.approve(second.actor, Approval.objects.get().ref)
        assert not cast.caseworker.actor.is_signed_in

    def test_an_immigration_function_is_taken_off_by_two(
        self, cast: Cast, administrator: Member, second: Member, client_for: ClientFor
    ) -> None:
        border = cast.organisations.border
        sent = {"name": "Rescue Service", "kind": "sar_body", "country": "ITA", "legal_compulsion_risk": "high"}
        client_for(administrator.account).post(f"/organisations/{border.ref}/change/", sent)
        border.refresh_from_db()
        assert (border.name, border.may_take_part) == ("Border Authority", False)
        asked = Approval.objects.get()
        assert "Rescue Service" in body(client_for(second.account).get(f"/approvals/{asked.ref}/"))
        approvals.approve(second.actor, asked.ref)
        border.refresh_from_db()
        assert (border.name, border.may_take_part) == ("Rescue Service", True)

    def test_what_a_suspended_organisation_shares_stays_open_to_its_partners(
        self, cast: Cast, administrator: Member
    ) -> None:
        row = families.a_case(cast)
        services.suspend_organisation(
            administrator.actor, ref=cast.organisations.ngo.ref, reason=SuspensionReason.BREACH
        )
        assert door.can(cast.second_caseworker.actor, door.Action.VIEW, Case.objects.get(pk=row.pk))

    @pytest.mark.parametrize("who", ["supervisor", "officer"])
    def test_who_answers_for_an_organisation_suspends_its_people(self, cast: Cast, who: str) -> None:
        row = Membership.objects.get(account=cast.caseworker.account)
        services.suspend_member(cast.people[who].actor, ref=row.ref, reason=SuspensionReason.MISUSE)
        assert not cast.caseworker.actor.is_signed_in

    def test_officers_suspend_and_do_not_restore(self, cast: Cast) -> None:
        row = Membership.objects.get(account=cast.caseworker.account)
        services.suspend_member(cast.officer.actor, ref=row.ref, reason=SuspensionReason.MISUSE)
        with pytest.raises(Forbidden):
            services.restore_member(cast.officer.actor, ref=row.ref)

    def test_nobody_suspends_themselves_or_strangers(self, cast: Cast, administrator: Member) -> None:
        own = Membership.objects.get(account=cast.supervisor.account)
        with pytest.raises(NotYourself):
            services.suspend_member(cast.supervisor.actor, ref=own.ref, reason=SuspensionReason.LEFT)
        theirs = Membership.objects.get(account=cast.analyst.account)
        with pytest.raises(NotFound):
            services.suspend_member(cast.supervisor.actor, ref=theirs.ref, reason=SuspensionReason.LEFT)
        with pytest.raises(Forbidden):
            services.suspend_member(cast.caseworker.actor, ref=own.ref, reason=SuspensionReason.LEFT)
        with pytest.raises(NotYourself):
            services.suspend_organisation(
                administrator.actor, ref=administrator.organisation.ref, reason=SuspensionReason.LEFT
            )
        with pytest.raises(Forbidden):
            services.suspend_organisation(
                cast.supervisor.actor, ref=cast.organisations.second_ngo.ref, reason=SuspensionReason.BREACH
            )


class TestDirectory:
    def test_everybody_signed_in_reads_it(self, cast: Cast, client_for: ClientFor, client: Client) -> None:
        page = body(client_for(cast.analyst.account).get("/organisations/"))
        assert "Voces del Mar" in page
        assert "agreement in force" in page
        assert client.get("/organisations/").status_code == 302

    def test_it_is_narrowed_by_name_kind_and_country(self, cast: Cast, client_for: ClientFor) -> None:
        client = client_for(cast.caseworker.account)
        for asked, hidden in (
            ("?words=vóces", "Teranga"),
            ("?kind=forensic_institute", "Voces del Mar"),
            ("?country=SEN", "Focal Point A"),
        ):
            page = body(client.get(f"/organisations/{asked}"))
            listing = page[page.index("List of organisations") :]
            assert hidden not in listing, asked
        assert "No organisation fits" in body(client.get("/organisations/?words=nothing"))

    def test_people_are_known_to_their_colleagues_alone(self, cast: Cast, client_for: ClientFor) -> None:
        ref, name = cast.organisations.ngo.ref, cast.supervisor.account.full_name
        assert name in body(client_for(cast.caseworker.account).get(f"/organisations/{ref}/"))
        assert name not in body(client_for(cast.second_caseworker.account).get(f"/organisations/{ref}/"))

    def test_who_answers_for_it_changes_what_it_says_of_itself_and_not_what_it_is(
        self, cast: Cast, client_for: ClientFor
    ) -> None:
        ngo = cast.organisations.ngo
        sent = {"focal_point": "The office", "mandate": "We search.", "law_enforcement": "on", "kind": "court"}
        client_for(cast.supervisor.account).post(f"/organisations/{ngo.ref}/change/", sent)
        ngo.refresh_from_db()
        assert (ngo.focal_point, ngo.mandate) == ("The office", "We search.")
        assert (ngo.law_enforcement, ngo.kind) == (False, RecipientClass.CSO)
        assert client_for(cast.caseworker.account).get(f"/organisations/{ngo.ref}/change/").status_code == 403
        with pytest.raises(Forbidden):
            services.change_organisation(cast.supervisor.actor, ref=ngo.ref, law_enforcement=True)

    def test_an_organisation_that_gains_an_immigration_function_is_out_at_once(
        self, cast: Cast, administrator: Member, client_for: ClientFor
    ) -> None:
        row, second = families.a_case(cast), cast.organisations.second_ngo
        assert door.can(cast.second_caseworker.actor, door.Action.VIEW, row)
        sent = {
            "name": second.name, "kind": second.kind, "country": second.country, "immigration_function": "on",
            "legal_compulsion_risk": "high",
        }  # fmt: skip
        client_for(administrator.account).post(f"/organisations/{second.ref}/change/", sent)
        assert not door.can(cast.second_caseworker.actor, door.Action.VIEW, row)
