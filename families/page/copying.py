"""A copy of what is held of a relative: every own row of every ring that the door opens to them, and nothing else.

What other people are named in beside their words (interpreter, witness, the person who works on the case) is masked.
Numbers of our own bookkeeping and drawings made from a photo are left out: they say nothing of anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accessctl import door, own_rows, topology
from accessctl.actor import Actor
from accessctl.declare import asked_fields
from accessctl.models import RingRow
from accessctl.readings.told import Receiver, receivers
from cases import donated
from cases.codes import StatementTopic
from cases.models import Case, CaseSearchFile
from cases.models.statements import COLUMNS
from families.models import DonorLink
from families.wording import Item, item_of

# Keys, links within the record and moments of our own bookkeeping.
# SECURITY: what a correction replaced may have been told by another relative.
# SECURITY: the state of the work, and what became of the person, are told in person and never by a file.
BOOKKEEPING = frozenset(
    {
        "id", "case", "source", "relative", "created_by", "updated_at", "consent", "given_by", "supersedes", "follows",
        "thumbnail", "size", "width", "height", "digest", "workflow_status", "fate", "fate_basis_id", "priorities",
        "retention_review_at", "replaced", "taken_by", "state_since", "duplicate_of", "state_before",
        "told_apart", "topic", "is_preferred", "taken_back_at",
    }
)  # fmt: skip
# The same of single tables.
# SECURITY: that an identification was doubted or taken back is told by people, who then write down that they did.
# SECURITY: by the code of a donor a laboratory's sample would lead to a family.
OUR_OWN: dict[str, frozenset[str]] = {
    "Relative": frozenset({"own_case"}),
    "Finding": frozenset({"basis", "before", "opinion_by", "opinion_result", "opinion_on", "revoked_on"}),
    "Notification": frozenset({"told_to", "finding"}),
    "TransferAgreement": frozenset({"carried_out_at"}),
    "FamilyWishes": frozenset({"version"}),
    "DonorLink": frozenset({"donor"}),
    "SampleOfDonor": frozenset({"donor", "sample"}),
    "SampleFile": frozenset({"sample"}),
    "SampleTest": frozenset({"sample", "sent"}),
    "SampleStep": frozenset(
        {"sample", "number", "place", "to_person", "seal_no", "note", "proof", "nonce", "previous"}
    ),
}  # fmt: skip
# Tables of rings that the page opens, no row of which is in any copy, and why.
NOT_TOLD: dict[str, str] = {
    "CaseForensicProfile": "Made by the program from what the copy holds, for matching.",
    "CaseOrigin": "What a partner's system calls the case; what it told stands under its own source.",
    "CaseReservedProfile": "Made by the program from what the copy holds, for matching.",
    "CaseSearchAction": "What was done, and not what they told: the page itself names the steps they may read.",
    "CaseSearchProfile": "Made by the program from what the copy holds, for matching.",
    "ConsentReminder": "When to ask again, worked out from the consents that the copy holds.",
    "LivingWord": "Belongs to the person found alive, who has it told by people.",
    "PageCode": "Keys of their page: who holds the paper has them, and nobody else may.",
    "ReviewNote": "What reviewers thought of a candidate pair.",
}  # fmt: skip
# Of each topic the columns that rest on it: the age counts from one day to the other.
DERIVED_OF = COLUMNS | {
    StatementTopic.LAST_CONTACT: (*COLUMNS[StatementTopic.LAST_CONTACT], "age_low", "age_high"),
}
TITLES: dict[str, Promise] = {
    "CaseSearchFile": _("The person you are looking for"),
    "CaseStatement": _("What you told, where others told it too or it was put right"),
    "CaseName": _("Names of the person"),
    "CaseMark": _("Marks on the body"),
    "CaseIntimateMark": _("Marks that are told to few"),
    "CaseBelonging": _("Clothes and belongings"),
    "CaseMedical": _("Health and what stays in the body"),
    "CaseDentalChart": _("Teeth"),
    "CaseDocument": _("Papers of the person"),
    "CasePhoto": _("Photo"),
    "CaseImage": _("Radiographs and images of marks"),
    "JourneyLeg": _("The journey"),
    "CaseIncident": _("In which event the person may have been"),
    "CaseHolders": _("Who holds what could be compared"),
    "CaseSource": _("When and how you told us"),
    "Relative": _("You"),
    "RelativeName": _("Your names"),
    "RelativeTie": _("How you are related"),
    "RelativeMandate": _("What you may do for the family"),
    "Channel": _("How we reach you"),
    "Consent": _("What you agreed to or refused"),
    "ConsentTaking": _("How you were asked"),
    "SignedPaper": _("Papers with your signature or mark"),
    "TransferAgreement": _("Who may go on with the search, as you agreed"),
    "FeedbackRhythm": _("How often you hear from us"),
    "FeedbackTalk": _("When we spoke with you"),
    "Notification": _("What people told you, sitting with you"),
    "Finding": _("The identification that you were told of"),
    "FamilyWishes": _("What you wish"),
    "ReturnStep": _("Return and burial"),
    "RiteNotice": _("What your faith community is told"),
    "DonorLink": _("That you give a sample"),
    "SampleOfDonor": _("Where your samples were taken"),
    "SampleFile": _("Your samples"),
    "SampleTest": _("Which tests were asked for"),
    "SampleStep": _("The way of your samples"),
    "SupportNeed": _("What you need"),
    "Referral": _("Who was asked to help you"),
    "LegalPaper": _("Papers you asked for"),
    "RightsRequest": _("What you asked us"),
}


@dataclass(frozen=True)
class Section:
    table: str
    title: str
    rows: list[list[Item]]


@dataclass(frozen=True)
class Copy:
    """Everything, section by section, and who received or read it."""

    case: Case
    sections: list[Section]
    receivers: list[Receiver]

    def as_data(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "reference": self.case.ref,
            "organisation": self.case.owner.name,
            "held": {one.table: [{item.name: item.value for item in row} for row in one.rows] for one in self.sections},
            "received_or_read": [
                {"organisation": one.name, "country": one.country, "since": f"{one.since:%Y-%m}", "copy": one.has_copy}
                for one in self.receivers
            ],
        }  # fmt: skip


def copy_of(actor: Actor, ref: str) -> Copy:
    """Raises NotFound; ProofNeeded unless the relative has just shown code and PIN."""
    case = door.fetch(actor, Case, ref=ref)
    sections: list[Section] = []
    donors: list[UUID] = []
    file, open_rings = None, door.rings(actor, case)
    for ring in topology.rings_of(Case):
        tables = [table for table in topology.tables_of(Case, ring) if table in own_rows.offered()]
        if not tables or ring not in open_rings:
            continue
        opened = door.open(actor, case, ring, tables=tables)
        for table in tables:
            if rows := opened.rows(case, table):
                sections.append(_section(table, rows))
                file = rows[0] if table is CaseSearchFile else file
                donors += [row.donor_id for row in rows] if table is DonorLink else []
    if file:  # the columns that lists filter on are made of what this relative told
        apart = _told_apart(file)
        common = [
            item_of(field, getattr(case, field.name)) for field, _said in asked_fields(Case) if field.name not in apart
        ]
        sections.insert(0, Section("Case", gettext("What lists show"), [[item for item in common if item]]))
    sections += [_section(table, rows) for table, rows in donated.of(donors)]
    order = list(TITLES)
    sections.sort(key=lambda one: order.index(one.table) if one.table in order else -1)
    return Copy(case, sections, receivers(actor, case))


def _section(table: type[RingRow], rows: Iterable[Any]) -> Section:
    title = str(TITLES.get(table.__name__, table._meta.verbose_name))
    return Section(table.__name__, title, [list(_items(table, row)) for row in rows])


def _items(table: type[RingRow], row: Any) -> Iterator[Item]:
    apart = _told_apart(row)
    for field in table._meta.concrete_fields:
        if is_told(table, field) and field.name not in apart and (item := item_of(field, getattr(row, field.name))):
            yield item


def _told_apart(row: Any) -> set[str]:
    """SECURITY: what the file shows of a topic told apart may be another's words; their own come as statements."""
    return {name for topic in getattr(row, "told_apart", ()) for name in DERIVED_OF[StatementTopic(topic)]}


def is_told(table: type[RingRow], field: models.Field[Any, Any]) -> bool:
    """Whether a copy gives this column of a table where it holds something; a key within the record says nothing."""
    related = field.related_model
    if isinstance(related, type) and issubclass(related, RingRow):
        return False
    return field.name not in BOOKKEEPING | OUR_OWN.get(table.__name__, frozenset())
