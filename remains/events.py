"""What the events of remains are called in the journal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl import history

history.entitle(
    {
        "remains.logged": _("The remains were logged."),
        "remains.changed": _("Findings were changed."),
        "remains.erased": _("The remains were erased."),
    }
)
