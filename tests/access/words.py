"""The planted words, and who may read which: one word for each place that can hold what somebody said or wrote.

The tables of readers are written by hand from the roles, agreements, consents and grants of the planted world: they
restate the rules and never ask the door.  Every word begins alike, so that one search finds all of them.
"""

from __future__ import annotations

from tests.plugins.campaign import LONG

PREFIX = "zq"
Rings = dict[str, tuple[str, ...]]

OWNERS = ("caseworker", "supervisor")
# Whoever the agreements let read the first NGO's consented cases: the origin body too, but for the firewall.
SHARERS = ("second_caseworker", "analyst", "coordinator", "focal_a", "focal_b", "system")
FORENSIC = ("analyst", "coordinator")
# The first NGO also has somebody who stands by families, an auditor, and staff of a shelter who count figures; the
# institute a clerk who keeps samples.  The officer of a search body who also investigates, the consular officer, the
# delegate of an association, the administrator, somebody of a laboratory, which tests what it is sent, and who leads a
# rite work for organisations of their own, party to nothing.
NGO = (*OWNERS, "officer", "tracer", "carer", "auditor", "shelter")
INSTITUTE = (*FORENSIC, "clerk")
ALONE = ("searcher", "consul", "delegate", "administrator", "lab", "imam")
PEOPLE = (*NGO, "second_caseworker", *INSTITUTE, "focal_a", "focal_b", "origin_official", *ALONE)
SIGNED_IN = (*PEOPLE, "system")
READERS = (*SIGNED_IN, "public")
# Readers by whom every route is walked in each run; `make campaign-access` walks by all.  The others stand for roles
# that reach less than one of these, and what any role may read is proved on random worlds besides.
SHORT = (
    "caseworker", "supervisor", "officer", "tracer", "second_caseworker", "analyst", "focal_a", "origin_official",
    "searcher", "lab", "system", "public",
)  # fmt: skip
WALKING = READERS if LONG else SHORT
PHONES = {"case": "655512341", "flagged": "655512352", "withheld": "655512363", "theirs": "655512374"}


def word(record: str, what: str) -> str:
    return f"{PREFIX}{record}{what}"


def _words(record: str, **rings: str) -> Rings:
    """Ring (its digit and letter behind `r`) -> the words of a record for the things named."""
    return {ring[1:]: tuple(word(record, what) for what in things.split()) for ring, things in rings.items()}


def _case(record: str, **more: str) -> Rings:
    planted = {
        "r2": "name father mother story feature habit companion origin mark thing written imei leg source event "
        "hospital question reply otherstory",
        "r3": "paper",
        "r3f": "intimate serial implant illness medicine molar denture stain bite image caption",
        "r3k": "kin witness interpreter talk talker need referral legalpaper wish office authority team between "
        "beside present questions dentist clinicfile printsat offerer "
        "findingauthority findingact findingsummary answer opinion wishrite wishfaith "
        "wishdecides wishbelongings wishdestination stepwho steppaper stepcost signed thumbprint",
        "r4k": "hours speaksas safequestion safeword",
        "r4p": "asylum best risk conflict consular",
        "r4a": "alleged smuggler ransom",
    }
    found = _words(record, **{ring: f"{things} {more.get(ring, '')}" for ring, things in planted.items()})
    return found | {"4k": (*found["4k"], PHONES[record])}


def _remains(record: str, more: str = "") -> Rings:
    return _words(
        record,
        r2="place mark thing imei region source event",
        r3f="presumed paper nameonpaper intimate serial implant illness medicine molar denture stain bite image "
        "caption review giver taker tag seal order remark cemetery section line plot marker neighbour permit rite "
        "ground examiner searched causewords flag lying scene bagged bagtaker bagseal bagorder bagnote "
        f"joining ancestry checker because morgue morgueno reckoned misread {more}",
        r4p="asylum",
        r4a="wound inquest finder",
    )


# record -> ring -> the words that lie there
WORDS: dict[str, Rings] = {
    "case": _case("case", r2="photo thumbnail", r3f="review", r4p="leftwords"),
    "flagged": _case("flagged"),
    "withheld": _case("withheld", r4k="livingword livingcontact"),
    "theirs": _case("theirs", r3k="goesbetween outsider outsidereach"),
    "referred": _words("referred", r3k="told answer"),
    "remains": _remains(
        "remains",
        "panel grounds idauthority idact familywords signer revoked opinionby opinionwords handedto orderrite "
        "ordernote sawyer bench population",
    ),
    "unshared": _remains("unshared"),
    "logged": _remains("logged"),
    "rite": _words("rite", r3k="rite place time"),
    "whereabouts": _words("whereabouts", r4w="name mark description message contact facility place review step said"),
    "donor": _words("donor", r3f="nurse clinic"),
    "gift": _words("gift", r3f="quantity courier seal remark number", r4g="kit"),
    "bone": _words("bone", r3f="quantity courier number", r4g="kit"),
    "swab": _words("swab", r3f="quantity"),
    "draft": _words("draft", r2="name story kin contact photo thumbnail"),
    "begun": _words("begun", r2="presumed place"),
    "batch": _words("batch", r2="file cell place"),
    "livinglist": _words("livinglist", r4w="file heading name cell facility"),
    "savedlist": _words("savedlist", r4w="file heading cell facility"),
    "casetable": _words("casetable", r2="file heading name cell kin story"),
    "savedtable": _words("savedtable", r2="file heading kin cell story"),
    "remainstable": _words("remainstable", r2="file heading place cell words"),
    "systemtable": _words("systemtable", r2="file heading name cell kin story"),
    "systemsaved": _words("systemsaved", r2="file heading kin cell story"),
    "search": _words("search", r2="name kept"),
    "incident": _words("incident", r0="cause", r2="place"),
    "event_theirs": _words("eventtheirs", r0="cause", r2="place"),
    "event_a": _words("eventa", r0="cause", r2="place"),
    # Of a name that the second NGO wrote of somebody whose case is kept from the lead: nobody has it.
    "event": _words("event", r2="note", r3="heardname heardof heardnote"),
    "keptname": _words("keptname", r3="name"),
    "agreement": _words("agreement", r1="title summary breach"),
    "proposed": _words("proposed", r1="title"),
    "stopped": _words("stopped", r1="title reason"),
    "demand": _words("demand", r4a="authority basis scope said"),
    "breach": _words("breach", r4a="what measures"),
    "admission": _words("admission", r4p="name person"),
}
# Who holds `case` by name: somebody who stands by the family, the delegate whom the family chose.
BY_NAME = ("carer", "delegate")
# (record, ring) -> readers.  `case` has a grant of ring 3 for the analyst, and one that ended for focal point A; focal
# point B opened that ring because of danger to life.
# `withheld` was registered by the supervisor and `theirs` by the second NGO, both with consent to their own search
# alone; `unshared` lies with focal point B, which shares with nobody; `logged` with the second NGO, by its system.
MAY_READ: dict[tuple[str, str], tuple[str, ...]] = {
    ("case", "2"): (*OWNERS, "tracer", *SHARERS, "origin_official", *BY_NAME),
    ("case", "3"): (*OWNERS, "analyst", "focal_b"),
    ("case", "3f"): OWNERS,
    ("case", "3k"): (*OWNERS, *BY_NAME),
    ("case", "4k"): OWNERS,
    ("case", "4p"): OWNERS,
    ("case", "4a"): (),
    # What those who lead a burial's rite read of the case, and all they read.
    ("rite", "3k"): (*OWNERS, *BY_NAME, "imam"),
    ("flagged", "2"): (*OWNERS, "tracer", *SHARERS),
    ("flagged", "3"): OWNERS,
    ("flagged", "3f"): OWNERS,
    ("flagged", "3k"): OWNERS,
    ("flagged", "4k"): OWNERS,
    ("flagged", "4p"): OWNERS,
    ("flagged", "4a"): (),
    ("withheld", "2"): (*OWNERS, "tracer"),
    ("withheld", "3"): OWNERS,
    ("withheld", "3f"): OWNERS,
    ("withheld", "3k"): OWNERS,
    ("withheld", "4k"): ("supervisor",),
    ("withheld", "4p"): ("supervisor",),
    ("withheld", "4a"): (),
    ("theirs", "2"): ("second_caseworker", "system"),
    ("theirs", "3"): ("second_caseworker", "system"),
    ("theirs", "3f"): ("second_caseworker", "system"),
    ("theirs", "3k"): ("second_caseworker", "system"),
    ("theirs", "4k"): ("second_caseworker",),
    ("theirs", "4p"): ("second_caseworker",),
    ("theirs", "4a"): (),
    # A referral: the provider's people who help, beside those who read the family file of the case.
    ("referred", "3k"): ("supervisor", "carer", "second_caseworker", "system"),
    ("remains", "2"): (*FORENSIC, "focal_a", "focal_b"),
    ("remains", "3f"): FORENSIC,
    ("remains", "4p"): (),
    ("remains", "4a"): (),
    ("unshared", "2"): ("focal_b",),
    ("unshared", "3f"): (),
    ("unshared", "4p"): (),
    ("unshared", "4a"): (),
    ("logged", "2"): (*OWNERS, "tracer", *SHARERS, "origin_official"),
    ("logged", "3f"): ("second_caseworker", "system"),
    ("logged", "4p"): (),
    ("logged", "4a"): (),
    ("whereabouts", "4w"): ("tracer",),
    # A donor of `case`: a laboratory has the sample and never learns who gave it.
    ("donor", "3f"): OWNERS,
    ("gift", "3f"): (*OWNERS, "lab"),
    ("gift", "4g"): ("lab",),
    ("bone", "3f"): (*FORENSIC, "lab"),
    ("bone", "4g"): ("lab",),
    ("swab", "3f"): ("second_caseworker", "system"),
    ("draft", "2"): OWNERS,
    ("begun", "2"): FORENSIC,
    ("batch", "2"): (*OWNERS, "tracer"),
    ("livinglist", "4w"): ("tracer",),
    ("savedlist", "4w"): ("tracer",),
    ("casetable", "2"): OWNERS,
    ("savedtable", "2"): OWNERS,
    ("remainstable", "2"): FORENSIC,
    ("systemtable", "2"): ("system",),
    ("systemsaved", "2"): ("system",),
    ("search", "2"): ("caseworker",),
    ("incident", "0"): SIGNED_IN,
    ("incident", "2"): (*OWNERS, "tracer", *SHARERS, "origin_official"),
    ("event_theirs", "0"): SIGNED_IN,
    ("event_theirs", "2"): (*OWNERS, "tracer", *SHARERS, "origin_official"),
    ("event_a", "0"): SIGNED_IN,
    ("event_a", "2"): ("focal_a",),
    # Led by the institute, worked by both NGOs; focal point A is invited and has not answered.
    ("event", "2"): (*FORENSIC, *OWNERS, "tracer", "second_caseworker", "system"),
    ("event", "3"): FORENSIC,
    ("keptname", "3"): (),
    # An agreement is read by everybody of its parties: `agreement` binds the NGOs and the institute, which proposed
    # another to the first NGO; that has stopped the one with focal point B.
    ("agreement", "1"): (*NGO, "second_caseworker", "system", *INSTITUTE),
    ("proposed", "1"): (*NGO, *INSTITUTE),
    ("stopped", "1"): (*NGO, "focal_b"),
    ("demand", "4a"): ("officer",),
    ("breach", "4a"): ("officer",),
    ("admission", "4p"): ("administrator",),
}
# Layer 1: who may learn that a record exists.
SEEN_BY: dict[str, tuple[str, ...]] = {
    "case": (*OWNERS, "tracer", "officer", *SHARERS, "origin_official", *BY_NAME),
    "flagged": (*OWNERS, "tracer", "officer", *SHARERS),
    "withheld": (*OWNERS, "tracer", "officer"),
    "theirs": ("second_caseworker", "system"),
    "remains": (*OWNERS, "tracer", *SHARERS, "clerk"),
    "unshared": ("focal_b",),
    "logged": (*OWNERS, "tracer", *SHARERS, "origin_official"),
    "whereabouts": ("tracer",),
    "donor": OWNERS,
    "gift": (*OWNERS, "lab"),
    "bone": (*FORENSIC, "lab"),
    "swab": ("second_caseworker", "system"),
    "draft": OWNERS,
    "begun": FORENSIC,
    "batch": (*OWNERS, "tracer"),
    "livinglist": ("tracer",),
    "savedlist": ("tracer",),
    "casetable": OWNERS,
    "savedtable": OWNERS,
    "remainstable": FORENSIC,
    "systemtable": ("system",),
    "systemsaved": ("system",),
    "search": ("caseworker",),
    "erased": ("supervisor", "officer"),
    "approval": (*OWNERS, "officer"),
    "admission": ("administrator",),
    "demand": ("officer",),
    "breach": ("officer",),
    "sanction": ("supervisor", "officer"),
    "incident": SIGNED_IN,
    "event_theirs": SIGNED_IN,
    "event_a": SIGNED_IN,
    "event": (*FORENSIC, *OWNERS, "tracer", "second_caseworker", "system", "focal_a"),
    # Requests for a deeper look: who asked, and who answers for the owner.  A recall: who answers for the receiver.
    "asked": ("second_caseworker", "supervisor", "officer"),
    "opened": ("focal_a", "supervisor", "officer"),
    "recall": ("coordinator",),
    # Opened in danger to life: who opened it, who answers for the owner.
    "emergency": ("focal_b", "supervisor", "officer"),
    "agreement": (*NGO, "second_caseworker", "system", *INSTITUTE),
    "proposed": (*NGO, *INSTITUTE),
    "stopped": (*NGO, "focal_b"),
    # The directory is common; the people of an organisation are known there, and to who runs the registry.
    "ngo": SIGNED_IN,
    "shut_out": SIGNED_IN,
    "colleague": (*NGO, "administrator"),
    "suspended": (*NGO, "administrator"),
    "weights": ("administrator",),
    "client": ("supervisor", "officer"),
    # Links to other registries: who answers for any organisation.  Questions: who answers for the record's owner.
    "peer": ("supervisor", "officer", "coordinator", "focal_a", "focal_b", "origin_official"),
    "newpeer": ("supervisor", "officer", "coordinator", "focal_a", "focal_b", "origin_official"),
    "question": ("supervisor", "officer"),
    "inquiry": ("supervisor", "officer"),
    "hit": ("supervisor", "officer"),
    "webhook": ("supervisor", "officer"),
    "ownhook": ("system",),
    "shelf": ("second_caseworker", "system"),
    "referred": ("supervisor", "carer"),
    # Both sides of a case that changes hands: who offered it, who registers at the other.
    "transfer": ("second_caseworker", "system", *OWNERS),
}
# A report names its case and its pair to who signed it, though neither is shown to them (any more): their references,
# and no word.  To the others of the institute, which a firewall bars from the case, there is no such report.
ANSWERED_FOR = ("matching:issued", "matching:identification-report", "matching:release", "matching:belongings")
OWNED_BY = {
    "case": OWNERS, "flagged": OWNERS, "withheld": OWNERS, "theirs": ("second_caseworker", "system"),
    "remains": (), "unshared": (), "logged": ("second_caseworker", "system"),
}  # fmt: skip
EVENTS = ("incident", "event_theirs", "event_a")
# What stays with the second NGO under a purpose that no agreement names: its own, and what is public to all.
OWN_OF_SECOND_NGO = (
    "theirs",
    "referred",
    "logged",
    "ngo",
    "transfer",
    "ownhook",
    "shelf",
    "swab",
    "systemtable",
    "systemsaved",
    *EVENTS,
)
REVIEWERS = (*FORENSIC, "focal_a", "focal_b", "origin_official")


def pair_seen_by(left: str, right: str) -> tuple[str, ...]:
    """A pair is seen by whoever sees both records and reviews, or works for the owner of one of them.

    One with somebody found alive is seen by the unit that may approach them.
    """
    both = set(SEEN_BY[left]) & set(SEEN_BY[right])
    if right == "whereabouts":
        return tuple(sorted(both & {"tracer"}))
    return tuple(sorted(both & {*REVIEWERS, *OWNED_BY[left], *OWNED_BY[right]}))


def named_to(reader: str, route: str) -> tuple[str, ...]:
    """Records that a route names to a reader by reference alone."""
    return ("theirs", "pair theirs remains") if reader == "coordinator" and route in ANSWERED_FOR else ()


def place_of_words() -> dict[str, tuple[str, str]]:
    """word -> (record, ring)"""
    return {word: (record, ring) for record, rings in WORDS.items() for ring, words in rings.items() for word in words}


def readable(reader: str) -> frozenset[str]:
    """The words that a reader may know."""
    return frozenset(word for word, place in place_of_words().items() if reader in MAY_READ[place])
