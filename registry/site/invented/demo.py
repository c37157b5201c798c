"""Who takes part in the demonstration: eleven invented organisations in five countries, their people, their agreements.

Pure data, so that the loader only carries it out.  No name is that of a real organisation or person; addresses end in
`.invalid`, where nobody can receive mail.
"""

from __future__ import annotations

from dataclasses import dataclass

DOMAIN = "demo.invalid"


@dataclass(frozen=True)
class OrganisationPlan:
    """kind: CL-RECIP; country: alpha-3."""

    key: str
    name: str
    kind: str
    country: str
    mandate: str
    is_state_body: bool = False


@dataclass(frozen=True)
class AccountPlan:
    """A person with one role; `listed`: on the sign-in page of the demonstration."""

    key: str
    name: str
    role: str
    organisation: str
    language: str = "en"
    listed: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


@dataclass(frozen=True)
class AgreementPlan:
    """Providers' records for receivers; an organisation on both sides provides and receives.

    routes: what is covered, everything when empty; deny: parts of a record that stay closed; unsigned: whose signature
    is still awaited.
    """

    title: str
    providers: tuple[str, ...]
    receivers: tuple[str, ...]
    purposes: tuple[str, ...]
    max_layer: int = 2
    compartments: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()
    summary: str = ""


OPERATOR = "operator"  # registers nothing
LABORATORY = "laboratory"  # nor does this one: it tests what it is sent
ELSEWHERE = "elsewhere"  # runs a registry of its own, which is asked in code
REGISTER_NOTHING = (OPERATOR, LABORATORY, ELSEWHERE)
ORGANISATIONS = (
    OrganisationPlan("voces", "Voces del Mar", "cso", "ESP", "Registers missing people and stands by their families."),
    OrganisationPlan("teranga", "Teranga Families", "cso", "SEN", "Searches with families on the Atlantic coast."),
    OrganisationPlan("mothers", "Mothers of the Long Road", "family_association", "MEX",
                     "Families who search together."),
    OrganisationPlan("tracing", "Tracing Unit of the Three Seas", "international_org", "ESP",
                     "Traces people across borders."),
    OrganisationPlan("strait", "Institute of Forensic Medicine of the Strait", "forensic_institute", "ITA",
                     "Examines and keeps remains found at sea."),
    OrganisationPlan("desert", "Desert Forensic Laboratory", "forensic_institute", "MEX",
                     "Examines and keeps remains found on land."),
    OrganisationPlan("state-a", "Focal Point for Missing Migrants, State A", "national_focal_point", "TUN",
                     "Answers for State A.", is_state_body=True),
    OrganisationPlan("state-b", "Focal Point for Missing Migrants, State B", "national_focal_point", "ITA",
                     "Answers for State B.", is_state_body=True),
    OrganisationPlan(LABORATORY, "Genetic Laboratory of the Three Seas", "genetic_lab", "ITA",
                     "Tests samples that it knows by their codes."),
    OrganisationPlan(ELSEWHERE, "Registry of the Southern Shores", "international_org", "TUN",
                     "Runs a registry of its own."),
    OrganisationPlan(OPERATOR, "Operators of the Demonstration", "partner_registry", "ESP",
                     "Runs the registry and reads nothing of a record."),
)  # fmt: skip

ACCOUNTS = (
    AccountPlan("caseworker", "Inés Robledal", "caseworker", "voces", listed=True),
    AccountPlan("caseworker-2", "Mariétou Sylla", "caseworker", "teranga", "fr", listed=True),
    AccountPlan("analyst", "Dario Fontebasso", "forensic_practitioner", "strait", listed=True),
    AccountPlan("focal-a", "Hichem Zarzouri", "focal_point", "state-a", "ar", listed=True),
    AccountPlan("focal-b", "Livia Montanari", "focal_point", "state-b", listed=True),
    AccountPlan("supervisor", "Teodora Valcárcel", "supervisor", "voces", listed=True),
    AccountPlan("officer", "Bruno Alcaraz", "data_protection", "voces", listed=True),
    AccountPlan("administrator", "Aurelio Montcada", "system_administrator", OPERATOR, listed=True),
    # Nobody lets an organisation in alone.
    AccountPlan("administrator-2", "Ingeborg Falkenrath", "system_administrator", OPERATOR, listed=True),
    AccountPlan("geneticist", "Elettra Brancaleone", "genetic_lab", LABORATORY, listed=True),
    # Nor does anybody open a laboratory's own mode alone.
    AccountPlan("geneticist-2", "Oriol Peñarroya", "genetic_lab", LABORATORY, listed=True),
    AccountPlan("coordinator", "Ginevra Altamura", "forensic_coordinator", "strait"),
    # Offers a case to another organisation, which takes a second person.
    AccountPlan("supervisor-2", "Abdoulaye Faye", "supervisor", "teranga", "fr"),
    AccountPlan("caseworker-3", "Socorro Ixchel Pech", "caseworker", "mothers", "es"),
    AccountPlan("tracer", "Noa Lindqvist", "tracing_officer", "tracing", listed=True),
    AccountPlan("analyst-2", "Ramiro Tzoc", "forensic_practitioner", "desert", "es"),
)

_SEARCHING = ("share_search", "forensic_comparison")
_REGISTRARS = ("voces", "teranga", "mothers", "tracing")
_INSTITUTES = ("strait", "desert")
_STATES = ("state-a", "state-b")

AGREEMENTS = (
    AgreementPlan("Search across the organisations of families", _REGISTRARS, _REGISTRARS, _SEARCHING),
    AgreementPlan("Questions to the focal points", _REGISTRARS, _STATES, _SEARCHING),
    AgreementPlan("Comparison with remains", _REGISTRARS, _INSTITUTES, ("forensic_comparison",), compartments=("f",)),
    AgreementPlan("Remains shown to the focal points", _INSTITUTES, _STATES, _SEARCHING),
    AgreementPlan("Remains that exist, for the organisations of families", _INSTITUTES, _REGISTRARS, _SEARCHING, 1),
    AgreementPlan(
        "Remains of the strait, for the families of the central route",
        ("strait",),
        ("voces",),
        _SEARCHING,
        routes=("cmed",),
        deny=("remains.images",),
        unsigned=("voces",),
        summary="The institute tells what it finds, without images, so that families can be asked.",
    ),
)

TRACING = "tracing"  # records events of several countries, and the living
CLIENT = ("voces", "Case system of Voces del Mar")

# Who registers what, by route: the Americas in Mexico, the Atlantic in Senegal, the rest in Spain and beyond.
_AMERICAS = ("usmx", "camx", "dari", "carus", "htdr")
_ATLANTIC = ("watl", "wmed", "sah")
_EAST = ("andb", "mysg", "afir", "irtr", "hsou")


def registrar(route: str, draw: float) -> str:
    """Key of the organisation that registers a report of that route; draw is uniform on [0, 1)."""
    if route in _AMERICAS:
        return "mothers" if draw < 0.7 else "voces"
    if route in _ATLANTIC:
        return "teranga" if draw < 0.7 else "voces"
    return "tracing" if route in _EAST else ("voces" if draw < 0.8 else "teranga")


def institute(route: str) -> str:
    """Key of the institute that keeps remains found on that route."""
    return "desert" if route in _AMERICAS else "strait"


def registering_account(organisation: str) -> AccountPlan:
    """The person in whose name an organisation's records are made."""
    roles = ("caseworker", "tracing_officer", "forensic_practitioner", "focal_point")
    return next(a for a in ACCOUNTS if a.organisation == organisation and a.role in roles)
