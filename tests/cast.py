"""The standing cast: the people, organisations and agreements that most tests are played by. It never changes.

Seven people as on the sign-in page of the demo, a partner system, the matching job, a body of a State of origin that
must see nothing of a person who fled it, and a border authority that can be nobody here.

                     NGO          second NGO   institute    State A      State B
    country          ESP          SEN          ITA          TUN          ITA
    people           caseworker   second_      analyst      focal_a      focal_b
                     supervisor   caseworker
                     officer

Agreements in force: the NGOs share layers 1-2 with one another and with both focal points (to ask them to check, and
to compare with remains); both NGOs share with the institute layers 1-2 and the forensic compartment to compare with
remains; the institute shares layers 1-2 with both focal points and layer 1 with the NGOs. The origin body is party to
the agreement with the focal points, so that what hides a record from it is the firewall and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from accessctl.actor import Actor
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.models import Agreement, Organisation
from tests.factories.accessctl import Member, Partner, agreement, member, organisation, partner

SEARCHING = (Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON)


@dataclass(frozen=True)
class Organisations:
    ngo: Organisation
    second_ngo: Organisation
    institute: Organisation
    state_a: Organisation
    state_b: Organisation
    origin: Organisation
    border: Organisation


@dataclass(frozen=True)
class Agreements:
    between_ngos: Agreement
    with_focal_points: Agreement
    with_institute: Agreement
    from_institute: Agreement
    from_institute_coded: Agreement


@dataclass(frozen=True)
class Cast:
    """`cast.caseworker.actor`, `.account`, `.organisation`; `cast.matcher` is the system job."""

    organisations: Organisations
    agreements: Agreements
    caseworker: Member
    supervisor: Member
    officer: Member
    second_caseworker: Member
    analyst: Member
    focal_a: Member
    focal_b: Member
    origin_official: Member
    system: Partner

    @property
    def matcher(self) -> Actor:
        return Actor.system_job("matching")

    @property
    def public(self) -> Actor:
        return Actor.public()

    @property
    def people(self) -> dict[str, Member]:
        """Everybody who signs in, by name."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Member)}


def build() -> Cast:
    """Write the cast to the database."""
    orgs = _organisations()
    people = _people(orgs)
    return Cast(orgs, _agreements(orgs), **people, system=partner(orgs.second_ngo))


def _organisations() -> Organisations:
    state = {"is_state_body": True}
    focal_point, authority = RecipientClass.NATIONAL_FOCAL_POINT, RecipientClass.IMMIGRATION_AUTHORITY
    return Organisations(
        ngo=organisation("Voces del Mar", kind=RecipientClass.CSO, country="ESP"),
        second_ngo=organisation("Teranga Families", kind=RecipientClass.CSO, country="SEN"),
        institute=organisation("Institute of Forensic Medicine", kind=RecipientClass.FORENSIC_INSTITUTE, country="ITA"),
        state_a=organisation("Focal Point A", kind=focal_point, country="TUN", **state),
        state_b=organisation("Focal Point B", kind=focal_point, country="ITA", **state),
        origin=organisation("Focal Point of the State of Origin", kind=focal_point, country="ERI", **state),
        border=organisation("Border Authority", kind=authority, country="ITA", immigration_function=True, **state),
    )


def _people(orgs: Organisations) -> dict[str, Member]:
    wanted = {
        "caseworker": (orgs.ngo, Role.CASEWORKER),
        "supervisor": (orgs.ngo, Role.SUPERVISOR),
        "officer": (orgs.ngo, Role.DATA_PROTECTION),
        "second_caseworker": (orgs.second_ngo, Role.CASEWORKER),
        "analyst": (orgs.institute, Role.FORENSIC_PRACTITIONER),
        "focal_a": (orgs.state_a, Role.FOCAL_POINT),
        "focal_b": (orgs.state_b, Role.FOCAL_POINT),
        "origin_official": (orgs.origin, Role.FOCAL_POINT),
    }
    return {
        name: member(of, role, email=f"{name.replace('_', '-')}@cast.invalid", full_name=name.replace("_", " ").title())
        for name, (of, role) in wanted.items()
    }


def _agreements(orgs: Organisations) -> Agreements:
    ngos = [orgs.ngo, orgs.second_ngo]
    states = [orgs.state_a, orgs.state_b]
    forensic = (Purpose.FORENSIC_COMPARISON,)
    return Agreements(
        between_ngos=agreement(ngos, ngos, purposes=SEARCHING),
        with_focal_points=agreement(ngos, [*states, orgs.origin], purposes=SEARCHING),
        with_institute=agreement(ngos, orgs.institute, purposes=forensic, compartments=["f"]),
        from_institute=agreement(orgs.institute, states, purposes=SEARCHING),
        from_institute_coded=agreement(orgs.institute, ngos, purposes=SEARCHING, max_layer=1),
    )
