"""Which column of a partner's table is which of ours: by the headings, in any language, or as it was said before."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from django.utils import translation

from cases.imports.headings import HEADINGS, Column, plain
from families.exchange.catalogue import EXTERNAL_ID, ITEMS, OF_THE_SOURCE, labels
from registry.lib.world import UI_LANGUAGES

# What lists of people call the columns that ours have other names for.
_OTHER_NAMES: Final = {
    Column.NAME: "name", Column.OTHER_NAME: "other_name_1_name", Column.NUMBER: EXTERNAL_ID, Column.SEX: "sex",
    Column.DATE_OF_BIRTH: "date_of_birth", Column.AGE: "age", Column.NATIONALITY: "nationalities",
    Column.DESCRIPTION: "distinguishing_features",
}  # fmt: skip
# Of an export of Kobo or ODK: the number that stays the same through every edit of a submission.
_ROOTS: Final = ("meta/rootUuid", "rootUuid", "_uuid", "KEY", "meta/instanceID", "instanceID")


def guess(header: list[str], before: Mapping[str, str]) -> dict[str, str]:
    """Our columns -> those of the table: as this partner's columns were read before, else by their headings."""
    found = {name: heading for name, heading in before.items() if heading in header}
    if root := next((root for root in _ROOTS if root in header), None):
        found.setdefault(EXTERNAL_ID, root)
    by_heading = _by_heading()
    for heading in header:
        # A form for phones writes its groups before the name of a question: person/name.
        ours = by_heading.get(plain(heading)) or by_heading.get(plain(heading.rpartition("/")[2]))
        if ours and ours not in found and heading not in found.values():
            found[ours] = heading
    return found


@cache
def _by_heading() -> dict[str, str]:
    found: dict[str, str] = {plain(word): _OTHER_NAMES[one] for word, one in HEADINGS.items() if one in _OTHER_NAMES}
    for language in UI_LANGUAGES:
        with translation.override(language):
            found |= {plain(label): name for name, label in labels().items()}
    return found | {plain(name): name for name in (EXTERNAL_ID, *OF_THE_SOURCE, *ITEMS)}
