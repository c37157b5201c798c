"""What the events of remains are called in the journal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl import history

history.entitle(
    {
        "remains.logged": _("The remains were logged."),
        "remains.changed": _("Findings were changed."),
        "remains.examined": _("The examination was written down."),
        "remains.estimated": _("Age or stature was estimated."),
        "remains.erased": _("The remains were erased."),
        "custody.step_written": _("A step was written in the chain of custody."),
        "custody.lease_changed": _("The lease of the grave was changed."),
        "custody.place_added": _("A storage place was added."),
        "custody.place_closed": _("A storage place was closed."),
    }
)
