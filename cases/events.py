"""What the events of cases, incidents, imports and searches are called in the journal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl import history
from accessctl.systems import feed
from cases.models import Case, Incident

LINKS = ("incident.linked", "incident.unlinked")
IMAGES = ("image.kept", "image.told", "image.removed")
feed.carry(Case, "case", "case", "action.noted", "action.answered", *LINKS, *IMAGES)
feed.carry(Incident, "incident", "incident.logged", "incident.changed", "incident.imported")
history.entitle(
    {
        "case.opened": _("The case was opened."),
        "case.changed": _("Answers were changed."),
        "case.state_changed": _("The state of the case changed."),
        "case.merged": _("The case was merged with another that tells of the same person."),
        "case.unmerged": _("The case stands by itself again."),
        "case.erased": _("The case was erased."),
        "action.noted": _("A step of the search was written down."),
        "action.answered": _("What came of a step of the search was written down."),
        "action.letter_made": _("A letter to whoever is asked was made."),
        "file.copied": _("The AM or PM file was taken out as a file for programs."),
        "handover.made": _("A list was handed to an authority."),
        "image.kept": _("An image was added."),
        "image.told": _("What an image belongs to was said."),
        "image.viewed": _("An image was looked at."),
        "image.removed": _("An image was taken away."),
        "left_file.opened": _("A file that the person left in case they go missing was opened."),
        "left_file.ended": _("A file that the person left was ended by them, and what was opened of it deleted."),
        "donor.enrolled": _("Somebody agreed to give a sample for identification."),
        "donor.consent_changed": _("What a donor agrees to was written down."),
        "donor.stopped": _("A donor took back what they agreed to: what is left of their samples is to be destroyed."),
        "incident.logged": _("An incident was logged."),
        "incident.changed": _("An incident was changed."),
        "incident.imported": _("Incidents were imported."),
        "incident.linked": _("An incident was linked."),
        "incident.unlinked": _("The link to an incident was taken away."),
        "event.promoted": _("An incident was made an event to work on together."),
        "event.changed": _("What is known of an event was changed."),
        "event.closed": _("Work on an event was closed."),
        "event.reopened": _("Work on an event was taken up again."),
        "event.member_invited": _("An organisation was invited to an event."),
        "event.member_answered": _("An organisation answered an invitation to an event."),
        "event.member_left": _("An organisation no longer takes part in an event."),
        "event.step_marked": _("A step of the work on an event was marked."),
        "event.passenger_added": _("A name as heard was put on the list of an event."),
        "event.passengers_brought": _("A list of names as heard was brought in to an event."),
        "event.passenger_linked": _("A name on the list of an event was linked to a case."),
        "event.passenger_unlinked": _("The link between a name on a list and a case was taken away."),
        "event.passenger_removed": _("A name was taken from the list of an event."),
        "event.survivor_linked": _("A report on a living person was linked to an event."),
        "event.survivor_unlinked": _("The link between a report on a living person and an event was taken away."),
        "import.received": _("A file was handed in for import."),
        "import.checked": _("A file for import was checked."),
        "import.confirmed": _("Saving an import was asked for."),
        "import.applied": _("An import was saved."),
        "import.undoing": _("Taking back an import was asked for."),
        "import.undo_stopped": _("Taking back an import was stopped: the system that asked for it was shut out."),
        "import.undone": _("An import was taken back."),
        "import.discarded": _("A file for import was discarded."),
        "search.asked": _("A search was made."),
        "search.answered": _("A search was answered."),
        "search.kept": _("A search was kept under a name."),
        "search.deleted": _("A search was deleted."),
        "whereabouts.erased": _("A report on a living person was erased."),
        "whereabouts.changed": _("What is known of a living person was changed."),
        "whereabouts.step_taken": _("A step on the way to a living person was written down."),
        "whereabouts.wish_recorded": _("What a person found alive decided was recorded."),
        "whereabouts.claim_examined": _("Somebody says that they are not missing: it is being examined."),
        "whereabouts.claim_decided": _("Two people decided about somebody who says that they are not missing."),
        "whereabouts.told": _("What a person found alive lets be told was passed on."),
        "whereabouts.recorded": _("The whereabouts of a living person were recorded."),
    }
)
