"""What the events of remains are called in the journal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl import history
from accessctl.systems import feed
from cases.events import IMAGES, LINKS
from remains.models import Remains, Sample

feed.carry(Remains, "remains", "remains", "custody", "belonging", "joining", "sample.taken", *LINKS, *IMAGES)
feed.carry(Sample, "sample", "sample.taken", "sample.step_written", "sample.test_asked", "sample.reported")
history.entitle(
    {
        "remains.logged": _("The remains were logged."),
        "remains.changed": _("Findings were changed."),
        "remains.examined": _("The examination was written down."),
        "remains.estimated": _("Age or stature was estimated."),
        "remains.estimate_withdrawn": _("An estimate of age or stature was withdrawn."),
        "remains.erased": _("The remains were erased."),
        "remains.inventory_written": _("The inventory of elements was written."),
        "remains.part_logged": _("A part was logged as a record of its own."),
        "remains.split": _("The remains were split into several records."),
        "joining.held": _("A part is held to be of one person with other remains."),
        "joining.rejected": _("That a part is of one person with other remains was rejected."),
        "remains.joined": _("A part was joined to other remains."),
        "remains.parted": _("The joining of a part was taken back."),
        "remains.found_later": _("A part of somebody who was identified was found later: ask what the family wishes."),
        "custody.step_written": _("A step was written in the chain of custody."),
        "belonging.step_written": _("A step was written on the way of a belonging."),
        "custody.lease_changed": _("The lease of the grave was changed."),
        "custody.place_added": _("A storage place was added."),
        "sample.taken": _("A sample was taken."),
        "sample.step_written": _("A step was written on the way of a sample."),
        "sample.test_asked": _("A laboratory was asked to test a sample."),
        "sample.reported": _("A laboratory reported what a test came to."),
        "sample.alleles_kept": _("Alleles of a sample were entered."),
        "sample.genetics_opened": _("A laboratory keeps alleles in the registry from now on."),
        "custody.place_closed": _("A storage place was closed."),
    }
)
