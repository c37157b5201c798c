"""Which column of a partner's table is which of ours: by the headings, in any language, or as it was said before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from cases.imports.catalogue import EXTERNAL_ID, Catalogue
from cases.imports.headings import plain

# Of an export of Kobo or ODK: the number that stays the same through every edit of a submission, the surest first.
ROOTS: Final = (
    "meta/rootUuid", "meta-rootUuid", "rootUuid", "KEY", "_uuid", "meta/instanceID", "meta-instanceID", "instanceID",
)  # fmt: skip
_PARTS: Final = re.compile(r"[/.:-]")


def column_of(catalogue: Catalogue, heading: str) -> str | None:
    """Our column that a heading names.  A form for phones writes its groups before it: who/name, who-name."""
    known = catalogue.by_heading
    if found := known.get(plain(heading)) or known.get(plain(heading.rpartition("/")[2])):
        return found
    last = _PARTS.split(heading)[-1]
    return last if last in catalogue.items else None


def guess(catalogue: Catalogue, header: list[str], before: Mapping[str, str]) -> dict[str, str]:
    """Our columns -> those of the table: as this partner's columns were read before, else by their headings."""
    found = {name: heading for name, heading in before.items() if heading in header}
    number = EXTERNAL_ID if EXTERNAL_ID in header else next((root for root in ROOTS if root in header), None)
    if number and found.get(EXTERNAL_ID, "") in ("", *ROOTS):  # another export of the same form may have a surer one
        found[EXTERNAL_ID] = number
    for heading in header:
        ours = column_of(catalogue, heading)
        if ours and ours not in found and heading not in found.values():
            found[ours] = heading
    return found
