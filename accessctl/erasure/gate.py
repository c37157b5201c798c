"""The registry stays shut while a restored backup holds what was erased: `manage.py tombstones replay` opens it.

Looked at once per process, before its first answer (`registry.site.gate`) and before a worker takes work, and by
`check --deploy`, which production runs before anything starts.
"""

from __future__ import annotations

from typing import Any

from django.db import ProgrammingError
from django.utils.translation import gettext_lazy as _

from accessctl.erasure import replay
from registry.lib.errors import Unavailable

_is_open = False


class Shut(Unavailable):
    code = "restore_unfinished"
    template = _(
        "The registry was restored from a backup and stays closed until what was erased since then is erased again. "
        "Whoever runs it knows what to do."
    )


def look() -> int:
    """How many erasures are owed; with none the process stays open.  A database without tables owes none."""
    global _is_open  # noqa: PLW0603 - of the process
    if _is_open:
        return 0
    try:
        owed = replay.owed()
    except ProgrammingError:  # not migrated yet: nothing was ever erased
        return 0
    _is_open = owed == 0
    return owed


def shut() -> None:
    """Look again: after a restore under a running process, and between tests."""
    global _is_open  # noqa: PLW0603 - of the process
    _is_open = False


def refuse_work(**_signal: Any) -> None:
    """A worker does not begin: what it would compare may be of people who are erased."""
    if owed := look():
        raise SystemExit(f"{owed} erasures are owed after a restore: run `manage.py tombstones replay`")
