"""Code lists of events: how far known who was there, who works on it, and the steps of the work."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes.base import CodeList


class EventState(CodeList):
    """Whether an event is worked on."""

    ACTIVE = "active", pgettext_lazy("event state", "Under way")
    CLOSED = "closed", pgettext_lazy("event state", "Closed")


class Population(CodeList):
    """How far it is known who was there."""

    CLOSED = "closed", pgettext_lazy("people aboard", "Closed: everybody who was there is on a list")
    PARTLY_OPEN = "partly_open", pgettext_lazy("people aboard", "Partly open: some are on lists, others were there too")
    OPEN = "open", pgettext_lazy("people aboard", "Open: there is no list")


class MemberState(CodeList):
    """How an organisation stands to an event."""

    INVITED = "invited", pgettext_lazy("event member", "Invited")
    JOINED = "joined", pgettext_lazy("event member", "Takes part")
    DECLINED = "declined", pgettext_lazy("event member", "Declined")
    LEFT = "left", pgettext_lazy("event member", "Left")
    ENDED = "ended", pgettext_lazy("event member", "Ended by the lead")


class Heard(CodeList):
    """What was said of somebody on a list of people aboard.  It is heard, never proven."""

    NOT_SAID = "not_said", pgettext_lazy("heard", "Nothing said")
    BOARDED = "boarded", pgettext_lazy("heard", "Seen going aboard")
    SEEN_AFTER = "seen_after", pgettext_lazy("heard", "Seen alive afterwards")
    RESCUED = "rescued", pgettext_lazy("heard", "Said to be rescued")
    IN_WATER = "in_water", pgettext_lazy("heard", "Last seen in the water")
    MISSING = "missing", pgettext_lazy("heard", "Said to be missing")
    SAID_DEAD = "said_dead", pgettext_lazy("heard", "Said to have died")
    NOT_ABOARD = "not_aboard", pgettext_lazy("heard", "Said not to have been there")


class EventPhase(CodeList):
    """The phases of the work, as forensic teams of all countries know them."""

    SCENE = "scene", pgettext_lazy("event phase", "Scene")
    POST_MORTEM = "pm", pgettext_lazy("event phase", "Examination of the remains (PM)")
    ANTE_MORTEM = "am", pgettext_lazy("event phase", "Asking families (AM)")
    RECONCILIATION = "reconciliation", pgettext_lazy("event phase", "Reconciliation")
    RELEASE = "release", pgettext_lazy("event phase", "Release and debriefing")


class EventTask(CodeList):
    """The steps of each phase."""

    SCENE_MAPPED = "scene_mapped", pgettext_lazy("event step", "The place is mapped and divided")
    SCENE_NUMBERED = "scene_numbered", pgettext_lazy("event step", "Everyone recovered has a reference of their own")
    SCENE_THINGS = "scene_things", pgettext_lazy("event step", "Things found apart are kept apart, with their place")
    PM_EXAMINED = "pm_examined", pgettext_lazy("event step", "Everyone recovered is examined")
    PM_IMAGES = "pm_images", pgettext_lazy("event step", "Photographs and radiographs are taken")
    PM_SAMPLES = "pm_samples", pgettext_lazy("event step", "Samples are taken")
    PM_CHECKED = "pm_checked", pgettext_lazy("event step", "Each PM file was checked by a second person")
    AM_LISTS = "am_lists", pgettext_lazy("event step", "Lists of people aboard are gathered")
    AM_ASKED = "am_asked", pgettext_lazy("event step", "Families know what is asked and why, and decided")
    AM_FILES = "am_files", pgettext_lazy("event step", "Files on missing people are as complete as families can help")
    AM_CHECKED = "am_checked", pgettext_lazy("event step", "Each AM file was checked by a second person")
    RC_COMPARED = "rc_compared", pgettext_lazy("event step", "All files were compared with all")
    RC_MET = "rc_met", pgettext_lazy("event step", "The board of reconciliation met")
    RC_DECIDED = "rc_decided", pgettext_lazy("event step", "The competent authority decided on each proposal")
    RL_TOLD = "rl_told", pgettext_lazy("event step", "Families were told in person")
    RL_RELEASED = "rl_released", pgettext_lazy("event step", "Release or burial follows what families wish")
    RL_UNNAMED = "rl_unnamed", pgettext_lazy("event step", "Who has no name yet lies with sample, tag and known place")
    RL_TEAM = "rl_team", pgettext_lazy("event step", "Those who worked were debriefed and cared for")
    RL_LEARNT = "rl_learnt", pgettext_lazy("event step", "What was learnt is written down")

    @property
    def phase(self) -> EventPhase:
        """The phase a step belongs to."""
        head = self.value.partition("_")[0]
        return _PHASES[head]


_PHASES = {
    "scene": EventPhase.SCENE, "pm": EventPhase.POST_MORTEM, "am": EventPhase.ANTE_MORTEM,
    "rc": EventPhase.RECONCILIATION, "rl": EventPhase.RELEASE,
}  # fmt: skip


class TaskState(CodeList):
    """How far a step is."""

    OPEN = "open", pgettext_lazy("event step", "Not begun")
    UNDER_WAY = "under_way", pgettext_lazy("event step", "Under way")
    DONE = "done", pgettext_lazy("event step", "Done")
    NOT_NEEDED = "not_needed", pgettext_lazy("event step", "Not needed here")
