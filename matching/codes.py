"""Code lists of candidate pairs and their review."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from accessctl.codes import Role
from cases.codes.base import CodeList


class PairKind(CodeList):
    """What a pair joins: a missing person with remains or with somebody found alive, or two records of one kind."""

    AM_PM = "am-pm", pgettext_lazy("pair", "Missing person and remains")
    AM_AM = "am-am", pgettext_lazy("pair", "Two reports")
    PM_PM = "pm-pm", pgettext_lazy("pair", "Two sets of remains")
    AM_ALIVE = "am-alive", pgettext_lazy("pair", "Missing person and somebody found alive")

    @property
    def columns(self) -> tuple[str, str]:
        """Where a pair keeps its left and its right record."""
        return _COLUMNS[self]

    @property
    def ends(self) -> tuple[str, str]:
        """What its left and its right record are."""
        left, right = self.columns
        return left.removeprefix("other_"), right.removeprefix("other_")

    @property
    def joins_alike(self) -> bool:
        """Whether both records are of one kind: then the question is whether one person was recorded twice."""
        return self.ends[0] == self.ends[1]

    @property
    def is_of_the_living(self) -> bool:
        """Ring 4w throughout: only the unit that may approach the person learns that there is such a pair."""
        return self is PairKind.AM_ALIVE


_COLUMNS = {
    PairKind.AM_PM: ("case", "remains"),
    PairKind.AM_AM: ("case", "other_case"),
    PairKind.PM_PM: ("remains", "other_remains"),
    PairKind.AM_ALIVE: ("case", "whereabouts"),
}
PAIR_COLUMNS = tuple(dict.fromkeys(column for columns in _COLUMNS.values() for column in columns))
OPEN_KINDS = tuple(kind for kind in PairKind if not kind.is_of_the_living)  # those that may be counted and told of


class Task(CodeList):
    """Which list a ranking is: whose, and of whom."""

    AM_PM = "am-pm", pgettext_lazy("ranking", "Remains for a missing person")
    PM_AM = "pm-am", pgettext_lazy("ranking", "Missing persons for remains")
    AM_AM = "am-am", pgettext_lazy("ranking", "Reports about the same person")
    PM_PM = "pm-pm", pgettext_lazy("ranking", "Remains of the same person")
    AM_ALIVE = "am-alive", pgettext_lazy("ranking", "People found alive for a missing person")
    ALIVE_AM = "alive-am", pgettext_lazy("ranking", "Missing persons for somebody found alive")

    @property
    def kind(self) -> PairKind:
        """The kind of pair this list leads to."""
        return _TASKS[self][0]

    @property
    def asks(self) -> str:
        """Whose list it is."""
        return _TASKS[self][1]

    @property
    def finds(self) -> str:
        """Who is listed."""
        return _TASKS[self][2]

    @property
    def back(self) -> Task:
        """The list of those listed, in which this one's record has its place."""
        return Task(_TASKS[self][3])


_TASKS = {
    Task.AM_PM: (PairKind.AM_PM, "case", "remains", "pm-am"),
    Task.PM_AM: (PairKind.AM_PM, "remains", "case", "am-pm"),
    Task.AM_AM: (PairKind.AM_AM, "case", "case", "am-am"),
    Task.PM_PM: (PairKind.PM_PM, "remains", "remains", "pm-pm"),
    Task.AM_ALIVE: (PairKind.AM_ALIVE, "case", "whereabouts", "alive-am"),
    Task.ALIVE_AM: (PairKind.AM_ALIVE, "whereabouts", "case", "am-alive"),
}


class PairState(CodeList):
    """CL-MATCH: how far the review of a candidate pair has come."""

    PROPOSED = "proposed", pgettext_lazy("candidate pair", "New")
    QUEUED = "queued", pgettext_lazy("candidate pair", "Taken up")
    IN_REVIEW = "in_review", pgettext_lazy("candidate pair", "In review")
    NEEDS_DATA = "needs_data", pgettext_lazy("candidate pair", "More data needed")
    EXCLUDED = "excluded", pgettext_lazy("candidate pair", "Excluded")
    INCONCLUSIVE = "inconclusive", pgettext_lazy("candidate pair", "Inconclusive")
    HYPOTHESIS = "hypothesis", pgettext_lazy("candidate pair", "Hypothesis of both sides")
    LAB_REQUESTED = "lab_requested", pgettext_lazy("candidate pair", "Laboratory asked")
    CONFIRMED = "confirmed", pgettext_lazy("candidate pair", "Confirmed by an authority")
    STALE = "stale", pgettext_lazy("candidate pair", "Set aside: the data changed")
    VOID_CONSENT = "void_consent", pgettext_lazy("candidate pair", "Hidden: consent ended")
    REVOKED = "revoked", pgettext_lazy("candidate pair", "Revoked")


# What waits for a reviewer, and what the lists show unless asked for more.
OPEN_STATES: tuple[PairState, ...] = (
    PairState.PROPOSED, PairState.QUEUED, PairState.IN_REVIEW, PairState.NEEDS_DATA, PairState.HYPOTHESIS,
    PairState.LAB_REQUESTED,
)  # fmt: skip
# Reviewers of both sides hold the two records to be about one person.
LINK_STATES: tuple[PairState, ...] = (PairState.HYPOTHESIS, PairState.LAB_REQUESTED, PairState.CONFIRMED)
REVIEWABLE_STATES: tuple[PairState, ...] = (*OPEN_STATES, PairState.INCONCLUSIVE, PairState.EXCLUDED)


class RematchState(CodeList):
    """How a run that compares every record anew stands."""

    RUNNING = "running", pgettext_lazy("run", "Running")
    PAUSED = "paused", pgettext_lazy("run", "Paused")
    DONE = "done", pgettext_lazy("run", "Done")
    CANCELLED = "cancelled", pgettext_lazy("run", "Cancelled")


OPEN_RUNS: tuple[RematchState, ...] = (RematchState.RUNNING, RematchState.PAUSED)


class RematchStep(CodeList):
    """What a run does: first what the records say is read, then each is compared with all others."""

    READING = "reading", pgettext_lazy("run", "Reading the records")
    COMPARING = "comparing", pgettext_lazy("run", "Comparing them")


class Decision(CodeList):
    """CL-DECISION: what one reviewer concludes.  No decision identifies anybody."""

    SUPPORT = "support", pgettext_lazy("review", "Supports the same person")
    NEUTRAL = "neutral", pgettext_lazy("review", "Neither for nor against")
    NEEDS_DATA = "needs_data", pgettext_lazy("review", "More data needed")
    EXCLUDE = "exclude", pgettext_lazy("review", "Exclude this pair")
    HYPOTHESIS = "hypothesis", pgettext_lazy("review", "Put forward as a hypothesis")
    CONFIRM = "confirm", pgettext_lazy("review", "Hold it for confirmed, for the authority to decide")
    ABSTAIN = "abstain_conflict_of_interest", pgettext_lazy("review", "Abstain: conflict of interest")


class Found(CodeList):
    """How a pair came before a reviewer."""

    PROPOSED = "proposed", pgettext_lazy("pair", "Proposed by the registry")
    OPENED = "opened", pgettext_lazy("pair", "Opened by a person")


class ReviewRole(CodeList):
    """In which capacity somebody reviews."""

    CASEWORKER = "caseworker", pgettext_lazy("reviewer", "Caseworker")
    ANTHROPOLOGIST = "anthropologist", pgettext_lazy("reviewer", "Anthropologist")
    ODONTOLOGIST = "odontologist", pgettext_lazy("reviewer", "Odontologist")
    GENETICIST = "geneticist", pgettext_lazy("reviewer", "Geneticist")
    FINGERPRINT = "fingerprint", pgettext_lazy("reviewer", "Fingerprint examiner")
    PATHOLOGIST = "pathologist", pgettext_lazy("reviewer", "Pathologist")
    COORDINATOR = "coordinator", pgettext_lazy("reviewer", "Coordinator")
    FOCAL_POINT = "focal_point", pgettext_lazy("reviewer", "National focal point")
    TRACING_OFFICER = "tracing_officer", pgettext_lazy("reviewer", "Tracing officer")


_EXAMINERS = (
    ReviewRole.ANTHROPOLOGIST, ReviewRole.ODONTOLOGIST, ReviewRole.GENETICIST, ReviewRole.FINGERPRINT,
    ReviewRole.PATHOLOGIST,
)  # fmt: skip
FORENSIC_ROLES: frozenset[ReviewRole] = frozenset({*_EXAMINERS, ReviewRole.COORDINATOR})
# A supervisor reviews as a caseworker does: two people of one team are two persons, but not two roles.
CAPACITIES: dict[Role, tuple[ReviewRole, ...]] = {
    Role.CASEWORKER: (ReviewRole.CASEWORKER,),
    Role.SUPERVISOR: (ReviewRole.CASEWORKER,),
    Role.FORENSIC_PRACTITIONER: _EXAMINERS,
    Role.FORENSIC_COORDINATOR: (ReviewRole.COORDINATOR,),
    Role.FOCAL_POINT: (ReviewRole.FOCAL_POINT,),
    Role.TRACING_OFFICER: (ReviewRole.TRACING_OFFICER,),
}


class Reason(CodeList):
    """Why a reviewer decided so.  At least one, beside the words."""

    TIME_PLACE_FIT = "time_place_fit", pgettext_lazy("review reason", "Time and place fit together")
    BIOLOGY_FIT = "biology_fit", pgettext_lazy("review reason", "Sex, age and stature fit")
    MARK_FITS = "mark_fits", pgettext_lazy("review reason", "A mark on the body fits")
    PAPERS_FIT = "papers_fit", pgettext_lazy("review reason", "A paper, number or name fits")
    EVENT_FITS = "event_fits", pgettext_lazy("review reason", "Both are linked to the same event")
    PRIMARY_FITS = "primary_fits", pgettext_lazy("review reason", "Fingerprints, teeth or DNA establish it")
    TIME_IMPOSSIBLE = "time_impossible", pgettext_lazy("review reason", "Found before a proven sign of life")
    TIME_PLACE_CONFLICT = "time_place_conflict", pgettext_lazy("review reason", "Time or place contradict")
    BIOLOGY_CONFLICT = "biology_conflict", pgettext_lazy("review reason", "Sex, age or stature contradict")
    MARK_CONFLICT = "mark_conflict", pgettext_lazy("review reason", "A mark on the body contradicts")
    NAME_CONFLICT = "name_conflict", pgettext_lazy("review reason", "Names or papers contradict")
    PRIMARY_EXCLUDES = "primary_excludes", pgettext_lazy("review reason", "Fingerprints, teeth or DNA exclude it")
    OTHER_PERSON = "other_person", pgettext_lazy("review reason", "Known to be somebody else")
    TOO_LITTLE = "too_little_data", pgettext_lazy("review reason", "Too little is known")
    DOUBTFUL_DATA = "doubtful_data", pgettext_lazy("review reason", "What is known is doubtful")
    PERSONAL_TIE = "personal_tie", pgettext_lazy("review reason", "Personal or professional tie")
    OTHER = "other", pgettext_lazy("review reason", "Another reason, in the words below")


class Need(CodeList):
    """What would settle a pair: what to ask the family or the institute for."""

    BIRTH_DATE = "birth_date", pgettext_lazy("review need", "Date of birth")
    HEIGHT = "height", pgettext_lazy("review need", "Height")
    CONTACT_DATE = "contact_date", pgettext_lazy("review need", "Exact date of the last contact")
    CONTACT_PLACE = "contact_place", pgettext_lazy("review need", "Exact place of the last contact")
    MARKS = "marks", pgettext_lazy("review need", "Scars, tattoos and other marks")
    SMILE_PHOTO = "smile_photo", pgettext_lazy("review need", "A photo in which teeth show")
    BELONGINGS = "belongings", pgettext_lazy("review need", "Clothing and belongings")
    PAPERS = "papers", pgettext_lazy("review need", "Numbers of papers or phones")
    DENTAL = "dental", pgettext_lazy("review need", "Dental record")
    FINGERPRINTS = "fingerprints", pgettext_lazy("review need", "Fingerprints")
    KIN_DNA = "kin_dna", pgettext_lazy("review need", "DNA of a close relative, with their consent")
    BONE_METHOD = "bone_method", pgettext_lazy("review need", "Examination of the bones")
    INTERVAL = "interval", pgettext_lazy("review need", "Time since death")
    OTHER = "other", pgettext_lazy("review need", "Something else, in the words below")


class Band(CodeList):
    """Strength of the evidence in words.  Never a percentage, never the probability of an identity."""

    AGAINST_STRONG = "against_strong", pgettext_lazy("evidence", "strong support for different persons")
    AGAINST = "against", pgettext_lazy("evidence", "support for different persons")
    AGAINST_SLIGHT = "against_slight", pgettext_lazy("evidence", "slight support for different persons")
    NONE = "none", pgettext_lazy("evidence", "no information either way")
    SLIGHT = "slight", pgettext_lazy("evidence", "slight support for the same person")
    MODERATE = "moderate", pgettext_lazy("evidence", "moderate support for the same person")
    MODERATELY_STRONG = "moderately_strong", pgettext_lazy("evidence", "moderately strong support for the same person")
    STRONG = "strong", pgettext_lazy("evidence", "strong support for the same person")
    VERY_STRONG = "very_strong", pgettext_lazy("evidence", "very strong support for the same person")


class Verdict(CodeList):
    """How the two records stand to each other on one line."""

    CONFLICT = "conflict", pgettext_lazy("evidence line", "Conflict")
    WEAK_CONFLICT = "weak_conflict", pgettext_lazy("evidence line", "Weak conflict")
    AGREE = "agree", pgettext_lazy("evidence line", "They agree")
    COMPATIBLE = "compatible", pgettext_lazy("evidence line", "Compatible")
    NOT_COMPARABLE = "not_comparable", pgettext_lazy("evidence line", "Not comparable")
